//! What was told about a case: to whom, by which channel, and how it went.

use congvu_desk::{Sending, from_ms};
use congvu_pack::notices::Channel;
use congvu_web::components::{Tone, badge, bullets, paragraph};
use congvu_web::{Html, Words, fmt};

/// Letters of an address that are shown at its ends.
const SHOWN: usize = 2;

/// An address with its middle hidden: whoever knows it recognises it, nobody else learns it.
#[must_use]
pub fn masked(address: &str) -> String {
    let (name, domain) = address.split_once('@').map_or((address, ""), |(name, domain)| (name, domain));
    let letters: Vec<char> = name.chars().collect();
    let shown = if letters.len() > SHOWN.saturating_mul(2) { SHOWN } else { letters.len().min(1) };
    let start: String = letters.iter().take(shown).collect();
    // The end of a telephone number is what people know it by; the end of a name in an address is not.
    let end =
        if domain.is_empty() && shown == SHOWN { letters.len().saturating_sub(shown) } else { letters.len() };
    let end: String = letters.iter().skip(end).collect();
    let domain = if domain.is_empty() { String::new() } else { format!("@{domain}") };
    format!("{start}•••{end}{domain}")
}

/// A channel in words, with the masked address.
#[must_use]
pub fn channel_text(w: &Words, sending: &Sending) -> String {
    let channel = w.t(&format!("views-channel-{}", sending.channel));
    if sending.address.is_empty() { channel } else { format!("{channel} {}", masked(&sending.address)) }
}

/// How a message stands, in words. In the program itself it has arrived, and is read or not.
#[must_use]
pub fn sending_state(w: &Words, sending: &Sending) -> (Tone, String) {
    if sending.channel == Channel::InApp.as_str() {
        return match sending.read_ms {
            Some(_) => (Tone::Good, w.t("views-sending-read")),
            None => (Tone::Neutral, w.t("views-sending-unread")),
        };
    }
    let tone = match sending.state.as_str() {
        "delivered" => Tone::Good,
        "sent" => Tone::Info,
        "failed" => Tone::Bad,
        "off" => Tone::Warn,
        _ => Tone::Neutral,
    };
    let known = ["queued", "sending", "sent", "delivered", "failed", "off"].contains(&sending.state.as_str());
    let state = if known { sending.state.as_str() } else { "queued" };
    (tone, w.t(&format!("views-sending-{state}")))
}

/// One message in one line, to choose from.
#[must_use]
pub fn sending_line(w: &Words, sending: &Sending) -> String {
    let subject = w.pick(&sending.subject_vi, &sending.subject_en);
    let (_, state) = sending_state(w, sending);
    format!("{} – {} – {} ({state})", moment(w, sending.queued_ms), subject, channel_text(w, sending))
}

fn moment(w: &Words, at_ms: i64) -> String {
    let at = from_ms(at_ms);
    format!("{} {}", fmt::time(at.time()), fmt::date(w.lang(), at.date()))
}

/// What is worth knowing about how it went.
fn detail(w: &Words, sending: &Sending, codes: bool) -> String {
    let mut parts = Vec::new();
    if let Some(at) = sending.delivered_ms.filter(|_| sending.channel != Channel::InApp.as_str()) {
        parts.push(w.with("views-sending-delivered-at", &[("at", moment(w, at).into())]));
    } else if let Some(at) = sending.sent_ms {
        parts.push(w.with("views-sending-sent-at", &[("at", moment(w, at).into())]));
    }
    if sending.state == "queued" && sending.run_at_ms > sending.queued_ms {
        parts.push(w.with("views-sending-waits", &[("at", moment(w, sending.run_at_ms).into())]));
    }
    if sending.attempts > 1 {
        parts.push(w.with("views-sending-attempts", &[("n", sending.attempts.into())]));
    }
    if sending.unsure > 0 {
        parts.push(w.t("views-sending-unsure"));
    }
    match sending.error.as_str() {
        "" => {}
        "not-wanted" => parts.push(w.t("views-sending-not-wanted")),
        "no-address" | "bad-address" => parts.push(w.t("views-sending-no-address")),
        code if codes => parts.push(w.with("views-sending-code", &[("code", code.to_owned().into())])),
        _ => {}
    }
    parts.join(" · ")
}

/// What was told about a case. `codes`: with what servers answered, for officers.
#[must_use]
pub fn sendings(w: &Words, sendings: &[&Sending], codes: bool) -> Html {
    if sendings.is_empty() {
        return paragraph(&w.t("views-sendings-none"));
    }
    let items: Vec<Html> = sendings
        .iter()
        .map(|s| {
            let (tone, state) = sending_state(w, s);
            let detail = detail(w, s, codes);
            let detail = if detail.is_empty() { detail } else { format!(" · {detail}") };
            let subject = w.pick(&s.subject_vi, &s.subject_en);
            let head = format!("{} – {} – {}: ", moment(w, s.queued_ms), channel_text(w, s), subject);
            Html::join([Html::text(&head), badge(tone, &state), Html::text(&detail)])
        })
        .collect();
    bullets(&items)
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn an_address_is_recognised_and_not_learned() {
        for (address, expected) in [
            ("0912345678", "09•••78"),
            ("lienhe@saomai.example.vn", "li•••@saomai.example.vn"),
            ("mai@example.vn", "m•••@example.vn"),
            ("113", "1•••"),
            ("", "•••"),
            ("@", "•••"),
            ("ấm@ví.vn", "ấ•••@ví.vn"),
        ] {
            assert_eq!(masked(address), expected);
        }
    }
}
