//! Video4Linux, as the kernel has it: what nokhwa would do here, but a camera that another program left with pictures in fractions of a
//! second opens too, errors come with their numbers, and waiting for a picture ends.

use super::add;
use crate::{Camera, Device, Fault, Format, Layout, Opened, Raw, Result, Size, Source, best_format, session::PATIENCE};
use std::{fs, io};
use v4l::{
    FourCC, buffer::Type, capability::Flags, frameinterval::FrameIntervalEnum, framesize::FrameSizeEnum,
    io::traits::CaptureStream, prelude::MmapStream, video::Capture, video::capture::Parameters,
};

/// The cameras of this computer.
pub struct NativeSource;

/// Sizes offered of a camera that can have any.
const USUAL: [(u32, u32); 4] = [(640, 480), (1280, 720), (1920, 1080), (3840, 2160)];
/// Pictures the kernel holds.
const BUFFERS: u32 = 4;

fn fault(error: &io::Error) -> Fault {
    // The numbers of errno.h.
    match error.raw_os_error() {
        Some(16) => Fault::Busy,
        Some(1 | 13) => Fault::Refused,
        Some(2 | 5 | 6 | 19) => Fault::Unplugged,
        _ if error.kind() == io::ErrorKind::TimedOut => Fault::Silent,
        _ => Fault::of_words(&error.to_string()),
    }
}

/// How a camera's letters for a packing are read; none: not at all.
fn layout(letters: FourCC) -> Option<Layout> {
    Some(match &letters.repr {
        b"MJPG" | b"JPEG" => Layout::Mjpeg,
        b"YUYV" => Layout::Yuyv,
        b"NV12" => Layout::Nv12,
        b"RGB3" => Layout::Rgb,
        b"BGR3" => Layout::Bgr,
        b"GREY" => Layout::Grey,
        _ => return None,
    })
}

/// Bytes of a pixel in a packing whose rows may have a rest behind them.
fn bytes_of_pixel(layout: Layout) -> Option<usize> {
    match layout {
        Layout::Yuyv => Some(2),
        Layout::Rgb | Layout::Bgr => Some(3),
        Layout::Grey => Some(1),
        Layout::Mjpeg | Layout::Nv12 => None,
    }
}

/// The numbers of the nodes that carry pictures. One camera has several nodes; the first is it.
fn nodes() -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    for entry in fs::read_dir("/sys/class/video4linux").into_iter().flatten().flatten() {
        let node = entry.file_name().to_string_lossy().strip_prefix("video").and_then(|number| number.parse().ok());
        let said = |what: &str| fs::read_to_string(entry.path().join(what)).unwrap_or_default().trim().to_owned();
        if let Some(node) = node
            && matches!(said("index").as_str(), "0" | "")
        {
            found.push((node, said("name")));
        }
    }
    found.sort();
    found
}

impl Source for NativeSource {
    fn list(&self) -> Result<Vec<Camera>> {
        let mut cameras = Vec::new();
        for (node, name) in nodes() {
            let Ok(device) = v4l::Device::new(node) else {
                // It is there, even if it may not be used; opening it tells why.
                add(&mut cameras, node.to_string(), &name);
                continue;
            };
            let Ok(said) = device.query_caps() else { continue };
            if said.capabilities.contains(Flags::VIDEO_CAPTURE | Flags::STREAMING) {
                add(&mut cameras, node.to_string(), &said.card);
            }
        }
        Ok(cameras)
    }

    fn formats(&self, id: &str) -> Result<Vec<Format>> {
        let device = open(id)?;
        Ok(formats(&device)?.into_iter().map(|(format, _)| format).collect())
    }

    fn open(&self, id: &str, size: Option<Size>) -> Result<Opened> {
        let camera = self.list()?.into_iter().find(|camera| camera.id == id);
        let camera = camera.ok_or_else(|| Fault::Unknown(id.to_owned()))?;
        let device = open(id)?;
        let all = formats(&device)?;
        let formats: Vec<Format> = all.iter().map(|(format, _)| format.clone()).collect();
        let best = best_format(&formats, size).ok_or(Fault::NoFormat)?;
        let (_, letters) = all.iter().find(|(format, _)| format == best).ok_or(Fault::NoFormat)?;
        let wanted = v4l::Format::new(best.size.width, best.size.height, *letters);
        let given = device.set_format(&wanted).map_err(|error| fault(&error))?;
        let layout = layout(given.fourcc).ok_or(Fault::NoFormat)?;
        if let Err(error) = device.set_params(&Parameters::with_fps(best.rate.max(1))) {
            // Not every camera lets itself be told; it goes on with the rate it has.
            tracing::debug!(%error, "the camera keeps its rate");
        }
        let size = Size { width: given.width, height: given.height };
        let format = Format { size, ..best.clone() };
        let mut stream =
            MmapStream::with_buffers(&device, Type::VideoCapture, BUFFERS).map_err(|error| fault(&error))?;
        stream.set_timeout(PATIENCE);
        let device = Native { stream, size, layout, row: given.stride as usize };
        Ok(Opened { camera, format, formats, device: Box::new(device) })
    }
}

fn open(id: &str) -> Result<v4l::Device> {
    let node: usize = id.parse().map_err(|_| Fault::Unknown(id.to_owned()))?;
    v4l::Device::new(node).map_err(|error| fault(&error))
}

/// Everything a camera offers that is read here, with its letters.
fn formats(device: &v4l::Device) -> Result<Vec<(Format, FourCC)>> {
    let mut found = Vec::new();
    for described in device.enum_formats().map_err(|error| fault(&error))? {
        let letters = described.fourcc;
        if layout(letters).is_none() {
            continue;
        }
        let packing = String::from_utf8_lossy(&letters.repr).trim().replace("MJPG", "MJPEG");
        for size in device.enum_framesizes(letters).unwrap_or_default() {
            for size in sizes(&size.size) {
                let rates = rates(device, letters, size);
                found.extend(rates.into_iter().map(|rate| (Format { size, packing: packing.clone(), rate }, letters)));
            }
        }
    }
    if found.is_empty() { Err(Fault::NoFormat) } else { Ok(found) }
}

fn sizes(offered: &FrameSizeEnum) -> Vec<Size> {
    match offered {
        FrameSizeEnum::Discrete(size) => vec![Size { width: size.width, height: size.height }],
        FrameSizeEnum::Stepwise(step) => {
            let fits = |size: &Size| {
                (step.min_width..=step.max_width).contains(&size.width)
                    && (step.min_height..=step.max_height).contains(&size.height)
                    && (size.width - step.min_width).is_multiple_of(step.step_width.max(1))
                    && (size.height - step.min_height).is_multiple_of(step.step_height.max(1))
            };
            USUAL.iter().map(|(width, height)| Size { width: *width, height: *height }).filter(fits).collect()
        }
    }
}

/// Pictures in a second, the highest first; where the camera does not say so, as usual.
fn rates(device: &v4l::Device, letters: FourCC, size: Size) -> Vec<u32> {
    let whole = |numerator: u32, denominator: u32| (denominator + numerator / 2) / numerator.max(1);
    let offered = device.enum_frameintervals(letters, size.width, size.height).unwrap_or_default();
    let mut rates: Vec<u32> = offered
        .into_iter()
        .map(|interval| match interval.interval {
            FrameIntervalEnum::Discrete(one) => whole(one.numerator, one.denominator),
            // The shortest time between two pictures is the highest rate; nothing above 30 is asked for.
            FrameIntervalEnum::Stepwise(step) => whole(step.min.numerator, step.min.denominator).min(30),
        })
        .filter(|rate| *rate > 0)
        .collect();
    rates.sort_unstable_by_key(|rate| std::cmp::Reverse(*rate));
    rates.dedup();
    if rates.is_empty() { vec![30] } else { rates }
}

struct Native {
    stream: MmapStream<'static>,
    size: Size,
    layout: Layout,
    /// Bytes from one row to the next.
    row: usize,
}

impl Device for Native {
    fn next(&mut self) -> Result<Raw> {
        let (bytes, about) = self.stream.next().map_err(|error| fault(&error))?;
        let bytes = bytes.get(..about.bytesused as usize).unwrap_or(bytes);
        let needed = bytes_of_pixel(self.layout).map(|pixel| pixel * self.size.width as usize);
        let bytes = match needed {
            Some(needed) if self.row > needed => {
                bytes.chunks(self.row).flat_map(|row| &row[..needed.min(row.len())]).copied().collect()
            }
            _ => bytes.to_vec(),
        };
        Ok(Raw { size: self.size, layout: self.layout, bytes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_the_system_is_a_fault() {
        let check = |number: i32, expected: Fault| {
            assert_eq!(fault(&io::Error::from_raw_os_error(number)), expected, "{number}");
        };
        check(16, Fault::Busy);
        check(13, Fault::Refused);
        check(19, Fault::Unplugged);
        check(5, Fault::Unplugged);
        assert_eq!(fault(&io::Error::from(io::ErrorKind::TimedOut)), Fault::Silent);
        assert!(matches!(fault(&io::Error::from_raw_os_error(22)), Fault::Other(_)));
    }

    #[test]
    fn of_a_camera_that_can_have_any_size_the_usual_ones_are_offered() {
        let step = v4l::framesize::Stepwise {
            min_width: 48,
            max_width: 1920,
            step_width: 8,
            min_height: 32,
            max_height: 1088,
            step_height: 2,
        };
        let sizes: Vec<String> = sizes(&FrameSizeEnum::Stepwise(step)).iter().map(Size::to_string).collect();
        assert_eq!(sizes, ["640x480", "1280x720", "1920x1080"]);
    }
}
