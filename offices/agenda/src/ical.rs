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
