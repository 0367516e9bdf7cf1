//! Who has a case, in words for leaders: the person where it is one, otherwise the desk, division or leadership.

use crate::access::Leader;
use congvu_web::Words;

/// The turn of a case in words.
pub(crate) fn turn(w: &Words, leader: &Leader<'_>, turn: &str) -> String {
    match turn.strip_prefix("position:") {
        Some(position) => {
            congvu_views::title_of(w, leader.agency, &leader.book, &position.into(), Some(leader.now))
        }
        None if turn.is_empty() => w.t("oversight-nobody"),
        None => congvu_views::selector_text(w, leader.agency, turn),
    }
}

/// The name of the unit behind a key.
pub(crate) fn unit(leader: &Leader<'_>, key: &str) -> String {
    leader.agency.rules.unit(&key.into()).map_or_else(|| key.to_owned(), |u| u.name.clone())
}

/// The key under which the unit behind a key is one.
pub(crate) fn unit_id(leader: &Leader<'_>, key: &str) -> String {
    leader.agency.rules.unit(&key.into()).map_or_else(|| key.to_owned(), |u| u.id.to_string())
}
