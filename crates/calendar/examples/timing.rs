//! How long it takes to read the calendar file and a deadline: `cargo run --release -p congvu-calendar --example timing`
#![expect(clippy::print_stdout, reason = "printing is what this example is for")]

use congvu_calendar::{Calendar, Clock, ClockEvent, ClockEventKind, Limit, Policy};
use std::time::Instant;

const ROUNDS: u32 = 20_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let text = include_str!("../../../packs/vn/calendar.toml");
    let begun = Instant::now();
    let calendar = Calendar::from_toml(text)?;
    println!("calendar file\t{:?}", begun.elapsed());
    let start = jiff::civil::date(2024, 3, 4).at(8, 0, 0, 0);
    let now = jiff::civil::date(2024, 3, 12).at(9, 0, 0, 0);
    let events = [ClockEvent { at: start, kind: ClockEventKind::Start }];
    for limit in ["10 working-day", "20 working-day", "8 working-hour", "1 month", "5 year"] {
        let limit: Limit = limit.parse()?;
        let begun = Instant::now();
        let mut lines = 0;
        for _ in 0..ROUNDS {
            lines += Clock::read(&calendar, &limit, &Policy::default(), &events, now)?.lines.len();
        }
        println!("{limit}\t{:?}\t{} lines", begun.elapsed() / ROUNDS, lines / ROUNDS as usize);
    }
    Ok(())
}
