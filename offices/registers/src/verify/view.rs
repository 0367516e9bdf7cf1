//! What stands under the answer.

use super::code::grouped;
use super::find::{Found, OfCase, OfEntry};
use super::form::form;
use super::verdict::Verdict;
use crate::common::{last_day, path};
use crate::registers::standing;
use askama::Template;
use congvu_desk::{Case, Desk};
use congvu_matter::{Paper, Signature};
use congvu_pack::Agency;
use congvu_register::Entry;
use congvu_views::{act_of_paper, chip_at, log_href, pick, place_in_log};
use congvu_web::components::{Chip, button_link, chips, key_values, paragraph};
use congvu_web::{Html, ResultExt, WebError, Words, fmt};
use jiff::civil::DateTime;
use serde_json::{Value, json};

/// What every part of the detail needs.
pub(super) struct Context<'a> {
    pub(super) w: &'a Words,
    pub(super) desk: &'a Desk,
    pub(super) agency: &'a Agency,
    pub(super) now: DateTime,
}

type Pairs = Vec<(String, Html)>;

impl Context<'_> {
    /// The detail under the answer.
    pub(super) async fn detail(&self, found: &Found, code: &str, typed: &str) -> Result<Html, WebError> {
        match found {
            Found::Entry(of) => self.entry(of, code).await,
            Found::Paper(of) => self.paper(of, code).await,
            Found::Nothing => Ok(self.nothing(typed)),
        }
    }

    async fn entry(&self, of: &OfEntry, code: &str) -> Result<Html, WebError> {
        let w = self.w;
        let shown = &of.shown;
        let current = of.current(self.now);
        let mut pairs: Pairs = Vec::new();
        if current.version > shown.version {
            pairs.push((w.t("registers-v-now"), self.now_instead(of, current)));
        }
        pairs.push((w.t("registers-v-what"), strong(&self.what(of.case.as_ref()))));
        let day = fmt::date(w.lang(), shown.since.date());
        let number =
            w.with("registers-v-number-of", &[("number", shown.paper.clone().into()), ("date", day.into())]);
        pairs.push((w.t("registers-v-number"), strong(&number)));
        pairs.push((w.t("registers-v-to"), strong(&self.holder(shown))));
        pairs.push((w.t("registers-v-by"), Html::text(pick(w, &self.agency.file.name))));
        pairs.push((w.t("registers-until"), Html::text(&last_day(w, shown.until))));
        if let Some((_, paper)) = &of.case
            && let Some(signature) = &paper.signature
        {
            pairs.push((w.t("registers-v-signed"), signed(w, signature)));
        }
        let clauses = self.clauses(of).await?;
        pairs.push((w.t("registers-v-power"), chips(w, &clauses)));
        pairs.push((w.t("registers-v-code"), Html::text(&grouped(code))));
        if let Some((case, paper)) = &of.case {
            pairs.extend(self.in_log(case, paper).await?);
        }
        let register = self.register_href(shown);
        let mut buttons = vec![button_link(&register, &w.t("registers-v-register"), true)];
        if of.case.is_some() {
            let pdf = format!("/{}/v/{}/paper.pdf", self.agency.id(), path(code));
            buttons.push(button_link(&pdf, &w.t("registers-v-pdf"), false));
        }
        Ok(key_values(&pairs).then(&row(Html::join(buttons))).then(&paragraph(&w.t("registers-v-compare"))))
    }

    /// What is in force now in place of the paper shown: by which paper, since when.
    fn now_instead(&self, of: &OfEntry, current: &Entry) -> Html {
        let w = self.w;
        let day = fmt::date(w.lang(), current.since.date());
        let standing = standing::shown(w, current.standing(self.now));
        let text = w
            .with("registers-v-changed-by", &[("paper", current.paper.clone().into()), ("date", day.into())]);
        let code =
            of.versions.iter().find(|(e, _)| e.version == current.version).and_then(|(_, c)| c.as_deref());
        let text = match code {
            Some(code) => Html::link(&format!("/{}/v/{}", self.agency.id(), path(code)), &text),
            None => Html::text(&text),
        };
        standing.then(&Html::literal(" ")).then(&text)
    }

    fn register_href(&self, entry: &Entry) -> String {
        format!("/{}/registers/{}/{}", self.agency.id(), entry.register, path(&entry.number))
    }

    fn holder(&self, entry: &Entry) -> String {
        let def = self.desk.library().registers.get(&entry.register);
        def.map(|d| entry.text(&d.holder)).unwrap_or_default()
    }

    /// What paper it is: its title and subject, as the procedure declares them.
    fn what(&self, of: Option<&(Case, Paper)>) -> String {
        let w = self.w;
        let named = of.and_then(|(case, paper)| self.named(case, paper));
        named.unwrap_or_else(|| w.t("registers-v-paper"))
    }

    fn named(&self, case: &Case, paper: &Paper) -> Option<String> {
        let w = self.w;
        if let Some(form) = &paper.form {
            let versions =
                self.desk.library().forms.get(&paper.key).map(|f| f.versions.as_slice()).unwrap_or_default();
            let on = versions.iter().rfind(|v| v.from <= paper.at.date());
            return Some(on.map_or(form.title.clone(), |v| pick(w, &v.name).to_owned()));
        }
        let (_, version) = case.procedure(self.desk.library())?;
        let outcome = version?.outcome.get(case.matter.outcome.as_deref()?)?;
        let title = outcome.title.as_ref().unwrap_or(&outcome.name);
        let about = outcome.about.as_ref().map(|a| pick(w, a)).unwrap_or_default();
        Some(format!("{} {about}", sentence(pick(w, title))).trim_end().to_owned())
    }

    /// The duty of the department, and the power of the one who signed.
    async fn clauses(&self, of: &OfEntry) -> Result<Vec<Chip>, WebError> {
        let mut eids: Vec<String> = Vec::new();
        if let Some((case, paper)) = &of.case {
            let duty = case.procedure(self.desk.library()).and_then(|(p, _)| self.agency.duty(&p.duty));
            eids.extend(duty.map(|d| d.eid));
            let acts = self.desk.history(self.agency, &case.matter.id).await.or_fault()?;
            let signs = |events: &Value| {
                events
                    .as_array()
                    .is_some_and(|all| all.iter().any(|e| e.get("event").is_some_and(|k| k == "signed")))
            };
            let sign = acts.iter().rfind(|line| line.at <= paper.at && signs(&line.act.events));
            eids.extend(sign.map(|line| line.act.clause.eid.clone()));
        }
        if eids.is_empty() {
            eids.push(of.shown.clause.clone());
        }
        eids.dedup();
        Ok(eids.iter().map(|eid| chip_at(self.w, self.agency, eid)).collect())
    }

    /// A receipt, a form or a letter: that it is ours, and nothing by which a stranger would learn whose it is.
    async fn paper(&self, of: &OfCase, code: &str) -> Result<Html, WebError> {
        let w = self.w;
        let named = self.named(&of.case, &of.paper).unwrap_or_else(|| w.t("registers-v-paper"));
        let mut pairs: Pairs = vec![(w.t("registers-v-what"), strong(&named))];
        let day = fmt::date(w.lang(), of.paper.at.date());
        let cited = of.paper.cited();
        pairs.push(match cited.is_empty() {
            true => (w.t("registers-v-date"), Html::text(&day)),
            false => {
                let text = w.with("registers-v-number-of", &[("number", cited.into()), ("date", day.into())]);
                (w.t("registers-v-number"), strong(&text))
            }
        });
        if let Some(case) = &of.case.matter.code {
            pairs.push((w.t("registers-v-case"), Html::text(case)));
        }
        if let Some(party) = &of.case.matter.party {
            pairs.push((w.t("registers-v-to"), Html::text(&initials(&party.name))));
        }
        pairs.push((w.t("registers-v-by"), Html::text(pick(w, &self.agency.file.name))));
        if let Some(signature) = of.paper.signature.as_ref().filter(|_| of.paper.key == "outcome") {
            pairs.push((w.t("registers-v-signed"), signed(w, signature)));
        }
        pairs.push((w.t("registers-v-code"), Html::text(&grouped(code))));
        pairs.extend(self.in_log(&of.case, &of.paper).await?);
        Ok(key_values(&pairs).then(&paragraph(&w.t("registers-v-private"))))
    }

    /// Where the act by which the paper went out stands in the public log.
    async fn in_log(&self, case: &Case, paper: &Paper) -> Result<Option<(String, Html)>, WebError> {
        let w = self.w;
        let acts = self.desk.history(self.agency, &case.matter.id).await.or_fault()?;
        let act = act_of_paper(&acts, &paper.code);
        let place = act.map(|act| place_in_log(w, &log_href(self.agency, act.seq), act.seq));
        Ok(place.map(|place| (w.t("registers-v-log"), place)))
    }

    fn nothing(&self, typed: &str) -> Html {
        let w = self.w;
        let name = pick(w, &self.agency.file.name).to_owned();
        let typed: String = typed.chars().take(64).collect();
        Html::join([
            paragraph(&w.with("registers-v-typed", &[("code", typed.into())])),
            paragraph(&w.with("registers-v-ask", &[("agency", name.into())])),
            form(w, self.agency.id(), ""),
        ])
    }
}

/// The same for other systems.
pub(super) fn json(desk: &Desk, agency: &Agency, found: &Found, verdict: Verdict) -> Value {
    let now = desk.clock().now();
    let base = json!({ "verdict": verdict.key(), "agency": agency.id(), "at": now.to_string() });
    let more = match found {
        Found::Nothing => json!({}),
        Found::Paper(of) => {
            json!({ "number": of.paper.cited(), "date": of.paper.at.date().to_string(), "kind": of.paper.key })
        }
        Found::Entry(of) => {
            let current = of.current(now);
            let holder = desk.library().registers.get(&of.shown.register).map(|d| of.shown.text(&d.holder));
            json!({
                "number": of.shown.paper,
                "date": of.shown.since.date().to_string(),
                "register": of.shown.register,
                "entry": of.shown.number,
                "holder": holder,
                "standing": standing::key(current.standing(now)),
                "until": current.until.map(|u| u.to_string()),
                "version": of.shown.version,
                "current": { "version": current.version, "number": current.paper, "date": current.since.date().to_string() },
                "clause": agency.decision.clause(&of.shown.clause),
            })
        }
    };
    match (base, more) {
        (Value::Object(mut base), Value::Object(more)) => {
            base.extend(more);
            Value::Object(base)
        }
        (base, _) => base,
    }
}

fn strong(text: &str) -> Html {
    #[derive(Template)]
    #[template(ext = "html", source = "<strong>{{ text }}</strong>")]
    struct T<'a> {
        text: &'a str,
    }
    Html::render(&T { text })
}

fn row(buttons: Html) -> Html {
    Html::literal(r#"<p class="buttons no-print">"#).then(&buttons).then(&Html::literal("</p>"))
}

/// Name, and the lines over it: in whose name it was signed stands there (`KT. GIÁM ĐỐC`).
fn signed(w: &Words, signature: &Signature) -> Html {
    let lines = signature.lines.join(", ");
    if lines.is_empty() {
        return Html::text(&signature.name);
    }
    let name = signature.name.clone();
    Html::text(&w.with("registers-v-signed-as", &[("name", name.into()), ("lines", lines.into())]))
}

/// `GIẤY PHÉP` as it stands in a sentence: `Giấy phép`.
fn sentence(title: &str) -> String {
    let lower = title.to_lowercase();
    let mut letters = lower.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// `Nguyễn Văn An` as `N. V. A.`: enough for the holder to recognise the paper, too little for a stranger.
fn initials(name: &str) -> String {
    let first =
        |word: &str| word.chars().find(|c| c.is_alphanumeric()).map(|c| format!("{}.", c.to_uppercase()));
    name.split_whitespace().filter_map(first).take(8).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_initials() {
        for (name, expected) in [
            ("Nguyễn Văn An", "N. V. A."),
            ("Đỗ  Ánh", "Đ. Á."),
            ("Công ty TNHH “Ví Dụ”", "C. T. T. V. D."),
            ("", ""),
        ] {
            assert_eq!(initials(name), expected);
        }
        assert_eq!(sentence("GIẤY PHÉP"), "Giấy phép");
    }
}
