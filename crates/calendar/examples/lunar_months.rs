//! Prints the first day of every lunar month from 1900 to 2100, as `date<TAB>year<TAB>month<TAB>leap`, for comparison with
//! other computations: `cargo run -p congvu-calendar --example lunar_months`
#![expect(clippy::print_stdout, reason = "printing is what this example is for")]

use congvu_calendar::lunar::{LunarDate, from_lunar};

fn main() {
    for year in 1900..=2100 {
        for month in 1..=12 {
            for leap in [false, true] {
                if let Some(date) = from_lunar(LunarDate { year, month, leap, day: 1 }) {
                    println!("{date}\t{year}\t{month}\t{}", u8::from(leap));
                }
            }
        }
    }
}
