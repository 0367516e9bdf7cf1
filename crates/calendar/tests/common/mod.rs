//! What the tests share: the calendar of the house, and a short notation for events.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may stop where it stands"
)]
#![allow(dead_code, reason = "each test file uses its own part")]

use congvu_calendar::{Calendar, ClockEvent, ClockEventKind, Extension, Policy, Supplement};
use jiff::civil::DateTime;
use std::sync::OnceLock;

pub const TOML: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/vn/calendar.toml"));

pub fn calendar() -> &'static Calendar {
    static CALENDAR: OnceLock<Calendar> = OnceLock::new();
    CALENDAR.get_or_init(|| Calendar::from_toml(TOML).unwrap())
}

pub fn at(text: &str) -> DateTime {
    text.parse().unwrap()
}

/// Reads `2024-03-04T08:00 start; 2024-03-06T10:00 stop`.
pub fn events(text: &str) -> (Policy, Vec<ClockEvent>) {
    let (policy, text) = match text.strip_prefix("restart ") {
        Some(rest) => (Policy { supplement: Supplement::ClockRestarts }, rest),
        None => (Policy::default(), text),
    };
    let reason = || "thiếu giấy tờ".to_owned();
    let events = text.split(';').map(|event| {
        let mut words = event.trim().splitn(3, ' ');
        let at = at(words.next().unwrap());
        let kind = words.next().unwrap();
        let rest = words.next().unwrap_or("");
        let kind = match kind {
            "start" => ClockEventKind::Start,
            "stop" => ClockEventKind::Stop { reason: reason() },
            "resume" => ClockEventKind::Resume,
            "end" => ClockEventKind::End,
            "extend" => {
                ClockEventKind::Extend { extension: Extension::By(rest.parse().unwrap()), reason: reason() }
            }
            "until" => ClockEventKind::Extend {
                extension: Extension::Until(rest.parse().unwrap()),
                reason: reason(),
            },
            other => panic!("unknown event `{other}`"),
        };
        ClockEvent { at, kind }
    });
    (policy, events.collect())
}
