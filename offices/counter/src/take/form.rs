//! The page on which a file is taken in.

use super::files::{FILE_FIELD, MAX_FILE_BYTES, bindable, of_part};
use super::perform::LOW;
use super::{Intake, Kept};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use congvu_desk::Desk;
use congvu_matter::declare::{Dossier, Input as Declared};
use congvu_views::{pick, state_badge, upload};
use congvu_web::components::{
    Choice, Field, Input, Tone, Upload, chip, error_summary, field, heading, hidden, notice, upload_field,
};
use congvu_web::{Html, PageCx, ResultExt, WebError, Words, fmt};

/// The page; with errors it says what to put right.
pub(super) async fn show(
    desk: &Desk,
    cx: &PageCx,
    intake: &Intake<'_>,
    status: StatusCode,
) -> Result<Response, WebError> {
    let w = cx.words();
    let title = pick(w, &intake.asking.procedure.name).to_owned();
    let duty = intake.officer.agency.duty(&intake.asking.procedure.duty);
    let clause = duty.map_or(Html::EMPTY, |c| chip(w, &congvu_views::chip_of(w, intake.officer.agency, &c)));
    let first = intake.errors.is_empty();
    let form = intake.spec.as_ref().map_or(Html::EMPTY, |s| s.render(w, &intake.values, &intake.errors));
    let fields = Html::join([
        hidden("_draft", &intake.draft),
        twice(w, desk, intake),
        fieldset(&w.t("counter-person"), &person(w, intake)),
        form,
        fieldset(&w.t("counter-papers"), &papers(w, intake)),
        fieldset(&w.t("counter-pass-on"), &assignee(w, desk, intake).await?),
    ]);
    let whole = whole(w, cx, intake, &fields, first);
    let body =
        Html::join([heading(1, &title), error_summary(w, &intake.errors), clause, known(w, intake), whole]);
    Ok(cx.page_with(status, intake.officer.shell(cx, &title), body))
}

fn fieldset(legend: &str, fields: &Html) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<fieldset class="section"><legend>{{ legend }}</legend>{{ fields }}</fieldset>"#
    )]
    struct T<'a> {
        legend: &'a str,
        fields: &'a Html,
    }
    Html::render(&T { legend, fields })
}

fn whole(w: &Words, cx: &PageCx, intake: &Intake<'_>, fields: &Html, first: bool) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<form method="post" action="{{ action }}" enctype="multipart/form-data" novalidate data-progress="{{ w.t("upload-progress") }}" data-resume="{{ resume }}" data-cut="{{ w.t("upload-cut") }}"><input type="hidden" name="_csrf" value="{{ csrf }}">{{ fields }}<p class="buttons"><button class="button button-primary" type="submit" accesskey="s"{% if first %} data-first{% endif %}>{{ button }}</button></p></form>"#
    )]
    struct T<'a> {
        w: &'a Words,
        action: String,
        resume: String,
        csrf: String,
        fields: &'a Html,
        button: String,
        first: bool,
    }
    Html::render(&T {
        w,
        action: intake.href(""),
        resume: format!("/{}/uploads", intake.officer.agency.id()),
        csrf: cx.csrf(),
        fields,
        button: pick(w, &intake.asking.act.name).to_owned(),
        first,
    })
}

/// People who have filed before: a key takes over what is known of them.
fn known(w: &Words, intake: &Intake<'_>) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<ol class="counter-found">{% for (href, text) in list %}<li><a href="{{ href }}" data-key="{{ loop.index }}">{{ text }}</a></li>{% endfor %}</ol>"#
    )]
    struct T {
        list: Vec<(String, String)>,
    }
    if intake.known.is_empty() {
        return Html::EMPTY;
    }
    let line = |k: &crate::people::Known| {
        let code = k.case.matter.code.clone().unwrap_or_default();
        let parts = [k.name.clone(), k.phone.clone(), code];
        parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" – ")
    };
    let href = |k: &crate::people::Known| intake.href(&format!("?from={}", k.case.matter.id));
    let list = intake.known.iter().map(|k| (href(k), line(k))).collect();
    notice(Tone::Info, &w.t("counter-known"), &Html::render(&T { list }))
}

/// The same for the same applicant is under way already.
fn twice(w: &Words, desk: &Desk, intake: &Intake<'_>) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<ul>{% for (href, code, badge) in list %}<li><a href="{{ href }}">{{ code }}</a> {{ badge }}</li>{% endfor %}</ul>{{ tick }}"#
    )]
    struct T {
        list: Vec<(String, String, Html)>,
        tick: Html,
    }
    if intake.twice.is_empty() {
        return Html::EMPTY;
    }
    let list = intake.twice.iter().map(|case| {
        let href = format!("/{}/desk/cases/{}", intake.officer.agency.id(), case.matter.id);
        let code = case.matter.code.clone().unwrap_or_default();
        (href, code, state_badge(w, desk.library(), case))
    });
    let tick = Field::new("_twice", w.t("counter-twice-tick"))
        .input(Input::Checkbox)
        .value(intake.values.get("_twice"))
        .errors(&intake.errors);
    notice(
        Tone::Warn,
        &w.t("counter-twice"),
        &Html::render(&T { list: list.collect(), tick: field(w, &tick) }),
    )
}

fn declared<'a>(intake: &'a Intake<'_>, id: &str) -> Option<&'a Declared> {
    intake.asking.act.inputs.iter().find(|i| i.id == id)
}

/// A field for an input of the act.
fn input(w: &Words, intake: &Intake<'_>, id: &str, kind: Input, or: &str) -> Html {
    let Some(declared) = declared(intake, id) else { return Html::EMPTY };
    let name = format!("_{id}");
    let typed = intake.values.get(&name);
    let hint = declared.help.as_ref().map(|h| pick(w, h).to_owned()).unwrap_or_default();
    let made = Field::new(&name, pick(w, &declared.label))
        .hint(hint)
        .input(kind)
        .value(if typed.is_empty() { or } else { typed })
        .errors(&intake.errors);
    field(w, &if declared.required { made } else { made.optional() })
}

/// Who brings the file, in what capacity, by which way.
fn person(w: &Words, intake: &Intake<'_>) -> Html {
    let channels = &intake.asking.act.channels;
    let typed = intake.values.get("_channel");
    let first = channels.first().map_or("", String::as_str);
    let channel = Field::new("_channel", w.t("views-channel"))
        .input(Input::Radios(
            channels.iter().map(|c| Choice::new(c, w.t(&format!("views-channel-{c}")))).collect(),
        ))
        .value(if typed.is_empty() { first } else { typed })
        .errors(&intake.errors);
    let ways = declared(intake, "filer-as").map(|i| &i.choices);
    let mut ways: Vec<Choice> =
        ways.into_iter().flatten().map(|(id, text)| Choice::new(id, pick(w, text))).collect();
    // What is most common stands first and is chosen already.
    ways.sort_by_key(|c| c.value != "self");
    Html::join([
        input(w, intake, "filer", Input::Text, ""),
        field(w, &channel),
        input(w, intake, "filer-as", Input::Radios(ways), "self"),
        input(w, intake, "proxy-paper", Input::Text, ""),
        input(w, intake, "representative", Input::Text, ""),
    ])
}

/// The list of papers: how many of each, its scan, or why there is none.
fn papers(w: &Words, intake: &Intake<'_>) -> Html {
    let parts = Html::join(intake.asking.version.dossier.iter().map(|p| part(w, intake, p)));
    let parts = parts.then(&low(w, intake));
    let ticked =
        intake.values.is_empty() || intake.body.typed.is_empty() || !intake.values.get("_bind").is_empty();
    let bind = Field::new("_bind", w.t("counter-bind"))
        .hint(w.t("counter-bind-hint"))
        .input(Input::Checkbox)
        .value(if ticked { "true" } else { "" });
    parts.then(&field(w, &bind))
}

/// Asked once a scan was found to be too coarse to be read.
fn low(w: &Words, intake: &Intake<'_>) -> Html {
    if !intake.errors.iter().any(|e| e.field == LOW) && intake.values.get(LOW).is_empty() {
        return Html::EMPTY;
    }
    let tick = Field::new(LOW, w.t("counter-low")).input(Input::Checkbox);
    field(w, &tick.value(intake.values.get(LOW)).errors(&intake.errors))
}

fn part(w: &Words, intake: &Intake<'_>, part: &Dossier) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<fieldset class="paper"><legend>{{ name }}{% if !required %} <span class="optional">{{ w.t("optional") }}</span>{% endif %}</legend><div class="counts">{{ counts }}</div>{{ scan }}{{ present }}</fieldset>"#
    )]
    struct T<'a> {
        w: &'a Words,
        name: &'a str,
        required: bool,
        counts: Html,
        scan: Html,
        present: Html,
    }
    let id = &part.id;
    let count = |kind: char, label: &str, or: &str| {
        let name = format!("_{kind}-{id}");
        let typed = intake.values.get(&name);
        let shown = if typed.is_empty() && intake.body.typed.is_empty() { or } else { typed };
        let made = Field::new(&name, w.t(label)).input(Input::Number).value(shown).errors(&intake.errors);
        field(w, &made)
    };
    let reasons =
        intake.asking.act.paper_dossier.as_ref().and_then(|i| declared(intake, i)).map(|i| &i.choices);
    let reasons = reasons.into_iter().flatten().map(|(id, text)| Choice::new(id, pick(w, text))).collect();
    let name = format!("_n-{id}");
    let reason = Field::new(&name, w.t("counter-not-scanned"))
        .input(Input::Select(reasons))
        .value(intake.values.get(&name))
        .errors(&intake.errors)
        .optional();
    let counts = Html::join([
        count('o', "counter-originals", if part.required { "1" } else { "" }),
        count('c', "counter-copies", ""),
        field(w, &reason),
    ]);
    Html::render(&T {
        w,
        name: pick(w, &part.name),
        required: part.required,
        counts,
        scan: scan(w, intake, part).then(&pages_of_paper(w, intake, id)),
        present: present(w, intake, id),
    })
}

/// How many pages the paper has, where notes are stuck on it, and why the scan has others.
fn pages_of_paper(w: &Words, intake: &Intake<'_>, id: &str) -> Html {
    let one = |kind: char, label: &str, hint: &str| {
        let name = format!("_{kind}-{id}");
        let made =
            Field::new(&name, w.t(label)).hint(if hint.is_empty() { String::new() } else { w.t(hint) });
        made.value(intake.values.get(&name)).errors(&intake.errors).optional()
    };
    Html::join([
        field(w, &one('p', "counter-paper-pages", "counter-paper-pages-hint").input(Input::Number)),
        field(w, &one('s', "counter-notes", "counter-notes-hint")),
        field(w, &one('d', "counter-differs", "")),
    ])
}

fn scan(w: &Words, intake: &Intake<'_>, part: &Dossier) -> Html {
    let mut accepts = part.accepts.clone();
    accepts.extend(["pdf".to_owned(), "image".to_owned()]);
    let (kinds, accept) = upload::chooser(&accepts);
    let made = Upload {
        name: format!("{FILE_FIELD}{}", part.id),
        label: w.t("counter-scan"),
        kinds,
        accept,
        max_bytes: MAX_FILE_BYTES as u64,
        required: true,
        multiple: true,
        ..Upload::default()
    };
    upload_field(w, &made.errors(&intake.errors))
}

/// What has been handed in of a part: to leave out, or to put in order.
fn present(w: &Words, intake: &Intake<'_>, part: &str) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<ul class="files">{% for (id, value, text) in list %}<li>{{ text }} <label for="{{ id }}"><input type="checkbox" id="{{ id }}" name="_drop" value="{{ value }}"> {{ w.t("counter-drop") }}</label></li>{% endfor %}</ul>{% if arrange %}<p><button class="button" type="submit" name="_pages" value="{{ part }}">{{ pages }}</button></p>{% endif %}"#
    )]
    struct T<'a> {
        w: &'a Words,
        part: &'a str,
        list: Vec<(String, String, String)>,
        arrange: bool,
        pages: String,
    }
    let files = of_part(&intake.body.files, part);
    if files.is_empty() {
        return Html::EMPTY;
    }
    let line = |(n, k): (usize, &&Kept)| {
        let value = format!("{}:{}", k.file.part, k.file.sha256);
        (format!("drop-{part}-{n}"), value, described(w, k))
    };
    let pages: usize = files.iter().map(|k| k.pages).sum();
    let n = u32::try_from(pages).unwrap_or(u32::MAX);
    Html::render(&T {
        w,
        part,
        list: files.iter().enumerate().map(line).collect(),
        arrange: bindable(&files),
        pages: w.with("counter-arrange", &[("n", n.into())]),
    })
}

/// Name, pages and size of a file, and what will be left behind of it.
fn described(w: &Words, kept: &Kept) -> String {
    let n = u32::try_from(kept.pages).unwrap_or(u32::MAX);
    let size = fmt::size(w.lang(), kept.file.size_bytes);
    let mut text = if kept.pages > 0 {
        format!("{} ({}, {size})", kept.file.name, w.with("counter-pages", &[("n", n.into())]))
    } else {
        format!("{} ({size})", kept.file.name)
    };
    if let Some(dots) = kept.dots {
        text.push_str(" – ");
        text.push_str(&w.with("counter-dots", &[("n", dots.into())]));
    }
    if kept.active {
        text.push_str(" – ");
        text.push_str(&w.t("counter-active"));
    }
    text
}

/// To whom the case goes.
async fn assignee(w: &Words, desk: &Desk, intake: &Intake<'_>) -> Result<Html, WebError> {
    let of = declared(intake, "assignee").and_then(|i| i.of.as_deref()).unwrap_or_default();
    let procedure = &intake.asking.procedure.id;
    let seats = desk.candidates_for(intake.officer.agency, procedure, of).await.or_fault()?;
    let choices: Vec<Choice> = seats
        .iter()
        .map(|(position, name)| Choice::new(position.as_str(), intake.officer.seat(w, position, name)))
        .collect();
    let first = choices.first().map(|c| c.value.clone()).unwrap_or_default();
    Ok(input(w, intake, "assignee", Input::Select(choices), &first))
}
