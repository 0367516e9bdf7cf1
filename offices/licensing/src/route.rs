//! Where a procedure is filed: here, at another portal, or at either.

use congvu_desk::Desk;
use congvu_matter::declare::Version;
use congvu_pack::{Agency, Loaded, Where};
use congvu_views::pick;
use congvu_web::components::{RefusalView, Tone, notice, paragraph};
use congvu_web::{Html, WebError, Words};

/// Where filings go today.
pub(crate) fn of<'d>(
    desk: &'d Desk,
    agency: &'d Agency,
    loaded: &'d Loaded,
    version: &'d Version,
) -> Where<'d> {
    desk.library().filing(agency, loaded, version, desk.clock().now().date())
}

/// Whether our own pages take filings; otherwise the refusal, which says where to file instead.
pub(crate) fn own_pages(
    w: &Words,
    desk: &Desk,
    agency: &Agency,
    loaded: &Loaded,
    version: &Version,
) -> Result<(), WebError> {
    let routed = of(desk, agency, loaded, version);
    let Some(portal) = routed.portal.filter(|_| !routed.to.own()) else { return Ok(()) };
    let args = [("portal", pick(w, &portal.name).into()), ("address", portal.address.as_str().into())];
    Err(WebError::refused(RefusalView {
        act: pick(w, &loaded.declared.name).to_owned(),
        who: w.t("licensing-route-who"),
        missing: vec![w.with("licensing-route-only", &args)],
        may: vec![format!("{}: {}", pick(w, &portal.name), portal.address)],
        ..RefusalView::default()
    }))
}

/// What the page of a procedure says about it; nothing where our own pages alone take filings.
pub(crate) fn told(w: &Words, routed: &Where<'_>) -> Html {
    let Some(portal) = routed.portal else { return Html::EMPTY };
    let name = pick(w, &portal.name);
    let id = if routed.to.own() { "licensing-route-both" } else { "licensing-route-portal" };
    let title = w.with(id, &[("portal", name.into())]);
    let mut more = Html::literal("<p>").then(&Html::link(&portal.address, name)).then(&Html::literal("</p>"));
    if !routed.verified {
        more = more.then(&paragraph(&w.t("views-procedure-to-be-confirmed")));
    }
    notice(Tone::Info, &title, &more)
}

/// A few words for lists; empty where our own pages take filings.
pub(crate) fn short(w: &Words, routed: &Where<'_>) -> String {
    match routed.portal {
        Some(portal) if !routed.to.own() => {
            w.with("licensing-route-short", &[("portal", pick(w, &portal.name).into())])
        }
        _ => String::new(),
    }
}
