//! Who is away and who does the work meanwhile: beside the delegations, since both answer the same question.

use crate::access::Officer;
use crate::said;
use congvu_web::components::{Column, Row, Table, button_link, section, table};
use congvu_web::{Html, Words};
use jiff::civil::DateTime;

/// The act that grants leave, among the pages of the office of people.
const GRANT: &str = "/people/open/leave/grant-leave";

fn time(w: &Words, from: DateTime, to: Option<DateTime>) -> String {
    let until = to.map_or_else(|| w.t("casework-open-end"), |to| said::moment(w, to));
    format!("{} – {until}", said::moment(w, from))
}

/// Whoever is or will be away, and who is named to do whose work.
pub(crate) fn shown(w: &Words, officer: &Officer<'_>) -> Html {
    let (roster, now) = (&officer.book.roster, officer.now);
    let lasting = |to: Option<DateTime>| to.is_none_or(|to| now < to);
    let away = roster.absences.iter().filter(|a| lasting(a.to)).map(|a| {
        let why = if a.barred { "casework-absence-barred" } else { "casework-absence-leave" };
        (officer.book.name_of(a.person.as_str()), w.t(why), time(w, a.from, a.to), &a.matter)
    });
    let instead = roster.substitutions.iter().filter(|s| lasting(s.to)).map(|s| {
        let word = if s.only_if_empty { "casework-absence-emergency" } else { "casework-absence-instead" };
        let of = w.with(word, &[("position", officer.title(w, &s.position).into())]);
        (officer.title(w, &s.substitute), of, time(w, s.from, s.to), &s.matter)
    });
    let rows = away.chain(instead).map(|(who, what, time, matter)| {
        Row::new(vec![
            Html::text(&who),
            Html::text(&what),
            Html::text(&time),
            Html::link(&officer.case(matter), &w.t("casework-absence-act")),
        ])
    });
    let columns = ["who", "what", "time", "by"];
    let list = Table {
        caption: w.t("casework-absence"),
        columns: columns.iter().map(|c| Column::new(w.t(&format!("casework-absence-{c}")))).collect(),
        rows: rows.collect(),
        empty: w.t("casework-absence-none"),
        keys: false,
        hide_caption: true,
    };
    let grant = button_link(&officer.desk(GRANT), &w.t("casework-absence-grant"), false);
    section(&w.t("casework-absence"), &table(w, &list).then(&grant))
}
