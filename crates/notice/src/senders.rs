//! All senders, by channel.

use crate::{Config, HookSender, Mail, MailSender};

/// How a sending ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The server or the provider has it.
    Taken,
    /// Not now: a code without personal data says why.
    Later(String),
    /// Not ever: the address or the message is refused.
    Never(String),
}

/// A message to hand over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outgoing<'m> {
    /// Identifier, the same at every try; no dot in it.
    pub id: &'m str,
    /// E-mail address or telephone number.
    pub to: &'m str,
    /// Subject in Vietnamese; mail only.
    pub subject: &'m str,
    /// Text in Vietnamese.
    pub vi: &'m str,
    /// Text in English; may be empty.
    pub en: &'m str,
    /// Where a provider reports what became of it.
    pub report_to: &'m str,
    /// Now, in seconds since 1970, by the world's clock: servers compare it with theirs.
    pub now_s: i64,
}

/// Senders by channel. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Senders {
    email: Option<MailSender>,
    sms: Option<HookSender>,
    zalo: Option<HookSender>,
}

impl Senders {
    /// Makes senders for the channels that are set up. Connects to nothing yet.
    ///
    /// # Errors
    /// What the file says cannot be used, in words.
    pub fn new(config: &Config) -> Result<Self, String> {
        Ok(Self {
            email: config.email.as_ref().map(MailSender::new).transpose()?,
            sms: config.sms.as_ref().map(|h| HookSender::new("sms", h)).transpose()?,
            zalo: config.zalo.as_ref().map(|h| HookSender::new("zalo", h)).transpose()?,
        })
    }

    /// The channels that are set up.
    #[must_use]
    pub fn channels(&self) -> Vec<&'static str> {
        let set_up =
            [("email", self.email.is_some()), ("sms", self.sms.is_some()), ("zalo", self.zalo.is_some())];
        set_up.into_iter().filter(|(_, there)| *there).map(|(name, _)| name).collect()
    }

    /// The sender to a provider, for its secret.
    #[must_use]
    pub fn hook(&self, channel: &str) -> Option<&HookSender> {
        match channel {
            "sms" => self.sms.as_ref(),
            "zalo" => self.zalo.as_ref(),
            _ => None,
        }
    }

    /// Hands a message over.
    pub async fn send(&self, channel: &str, message: &Outgoing<'_>) -> Outcome {
        if channel == "email" {
            return match &self.email {
                Some(sender) => sender.send(&Mail::of(message)).await,
                None => Outcome::Later("not-set-up".to_owned()),
            };
        }
        match self.hook(channel) {
            Some(sender) => sender.send(message).await,
            None => Outcome::Later("not-set-up".to_owned()),
        }
    }
}
