//! Mail over SMTP.

use crate::config::{Email, Security};
use crate::senders::{Outcome, Outgoing};
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::time::{Duration, SystemTime};

/// Says that no person wrote this, so that no machine answers it (RFC 3834, section 5).
#[derive(Debug, Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// A mail as it is to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mail<'m> {
    /// Left side of the `Message-ID`.
    pub id: &'m str,
    /// Address.
    pub to: &'m str,
    /// Subject.
    pub subject: &'m str,
    /// Text in Vietnamese.
    pub vi: &'m str,
    /// Text in English; may be empty.
    pub en: &'m str,
    /// Date, in seconds since 1970.
    pub at_s: i64,
}

impl<'m> Mail<'m> {
    pub(crate) fn of(message: &Outgoing<'m>) -> Self {
        Self {
            id: message.id,
            to: message.to,
            subject: message.subject,
            vi: message.vi,
            en: message.en,
            at_s: message.now_s,
        }
    }

    /// Plain text: Vietnamese, a line, English.
    fn plain(&self) -> String {
        if self.en.is_empty() {
            return self.vi.to_owned();
        }
        format!("{}\n\n----------\n\n{}\n", self.vi, self.en)
    }

    fn html(&self) -> String {
        let mut html =
            String::from("<!DOCTYPE html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\"><title>");
        html.push_str(&escaped(self.subject));
        html.push_str("</title></head><body>\n<div lang=\"vi\">\n");
        html.push_str(&paragraphs(self.vi));
        html.push_str("</div>\n");
        if !self.en.is_empty() {
            html.push_str("<hr>\n<div lang=\"en\">\n");
            html.push_str(&paragraphs(self.en));
            html.push_str("</div>\n");
        }
        html.push_str("</body></html>\n");
        html
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn paragraphs(text: &str) -> String {
    let blocks = text.split("\n\n").map(str::trim).filter(|b| !b.is_empty());
    blocks.map(|b| format!("<p>{}</p>\n", escaped(b).replace('\n', "<br>\n"))).collect()
}

/// Hands mails to one server. Cheap to clone.
#[derive(Clone)]
pub struct MailSender {
    from: Mailbox,
    domain: String,
    transport: AsyncSmtpTransport<Tokio1Executor>,
    wait: Duration,
}

impl std::fmt::Debug for MailSender {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MailSender").field("domain", &self.domain).finish_non_exhaustive()
    }
}

impl MailSender {
    /// A sender; connects to nothing yet.
    ///
    /// # Errors
    /// The sender's address or a certificate cannot be used.
    pub fn new(email: &Email) -> Result<Self, String> {
        let from: Mailbox = email.from.parse().map_err(|_| "`from` is no address".to_owned())?;
        let domain = from.email.domain().to_owned();
        let tls = || {
            let mut parameters = TlsParameters::builder(email.host.clone());
            if let Some(pem) = &email.certificates {
                let certificate = Certificate::from_pem(pem);
                let certificate = certificate.map_err(|_| "the certificate file is no PEM".to_owned())?;
                parameters = parameters.add_root_certificate(certificate);
            }
            parameters.build().map_err(|_| "the certificates cannot be used".to_owned())
        };
        let security = match email.security {
            Security::Tls => Tls::Wrapper(tls()?),
            Security::Starttls => Tls::Required(tls()?),
            Security::None => Tls::None,
        };
        let wait = Duration::from_secs(email.timeout_s);
        let hello = lettre::transport::smtp::extension::ClientId::Domain(domain.clone());
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(email.host.as_str())
            .port(email.port)
            .hello_name(hello)
            .timeout(Some(wait))
            .tls(security);
        if let Some((user, password)) = &email.credentials {
            builder = builder.credentials(Credentials::new(user.clone(), password.clone()));
        }
        Ok(Self { from, domain, transport: builder.build(), wait })
    }

    fn message(&self, mail: &Mail<'_>) -> Result<Message, Outcome> {
        let to = mail.to.parse().map_err(|_| Outcome::Never("bad-address".to_owned()))?;
        let at_s = u64::try_from(mail.at_s).unwrap_or_default();
        let part = |kind: ContentType, text: String| SinglePart::builder().header(kind).body(text);
        let body = MultiPart::alternative()
            .singlepart(part(ContentType::TEXT_PLAIN, mail.plain()))
            .singlepart(part(ContentType::TEXT_HTML, mail.html()));
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(one_line(mail.subject))
            .date(SystemTime::UNIX_EPOCH + Duration::from_secs(at_s))
            .message_id(Some(format!("<{}@{}>", mail.id, self.domain)))
            .header(AutoSubmitted)
            .multipart(body)
            .map_err(|_| Outcome::Never("not-mail".to_owned()))
    }

    /// Hands a mail over.
    pub async fn send(&self, mail: &Mail<'_>) -> Outcome {
        let message = match self.message(mail) {
            Ok(message) => message,
            Err(outcome) => return outcome,
        };
        // The transport's own limit is one for each step of the conversation.
        let error = match tokio::time::timeout(self.wait, self.transport.send(message)).await {
            Err(_) => return Outcome::Later("timeout".to_owned()),
            Ok(Ok(_)) => return Outcome::Taken,
            Ok(Err(error)) => error,
        };
        // The server's own words may hold the address: only the code is kept.
        match error.status() {
            Some(code) if error.is_permanent() => Outcome::Never(format!("smtp-{code}")),
            Some(code) => Outcome::Later(format!("smtp-{code}")),
            None if error.is_timeout() => Outcome::Later("timeout".to_owned()),
            None if error.is_tls() => Outcome::Later("tls".to_owned()),
            None => Outcome::Later("no-connection".to_owned()),
        }
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sender() -> MailSender {
        let email = Email {
            host: "localhost".to_owned(),
            port: 25,
            security: Security::None,
            from: "Sở TTTT <thongbao@so.example.vn>".to_owned(),
            credentials: None,
            certificates: None,
            timeout_s: 5,
        };
        MailSender::new(&email).unwrap()
    }

    const MAIL: Mail<'static> = Mail {
        id: "abc123",
        to: "mai@example.vn",
        subject: "Hồ sơ 01 đã có kết quả\r\nBcc: x@example.vn",
        vi: "Kính gửi <ông/bà>,\n\nXong & gửi.",
        en: "Dear all.",
        at_s: 1_709_600_400,
    };

    #[test]
    fn a_mail_has_its_headers_and_no_others() {
        let text = String::from_utf8(sender().message(&MAIL).unwrap().formatted()).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        for line in [
            "Message-ID: <abc123@so.example.vn>",
            "Auto-Submitted: auto-generated",
            "Date: Tue, 05 Mar 2024 01:00:00 +0000",
            "To: mai@example.vn",
            "MIME-Version: 1.0",
        ] {
            assert!(head.lines().any(|l| l == line), "no `{line}` in\n{head}");
        }
        assert!(!head.lines().any(|l| l.starts_with("Bcc")), "{head}");
        assert!(body.contains("text/plain; charset=utf-8") && body.contains("text/html; charset=utf-8"));
    }

    #[test]
    fn a_text_stays_text() {
        let html = MAIL.html();
        assert!(html.contains("<p>Kính gửi &lt;ông/bà&gt;,</p>\n<p>Xong &amp; gửi.</p>"), "{html}");
        assert!(html.contains("<div lang=\"en\">"));
        assert!(MAIL.plain().starts_with("Kính gửi <ông/bà>,"));
    }

    #[test]
    fn no_address_is_refused_for_good() {
        for to in ["", "mai", "mai@", "a b@example.vn", "x@example.vn\r\nBcc: y@example.vn"] {
            let refused = sender().message(&Mail { to, ..MAIL }).map(drop);
            assert_eq!(refused, Err(Outcome::Never("bad-address".to_owned())), "{to}");
        }
    }
}
