//! Days as an iCalendar feed (RFC 5545).

use crate::days::Item;
use congvu_desk::to_ms;
use icalendar::{Calendar, Class, Component, Event, Property};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

/// Where a feed comes from.
pub(crate) struct Feed<'a> {
    /// Of the server, without a slash at the end.
    pub(crate) base_url: &'a str,
    /// Of the department.
    pub(crate) agency: &'a str,
    /// What calendars show it as.
    pub(crate) name: &'a str,
    /// When it is made: RFC 5545 §3.8.7.2.
    pub(crate) now: DateTime,
}

/// A moment as RFC 5545 §3.3.5 writes it, in UTC; empty for times that no calendar has.
fn utc(at: DateTime) -> String {
    let moment = Timestamp::from_millisecond(to_ms(at));
    moment.map_or_else(|_| String::new(), |m| m.strftime("%Y%m%dT%H%M%SZ").to_string())
}

/// A whole day: RFC 5545 §3.3.4.
fn day(name: &str, date: Date) -> Property {
    Property::new(name, date.strftime("%Y%m%d").to_string()).add_parameter("VALUE", "DATE").done()
}

fn event(feed: &Feed<'_>, item: &Item) -> Event {
    let mut event = Event::new();
    event
        .uid(&format!("{}-{}@{}", item.kind.as_str(), item.id, feed.agency))
        .add_property("DTSTAMP", utc(feed.now))
        .summary(&item.text)
        .url(&format!("{}{}", feed.base_url, item.path))
        .class(Class::Private);
    match item.time {
        Some((from, until)) => {
            event.add_property("DTSTART", utc(from)).add_property("DTEND", utc(until));
        }
        None => {
            // The end of whole days is the day after the last (RFC 5545 §3.6.1).
            let after = item.last.tomorrow().unwrap_or(item.last);
            event.append_property(day("DTSTART", item.first)).append_property(day("DTEND", after));
        }
    }
    event.done()
}

/// The feed as text.
pub(crate) fn written(feed: &Feed<'_>, items: &[Item]) -> String {
    let mut calendar = Calendar::new();
    calendar.name(feed.name);
    for item in items {
        calendar.push(event(feed, item));
    }
    calendar.done().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::days::Kind;
    use jiff::civil::date;

    fn item(kind: Kind, first: Date, last: Date, text: &str) -> Item {
        Item {
            kind,
            id: "018e0c56-d1a6".to_owned(),
            first,
            last,
            time: None,
            text: text.to_owned(),
            more: "Công ty Ánh Sáng".to_owned(),
            path: "/hau-giang/desk/cases/018e0c56-d1a6".to_owned(),
        }
    }

    /// `tools/check_calendar.py` gives the file to another reader. Set `CONGVU_WRITE_SAMPLES` to write it anew.
    #[test]
    fn the_feed_is_as_it_was() {
        let stop = (date(2024, 3, 9).at(6, 0, 0, 0), date(2024, 3, 9).at(11, 30, 0, 0));
        let items = [
            item(
                Kind::Due,
                date(2024, 3, 19),
                date(2024, 3, 19),
                "000.00.00.H30-240305-0001: Trình kết quả thẩm định; hồ sơ có dấu phẩy, chấm phẩy và \\ gạch chéo",
            ),
            item(Kind::Away, date(2024, 3, 11), date(2024, 3, 12), "Ông/bà nghỉ phép"),
            item(Kind::Delegation, date(2024, 2, 28), date(2024, 9, 1), "Được Giám đốc Sở giao ký (KT)"),
            Item {
                time: Some(stop),
                ..item(Kind::Stop, date(2024, 3, 9), date(2024, 3, 9), "Hệ thống tạm dừng theo kế hoạch")
            },
        ];
        let feed = Feed {
            base_url: "https://congvu.example.vn",
            agency: "hau-giang",
            name: "Công vụ – Sở Thông tin và Truyền thông",
            now: date(2024, 3, 5).at(9, 0, 0, 0),
        };
        let text = written(&feed, &items);
        assert!(!text.contains("Ánh Sáng"), "what is said on the page alone stays there");
        let kept = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/feed.ics");
        if std::env::var_os("CONGVU_WRITE_SAMPLES").is_some() {
            std::fs::write(kept, &text).unwrap();
        }
        assert_eq!(text, std::fs::read_to_string(kept).unwrap());
    }
}
