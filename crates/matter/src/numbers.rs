//! Numbers are drawn when an act is written down: here is which, and where they go.

use crate::event::{Event, Numbered};

fn slot(event: &mut Event) -> Option<&mut Numbered> {
    match event {
        Event::CaseNumber { number } => Some(number),
        Event::Paper { number, .. } => number.as_mut(),
        _ => None,
    }
}

/// The series from which these events draw, in order.
#[must_use]
pub fn series(events: &[Event]) -> Vec<String> {
    events
        .iter()
        .filter_map(|e| match e {
            Event::CaseNumber { number } => Some(number.series.clone()),
            Event::Paper { number, .. } => number.as_ref().map(|n| n.series.clone()),
            _ => None,
        })
        .collect()
}

/// Puts the drawn numbers into the events, in the order of [`series`].
pub fn assign(events: &mut [Event], numbers: &[i64]) {
    let slots = events.iter_mut().filter_map(slot);
    for (slot, number) in slots.zip(numbers) {
        slot.value = Some(*number);
    }
}
