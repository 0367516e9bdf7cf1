//! A template filled in for one case.

use crate::Case;
use crate::clock::from_ms;
use crate::desk::Desk;
use congvu_matter::declare::{ActDef, InputKind, Text as Bilingual};
use congvu_pack::Agency;
use congvu_pack::notices::{Notice, filled};
use congvu_record::Act;
use jiff::civil::Date;
use serde_json::Value;

/// Longest list that is told, in items; the page of the case has all.
const MAX_ITEMS: usize = 50;

/// A language of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Language {
    Vi,
    En,
}

impl Language {
    fn pick(self, text: &Bilingual) -> &str {
        match self {
            Self::Vi => &text.vi,
            Self::En => &text.en,
        }
    }

    /// A date as people write it.
    fn date(self, day: Date) -> String {
        let format = if self == Self::Vi { "%d/%m/%Y" } else { "%-d %B %Y" };
        day.strftime(format).to_string()
    }
}

/// Everything that fills a template in.
pub(super) struct Text<'t> {
    desk: &'t Desk,
    agency: &'t Agency,
    case: &'t Case,
    notice: &'t Notice,
    act: Option<&'t Act>,
    /// Where the recipient reads more.
    pub(super) link: String,
}

impl<'t> Text<'t> {
    pub(super) fn of(
        desk: &'t Desk,
        agency: &'t Agency,
        case: &'t Case,
        notice: &'t Notice,
        is_outside: bool,
        act: Option<&'t Act>,
    ) -> Self {
        let desk_of = if is_outside { "" } else { "/desk" };
        let link = format!("{}/{}{desk_of}/cases/{}", desk.base_url(), agency.id(), case.matter.id);
        Self { desk, agency, case, notice, act, link }
    }

    pub(super) fn subject_vi(&self) -> String {
        self.fill(&self.notice.subject.vi, Language::Vi, "\n")
    }

    pub(super) fn subject_en(&self) -> String {
        self.fill(&self.notice.subject.en, Language::En, "\n")
    }

    pub(super) fn body_vi(&self) -> String {
        self.fill(&self.notice.body.vi, Language::Vi, "\n").trim().to_owned()
    }

    pub(super) fn body_en(&self) -> String {
        self.fill(&self.notice.body.en, Language::En, "\n").trim().to_owned()
    }

    /// The text for telephones: one line, cut where it is too long, with the address of the case behind it.
    pub(super) fn short(&self) -> String {
        let text = self.fill(self.notice.short.as_deref().unwrap_or_default(), Language::Vi, "; ");
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let most = self.desk.library().notices.sending.short_chars;
        cut(&text, most.saturating_sub(self.link.chars().count().saturating_add(1))) + " " + &self.link
    }

    fn fill(&self, template: &str, language: Language, between: &str) -> String {
        filled(template, &|name| self.value(name, language, between))
    }

    fn value(&self, name: &str, language: Language, between: &str) -> Option<String> {
        let matter = &self.case.matter;
        let library = self.desk.library();
        match name {
            "case" => matter.code.clone(),
            "procedure" => self.case.procedure(library).map(|(p, _)| language.pick(&p.name).to_owned()),
            "agency" => Some(language.pick(&self.agency.file.name).to_owned()),
            "applicant" => matter.party.as_ref().map(|p| p.name.clone()),
            "due" => {
                let due = self.case.clock.as_ref().and_then(|c| c.due).map(|due| language.date(due.date()));
                due.or_else(|| Some(language.pick(&library.notices.sending.no_date).to_owned()))
            }
            "link" => Some(self.link.clone()),
            "day" => {
                let at_ms = crate::clock::to_ms(self.desk.inner.clock.now());
                let at = self.act.and_then(|a| a.at.parse::<jiff::Timestamp>().ok());
                let at_ms = at.map_or(at_ms, jiff::Timestamp::as_millisecond);
                Some(language.date(from_ms(at_ms).date()))
            }
            _ => self.input(name.strip_prefix("input.")?, language, between),
        }
    }

    /// What was said with the act.
    fn input(&self, id: &str, language: Language, between: &str) -> Option<String> {
        let act = self.act?;
        let value = act.input.get(id)?;
        let declared = self.case.lifecycle(self.desk.library()).and_then(|l| l.act(&act.kind));
        said(declared, id, value, language, between)
    }
}

fn said(
    declared: Option<&ActDef>,
    id: &str,
    value: &Value,
    language: Language,
    between: &str,
) -> Option<String> {
    let input = declared?.inputs.iter().find(|i| i.id == id)?;
    let text = value.as_str().unwrap_or_default().trim();
    Some(match input.kind {
        InputKind::Items => {
            let listed: Vec<&str> = match value {
                Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
                _ => text.lines().collect(),
            };
            let listed = listed.into_iter().map(str::trim).filter(|l| !l.is_empty()).take(MAX_ITEMS);
            // One below the other they are a list; in one line they are not.
            let mark = if between == "\n" { "- " } else { "" };
            listed.map(|l| format!("{mark}{l}")).collect::<Vec<_>>().join(between)
        }
        InputKind::Date => text.parse::<Date>().map_or_else(|_| text.to_owned(), |d| language.date(d)),
        InputKind::Choice => {
            input.choices.get(text).map_or_else(|| text.to_owned(), |t| language.pick(t).to_owned())
        }
        _ => text.to_owned(),
    })
}

/// At most so many characters, with a sign that something is missing.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    kept.trim_end().to_owned() + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_between_characters() {
        for (text, most, expected) in [
            ("", 3, ""),
            ("abc", 3, "abc"),
            ("abcd", 3, "ab…"),
            ("hồ sơ cần bổ sung", 8, "hồ sơ c…"),
            ("a b", 3, "a b"),
            ("a bcd", 3, "a…"),
            ("abc", 0, "…"),
        ] {
            assert_eq!(cut(text, most), expected, "{text} at {most}");
        }
    }
}
