//! Writes payment codes, as they stand in pages, as pictures for a decoder: `payment_codes FOLDER`. Beside each picture
//! stands what it must say.

#![allow(clippy::expect_used, clippy::panic, reason = "a tool for tests")]

use congvu_pack::BankAccount;
use congvu_views::payment_code;
use std::path::PathBuf;

/// Pixels of one module.
const SCALE: usize = 6;

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).expect("a folder to write to"));
    std::fs::create_dir_all(&folder).expect("the folder");
    let cases = [
        ("9990000931", 10_750_000, "000.00.00.H30-240304-0001"),
        ("9990000311", 500_000, "000.00.00.H24-240304-9999"),
        ("1", 1, "x"),
        ("1234567890123456789", 9_999_999_999_999, "000.00.00.H30-991231-0000"),
    ];
    for (nth, (number, owed, code)) in cases.into_iter().enumerate() {
        let account = BankAccount {
            bank: String::new(),
            bin: "999999".to_owned(),
            number: number.to_owned(),
            holder: String::new(),
            demo: true,
            source: None,
            verified: false,
        };
        let picture = payment_code(&account, owed, code).expect("a code");
        let html = picture.html("x");
        std::fs::write(folder.join(format!("{nth}.pgm")), bitmap(html.as_str())).expect("a picture");
        std::fs::write(folder.join(format!("{nth}.txt")), &picture.payload).expect("its text");
    }
}

/// The picture of the page, as a portable graymap: every dark module of the path as a square.
fn bitmap(svg: &str) -> Vec<u8> {
    let between = |text: &str, from: &str, to: &str| {
        let rest = text.split(from).nth(1).expect("the start").to_owned();
        rest.split(to).next().expect("the end").to_owned()
    };
    let side: usize = between(svg, "viewBox=\"0 0 ", " ").parse().expect("a side");
    let path = between(svg, "fill=\"#fff\"/><path d=\"", "\"");
    let wide = side * SCALE;
    let mut grey = vec![255_u8; wide * wide];
    for module in path.split('M').filter(|m| !m.is_empty()) {
        let (x, rest) = module.split_once(' ').expect("a place");
        let y = rest.split('h').next().expect("a place");
        let (x, y): (usize, usize) = (x.parse().expect("x"), y.parse().expect("y"));
        for row in y * SCALE..(y + 1) * SCALE {
            let from = row * wide + x * SCALE;
            grey.get_mut(from..from + SCALE).expect("inside the picture").fill(0);
        }
    }
    let mut out = format!("P5\n{wide} {wide}\n255\n").into_bytes();
    out.extend(grey);
    out
}
