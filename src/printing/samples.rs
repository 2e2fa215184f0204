//! Forms and data the tests print.

use model::{
    ids::ItemId,
    language::{Label, Language},
    layout::{
        Align, Band, BandRole, Datum, PrintColumn, PrintData, PrintForm, PrintItem, PrintItemKind, PrintTable, Tenths,
        TextStyle,
    },
    schema::rust_decimal_text,
};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// An A4 form of these bands.
pub fn form(bands: Vec<Band>) -> PrintForm {
    PrintForm { width: 2100, height: 2970, margins: [180, 160, 180, 150], text_size: 90, bands, ..PrintForm::default() }
}

/// A band of these items.
pub fn band(role: BandRole, height: Tenths, items: Vec<PrintItem>) -> Band {
    Band { id: ItemId::default(), role, height, when: None, keep_together: false, items }
}

/// An item.
pub fn item(area: [Tenths; 4], what: PrintItemKind) -> PrintItem {
    PrintItem { id: ItemId::default(), area, when: None, style: TextStyle::default(), what }
}

/// A text in both languages.
pub fn text(area: [Tenths; 4], text: &str) -> PrintItem {
    item(area, PrintItemKind::Text(Label::new(text, text)))
}

/// A column of a table.
pub fn column(heading: &str, text: &str, width: Tenths, align: Align) -> PrintColumn {
    PrintColumn { heading: Label::new(heading, heading), text: text.to_owned(), width, align, ..PrintColumn::default() }
}

/// A table.
pub fn table(area: [Tenths; 4], rows: &str, columns: Vec<PrintColumn>) -> PrintItem {
    item(area, PrintItemKind::Table(PrintTable { rows: rows.to_owned(), columns, ..PrintTable::default() }))
}

/// Rows of a table with one value each.
pub fn rows(name: &str, values: impl IntoIterator<Item = String>) -> Vec<BTreeMap<String, Datum>> {
    values.into_iter().map(|value| [(name.to_owned(), Datum::Text(value))].into()).collect()
}

/// Data with these values.
pub fn data(values: &[(&str, &str)]) -> PrintData {
    PrintData {
        language: Language::Lt,
        title: "Bandymas".to_owned(),
        values: values.iter().map(|(name, value)| ((*name).to_owned(), Datum::Text((*value).to_owned()))).collect(),
        time: 1_795_000_000_000,
        ..PrintData::default()
    }
}

fn styled(mut item: PrintItem, size: i32, bold: bool, align: Align, color: &str) -> PrintItem {
    item.style = TextStyle { size, bold, italic: false, align, color: color.to_owned() };
    item
}

const GRAY: &str = "#6B7682";
const RULE: &str = "#C4CAD1";

fn small(area: [Tenths; 4], words: &str) -> PrintItem {
    styled(text(area, words), 75, false, Align::Left, GRAY)
}

fn rule(y: Tenths) -> PrintItem {
    styled(item([0, y, 1740, 0], PrintItemKind::Line(2)), 0, false, Align::Left, RULE)
}

/// A VAT invoice.
pub fn invoice_form() -> PrintForm {
    let party = |x: Tenths, who: &str| {
        text(
            [x, 60, 800, 300],
            &"{W.address}\nĮmonės kodas {W.code}\nPVM kodas {W.vat}\n{W.phone}\n{W.email}\n{W.iban}".replace('W', who),
        )
    };
    let head = band(
        BandRole::Body,
        330,
        vec![
            item([1300, 0, 440, 180], PrintItemKind::Picture("company.logo".to_owned())),
            styled(text([0, 0, 1200, 90], "PVM sąskaita faktūra"), 200, true, Align::Left, ""),
            styled(text([0, 95, 1200, 50], "Serija ir numeris {number}"), 100, false, Align::Left, GRAY),
            small([0, 200, 400, 35], "Išrašymo data"),
            text([0, 235, 400, 45], "{date}"),
            small([420, 200, 400, 35], "Apmokėti iki"),
            text([420, 235, 400, 45], "{due}"),
        ],
    );
    let mut logo_right = head;
    logo_right.items[0].style.align = Align::Right;
    let parties = band(
        BandRole::Body,
        420,
        vec![
            rule(0),
            small([0, 30, 800, 30], "PARDAVĖJAS"),
            small([900, 30, 800, 30], "PIRKĖJAS"),
            styled(text([0, 68, 800, 50], "{seller.name}"), 105, true, Align::Left, ""),
            styled(text([900, 68, 800, 50], "{buyer.name}"), 105, true, Align::Left, ""),
            PrintItem { area: [0, 122, 800, 240], ..party(0, "seller") },
            PrintItem { area: [900, 122, 800, 240], ..party(900, "buyer") },
        ],
    );
    let lines = band(
        BandRole::Body,
        100,
        vec![table(
            [0, 0, 1740, 60],
            "lines",
            vec![
                column("Nr.", "{row}", 90, Align::Left),
                column("Pavadinimas", "{title}\n{note}", 720, Align::Left),
                column("Vnt.", "{unit}", 150, Align::Left),
                column("Kiekis", "{quantity}", 170, Align::Right),
                column("Kaina be PVM", "{price}", 230, Align::Right),
                column("PVM", "{rate}", 130, Align::Right),
                column("Suma", "{amount}", 250, Align::Right),
            ],
        )],
    );
    let total = |y: Tenths, words: &str, value: &str, strong: bool| {
        let size = if strong { 115 } else { 0 };
        let gray = if strong { "" } else { GRAY };
        [
            styled(text([950, y, 480, 45], words), size, strong, Align::Left, gray),
            styled(text([1430, y, 310, 45], value), size, strong, Align::Right, ""),
        ]
    };
    let mut sums = band(BandRole::Body, 560, Vec::new());
    sums.keep_together = true;
    sums.items.push(table(
        [0, 40, 820, 100],
        "vat-breakdown",
        vec![
            column("PVM tarifas", "{rate}", 240, Align::Left),
            column("Apmokestinama", "{net}", 300, Align::Right),
            column("PVM", "{vat}", 280, Align::Right),
        ],
    ));
    sums.items.extend(total(50, "Suma be PVM", "{net} €", false));
    sums.items.extend(total(105, "PVM", "{vat} €", false));
    sums.items.push(styled(item([950, 165, 790, 0], PrintItemKind::Line(2)), 0, false, Align::Left, RULE));
    sums.items.extend(total(180, "Iš viso su PVM", "{total} €", true));
    sums.items.push(small([0, 280, 1740, 30], "SUMA ŽODŽIAIS"));
    sums.items.push(text([0, 315, 1740, 45], "{words}"));
    let mut payment = band(
        BandRole::Body,
        260,
        vec![
            styled(item([0, 0, 1740, 160], PrintItemKind::Frame(0, "#F4F6F8".to_owned())), 0, false, Align::Left, ""),
            small([40, 25, 600, 30], "MOKĖJIMO INFORMACIJA"),
            text([40, 65, 1660, 70], "Gavėjas {seller.name}, sąskaita {seller.iban}, {seller.bank}\n{notes}"),
        ],
    );
    payment.keep_together = true;
    let mut signatures = band(
        BandRole::Body,
        150,
        vec![
            small([0, 0, 700, 40], "Sąskaitą išrašė"),
            styled(item([0, 90, 700, 0], PrintItemKind::Line(1)), 0, false, Align::Left, "#6B7682"),
            small([0, 97, 700, 40], "{author}"),
            small([1040, 0, 700, 40], "Sąskaitą priėmė"),
            styled(item([1040, 90, 700, 0], PrintItemKind::Line(1)), 0, false, Align::Left, "#6B7682"),
        ],
    );
    signatures.keep_together = true;
    let again =
        band(BandRole::PageHeader, 110, vec![small([0, 0, 1740, 40], "PVM sąskaita faktūra {number} · {date}")]);
    let mut foot = styled(text([900, 45, 840, 40], "{page} / {pages}"), 75, false, Align::Right, GRAY);
    foot.style.italic = false;
    let footer =
        band(BandRole::PageFooter, 85, vec![rule(25), small([0, 45, 900, 40], "{seller.name} · {seller.email}"), foot]);
    form(vec![again, logo_right, parties, lines, sums, payment, signatures, footer])
}

/// Data of an invoice of so many lines.
pub fn invoice_data(lines: usize) -> PrintData {
    let mut data = data(&[
        ("number", "KAR-0117"),
        ("date", "2026-11-24"),
        ("due", "2026-12-08"),
        ("seller.name", "UAB „Žuvėdros lizdas“"),
        ("seller.address", "Gedimino pr. 20-5, 01103 Vilnius"),
        ("seller.code", "305123451"),
        ("seller.vat", "LT100012345678"),
        ("seller.phone", "+370 612 34567"),
        ("seller.email", "sveiki@zuvedros-lizdas.lt"),
        ("seller.iban", "LT12 7300 0101 2345 6789"),
        ("seller.bank", "„Swedbank“, AB"),
        ("buyer.name", "Kauno miesto ąžuolyno bendrija „Šermukšnėlė“"),
        ("buyer.address", "Vaidoto g. 12\nKaunas"),
        ("buyer.code", "302987654"),
        ("buyer.phone", ""),
        ("net", "1\u{a0}284,55"),
        ("vat", "269,76"),
        ("total", "1\u{a0}554,31"),
        ("words", "Vienas tūkstantis penki šimtai penkiasdešimt keturi eurai 31 ct"),
        ("notes", "Mokėjimo paskirtyje nurodykite sąskaitos numerį KAR-0117. Ačiū, kad perkate!"),
        ("author", "Direktorė Eglė Šimkūnaitė"),
    ]);
    data.title = "PVM sąskaita faktūra KAR-0117".to_owned();
    data.values.insert("company.logo".to_owned(), Datum::Picture(logo()));
    let number = |text: &str| Datum::Number(rust_decimal_text::Text(Decimal::ONE), text.to_owned());
    let goods = [
        ("Interneto svetainės priežiūra", "2026 m. spalis–lapkritis", "mėn.", "2", "350,00", "700,00"),
        (
            "Spausdinto lankstinuko „Žąsų kelias“ maketavimas, korektūra ir derinimas su spaustuve",
            "",
            "vnt.",
            "1",
            "184,55",
            "184,55",
        ),
        ("Konsultacija", "", "val.", "8", "50,00", "400,00"),
    ];
    let rows = (0..lines).map(|line| {
        let (title, note, unit, quantity, price, amount) = goods[line % goods.len()];
        BTreeMap::from([
            ("title".to_owned(), Datum::Text(title.to_owned())),
            ("note".to_owned(), Datum::Text(note.to_owned())),
            ("unit".to_owned(), Datum::Text(unit.to_owned())),
            ("quantity".to_owned(), number(quantity)),
            ("price".to_owned(), number(price)),
            ("rate".to_owned(), number("21 %")),
            ("amount".to_owned(), number(amount)),
        ])
    });
    data.tables.insert("lines".to_owned(), rows.collect());
    let breakdown = BTreeMap::from([
        ("rate".to_owned(), number("21 %")),
        ("net".to_owned(), number("1\u{a0}284,55")),
        ("vat".to_owned(), number("269,76")),
    ]);
    data.tables.insert("vat-breakdown".to_owned(), vec![breakdown]);
    data
}

/// A logo as PNG: a disc that fades out at its edge, on nothing.
pub fn logo() -> Vec<u8> {
    let picture = image::RgbaImage::from_fn(160, 120, |x, y| {
        let away = ((x as f32 - 80.0).powi(2) + (y as f32 - 60.0).powi(2)).sqrt();
        let alpha = ((58.0 - away) * 16.0).clamp(0.0, 255.0);
        image::Rgba([20, 110, (90 + x) as u8, alpha as u8])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A JPEG: red to the left, blue to the right.
pub fn photo() -> Vec<u8> {
    let picture =
        image::RgbImage::from_fn(
            64,
            32,
            |x, _| if x < 32 { image::Rgb([220, 20, 20]) } else { image::Rgb([20, 20, 220]) },
        );
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}
