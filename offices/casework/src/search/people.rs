//! People in office among what a search finds: by name or by what the position is called.

use crate::access::Officer;
use congvu_register::words;
use congvu_web::components::{bullets, section};
use congvu_web::{Html, Words};

/// Most people shown.
const MAX: usize = 10;

/// Those whose name and title have every word that was asked for; nothing where there are none.
pub(crate) fn found(w: &Words, officer: &Officer<'_>, asked: &str) -> Html {
    let asked = words(asked);
    if asked.is_empty() {
        return Html::EMPTY;
    }
    let held = officer.book.roster.appointments.iter();
    let held = held.filter(|a| congvu_authority::in_force(a.from, a.to, officer.now));
    let lines = held.filter_map(|a| {
        let line = format!("{} – {}", officer.book.name_of(a.person.as_str()), officer.title(w, &a.position));
        let known = words(&line);
        asked.iter().all(|word| known.iter().any(|k| k.starts_with(word.as_str()))).then_some(line)
    });
    let lines: Vec<Html> = lines.take(MAX).map(|line| Html::link(&officer.desk("/people"), &line)).collect();
    if lines.is_empty() { Html::EMPTY } else { section(&w.t("casework-search-people"), &bullets(&lines)) }
}
