//! The acts at the bottom of a change: those that this person may do now as forms, the others with the reason.

use crate::access::Officer;
use askama::Template;
use congvu_desk::{Case, Desk, Offer, WhyNot};
use congvu_matter::declare::{ActDef, InputKind};
use congvu_views::pick;
use congvu_web::components::{Chip, Field, FieldError, Input, chips, field};
use congvu_web::form::FormValues;
use congvu_web::form::new_key;
use congvu_web::{Html, PageCx, WebError, Words};

/// Rows of a text of several lines.
const ROWS: u8 = 4;

/// A form that is shown again.
#[derive(Debug, Default)]
pub(crate) struct Again {
    pub(crate) act: String,
    pub(crate) values: FormValues,
    pub(crate) errors: Vec<FieldError>,
}

struct May {
    id: String,
    label: String,
    action: String,
    warning: String,
    fields: Html,
    clauses: Vec<Chip>,
    open: bool,
}

#[derive(Default)]
struct MayNot {
    label: String,
    why: Vec<String>,
    clauses: Vec<Chip>,
    may: Vec<String>,
}

struct Hidden {
    csrf: String,
    seen: i64,
    key: String,
}

/// Name of the field of an input.
pub(crate) fn name(act: &str, input: &str) -> String {
    format!("{act}_{input}")
}

/// Whether an act is done by pressing its button here: keeping a text has its own pages.
fn here(act: &ActDef) -> bool {
    !act.inputs.iter().any(|i| i.kind == InputKind::Object)
}

/// The panel. `day` is put into the date that putting in force asks for.
pub(crate) fn acts(
    cx: &PageCx,
    desk: &Desk,
    officer: &Officer<'_>,
    case: &Case,
    offers: &[Offer],
    again: &Again,
    day: &str,
) -> Result<Html, WebError> {
    #[derive(Template)]
    #[template(path = "acts.html")]
    struct T<'a> {
        w: &'a Words,
        h: Hidden,
        may: Vec<May>,
        not: Vec<MayNot>,
    }
    impl T<'_> {
        fn chips(&self, list: &[Chip]) -> Html {
            chips(self.w, list)
        }
    }
    let w = cx.words();
    let (mut may, mut not) = (Vec::new(), Vec::new());
    for offer in offers.iter().filter(|o| here(&o.act)) {
        let act = &offer.act;
        let label = pick(w, &act.name).to_owned();
        match &offer.may {
            Ok(permit) => may.push(May {
                id: act.id.clone(),
                label,
                action: officer.change(&case.matter.id, &format!("/acts/{}", act.id)),
                warning: act.warning.as_ref().map(|t| pick(w, t).to_owned()).unwrap_or_default(),
                fields: fields(w, act, again, day),
                clauses: vec![congvu_views::chip_of(w, officer.agency, &permit.clause)],
                open: again.act == act.id,
            }),
            Err(WhyNot::Refused(refusal)) => {
                let view = congvu_views::refusal_view(
                    w,
                    officer.agency,
                    &officer.book,
                    &label,
                    refusal,
                    officer.now,
                );
                not.push(MayNot { label, why: view.missing, clauses: view.consulted, may: view.may });
            }
            Err(WhyNot::NotNow(refused)) => {
                let why = congvu_views::not_now_text(w, case.lifecycle(desk.library()), refused);
                not.push(MayNot { label, why, ..MayNot::default() });
            }
        }
    }
    let h = Hidden { csrf: cx.csrf(), seen: case.matter.version, key: new_key()? };
    Ok(Html::render(&T { w, h, may, not }))
}

fn fields(w: &Words, act: &ActDef, again: &Again, day: &str) -> Html {
    let shown = again.act == act.id;
    let all = act.inputs.iter().map(|input| {
        let name = name(&act.id, &input.id);
        let kind = match input.kind {
            InputKind::LongText => Input::LongText { rows: ROWS },
            InputKind::Date => Input::Date,
            _ => Input::Text,
        };
        let fresh = if input.kind == InputKind::Date { day } else { "" };
        let value = if shown { again.values.get(&name) } else { fresh }.to_owned();
        let mut asked = Field::new(name, pick(w, &input.label)).input(kind).value(value);
        if let Some(help) = &input.help {
            asked = asked.hint(pick(w, help));
        }
        if !input.required {
            asked = asked.optional();
        }
        field(w, &if shown { asked.errors(&again.errors) } else { asked })
    });
    Html::join(all)
}
