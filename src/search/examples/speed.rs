//! Times of find-as-you-type over a million made clients: `cargo run --release -p search --example speed`.

#![allow(clippy::print_stdout)]

use search::ArenaBuilder;
use std::time::Instant;

const RECORDS: u32 = 1_000_000;

fn main() {
    let first = ["Žydrūnas", "Ąžuolas", "Eglė", "Rasa", "Tomas", "Daiva", "Gabija", "Artūras", "Justina", "Kęstutis"];
    let last = ["Žukauskas", "Kazlauskienė", "Balčiūnis", "Navickas", "Ūsaitė", "Rimkytė", "Černiauskas", "Petrauskas"];
    let city = ["Vilnius", "Kaunas", "Klaipėda", "Šiauliai", "Panevėžys", "Marijampolė", "Visaginas"];
    let mut random = 1_u64;
    let mut next = |below: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) as usize % below
    };
    let started = Instant::now();
    let mut builder = ArenaBuilder::new();
    for number in 0..RECORDS {
        let (first, last, city) = (first[next(10)], last[next(8)], city[next(7)]);
        let texts = [
            (format!("UAB „{last} ir {}“", next(100_000)), false),
            (format!("{}", 300_000_000 + next(9_999_999)), false),
            (format!("LT{}", 100_000_000 + next(899_999_999)), false),
            (format!("+370 6{:02} {:05}", next(100), next(100_000)), true),
            (format!("{first}.{last}{number}@pastas.example"), false),
            (format!("Savanorių pr. {}-{}, {city}", next(300), next(90)), false),
            (format!("LT-{:05}", next(99_999)), false),
            (format!("20{:02}-{:02}-{:02}", next(27), 1 + next(12), 1 + next(28)), false),
        ];
        builder.push(number, texts.iter().map(|(text, is_phone)| (text.as_str(), *is_phone)));
    }
    let mut arena = builder.finish();
    println!("built in {:?}", started.elapsed());

    let words = [
        "zukausk",
        "visagin",
        "86123456",
        "petras 9",
        "qqqq",
        "zzz",
        "300123",
        "uab 99999",
        "x",
        "rasa.zuk",
        "lt-00001",
        "tomas@",
    ];
    let (mut times, mut typed) = (Vec::new(), 0);
    for word in words {
        // Typed letter by letter, and once without anything before it.
        for end in 1..=word.len().min(8) {
            for cold in [false, true] {
                if cold {
                    arena.find("", Some(1));
                    arena.find("#", Some(1));
                }
                let started = Instant::now();
                let found = arena.find(&word[..end], Some(100)).len();
                times.push((started.elapsed(), &word[..end], cold, found));
                typed += 1;
            }
        }
    }
    times.sort();
    println!(
        "{typed} searches: p50 {:?}, p99 {:?}, worst {:?}",
        times[typed / 2].0,
        times[typed * 99 / 100].0,
        times[typed - 1]
    );
    for query in ["a", "uab", "zukausk", "qqqq", "rasa zuk 12"] {
        let started = Instant::now();
        let found = arena.find(query, None).len();
        println!("all {found} of {query}: {:?}", started.elapsed());
    }
    let started = Instant::now();
    for at in 0..1000 {
        arena.update(at * 997, [("Naujas vardas", false), ("+370 600 00000", true)].into_iter());
    }
    println!("an edit: {:?}", started.elapsed() / 1000);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    for line in status.lines().filter(|line| line.starts_with("VmRSS") || line.starts_with("VmHWM")) {
        println!("{line}");
    }
}
