//! A form, or what was filled in, as HTML.

use askama::Template;
use serde_json::Value;

use super::spec::{FieldKind, FieldSpec, FormSpec, Section, choices};
use super::values::FormValues;
use crate::components::{Choice, Field, FieldError, Input, error_summary, field, key_values, post_form};
use crate::fmt;
use crate::html::Html;
use crate::i18n::Words;

impl FormSpec {
    /// The fields of the form, with what was typed and what is wrong. The `<form>`, the token and the button are the
    /// page's own ([`FormSpec::whole`] has them).
    pub fn render(&self, w: &Words, values: &FormValues, errors: &[FieldError]) -> Html {
        Html::join(self.sections.iter().map(|s| section_html(w, s, values, errors)))
    }

    /// The whole form with the list of errors above it, posting to `action`.
    pub fn whole(
        &self,
        w: &Words,
        csrf: &str,
        action: &str,
        button: &str,
        values: &FormValues,
        errors: &[FieldError],
    ) -> Html {
        let fields = self.render(w, values, errors);
        error_summary(w, errors).then(&post_form(csrf, action, &fields, button))
    }

    /// What was filled in, to read: for the page that asks whether all is right, for the receipt, for the officer.
    /// With `change`, each section ends with a link there.
    pub fn read_only(&self, w: &Words, json: &Value, change: Option<&str>) -> Html {
        #[derive(Template)]
        #[template(
            ext = "html",
            source = r#"{% for (title, list, anchor) in parts %}<section>{% if !title.is_empty() %}<h3>{{ title }}</h3>{% endif %}{{ list }}{% if let Some(href) = change %}<p class="no-print"><a href="{{ href }}#f-{{ anchor }}">{{ w.t("change") }}<span class="vh"> {{ title }}</span></a></p>{% endif %}</section>{% endfor %}"#
        )]
        struct T<'a> {
            w: &'a Words,
            parts: Vec<(&'a str, Html, &'a str)>,
            change: Option<&'a str>,
        }
        let parts = self.sections.iter().map(|s| {
            let pairs: Vec<_> = s
                .fields
                .iter()
                .map(|f| (f.label.pick(w).to_owned(), shown(w, f, json.get(&f.name))))
                .collect();
            (s.title.pick(w), key_values(&pairs), s.fields.first().map_or("", |f| f.name.as_str()))
        });
        Html::render(&T { w, parts: parts.collect(), change })
    }
}

fn section_html(w: &Words, section: &Section, values: &FormValues, errors: &[FieldError]) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"{% if title.is_empty() %}{{ fields }}{% else %}<fieldset class="section"><legend>{{ title }}</legend>{% if !help.is_empty() %}<p class="hint">{{ help }}</p>{% endif %}{{ fields }}</fieldset>{% endif %}"#
    )]
    struct T<'a> {
        title: &'a str,
        help: &'a str,
        fields: Html,
    }
    let fields = Html::join(section.fields.iter().map(|f| field(w, &field_html(w, f, values, errors))));
    Html::render(&T { title: section.title.pick(w), help: section.help.pick(w), fields })
}

fn field_html(w: &Words, spec: &FieldSpec, values: &FormValues, errors: &[FieldError]) -> Field {
    let mut hint = spec.help.pick(w).to_owned();
    let input = match &spec.kind {
        FieldKind::Text => Input::Text,
        FieldKind::LongText(rows) => Input::LongText { rows: *rows },
        FieldKind::Lines(rows) => {
            hint = format!("{hint} {}", w.t("form-one-per-line")).trim().to_owned();
            Input::LongText { rows: *rows }
        }
        FieldKind::Email => Input::Email,
        FieldKind::Phone => Input::Tel,
        FieldKind::Url => Input::Url,
        FieldKind::Date => Input::Date,
        FieldKind::Number | FieldKind::Integer => Input::Number,
        FieldKind::Checkbox => Input::Checkbox,
        FieldKind::YesNo => {
            Input::Radios(vec![Choice::new("true", w.t("yes")), Choice::new("false", w.t("no"))])
        }
        FieldKind::OneOf { choices: list, radios: true } => Input::Radios(choices(w, list)),
        FieldKind::OneOf { choices: list, radios: false } => Input::Select(choices(w, list)),
        FieldKind::ManyOf(list) => Input::Checkboxes(choices(w, list)),
    };
    Field {
        name: spec.name.clone(),
        label: spec.label.pick(w).to_owned(),
        hint,
        error: String::new(),
        // An unticked box is an answer too; it is not "optional".
        required: spec.required || spec.kind == FieldKind::Checkbox,
        input,
        values: values.all(&spec.name).to_vec(),
        autocomplete: spec.autocomplete.clone(),
        max_length: None,
    }
    .errors(errors)
}

/// A value as people read it.
fn shown(w: &Words, spec: &FieldSpec, value: Option<&Value>) -> Html {
    let label = |list: &[(String, super::spec::Text)], value: &str| {
        list.iter().find(|(v, _)| v == value).map_or_else(|| value.to_owned(), |(_, t)| t.pick(w).to_owned())
    };
    let text = match (value, &spec.kind) {
        (value, _) if empty(value) => {
            #[derive(Template)]
            #[template(ext = "html", source = r#"<span class="muted">{{ text }}</span>"#)]
            struct T {
                text: String,
            }
            return Html::render(&T { text: w.t("not-given") });
        }
        (Some(Value::Bool(b)), _) => w.t(if *b { "yes" } else { "no" }),
        (Some(Value::Number(n)), _) => {
            n.as_f64().map_or_else(|| n.to_string(), |n| fmt::decimal(w.lang(), n))
        }
        (Some(Value::String(s)), FieldKind::OneOf { choices, .. }) => label(choices, s),
        (Some(Value::String(s)), FieldKind::Date) => {
            s.parse().map_or_else(|_| s.clone(), |d| fmt::date(w.lang(), d))
        }
        (Some(Value::String(s)), _) => s.clone(),
        (Some(Value::Array(items)), kind) => {
            let texts = items.iter().filter_map(Value::as_str).map(|s| match kind {
                FieldKind::ManyOf(choices) => label(choices, s),
                _ => s.to_owned(),
            });
            return lines(texts.collect());
        }
        (Some(other), _) => other.to_string(),
        (None, _) => String::new(),
    };
    lines(text.lines().map(str::to_owned).collect())
}

fn empty(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => true,
        Some(Value::String(s)) => s.trim().is_empty(),
        Some(Value::Array(items)) => items.is_empty(),
        Some(_) => false,
    }
}

fn lines(lines: Vec<String>) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"{% for l in lines %}{{ l }}{% if !loop.last %}<br>{% endif %}{% endfor %}"#
    )]
    struct T {
        lines: Vec<String>,
    }
    Html::render(&T { lines })
}
