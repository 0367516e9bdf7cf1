//! What changed last in a register, as an Atom feed (RFC 4287).

use super::cached;
use super::find::read;
use super::json::{address, stamp, timestamp};
use super::labels::Labels;
use super::standing;
use crate::common::{last_day, path};
use axum::http::HeaderMap;
use axum::response::Response;
use congvu_desk::{Desk, to_ms};
use congvu_pack::Agency;
use congvu_register::{Entry, RegisterDef, Status, public};
use congvu_web::{PageCx, ResultExt, WebError, Words, fmt};
use quick_xml::escape::escape;

/// Changes in a feed.
const ENTRIES: u32 = 50;

/// `GET /{agency}/registers/{register}.atom`.
pub(super) async fn feed(
    desk: &Desk,
    cx: &PageCx,
    headers: &HeaderMap,
    agency: &Agency,
    def: &RegisterDef,
) -> Result<Response, WebError> {
    let now = desk.clock().now();
    let rows =
        desk.store().entries_changed(agency.id(), &def.id, to_ms(now), None, ENTRIES).await.or_fault()?;
    let mut entries = Vec::with_capacity(rows.len());
    for row in &rows {
        entries.push(read(row)?);
    }
    entries.retain(|e| e.status != Status::Annulled);
    let w = cx.words();
    let base = address(desk, agency, def);
    let title = w.pick(&def.name.vi, &def.name.en);
    let name = w.pick(&agency.file.name.vi, &agency.file.name.en);
    // A feed without entries was last changed when there was nothing: the beginning of the register is not known.
    let updated = entries.first().map_or(jiff::civil::date(1970, 1, 1).at(7, 0, 0, 0), |e| e.since);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    out.push_str(&format!("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n", w.lang().code()));
    out.push_str(&format!("<id>{}</id>\n<title>{}</title>\n", text(&base), text(title)));
    out.push_str(&format!("<subtitle>{}</subtitle>\n", text(w.pick(&def.about.vi, &def.about.en))));
    out.push_str(&format!("<updated>{}</updated>\n", stamp(updated)));
    out.push_str(&format!("<author><name>{}</name></author>\n", text(name)));
    out.push_str(&format!(
        "<link rel=\"self\" type=\"application/atom+xml\" href=\"{0}.atom\"/>\n<link rel=\"alternate\" type=\"text/html\" href=\"{0}\"/>\n",
        text(&base)
    ));
    for entry in &entries {
        let labels = Labels::of(desk.library(), &def.id, entry.since.date());
        one(&mut out, w, def, &labels, &base, entry);
    }
    out.push_str("</feed>\n");
    let changed = timestamp(updated);
    let kind = "application/atom+xml; charset=utf-8";
    Ok(cached::answer(headers, kind, def.listed, changed, out))
}

fn one(out: &mut String, w: &Words, def: &RegisterDef, labels: &Labels<'_>, base: &str, entry: &Entry) {
    let href = format!("{base}/{}", path(&entry.number));
    let standing = standing::word(w, entry.standing(entry.since));
    let title = format!("{}: {standing}", entry.cited());
    let mut lines = vec![format!("{}: {}", w.t("registers-until"), last_day(w, entry.until))];
    let said = public(entry, def);
    for name in &def.public {
        let value = said.get(name).map(|v| labels.value(w, name, v)).unwrap_or_default();
        if !value.is_empty() {
            lines.push(format!("{}: {value}", labels.label(w, name)));
        }
    }
    lines.push(format!("{}: {}", w.t("registers-since"), fmt::date(w.lang(), entry.since.date())));
    out.push_str(&format!(
        "<entry>\n<id>{href}#{version}</id>\n<title>{title}</title>\n<updated>{updated}</updated>\n\
         <published>{issued}</published>\n<link rel=\"alternate\" type=\"text/html\" href=\"{href}\"/>\n\
         <content type=\"text\">{content}</content>\n</entry>\n",
        href = text(&href),
        version = entry.version,
        title = text(&title),
        updated = stamp(entry.since),
        issued = stamp(entry.issued),
        content = text(&lines.join("\n")),
    ));
}

/// Text as XML 1.0 can have it: characters that it cannot are left out.
fn text(raw: &str) -> String {
    let known = |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}');
    let kept: String = raw.chars().filter(known).collect();
    escape(kept.as_str()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn only_what_xml_can_have() {
        for (raw, expected) in [
            ("a<b>&\"c\"", "a&lt;b&gt;&amp;&quot;c&quot;"),
            ("a\u{0}b\u{1f}c\u{ffff}d", "abcd"),
            ("Đất Thủ\n", "Đất Thủ\n"),
        ] {
            assert_eq!(text(raw), expected);
        }
    }
}
