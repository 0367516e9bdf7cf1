use askama::Template;

use crate::html::Html;

/// A heading; `level` is 1 to 3, anything else counts as the nearest. One `h1` a page.
pub fn heading(level: u8, text: &str) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"{% if level <= 1 %}<h1>{{ text }}</h1>{% else if level == 2 %}<h2>{{ text }}</h2>{% else %}<h3>{{ text }}</h3>{% endif %}"#
    )]
    struct T<'a> {
        level: u8,
        text: &'a str,
    }
    Html::render(&T { level, text })
}

/// A paragraph.
pub fn paragraph(text: &str) -> Html {
    #[derive(Template)]
    #[template(ext = "html", source = "<p>{{ text }}</p>")]
    struct T<'a> {
        text: &'a str,
    }
    Html::render(&T { text })
}

/// The sentence under the title of a page, a little larger.
pub fn lead(text: &str) -> Html {
    #[derive(Template)]
    #[template(ext = "html", source = r#"<p class="lead">{{ text }}</p>"#)]
    struct T<'a> {
        text: &'a str,
    }
    Html::render(&T { text })
}

/// A part of a page with a heading (`h2`).
pub fn section(title: &str, body: &Html) -> Html {
    #[derive(Template)]
    #[template(ext = "html", source = "<section><h2>{{ title }}</h2>{{ body }}</section>")]
    struct T<'a> {
        title: &'a str,
        body: &'a Html,
    }
    Html::render(&T { title, body })
}

/// As [`section()`], with an anchor: addresses can lead to it with `#id`.
pub fn section_at(id: &str, title: &str, body: &Html) -> Html {
    #[derive(Template)]
    #[template(ext = "html", source = "<section id=\"{{ id }}\"><h2>{{ title }}</h2>{{ body }}</section>")]
    struct T<'a> {
        id: &'a str,
        title: &'a str,
        body: &'a Html,
    }
    Html::render(&T { id, title, body })
}

/// Two columns, the left one wider; below one another on a narrow screen.
pub fn two_columns(left: &Html, right: &Html) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<div class="two"><div>{{ left }}</div><div>{{ right }}</div></div>"#
    )]
    struct T<'a> {
        left: &'a Html,
        right: &'a Html,
    }
    Html::render(&T { left, right })
}

/// A bulleted list.
pub fn bullets(items: &[Html]) -> Html {
    #[derive(Template)]
    #[template(ext = "html", source = "<ul>{% for i in items %}<li>{{ i }}</li>{% endfor %}</ul>")]
    struct T<'a> {
        items: &'a [Html],
    }
    Html::render(&T { items })
}

/// Boxes side by side, for instance the fields of work on a start page: a link and a line about it.
pub fn cards(items: &[(super::Link, String)]) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<ul class="cards">{% for (l, about) in items %}<li><a href="{{ l.href }}"><strong>{{ l.text }}</strong></a><br>{{ about }}</li>{% endfor %}</ul>"#
    )]
    struct T<'a> {
        items: &'a [(super::Link, String)],
    }
    Html::render(&T { items })
}

/// A link that looks like a button; `primary` for the main one of the page.
pub fn button_link(href: &str, text: &str, primary: bool) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<a class="button{% if primary %} button-primary{% endif %}" href="{{ href }}">{{ text }}</a>"#
    )]
    struct T<'a> {
        href: &'a str,
        text: &'a str,
        primary: bool,
    }
    Html::render(&T { href, text, primary })
}

/// A number large enough to read over the phone.
pub fn big_number(text: &str) -> Html {
    #[derive(Template)]
    #[template(ext = "html", source = r#"<p class="big-number">{{ text }}</p>"#)]
    struct T<'a> {
        text: &'a str,
    }
    Html::render(&T { text })
}

/// A value that travels with a form unseen.
pub fn hidden(name: &str, value: &str) -> Html {
    #[derive(Template)]
    #[template(ext = "html", source = r#"<input type="hidden" name="{{ name }}" value="{{ value }}">"#)]
    struct T<'a> {
        name: &'a str,
        value: &'a str,
    }
    Html::render(&T { name, value })
}

/// A form around fields of one's own, with the token and one button.
pub fn post_form(csrf: &str, action: &str, fields: &Html, button: &str) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<form method="post" action="{{ action }}" novalidate><input type="hidden" name="_csrf" value="{{ csrf }}">{{ fields }}<p class="buttons"><button class="button button-primary" type="submit">{{ button }}</button></p></form>"#
    )]
    struct T<'a> {
        csrf: &'a str,
        action: &'a str,
        fields: &'a Html,
        button: &'a str,
    }
    Html::render(&T { csrf, action, fields, button })
}

/// A form that hands in files: the token first, where it must stand, and the progress of the upload shown.
pub fn upload_form(w: &crate::i18n::Words, csrf: &str, action: &str, fields: &Html, button: &str) -> Html {
    resumable_form(w, csrf, action, "", fields, button)
}

/// As [`upload_form`]; with the script, larger files go up in pieces to `resume` (tus 1.0.0) before the form is sent, and
/// go on where the connection was cut. The form then names them in fields `_upload`. Empty for none.
pub fn resumable_form(
    w: &crate::i18n::Words,
    csrf: &str,
    action: &str,
    resume: &str,
    fields: &Html,
    button: &str,
) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<form method="post" action="{{ action }}" enctype="multipart/form-data" data-progress="{{ w.t("upload-progress") }}"{% if !resume.is_empty() %} data-resume="{{ resume }}" data-cut="{{ w.t("upload-cut") }}"{% endif %}><input type="hidden" name="_csrf" value="{{ csrf }}">{{ fields }}<p class="buttons"><button class="button button-primary" type="submit">{{ button }}</button></p></form>"#
    )]
    struct T<'a> {
        w: &'a crate::i18n::Words,
        csrf: &'a str,
        action: &'a str,
        resume: &'a str,
        fields: &'a Html,
        button: &'a str,
    }
    Html::render(&T { w, csrf, action, resume, fields, button })
}
