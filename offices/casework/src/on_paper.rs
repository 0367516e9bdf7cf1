//! What came on paper, beside the files.

use congvu_desk::{Case, Desk};
use congvu_matter::on_paper::Part;
use congvu_web::components::bullets;
use congvu_web::{Html, Words};

/// Originals and copies of each part, and why a part was not scanned.
pub(crate) fn html(w: &Words, desk: &Desk, case: &Case) -> Html {
    let Some(came) = case.on_paper(desk.library()) else { return Html::EMPTY };
    let version = case.procedure(desk.library()).and_then(|(_, v)| v);
    let dossier = version.map(|v| v.dossier.as_slice()).unwrap_or_default();
    let lines: Vec<Html> = dossier
        .iter()
        .filter_map(|part| Some((congvu_views::pick(w, &part.name), came.get(&part.id)?)))
        .map(|(name, part)| Html::text(&line(w, desk, case, name, part)))
        .collect();
    if lines.is_empty() { Html::EMPTY } else { bullets(&lines) }
}

/// Pages of the paper and of its scan, notes that were stuck on it, and why the two differ.
fn pages(w: &Words, part: &Part) -> String {
    let Some(paper) = part.paper_pages else { return String::new() };
    let said = [("paper", paper.into()), ("scanned", part.pages.unwrap_or(0).into())];
    let mut text = format!("; {}", w.with("casework-paper-pages", &said));
    if !part.notes.is_empty() {
        let on = part.notes.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
        text.push_str(&format!("; {}", w.with("casework-paper-notes", &[("pages", on.into())])));
    }
    if let Some(why) = &part.differs {
        text.push_str(&format!("; {}", w.with("casework-paper-differs", &[("why", why.clone().into())])));
    }
    text
}

fn line(w: &Words, desk: &Desk, case: &Case, name: &str, part: &Part) -> String {
    let counts = [
        ("name", name.to_owned().into()),
        ("originals", part.originals.into()),
        ("copies", part.copies.into()),
    ];
    let counted = format!("{}{}", w.with("casework-counted", &counts), pages(w, part));
    let reason = part.not_scanned.as_ref().and_then(|id| {
        let acts = &case.lifecycle(desk.library())?.acts;
        acts.iter().flat_map(|a| &a.inputs).find_map(|i| i.choices.get(id))
    });
    match reason {
        Some(reason) => {
            let why = congvu_views::pick(w, reason).to_owned();
            format!("{counted}. {}", w.with("casework-not-scanned", &[("why", why.into())]))
        }
        None => counted,
    }
}
