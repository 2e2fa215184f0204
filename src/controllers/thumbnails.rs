//! Small pictures in rows of lists: read and made round on a worker of their own, a bounded number kept.

use crate::App;
use engine::{Engine, PictureSize, Raster};
use slint::Image;
use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    rc::Rc,
    sync::Arc,
};

/// Pictures that are kept; a screen shows about thirty.
const KEPT: usize = 600;
/// Pictures that are asked for at most; who scrolls on does not wait for those that went by.
const ASKED: usize = 120;
/// Pictures read in one go.
const BATCH: usize = 24;
/// Pixels of a side.
const SIDE: u32 = 56;

type Hash = [u8; 32];

/// The small pictures that are known.
#[derive(Default)]
pub(crate) struct Thumbnails {
    /// `None`: there is a picture, but it cannot be read.
    known: RefCell<HashMap<Hash, (u64, Option<Image>)>>,
    /// The newest last.
    asked: RefCell<Vec<Hash>>,
    used: Cell<u64>,
    busy: Cell<bool>,
    /// Begins to read what is asked for.
    pub wake: RefCell<Option<Rc<dyn Fn()>>>,
}

impl Thumbnails {
    /// The small picture of a blob; where it is not known yet it is asked for.
    pub fn get(&self, hash: &Hash) -> Option<Image> {
        let used = self.used.get() + 1;
        self.used.set(used);
        if let Some((last, image)) = self.known.borrow_mut().get_mut(hash) {
            *last = used;
            return image.clone();
        }
        {
            let mut asked = self.asked.borrow_mut();
            asked.retain(|other| other != hash);
            asked.push(*hash);
            let over = asked.len().saturating_sub(ASKED);
            asked.drain(..over);
        }
        let wake = self.wake.borrow().clone();
        if let Some(wake) = wake.filter(|_| !self.busy.get()) {
            wake();
        }
        None
    }

    fn next(&self) -> Vec<Hash> {
        let mut asked = self.asked.borrow_mut();
        let from = asked.len().saturating_sub(BATCH);
        asked.split_off(from)
    }

    fn put(&self, found: Vec<(Hash, Option<Raster>)>) {
        let mut known = self.known.borrow_mut();
        for (hash, raster) in found {
            known.insert(hash, (self.used.get(), raster.as_ref().map(crate::pictures::image)));
        }
        if known.len() > KEPT {
            let mut uses: Vec<u64> = known.values().map(|(used, _)| *used).collect();
            let (_, middle, _) = uses.select_nth_unstable(KEPT / 3);
            let oldest = *middle;
            known.retain(|_, (used, _)| *used >= oldest);
        }
    }

    /// How many are kept.
    #[cfg(test)]
    fn len(&self) -> usize {
        self.known.borrow().len()
    }
}

impl App {
    pub(crate) fn connect_thumbnails(self: &Rc<App>) {
        self.list.rows.take_thumbnails(self.thumbnails.clone());
        let weak = Rc::downgrade(self);
        let wake = move || {
            let Some(app) = weak.upgrade() else { return };
            app.thumbnails.busy.set(true);
            // Not while the list is being drawn.
            slint::Timer::single_shot(std::time::Duration::ZERO, forward!(&app, |app| app.read_thumbnails()));
        };
        *self.thumbnails.wake.borrow_mut() = Some(Rc::new(wake));
    }

    fn read_thumbnails(self: &Rc<App>) {
        let hashes = self.thumbnails.next();
        let (Some(engine), false) = (self.engine(), hashes.is_empty()) else {
            return self.thumbnails.busy.set(false);
        };
        let app = self.clone();
        self.spawn(async move {
            let of = hashes.clone();
            let read =
                app.pictures.ask(move || Ok(of.iter().map(|hash| (*hash, small(&engine, hash))).collect())).await;
            let read: Vec<(Hash, Option<Raster>)> = read.unwrap_or_default();
            app.thumbnails.put(read);
            app.list.rows.pictures_came(&hashes);
            app.read_thumbnails();
        });
    }

    /// What belongs to a base that is closed goes with it.
    pub(crate) fn forget_thumbnails(&self) {
        self.thumbnails.known.borrow_mut().clear();
        self.thumbnails.asked.borrow_mut().clear();
    }
}

fn small(engine: &Arc<Engine>, hash: &Hash) -> Option<Raster> {
    let picture = engine.picture(hash, PictureSize::Row);
    let picture = picture.inspect_err(|_| tracing::warn!("a picture of the list cannot be read")).ok().flatten()?;
    Some(round(&picture))
}

/// The middle of a picture, its upper part where it is high, as a disc with a soft edge.
fn round(picture: &Raster) -> Raster {
    let (width, height) = (picture.width.max(1), picture.height.max(1));
    let side = width.min(height);
    let (left, top) = ((width - side) / 2, (height - side) / 4);
    let mut rgba = Vec::with_capacity((SIDE * SIDE * 4) as usize);
    let radius = SIDE as f32 / 2.0;
    for y in 0..SIDE {
        for x in 0..SIDE {
            let mut pixel = mean(picture, (left, top, side), x, y);
            let (dx, dy) = (x as f32 + 0.5 - radius, y as f32 + 0.5 - radius);
            let inside = (radius - (dx * dx + dy * dy).sqrt()).clamp(0.0, 1.0);
            pixel[3] = (f32::from(pixel[3]) * inside) as u8;
            rgba.extend(pixel);
        }
    }
    Raster { width: SIDE, height: SIDE, rgba }
}

/// The mean of the pixels that one of the disc stands for.
fn mean(picture: &Raster, (left, top, side): (u32, u32, u32), x: u32, y: u32) -> [u8; 4] {
    let edge = |at: u32| at * side / SIDE;
    let end = |at: u32| edge(at + 1).max(edge(at) + 1);
    let (mut sum, mut count) = ([0u32; 4], 0u32);
    for row in edge(y)..end(y) {
        for column in edge(x)..end(x) {
            let at = ((top + row) as usize * picture.width as usize + (left + column) as usize) * 4;
            if let Some(pixel) = picture.rgba.get(at..at + 4) {
                sum.iter_mut().zip(pixel).for_each(|(sum, byte)| *sum += u32::from(*byte));
                count += 1;
            }
        }
    }
    sum.map(|sum| u8::try_from(sum / count.max(1)).unwrap_or(u8::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bounded_number_is_kept_and_the_newest_are_asked_for_first() {
        let thumbnails = Thumbnails::default();
        let hash = |n: u32| {
            let mut hash = [0; 32];
            hash[..4].copy_from_slice(&n.to_be_bytes());
            hash
        };
        for n in 0..10_000 {
            assert!(thumbnails.get(&hash(n)).is_none());
        }
        assert_eq!(thumbnails.asked.borrow().len(), ASKED);
        let next = thumbnails.next();
        assert_eq!((next.len(), *next.last().unwrap()), (BATCH, hash(9_999)));
        for n in 0..10_000 {
            let raster = Raster { width: 1, height: 1, rgba: vec![0; 4] };
            thumbnails.used.set(u64::from(n));
            thumbnails.put(vec![(hash(n), Some(raster))]);
            assert!(thumbnails.len() <= KEPT);
        }
        assert!(thumbnails.get(&hash(9_999)).is_some());
        assert!(thumbnails.get(&hash(1)).is_none());
    }

    #[test]
    fn a_round_picture_is_see_through_in_its_corners_alone() {
        let picture = Raster { width: 128, height: 96, rgba: [9, 99, 199, 255].repeat(128 * 96) };
        let disc = round(&picture);
        let at = |x: u32, y: u32| disc.rgba[((y * SIDE + x) * 4) as usize..][..4].to_vec();
        assert_eq!(at(0, 0)[3], 0);
        assert_eq!(at(SIDE / 2, SIDE / 2), [9, 99, 199, 255]);
        let tiny = round(&Raster { width: 1, height: 1, rgba: vec![5, 5, 5, 255] });
        assert_eq!(tiny.rgba.len(), (SIDE * SIDE * 4) as usize);
    }
}
