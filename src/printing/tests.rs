//! Whole documents, read back with the tools of others (poppler, qpdf).

use crate::{Fonts, Mark, Page, PrintingError, Run, lay_out, rasterize, samples::*, to_pdf};
use model::{
    language::Language,
    layout::{Align, BandRole, Datum, PrintData, PrintForm, PrintItemKind},
};
use proptest::prelude::*;
use std::{path::PathBuf, process::Command, sync::OnceLock};

pub(super) fn fonts() -> &'static Fonts {
    static FONTS: OnceLock<Fonts> = OnceLock::new();
    FONTS.get_or_init(|| Fonts::delivered().unwrap())
}

pub(super) fn pages(form: &PrintForm, data: &PrintData) -> Vec<Page> {
    lay_out(form, data, fonts()).unwrap()
}

pub(super) fn pdf(form: &PrintForm, data: &PrintData) -> Vec<u8> {
    to_pdf(&[(&pages(form, data), data)], fonts()).unwrap()
}

/// A PDF as a file for as long as the test looks at it.
struct OnDisk {
    folder: tempfile::TempDir,
}

impl OnDisk {
    fn new(pdf: &[u8]) -> OnDisk {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("document.pdf"), pdf).unwrap();
        OnDisk { folder }
    }
    fn path(&self) -> PathBuf {
        self.folder.path().join("document.pdf")
    }
    fn run(&self, tool: &str, before: &[&str], after: &[&str]) -> String {
        let output = Command::new(tool).args(before).arg(self.path()).args(after).output();
        let output =
            output.unwrap_or_else(|error| panic!("{tool} is needed by this test (./check installs it): {error}"));
        assert!(output.status.success(), "{tool}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(output.stderr.is_empty(), "{tool}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }
    fn text(&self) -> String {
        self.run("pdftotext", &["-layout"], &["-"])
    }
}

fn runs(page: &Page) -> impl Iterator<Item = &Run> {
    page.marks.iter().filter_map(|mark| match mark {
        Mark::Text(run) => Some(run),
        _ => None,
    })
}

#[test]
fn an_invoice_reads_back_line_by_line() {
    let text = OnDisk::new(&pdf(&invoice_form(), &invoice_data(3))).text();
    let lines: Vec<String> = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    for expected in [
        "PVM sąskaita faktūra",
        "UAB „Žuvėdros lizdas“ Kauno miesto ąžuolyno bendrija",
        "Nr. Pavadinimas Vnt. Kiekis Kaina be PVM PVM Suma",
        "1 Interneto svetainės priežiūra mėn. 2 350,00 21 % 700,00",
        "2026 m. spalis–lapkritis",
        "Iš viso su PVM 1 554,31 €",
        "Vienas tūkstantis penki šimtai penkiasdešimt keturi eurai 31 ct",
        "UAB „Žuvėdros lizdas“ · sveiki@zuvedros-lizdas.lt",
    ] {
        assert!(lines.iter().any(|line| line.contains(expected)), "{expected}\n{text}");
    }
}

#[test]
fn every_letter_can_be_copied_even_those_the_fonts_lack() {
    let letters = "ąčęėįšųūž ĄČĘĖĮŠŲŪŽ „“ € – ’ fi ffl Київ ß ñ ą́ x\u{2212}5 日本 🙂";
    let mut bold = text([0, 100, 1700, 50], letters);
    bold.style.bold = true;
    let mut slanted = text([0, 200, 1700, 50], letters);
    (slanted.style.italic, slanted.style.bold) = (true, true);
    let form = form(vec![band(BandRole::Body, 300, vec![text([0, 0, 1700, 50], letters), bold, slanted])]);
    let text = OnDisk::new(&pdf(&form, &data(&[]))).text();
    assert_eq!(text.matches(letters).count(), 3, "{text}");
}

#[test]
fn fonts_are_embedded_in_part_and_with_their_letters() {
    let fonts = OnDisk::new(&pdf(&invoice_form(), &invoice_data(3))).run("pdffonts", &[], &[]);
    let rows: Vec<&str> = fonts.lines().skip(2).collect();
    assert_eq!(rows.len(), 2, "{fonts}");
    for row in rows {
        assert!(row.contains("+NotoSans-") && row.contains("yes yes yes"), "{fonts}");
    }
}

#[test]
fn the_file_is_sound_and_says_what_it_is() {
    let file = OnDisk::new(&pdf(&invoice_form(), &invoice_data(120)));
    let said = file.run("qpdf", &["--check"], &[]);
    assert!(said.contains("No syntax or stream encoding errors found"), "{said}");
    let info = file.run("pdfinfo", &["-isodates"], &[]);
    assert!(info.contains("PVM sąskaita faktūra KAR-0117"), "{info}");
    assert!(info.contains("2026-11-18T"), "{info}");
    assert!(info.contains("A4"), "{info}");
    let bytes = pdf(&invoice_form(), &invoice_data(1));
    assert!(bytes.windows(9).any(|window| window == b"/Lang(lt)"));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let (form, data) = (invoice_form(), invoice_data(40));
    assert_eq!(pdf(&form, &data), pdf(&form, &data));
    let fresh = Fonts::delivered().unwrap();
    let again = to_pdf(&[(&lay_out(&form, &data, &fresh).unwrap(), &data)], &fresh).unwrap();
    assert_eq!(pdf(&form, &data), again);
    let other = PrintData { title: "Kita".to_owned(), ..data.clone() };
    assert_ne!(pdf(&form, &data), pdf(&form, &other));
}

#[test]
fn an_invoice_is_small_and_several_share_their_fonts() {
    let (form, data) = (invoice_form(), invoice_data(3));
    let one = pdf(&form, &data);
    assert!(one.len() < 60_000, "{} bytes", one.len());
    let pages = pages(&form, &data);
    let documents: Vec<(&[Page], &PrintData)> = (0..20).map(|_| (pages.as_slice(), &data)).collect();
    let many = to_pdf(&documents, fonts()).unwrap();
    assert!(many.len() < 2 * one.len() + 20 * 3_000, "{} bytes", many.len());
    assert!(OnDisk::new(&many).run("pdfinfo", &[], &[]).contains("Pages:           20"));
    assert_eq!(OnDisk::new(&many).run("pdffonts", &[], &[]).lines().count(), 4);
}

#[test]
fn a_long_table_repeats_its_heading_and_keeps_every_row() {
    let columns = vec![column("Galvutė", "{row}.", 200, Align::Left), column("Žyma", "{mark}", 900, Align::Left)];
    let footer = text([0, 10, 1740, 40], "Lapas {page} iš {pages}");
    let form = form(vec![
        band(BandRole::Body, 200, vec![text([0, 0, 1000, 50], "Sąrašas")]),
        band(BandRole::Body, 0, vec![table([0, 0, 1740, 60], "lines", columns)]),
        band(BandRole::Body, 100, vec![text([0, 30, 1000, 50], "Pabaiga")]),
        band(BandRole::PageFooter, 60, vec![footer]),
    ]);
    let mut data = data(&[]);
    data.tables.insert("lines".to_owned(), rows("mark", (1..=300).map(|number| format!("žyma{number:03}x"))));
    let laid = pages(&form, &data);
    assert!(laid.len() > 5, "{}", laid.len());
    let text = OnDisk::new(&pdf(&form, &data)).text();
    for number in 1..=300 {
        assert_eq!(text.matches(&format!("žyma{number:03}x")).count(), 1, "{number}");
    }
    let sheets: Vec<&str> = text.trim_end_matches('\u{c}').split('\u{c}').collect();
    assert_eq!(sheets.len(), laid.len());
    for (index, sheet) in sheets.iter().enumerate() {
        assert_eq!(sheet.matches("Galvutė").count(), 1, "page {}", index + 1);
        assert!(sheet.contains(&format!("Lapas {} iš {}", index + 1, laid.len())), "{sheet}");
    }
    assert!(sheets.last().unwrap().contains("Pabaiga"));
    check_pages(&form, &laid);
}

#[test]
fn what_stands_below_a_text_that_grew_is_pushed_down_and_its_frame_grows() {
    let long = "labai ilgas žodžių ruožas ".repeat(30);
    let form = form(vec![band(
        BandRole::Body,
        200,
        vec![
            item([0, 0, 800, 140], PrintItemKind::Frame(2, String::new())),
            text([20, 20, 760, 40], "{long}"),
            text([20, 80, 760, 40], "apačia"),
            text([900, 80, 400, 40], "šalia"),
        ],
    )]);
    let laid = pages(&form, &data(&[("long", &long)]));
    let page = &laid[0];
    let bottom = runs(page).find(|run| run.text == "apačia").unwrap().baseline;
    let beside = runs(page).find(|run| run.text == "šalia").unwrap().baseline;
    let last = runs(page).filter(|run| run.text.contains("labai")).map(|run| run.baseline).fold(0.0, f32::max);
    assert!(bottom > last && (bottom - beside).abs() < 0.01, "{bottom} {beside} {last}");
    let frame = page.marks.iter().find_map(|mark| match mark {
        Mark::Frame(frame) => Some(frame.area),
        _ => None,
    });
    assert!(frame.unwrap()[1] + frame.unwrap()[3] > bottom);
}

#[test]
fn a_band_kept_together_goes_to_the_next_page_whole() {
    let mut kept = band(BandRole::Body, 600, vec![text([0, 0, 500, 40], "pradžia"), text([0, 500, 500, 40], "galas")]);
    kept.keep_together = true;
    let form = form(vec![band(BandRole::Body, 2300, Vec::new()), kept]);
    let laid = pages(&form, &data(&[]));
    assert_eq!(laid.iter().map(|page| page.texts().count()).collect::<Vec<_>>(), [0, 2]);
}

#[test]
fn a_row_taller_than_a_page_is_broken_and_nothing_of_it_is_lost() {
    let words: Vec<String> = (0..2500).map(|number| format!("žodis{number}z")).collect();
    let columns = vec![column("Galvutė", "{mark}", 600, Align::Left), column("", "antras", 300, Align::Left)];
    let form = form(vec![band(BandRole::Body, 0, vec![table([0, 0, 1740, 60], "lines", columns)])]);
    let mut data = data(&[]);
    data.tables.insert("lines".to_owned(), rows("mark", ["trumpa".to_owned(), words.join(" "), "po to".to_owned()]));
    let laid = pages(&form, &data);
    let all: Vec<&str> = laid.iter().flat_map(Page::texts).flat_map(str::split_whitespace).collect();
    for word in &words {
        assert_eq!(all.iter().filter(|found| *found == word).count(), 1, "{word}");
    }
    check_pages(&form, &laid);
}

#[test]
fn conditions_decide_what_is_printed() {
    let mut shown = text([0, 0, 500, 40], "matomas");
    shown.when = Some("yes".to_owned());
    let mut hidden = text([0, 0, 500, 40], "nematomas");
    hidden.when = Some("no".to_owned());
    let mut band_hidden = band(BandRole::Body, 40, vec![text([0, 0, 500, 40], "nematoma juosta")]);
    band_hidden.when = Some("zero".to_owned());
    let form = form(vec![band(BandRole::Body, 40, vec![shown, hidden]), band_hidden]);
    let mut data = data(&[]);
    data.values.insert("yes".to_owned(), Datum::YesNo(true));
    data.values.insert("no".to_owned(), Datum::YesNo(false));
    data.values.insert("zero".to_owned(), Datum::Empty);
    assert_eq!(pages(&form, &data)[0].texts().collect::<Vec<_>>(), ["matomas"]);
}

#[test]
fn pictures_keep_their_transparency_and_their_jpeg_bytes() {
    let form = form(vec![band(
        BandRole::Body,
        500,
        vec![
            item([0, 0, 400, 300], PrintItemKind::Frame(0, "#FFFF00".to_owned())),
            item([0, 0, 400, 300], PrintItemKind::Picture("logo".to_owned())),
            item([600, 0, 640, 320], PrintItemKind::Picture("photo".to_owned())),
            item([600, 0, 640, 320], PrintItemKind::Picture("none".to_owned())),
        ],
    )]);
    let mut data = data(&[]);
    data.values.insert("logo".to_owned(), Datum::Picture(logo()));
    data.values.insert("photo".to_owned(), Datum::Picture(photo()));
    let bytes = pdf(&form, &data);
    assert!(bytes.windows(photo().len()).any(|window| window == photo()));
    let list = OnDisk::new(&bytes).run("pdfimages", &["-list"], &[]);
    assert!(list.contains("smask") && list.contains("jpeg"), "{list}");
    let page = &rasterize(&bytes, 72.0).unwrap()[0];
    let pixel = |x: u32, y: u32| {
        let at = ((y * page.width + x) * 4) as usize;
        [page.rgba[at], page.rgba[at + 1], page.rgba[at + 2]]
    };
    let near = |found: [u8; 3], wanted: [u8; 3]| {
        assert!(found.iter().zip(wanted).all(|(a, b)| a.abs_diff(b) < 24), "{found:?} {wanted:?}");
    };
    // Margins are 18 and 16 mm: 51 and 45 points. The corner of the logo lets the yellow through.
    near(pixel(53, 47), [255, 255, 0]);
    near(pixel(51 + 57, 45 + 42), [20, 110, 170]);
    near(pixel(51 + 180, 45 + 40), [220, 20, 20]);
    near(pixel(51 + 320, 45 + 40), [20, 20, 220]);
}

#[test]
fn a_damaged_picture_is_named() {
    let form =
        form(vec![band(BandRole::Body, 500, vec![item([0, 0, 400, 300], PrintItemKind::Picture("logo".to_owned()))])]);
    let mut data = data(&[]);
    data.values.insert("logo".to_owned(), Datum::Picture(b"BM not ours".to_vec()));
    let error = lay_out(&form, &data, fonts()).unwrap_err();
    assert!(error.message(Language::Lt).contains("„logo“") && error.message(Language::En).contains("“logo”"));
    let mut cut = logo();
    cut.truncate(cut.len() / 2);
    data.values.insert("logo".to_owned(), Datum::Picture(cut));
    let pages = pages(&form, &data);
    assert!(matches!(to_pdf(&[(&pages, &data)], fonts()), Err(PrintingError::Picture { .. })));
}

#[test]
fn a_form_without_room_is_refused() {
    let tall = form(vec![band(BandRole::PageFooter, 2800, Vec::new())]);
    assert_eq!(lay_out(&tall, &data(&[]), fonts()), Err(PrintingError::NoRoom));
    let mut narrow = form(Vec::new());
    narrow.margins = [1200, 0, 1200, 0];
    assert_eq!(lay_out(&narrow, &data(&[]), fonts()), Err(PrintingError::NoRoom));
    assert_eq!(pages(&form(Vec::new()), &data(&[])).len(), 1);
}

#[test]
fn a_table_wider_than_the_page_is_made_to_fit() {
    let columns = (0..12).map(|number| column(&format!("Stulpelis {number}"), "{mark}", 400, Align::Right)).collect();
    let form = form(vec![band(BandRole::Body, 0, vec![table([0, 0, 1740, 60], "lines", columns)])]);
    let mut data = data(&[]);
    data.tables.insert("lines".to_owned(), rows("mark", ["1\u{a0}234\u{a0}567,89".to_owned()]));
    check_pages(&form, &pages(&form, &data));
}

#[test]
fn pixels_agree_with_poppler() {
    let bytes = pdf(&invoice_form(), &invoice_data(3));
    let ours = &rasterize(&bytes, 100.0).unwrap()[0];
    let file = OnDisk::new(&bytes);
    let prefix = file.folder.path().join("page");
    file.run("pdftoppm", &["-r", "100", "-png"], &[prefix.to_str().unwrap()]);
    let theirs = image::open(file.folder.path().join("page-1.png")).unwrap().to_rgba8();
    assert!(ours.width.abs_diff(theirs.width()) <= 1 && ours.height.abs_diff(theirs.height()) <= 1);
    assert_eq!(ours.width, (2100.0_f32 / 254.0 * 100.0) as u32);
    let ours = image::RgbaImage::from_raw(ours.width, ours.height, ours.rgba.clone()).unwrap();
    let (width, height) = (ours.width().min(theirs.width()) / 8, ours.height().min(theirs.height()) / 8);
    let mean = |picture: &image::RgbaImage, column: u32, row: u32| {
        let cells = (0..64).map(|at| u32::from(picture.get_pixel(column * 8 + at % 8, row * 8 + at / 8).0[1]));
        cells.sum::<u32>() / 64
    };
    let cells: Vec<(u32, u32)> = (0..width)
        .flat_map(|column| (0..height).map(move |row| (column, row)))
        .map(|(column, row)| (mean(&ours, column, row), mean(&theirs, column, row)))
        .collect();
    let difference = cells.iter().map(|(a, b)| a.abs_diff(*b)).sum::<u32>() as f32 / cells.len() as f32;
    let darkness = cells.iter().map(|(_, b)| 255 - b).sum::<u32>() as f32 / cells.len() as f32;
    assert!(darkness > 3.0 && difference < darkness / 5.0, "difference {difference} of {darkness}");
}

#[test]
fn a_damaged_pdf_is_an_error() {
    assert!(matches!(rasterize(b"%PDF-1.7 no more", 72.0), Err(PrintingError::Read(_))));
    assert!(rasterize(b"", 72.0).is_err());
    let bytes = pdf(&invoice_form(), &invoice_data(3));
    for cut in [10, 100, 1000, bytes.len() / 2] {
        // Whatever is left of it: pixels or an error, never a panic.
        let _ = rasterize(&bytes[..cut], 30.0);
    }
    assert_eq!(rasterize(&bytes, 1_000_000.0), Err(PrintingError::TooLarge));
    assert_eq!(rasterize(&bytes, f32::NAN), Err(PrintingError::TooLarge));
}

/// Nothing stands outside the page's inside, and no two texts stand on each other.
pub(super) fn check_pages(form: &PrintForm, pages: &[Page]) {
    for page in pages {
        let inside = |tenths: i32| tenths as f32 * 72.0 / 254.0;
        let right = inside(form.width - form.margins[2]);
        let bottom = inside(form.height - form.margins[3]);
        let boxes: Vec<[f32; 4]> = runs(page)
            .map(|run| {
                let width = run.width(fonts().units_per_em(run.face));
                [run.x, run.baseline - 0.985 * run.size, run.x + width, run.baseline + 0.265 * run.size]
            })
            .collect();
        for (at, one) in boxes.iter().enumerate() {
            assert!(one[2] <= right + 1.0 && one[3] <= bottom + 0.1, "{one:?} hangs over {right} {bottom}");
            for other in &boxes[at + 1..] {
                let apart = one[2] <= other[0] + 0.1
                    || other[2] <= one[0] + 0.1
                    || one[3] <= other[1] + 0.1
                    || other[3] <= one[1] + 0.1;
                assert!(apart, "{one:?} {other:?}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_texts_nothing_overlaps_and_nothing_is_lost(
        bands in prop::collection::vec((prop::collection::vec((1..60_usize, 1..14_usize, 0..400_i32), 1..6), any::<bool>()), 1..7),
        cells in prop::collection::vec(1..90_usize, 0..60),
        footer in 0..900_i32,
    ) {
        let mut number = 0;
        let mut words = |count: usize, length: usize| {
            let made: Vec<String> = (0..count).map(|_| { number += 1; format!("q{number}{}", "ž".repeat(length)) }).collect();
            made.join(" ")
        };
        let mut texts = Vec::new();
        let mut made = Vec::new();
        for (items, keep) in bands {
            let mut y = 0;
            let mut band = band(BandRole::Body, 50, Vec::new());
            band.keep_together = keep;
            for (count, length, gap) in items {
                texts.push(words(count, length));
                band.items.push(text([0, y, 800, 40], texts.last().unwrap()));
                texts.push(words(count / 3 + 1, length));
                band.items.push(text([900, y, 500, 40], texts.last().unwrap()));
                y += 40 + gap;
            }
            made.push(band);
        }
        let values: Vec<String> = cells.iter().map(|count| words(*count, count % 7)).collect();
        let columns = vec![column("Galvutė", "{mark}", 500, Align::Left), column("x", "{row}", 200, Align::Right)];
        made.push(band(BandRole::Body, 0, vec![table([0, 0, 1740, 60], "lines", columns), text([0, 100, 600, 40], "po")]));
        made.push(band(BandRole::PageHeader, 90, vec![text([0, 0, 600, 40], "viršus {page}")]));
        made.push(band(BandRole::PageFooter, 60 + footer, vec![text([0, 10, 600, 40], "{page} iš {pages}")]));
        let form = form(made);
        let mut data = data(&[]);
        data.tables.insert("lines".to_owned(), rows("mark", values.iter().cloned()));
        let laid = pages(&form, &data);
        check_pages(&form, &laid);
        let printed: String = laid.iter().flat_map(Page::texts).flat_map(|text| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect::<Vec<_>>().join(" ");
        for word in texts.iter().chain(&values).flat_map(|text| text.split(' ')) {
            prop_assert!(printed.contains(word), "{}", word);
        }
        for (at, page) in laid.iter().enumerate() {
            let counted = format!("{} iš {}", at + 1, laid.len());
            prop_assert!(page.texts().any(|text| text == counted), "page {}", counted);
        }
    }
}
