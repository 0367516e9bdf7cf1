//! Prints every day off of the years given that is not merely a weekly rest day, as `date<TAB>kind<TAB>name`.
//!
//! `cargo run -p congvu-calendar --example holidays -- 1990 2050`
#![expect(clippy::print_stdout, reason = "printing is what this example is for")]

use congvu_calendar::{Calendar, DayKind};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut years = std::env::args().skip(1).map(|year| year.parse::<i16>());
    let first = years.next().ok_or("say from which year")??;
    let last = years.next().ok_or("say to which year")??;
    let calendar = Calendar::from_toml(include_str!("../../../packs/vn/calendar.toml"))?;
    let days = jiff::civil::date(first, 1, 1).series(jiff::Span::new().days(1));
    for date in days.take_while(|date| date.year() <= last) {
        let Some(day) = calendar.day(date) else { continue };
        let (kind, what) = match &day.kind {
            DayKind::Working | DayKind::WeeklyRest => continue,
            DayKind::Holiday { id } => ("holiday", id.clone()),
            DayKind::CompensatoryRest { id, .. } => ("compensation", id.clone()),
            DayKind::SwappedRest { r#for, .. } => ("swapped-rest", r#for.to_string()),
            DayKind::SwappedWork { r#for, .. } => ("swapped-work", r#for.to_string()),
        };
        println!("{date}\t{kind}\t{what}");
    }
    Ok(())
}
