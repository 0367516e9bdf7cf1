//! Satisfaction: sums of what applicants answered, never single answers, and no sum of so few that it tells who said what.

use crate::access::Leader;
use crate::choice::Range;
use crate::period::Chosen;
use congvu_desk::Desk;
use congvu_matter::declare::Input;
use congvu_pack::{Agency, Library};
use congvu_store::TallyCount;
use congvu_web::components::{Column, Row, Table, paragraph};
use congvu_web::{Html, ResultExt, WebError, Words, fmt};
use std::collections::BTreeMap;

/// How often each answer was given, by item.
pub(crate) type Sums = BTreeMap<String, BTreeMap<String, i64>>;

/// The sums of a period, of the procedures that this person sees.
pub(crate) async fn sums(desk: &Desk, leader: &Leader<'_>, chosen: &Chosen<'_>) -> Result<Sums, WebError> {
    let range = Range::of(chosen.from, chosen.to, leader.now_ms);
    let seen = |p: &congvu_matter::declare::Procedure| {
        let units = leader.scope();
        let mine = |only: &congvu_store::Only| match only {
            congvu_store::Only::Units(keys) => keys.contains(&p.unit),
            _ => true,
        };
        units.iter().all(mine) && crate::choice::is_filed(desk.library(), p)
    };
    let procedures = crate::choice::procedures(desk.library(), leader.agency, seen);
    of(desk, leader.agency, range, &procedures).await
}

/// The sums of some procedures between two moments.
pub(crate) async fn of(
    desk: &Desk,
    agency: &Agency,
    range: Range,
    procedures: &[String],
) -> Result<Sums, WebError> {
    let counted = desk.store().tallies(agency.id(), range.from_ms, range.to_ms).await.or_fault()?;
    Ok(summed(desk.library(), &counted, procedures))
}

fn summed(library: &Library, counted: &[TallyCount], procedures: &[String]) -> Sums {
    let start = format!("{}/", library.oversight.satisfaction.act);
    let mut sums = Sums::new();
    for count in counted.iter().filter(|c| procedures.contains(&c.procedure)) {
        let Some(item) = count.item.strip_prefix(&start) else { continue };
        let sum = sums.entry(item.to_owned()).or_default().entry(count.value.clone()).or_default();
        *sum = sum.saturating_add(count.count);
    }
    sums
}

/// The inputs of the act by which it is said, as the first lifecycle that has all of them declares them.
fn inputs(library: &Library) -> &[Input] {
    let act = &library.oversight.satisfaction.act;
    let all = library.lifecycles.values().filter_map(|l| l.act(act)).map(|a| a.inputs.as_slice());
    all.max_by_key(|inputs| inputs.len()).unwrap_or_default()
}

/// The sums as a table, one line an item; an item with too few answers says so instead.
pub(crate) fn html(w: &Words, library: &Library, sums: &Sums) -> Html {
    let least = i64::from(library.oversight.satisfaction.least_answers);
    let inputs = inputs(library);
    let grades: Vec<(&String, String)> = inputs
        .first()
        .map(|i| i.choices.iter().map(|(v, t)| (v, congvu_views::pick(w, t).to_owned())).collect())
        .unwrap_or_default();
    let mut rows = Vec::new();
    for input in inputs {
        let Some(values) = sums.get(&input.id) else { continue };
        let total: i64 = values.values().sum();
        if total < least {
            continue;
        }
        let cells = grades.iter().map(|(value, _)| {
            let n = values.get(*value).copied().unwrap_or(0);
            Html::text(&format!("{} ({})", fmt::number(w.lang(), n), percent(w, n, total)))
        });
        let name = Html::text(congvu_views::pick(w, &input.label));
        let total = Html::text(&fmt::number(w.lang(), total));
        rows.push(Row::new(std::iter::once(name).chain(cells).chain(std::iter::once(total)).collect()));
    }
    let few = paragraph(&w.with("oversight-few", &[("n", least.into())]));
    if rows.is_empty() {
        return few;
    }
    let mut columns = vec![Column::new(w.t("oversight-grade-of"))];
    columns.extend(grades.iter().map(|(_, name)| Column::number(name.clone())));
    columns.push(Column::number(w.t("oversight-grade-total")));
    let table = Table {
        caption: w.t("oversight-satisfaction"),
        columns,
        rows,
        hide_caption: true,
        ..Table::default()
    };
    congvu_web::components::table(w, &table).then(&few)
}

/// A share with two decimals at most.
pub(crate) fn percent(w: &Words, part: i64, whole: i64) -> String {
    if whole <= 0 {
        return w.t("oversight-no-share");
    }
    #[expect(clippy::cast_precision_loss, reason = "shown with two decimals")]
    let share = part as f64 * 100.0 / whole as f64;
    format!("{} %", fmt::decimal(w.lang(), share))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use congvu_pack::Files;

    fn count(procedure: &str, item: &str, value: &str, count: i64) -> TallyCount {
        TallyCount { procedure: procedure.into(), item: item.into(), value: value.into(), count }
    }

    // conformance: TT32-12.1
    #[test]
    fn sums_of_few_answers_are_not_shown() {
        let library = Library::load(&Files::built_in()).unwrap();
        let words = crate::words(congvu_views::words(congvu_web::I18n::builder())).build().unwrap();
        let w = words.words(congvu_web::Lang::En);
        let mine = ["a".to_owned()];
        let shown =
            |counted: &[TallyCount]| html(&w, &library, &summed(&library, counted, &mine)).into_string();
        let four =
            [count("a", "rate/overall", "1-very-satisfied", 3), count("a", "rate/overall", "2-satisfied", 1)];
        assert!(!shown(&four).contains("<table"), "{}", shown(&four));
        // Answers about other procedures and acts that were late do not fill it up.
        let others = [count("b", "rate/overall", "2-satisfied", 9), count("a", "within/sign", "late", 9)];
        assert!(!shown(&[four.as_slice(), &others].concat()).contains("<table"));
        let five = [four.as_slice(), &[count("a", "rate/overall", "3-not-satisfied", 1)]].concat();
        let five = shown(&five);
        assert!(five.contains("3 (60 %)") && five.contains("1 (20 %)"), "{five}");
        // One item may be shown where another may not.
        assert!(!five.contains("How you were treated"), "{five}");
    }
}
