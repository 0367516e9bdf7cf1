use askama::Template;

use crate::html::Html;
use crate::i18n::Words;

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct FieldError {
    /// Name of the field in the form.
    pub field: String,
    /// What to do about it, in the page's language.
    pub message: String,
}

impl FieldError {
    /// An error at a field.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into() }
    }
}

/// One value that can be chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// A line of help under it; may be empty.
    pub hint: String,
}

impl Choice {
    /// A choice.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: String::new() }
    }
}

/// How a field is filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Input {
    /// One line of text.
    #[default]
    Text,
    /// E-mail address.
    Email,
    /// Telephone number.
    Tel,
    /// A web address.
    Url,
    /// Day, month, year.
    Date,
    /// Day and time of day, by the office's clock.
    Moment,
    /// Digits; the number pad on a phone. Not `type=number`, whose spinner and wheel change values unasked.
    Number,
    /// A password; never filled in again after an error.
    Password,
    /// Several lines.
    LongText {
        /// Height in lines.
        rows: u8,
    },
    /// One of many: a drop-down list.
    Select(Vec<Choice>),
    /// One of few: all shown.
    Radios(Vec<Choice>),
    /// Any of few.
    Checkboxes(Vec<Choice>),
    /// One box to tick; the label stands beside the box.
    Checkbox,
}

/// A field with its label, hint and error.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Field {
    /// Name in the form; the element's id is `f-` and this name.
    pub name: String,
    /// What is asked.
    pub label: String,
    /// Help, shown before the field.
    pub hint: String,
    /// What is wrong with it; empty when nothing is.
    pub error: String,
    /// Optional fields say so; required ones are the ordinary case.
    pub required: bool,
    /// How it is filled in.
    pub input: Input,
    /// What it holds; more than one only for [`Input::Checkboxes`].
    pub values: Vec<String>,
    /// HTML autofill token, for instance `name`, `email`, `tel`; empty for none.
    pub autocomplete: String,
    /// Most characters that will be accepted.
    pub max_length: Option<u64>,
}

impl Field {
    /// A required one-line field.
    pub fn new(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self { name: name.into(), label: label.into(), required: true, ..Self::default() }
    }

    /// Sets the help.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// Sets how it is filled in.
    #[must_use]
    pub fn input(mut self, input: Input) -> Self {
        self.input = input;
        self
    }

    /// Sets what it holds.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.values = vec![value.into()];
        self
    }

    /// Sets the autofill token.
    #[must_use]
    pub fn autocomplete(mut self, token: impl Into<String>) -> Self {
        self.autocomplete = token.into();
        self
    }

    /// Makes it optional.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    /// Takes its message out of a list of errors, if it has one there.
    #[must_use]
    pub fn errors(mut self, errors: &[FieldError]) -> Self {
        self.error =
            errors.iter().find(|e| e.field == self.name).map(|e| e.message.clone()).unwrap_or_default();
        self
    }

    fn first(&self) -> &str {
        self.values.first().map_or("", String::as_str)
    }

    fn holds(&self, value: &str) -> bool {
        self.values.iter().any(|v| v == value)
    }

    fn kind(&self) -> &'static str {
        match self.input {
            Input::Email => "email",
            Input::Tel => "tel",
            Input::Url => "url",
            Input::Date => "date",
            Input::Moment => "datetime-local",
            Input::Password => "password",
            _ => "text",
        }
    }

    /// Ids of the texts that belong to the field, for `aria-describedby`.
    fn described(&self) -> String {
        let mut ids = Vec::new();
        if !self.hint.is_empty() {
            ids.push(format!("f-{}-hint", self.name));
        }
        if !self.error.is_empty() {
            ids.push(format!("f-{}-error", self.name));
        }
        ids.join(" ")
    }
}

/// A field as HTML.
pub fn field(w: &Words, field: &Field) -> Html {
    #[derive(Template)]
    #[template(path = "c/field.html")]
    struct T<'a> {
        w: &'a Words,
        f: &'a Field,
        described: String,
    }
    Html::render(&T { w, f: field, described: field.described() })
}

/// The list of what is to be put right, above the form; it takes the focus when the page opens. Nothing without errors.
pub fn error_summary(w: &Words, errors: &[FieldError]) -> Html {
    #[derive(Template)]
    #[template(path = "c/error_summary.html")]
    struct T<'a> {
        w: &'a Words,
        errors: &'a [FieldError],
    }
    if errors.is_empty() {
        return Html::EMPTY;
    }
    Html::render(&T { w, errors })
}
