//! How a department is reached: the foot of every page, and the page about it. What is not known is said to be so.

use askama::Template;
use congvu_pack::{Agency, Contact, Stated};
use congvu_web::{Html, Words};

/// How one line of the contact is shown.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    Telephone,
    Email,
}

fn lines(contact: &Contact) -> [(&'static str, Kind, Option<&Stated>); 6] {
    [
        ("views-contact-address", Kind::Text, contact.address.as_ref()),
        ("views-contact-telephone", Kind::Telephone, contact.telephone.as_ref()),
        ("views-contact-email", Kind::Email, contact.email.as_ref()),
        ("views-contact-hotline", Kind::Telephone, contact.hotline.as_ref()),
        ("views-contact-responsible", Kind::Text, contact.responsible.as_ref()),
        ("views-contact-operator", Kind::Text, contact.operator.as_ref()),
    ]
}

/// Everything that the department says about itself, by line; blank lines say that they are.
#[must_use]
pub fn contact_lines(w: &Words, agency: &Agency) -> Vec<(String, Html)> {
    lines(&agency.file.contact)
        .into_iter()
        .map(|(label, kind, stated)| (w.t(label), shown(w, kind, stated)))
        .collect()
}

/// A telephone number as stated, or that none is known.
#[must_use]
pub fn telephone(w: &Words, stated: Option<&Stated>) -> Html {
    shown(w, Kind::Telephone, stated)
}

/// An e-mail address as stated, or that none is known.
#[must_use]
pub fn email(w: &Words, stated: Option<&Stated>) -> Html {
    shown(w, Kind::Email, stated)
}

/// The foot of a department's pages: address, telephone, e-mail, who answers for the site.
#[must_use]
pub fn contact_foot(w: &Words, agency: &Agency) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"<p class="foot-contact">{% for (label, text) in lines %}<span>{{ label }}: {{ text }}</span> {% endfor %}</p>"#
    )]
    struct T {
        lines: Vec<(String, Html)>,
    }
    let in_foot = [
        "views-contact-address",
        "views-contact-telephone",
        "views-contact-email",
        "views-contact-responsible",
    ];
    let lines = lines(&agency.file.contact)
        .into_iter()
        .filter(|(label, _, _)| in_foot.contains(label))
        .map(|(label, kind, stated)| (w.t(label), shown(w, kind, stated)))
        .collect();
    Html::render(&T { lines })
}

fn shown(w: &Words, kind: Kind, stated: Option<&Stated>) -> Html {
    let Some(stated) = stated else { return Html::text(&w.t("views-contact-blank")) };
    let text = stated.text.trim();
    // Nobody should ring a number or write to an address that the demo made up.
    let html = match kind {
        Kind::Telephone if !stated.demo => {
            let number: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
            Html::link(&format!("tel:{number}"), text)
        }
        Kind::Email if !stated.demo => Html::link(&format!("mailto:{text}"), text),
        _ => Html::text(text),
    };
    let remark = match (stated.demo, stated.verified) {
        (true, _) => "views-contact-demo",
        (false, false) => "views-contact-unverified",
        (false, true) => return html,
    };
    html.then(&Html::text(&format!(" {}", w.t(remark))))
}
