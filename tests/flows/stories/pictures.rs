//! Pictures and files of an office: kept once with their small ones, brought back, given away when nothing names them.

use engine::{Engine, NewBaseOptions, PictureSize, SystemClock};
use flows_tests::Office;
use model::{
    ids::{FieldId, RecordId, TableId},
    language::Language,
    value::{BlobRef, Value},
};

/// A photo of many colours, large enough to have small ones.
fn photo(seed: u8) -> Vec<u8> {
    let pixels = image::RgbImage::from_fn(1200, 900, |x, y| {
        image::Rgb([(x % 256) as u8 ^ seed, (y % 256) as u8, ((x * y) % 251) as u8])
    });
    let mut bytes = Vec::new();
    pixels.write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Jpeg).unwrap();
    bytes
}

fn person(office: &Office) -> (TableId, RecordId, FieldId) {
    let id = office.add("contacts", &[("name", "Rasa")]);
    (office.table("contacts"), id, office.field("contacts", "photo"))
}

fn blob(office: &Office, (table, id, field): (TableId, RecordId, FieldId)) -> Option<BlobRef> {
    match office.engine.record(table, id).unwrap().values.get(field) {
        Some(Value::Blob(blob)) => Some(blob.clone()),
        _ => None,
    }
}

#[test]
fn a_photo_is_kept_with_small_ones_and_each_change_is_one_step() {
    let office = Office::new();
    let place = person(&office);
    let (table, id, field) = place;
    office.engine.set_picture(table, id, field, "first.jpg", &photo(1)).unwrap();
    let first = blob(&office, place).unwrap();
    let small = office.engine.picture(&first.hash, PictureSize::Row).unwrap().unwrap();
    assert_eq!((small.width, small.height), (128, 96));
    let card = office.engine.picture(&first.hash, PictureSize::Card).unwrap().unwrap();
    assert_eq!((card.width, card.height), (800, 600));
    office.engine.set_picture(table, id, field, "second.jpg", &photo(2)).unwrap();
    // The former one is known and comes back as it was.
    let former = office.engine.former_pictures(table, id, field).unwrap();
    assert_eq!(former.iter().map(|photo| photo.blob.name.as_str()).collect::<Vec<_>>(), ["first.jpg"]);
    office.engine.undo_steps(1).unwrap();
    assert_eq!(blob(&office, place), Some(first.clone()));
    office.engine.undo_steps(1).unwrap();
    assert_eq!(blob(&office, place), None);
    let former = office.engine.former_pictures(table, id, field).unwrap();
    assert_eq!(former.len(), 2, "both stay in the history");
    office.is_whole();
    let office = office.reopen();
    assert!(office.engine.picture(&first.hash, PictureSize::Row).unwrap().is_some());
}

#[test]
fn the_same_photo_of_two_people_is_kept_once() {
    let office = Office::new();
    let (one, other) = (person(&office), person(&office));
    for (table, id, field) in [one, other] {
        office.engine.set_picture(table, id, field, "both.jpg", &photo(3)).unwrap();
    }
    let size = std::fs::metadata(office.path()).unwrap().len();
    for (table, id, field) in [one, other] {
        office.engine.set_picture(table, id, field, "again.jpg", &photo(3)).unwrap();
    }
    assert!(std::fs::metadata(office.path()).unwrap().len() <= size + (1 << 20));
    assert_eq!(blob(&office, one).unwrap().hash, blob(&office, other).unwrap().hash);
}

#[test]
fn a_damaged_picture_is_refused_and_nothing_is_changed() {
    let office = Office::new();
    let place = person(&office);
    let (table, id, field) = place;
    let before = office.dump();
    let whole = photo(4);
    for (name, bytes) in [("cut.jpg", &whole[..whole.len() / 2]), ("text.jpg", b"text".as_slice()), ("none.png", b"")] {
        let refused = office.engine.set_picture(table, id, field, name, bytes).unwrap_err();
        assert!(refused.message(Language::Lt).contains(name) && refused.message(Language::En).contains(name));
    }
    assert!(office.dump() == before);
}

#[test]
fn a_file_is_attached_under_a_harmless_name_and_handed_out_again() {
    let office = Office::new();
    let place = person(&office);
    let (table, id, field) = place;
    office.engine.attach_file(table, id, field, "../../../.ssh/a\u{202e}fdp.exe", b"contents").unwrap();
    let kept = blob(&office, place).unwrap();
    assert_eq!(kept.name, "a_fdp.exe");
    let out = office.beside("out.bin");
    office.engine.save_file(&kept, &out).unwrap();
    assert_eq!(std::fs::read(&out).unwrap(), b"contents");
    // What runs is not laid out for opening; a paper is, in a folder of its own.
    assert!(office.engine.lay_out_file(&kept, &office.beside("opened")).is_err());
    office.engine.attach_file(table, id, field, "offer.pdf", b"%PDF-1.7").unwrap();
    let laid = office.engine.lay_out_file(&blob(&office, place).unwrap(), &office.beside("opened")).unwrap();
    assert!(laid.starts_with(office.beside("opened")) && laid.ends_with("offer.pdf"));
    assert_eq!(std::fs::read(&laid).unwrap(), b"%PDF-1.7");
    // The base itself is never written over, and a file that is too large is refused by its size.
    let refused = office.engine.save_file(&kept, &office.path()).unwrap_err();
    assert!(!refused.message(Language::Lt).is_empty());
    let large = office.beside("large.bin");
    std::fs::File::create(&large).unwrap().set_len(26 << 20).unwrap();
    let refused = Engine::read_file(&large).unwrap_err();
    assert!(refused.message(Language::Lt).contains("26 MB"), "{}", refused.message(Language::Lt));
    office.is_whole();
}

#[test]
fn compacting_keeps_what_can_be_seen_or_undone() {
    let office = Office::new();
    let place = person(&office);
    let (table, id, field) = place;
    for seed in 0..4 {
        office.engine.set_picture(table, id, field, "photo.jpg", &photo(seed)).unwrap();
    }
    office.engine.edit_fields(table, id, &[(field, None)]).unwrap();
    let before = office.dump();
    let (_folder, path) = office.close();
    let mut engine = Engine::open(&path, Box::new(SystemClock)).unwrap();
    let compacted = engine.compact().unwrap();
    assert_eq!(compacted.dropped, 0, "the journal names all of them");
    assert!(compacted.after <= compacted.before);
    assert_eq!(engine.former_pictures(table, id, field).unwrap().len(), 4);
    assert!(engine.verify().unwrap().is_empty());
    assert!(flows_tests::dump(&engine).unwrap() == before);
}

#[test]
fn a_picture_so_small_that_it_has_no_smaller_ones_is_shown_itself() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sample.kartoteka");
    let options = NewBaseOptions { language: Language::Lt, sample: true };
    let engine = Engine::create(&path, &options, Box::new(SystemClock)).unwrap();
    let clients = flows_tests::table(&engine, "clients");
    let field = engine.with_schema(|schema| schema.table_by_key("clients").unwrap().field_by_key("photo").unwrap().id);
    let listing = engine.list(&engine::ListQuery { table: clients, ..Default::default() }).unwrap();
    let rows = engine.rows(clients, &listing.numbers, &[field], Language::Lt).unwrap();
    let photos: Vec<&BlobRef> = rows
        .iter()
        .filter_map(|row| match row.cells.first()?.value.as_ref()? {
            Value::Blob(blob) => Some(blob),
            _ => None,
        })
        .collect();
    assert!(!photos.is_empty());
    for photo in photos {
        assert!(engine.picture(&photo.hash, PictureSize::Row).unwrap().is_some());
    }
}
