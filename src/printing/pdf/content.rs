//! The drawing operations of a page.

use super::{
    embedding::{Embedded, font_id},
    pictures::PictureIds,
};
use crate::{Bars, Color, Face, Fonts, Frame, Line, Mark, Page, PlacedPicture, Points, Run};
use image::metadata::Orientation;
use printpdf::{
    Codepoint, CurTransMat, DictItem, LinePoint, Mm, Op, PaintMode, PdfFontHandle, PdfPage, Point, Polygon,
    PolygonRing, Pt, Rect, Rgb, TextItem, TextMatrix, WindingOrder, XObjectTransform,
};

/// A page with its content.
pub(super) fn page(page: &Page, embedded: &Embedded, pictures: &PictureIds, fonts: &Fonts) -> PdfPage {
    let mut content =
        Content { height: page.height, embedded, pictures, fonts, ops: Vec::new(), text: None, fill: None };
    for mark in &page.marks {
        match mark {
            Mark::Text(run) => content.run(run),
            Mark::Line(line) => content.line(line),
            Mark::Frame(frame) => content.frame(frame),
            Mark::Picture(placed) => content.picture(placed),
            Mark::Bars(bars) => content.bars(bars),
        }
    }
    content.end_text();
    let area = || Rect {
        x: Pt(0.0),
        y: Pt(0.0),
        width: pt(page.width),
        height: pt(page.height),
        mode: None,
        winding_order: None,
    };
    let mut made = PdfPage::new(Mm(0.0), Mm(0.0), content.ops);
    (made.media_box, made.trim_box, made.crop_box) = (area(), area(), area());
    made
}

struct Content<'a> {
    height: Points,
    embedded: &'a Embedded,
    pictures: &'a PictureIds,
    fonts: &'a Fonts,
    ops: Vec<Op>,
    /// The font that is set, inside a text section.
    text: Option<(Face, Points)>,
    fill: Option<Color>,
}

impl Content<'_> {
    fn run(&mut self, run: &Run) {
        let font = (run.face, run.size);
        if self.text.is_none() {
            self.ops.push(Op::StartTextSection);
        }
        if self.text != Some(font) {
            self.ops.push(Op::SetFont { font: PdfFontHandle::External(font_id(run.face)), size: pt(run.size) });
            self.text = Some(font);
        }
        self.set_fill(run.color);
        // Where the glyphs alone would not give the text back, the text is written beside them.
        let spelled = !self.embedded.says_its_text(run);
        if spelled {
            let text = DictItem::String { data: utf16(&run.text), literal: false };
            let properties = DictItem::Dict { map: [("ActualText".to_owned(), text)].into() };
            self.ops.push(Op::BeginMarkedContentWithProperties { tag: "Span".to_owned(), properties });
        }
        self.glyphs(run);
        if spelled {
            self.ops.push(Op::EndMarkedContent);
        }
    }

    /// Shows the glyphs; a glyph raised or lowered against the baseline begins anew.
    fn glyphs(&mut self, run: &Run) {
        let em = self.fonts.units_per_em(run.face);
        let unit = run.size / em;
        let mut pen = 0.0;
        let mut at = 0;
        while at < run.glyphs.len() {
            let rise = run.glyphs[at].y_offset;
            let level = run.glyphs[at..].iter().take_while(|glyph| glyph.y_offset == rise).count();
            let first = run.x + (pen + run.glyphs[at].x_offset as f32) * unit;
            let baseline = self.height - run.baseline + rise as f32 * unit;
            let mut shown = Vec::with_capacity(level);
            for index in at..at + level {
                let glyph = run.glyphs[index];
                let next = run.glyphs.get(index + 1).filter(|_| index + 1 < at + level);
                let wanted = glyph.advance - glyph.x_offset + next.map_or(glyph.x_offset, |next| next.x_offset);
                let natural = self.fonts.natural_advance(run.face, glyph.id);
                shown.push(Codepoint {
                    gid: self.embedded.glyph(run.face, glyph.id),
                    offset: (natural - wanted as f32) * 1000.0 / em,
                    cid: Some(self.embedded.letters(run.face, glyph.id).to_owned()),
                });
                pen += glyph.advance as f32;
            }
            let matrix = TextMatrix::Translate(pt(first), pt(baseline));
            self.ops.push(Op::SetTextMatrix { matrix });
            self.ops.push(Op::ShowText { items: vec![TextItem::GlyphIds(shown)] });
            at += level;
        }
    }

    fn line(&mut self, line: &Line) {
        self.end_text();
        self.ops.push(Op::SetOutlineColor { col: color(line.color) });
        self.ops.push(Op::SetOutlineThickness { pt: pt(line.thickness) });
        let point = |(x, y): (Points, Points)| LinePoint { p: self.point(x, y), bezier: false };
        let points = vec![point(line.from), point(line.to)];
        self.ops.push(Op::DrawLine { line: printpdf::Line { points, is_closed: false } });
    }

    fn frame(&mut self, frame: &Frame) {
        self.end_text();
        let half = frame.thickness / 2.0;
        let [x, y, width, height] = frame.area;
        let stroked = frame.thickness > 0.0;
        let mode = match (stroked, frame.fill) {
            (false, None) => return,
            (true, None) => PaintMode::Stroke,
            (false, Some(_)) => PaintMode::Fill,
            (true, Some(_)) => PaintMode::FillStroke,
        };
        if let Some(fill) = frame.fill {
            self.set_fill(fill);
        }
        if stroked {
            self.ops.push(Op::SetOutlineColor { col: color(frame.color) });
            self.ops.push(Op::SetOutlineThickness { pt: pt(frame.thickness) });
        }
        let corner = self.point(x + half, y + height - half);
        let rectangle = Rect {
            x: corner.x,
            y: corner.y,
            width: pt((width - frame.thickness).max(0.0)),
            height: pt((height - frame.thickness).max(0.0)),
            mode: Some(mode),
            winding_order: None,
        };
        self.ops.push(Op::DrawRectangle { rectangle });
    }

    fn picture(&mut self, placed: &PlacedPicture) {
        self.end_text();
        let [x, y, width, height] = placed.area;
        self.ops.push(Op::SaveGraphicsState);
        let bottom = self.height - y - height;
        let place = upright(placed.picture.orientation);
        let matrix = [
            place[0] * width,
            place[1] * height,
            place[2] * width,
            place[3] * height,
            x + place[4] * width,
            bottom + place[5] * height,
        ];
        self.ops.push(Op::SetTransformationMatrix { matrix: CurTransMat::Raw(matrix.map(rounded)) });
        let transform = XObjectTransform { no_auto_scale: true, ..XObjectTransform::default() };
        self.ops.push(Op::UseXobject { id: self.pictures.id(&placed.picture), transform });
        self.ops.push(Op::RestoreGraphicsState);
    }

    /// All rectangles as one shape.
    fn bars(&mut self, bars: &Bars) {
        self.end_text();
        self.set_fill(bars.color);
        let corner = |x, y| LinePoint { p: self.point(x, y), bezier: false };
        let rings = bars.rectangles.iter().map(|[x, y, width, height]| {
            let (right, bottom) = (x + width, y + height);
            PolygonRing { points: vec![corner(*x, *y), corner(right, *y), corner(right, bottom), corner(*x, bottom)] }
        });
        let rings = rings.collect();
        let polygon = Polygon { rings, mode: PaintMode::Fill, winding_order: WindingOrder::NonZero };
        self.ops.push(Op::DrawPolygon { polygon });
    }

    fn set_fill(&mut self, fill: Color) {
        if self.fill != Some(fill) {
            self.ops.push(Op::SetFillColor { col: color(fill) });
            self.fill = Some(fill);
        }
    }

    fn end_text(&mut self) {
        if self.text.take().is_some() {
            self.ops.push(Op::EndTextSection);
        }
    }

    fn point(&self, x: Points, y: Points) -> Point {
        Point { x: pt(x), y: pt(self.height - y) }
    }
}

/// The unit square of the picture as stored -> the unit square as it is to be seen (EXIF 2.3, 4.6.4, orientation).
fn upright(orientation: Orientation) -> [f32; 6] {
    match orientation {
        Orientation::NoTransforms => [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
        Orientation::FlipHorizontal => [-1.0, 0.0, 0.0, 1.0, 1.0, 0.0],
        Orientation::Rotate180 => [-1.0, 0.0, 0.0, -1.0, 1.0, 1.0],
        Orientation::FlipVertical => [1.0, 0.0, 0.0, -1.0, 0.0, 1.0],
        Orientation::Rotate90FlipH => [0.0, -1.0, -1.0, 0.0, 1.0, 1.0],
        Orientation::Rotate90 => [0.0, -1.0, 1.0, 0.0, 0.0, 1.0],
        Orientation::Rotate270FlipH => [0.0, 1.0, 1.0, 0.0, 0.0, 0.0],
        Orientation::Rotate270 => [0.0, 1.0, -1.0, 0.0, 1.0, 0.0],
    }
}

fn color(color: Color) -> printpdf::Color {
    let part = |value: u8| (f32::from(value) / 255.0 * 1000.0).round() / 1000.0;
    printpdf::Color::Rgb(Rgb { r: part(color.0), g: part(color.1), b: part(color.2), icc_profile: None })
}

fn pt(points: Points) -> Pt {
    Pt(rounded(points))
}

/// To a thousandth of a point: shorter numbers in the file, and the same on every machine.
fn rounded(number: f32) -> f32 {
    (number * 1000.0).round() / 1000.0
}

fn utf16(text: &str) -> Vec<u8> {
    [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect()
}
