//! Faults and remarks of a check: file, line, column, the line itself with a mark under the place, and what to do.

use askama::Template;
use congvu_pack::Fault;
use congvu_web::components::{Tone, notice, section};
use congvu_web::{Html, Words};

/// Characters shown of a line before and after the place.
const BEFORE: usize = 40;
const AFTER: usize = 60;
/// Most faults shown; the rest are counted.
const MOST: usize = 50;

struct Item<'a> {
    fault: &'a Fault,
    line: String,
    caret: String,
}

/// The line of a fault, cut where it is long, and a mark under its column.
fn place(text: &str, fault: &Fault) -> (String, String) {
    let Some(line) = fault.line.checked_sub(1).and_then(|i| text.lines().nth(i)) else {
        return (String::new(), String::new());
    };
    let at = fault.column.saturating_sub(1);
    let from = at.saturating_sub(BEFORE);
    let cut: String = line.chars().skip(from).take(BEFORE + AFTER).collect();
    (cut, format!("{}^", " ".repeat(at.saturating_sub(from))))
}

fn list(w: &Words, faults: &[Fault], text: impl Fn(&str) -> String) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<ul class="faults">{% for i in items %}<li><strong>{{ i.fault.file }}:{{ i.fault.line }}:{{ i.fault.column }}</strong> {{ i.fault.reason }}{% if !i.line.is_empty() %}<pre class="place" tabindex="0"><code>{{ i.line }}
<span aria-hidden="true">{{ i.caret }}</span></code></pre>{% endif %}</li>{% endfor %}</ul>{% if !more.is_empty() %}<p>{{ more }}</p>{% endif %}"#
    )]
    struct T<'a> {
        items: Vec<Item<'a>>,
        more: String,
    }
    let items = faults.iter().take(MOST).map(|fault| {
        let (line, caret) = place(&text(&fault.file), fault);
        Item { fault, line, caret }
    });
    let more = match i64::try_from(faults.len().saturating_sub(MOST)) {
        Ok(n) if n > 0 => w.with("packs-more-faults", &[("n", n.into())]),
        _ => String::new(),
    };
    Html::render(&T { items: items.collect(), more })
}

/// What a check found. `text` gives the checked text of a file.
pub(crate) fn found(w: &Words, faults: &[Fault], remarks: &[Fault], text: impl Fn(&str) -> String) -> Html {
    let verdict = if faults.is_empty() {
        notice(Tone::Good, &w.t("packs-check-good"), &Html::EMPTY)
    } else {
        let n = i64::try_from(faults.len()).unwrap_or(i64::MAX);
        let said = w.with("packs-check-bad", &[("n", n.into())]);
        notice(Tone::Bad, &said, &list(w, faults, &text))
    };
    let remarks = if remarks.is_empty() {
        Html::EMPTY
    } else {
        notice(Tone::Info, &w.t("packs-check-remarks"), &list(w, remarks, &text))
    };
    section(&w.t("packs-check"), &verdict.then(&remarks))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_stands_under_the_place() {
        let fault = |line, column| Fault { file: "f".into(), line, column, reason: "r".into() };
        let long = "đ".repeat(300);
        for (text, line, column, expected) in [
            ("a = 1\nbé = x", 2, 6, ("bé = x", 5)),
            ("a", 1, 1, ("a", 0)),
            ("a", 9, 1, ("", 0)),
            (long.as_str(), 1, 200, (&*"đ".repeat(100), 40)),
        ] {
            let (shown, caret) = place(text, &fault(line, column));
            assert_eq!(
                (shown.as_str(), caret.chars().count().saturating_sub(1)),
                expected,
                "{line}:{column}"
            );
        }
    }
}
