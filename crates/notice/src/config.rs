//! The file that says through whom notices go out.

use crate::signature::Secret;
use serde::Deserialize;
use std::fmt;
use std::path::{Path, PathBuf};

/// Largest file read, in bytes.
const MAX_BYTES: u64 = 64 * 1024;
/// How long a server may take to answer, in seconds, where the file does not say.
const TIMEOUT_S: u64 = 20;
/// Longest that the file may say, in seconds; shorter than a sender may hold a message.
const MAX_TIMEOUT_S: u64 = 40;

/// How a connection to the mail server is kept secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// Encrypted from the first byte.
    Tls,
    /// Encrypted by STARTTLS, which must succeed.
    Starttls,
    /// Not at all; only to this machine.
    None,
}

/// `[email]`
#[derive(Clone, PartialEq, Eq)]
pub struct Email {
    /// The mail server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is kept secret.
    pub security: Security,
    /// The sender, as `Name <address>`.
    pub from: String,
    /// User and password, where the server asks for them.
    pub credentials: Option<(String, String)>,
    /// Certificates (PEM) to trust besides the system's.
    pub certificates: Option<Vec<u8>>,
    /// How long the server may take, in seconds.
    pub timeout_s: u64,
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Email").field("host", &self.host).field("port", &self.port).finish_non_exhaustive()
    }
}

/// `[sms]` or `[zalo]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hook {
    /// Where messages are posted to.
    pub url: String,
    /// Signs them, and the provider's reports.
    pub secret: Secret,
    /// Under which name they go out; may be empty.
    pub sender: String,
    /// How long the provider may take, in seconds.
    pub timeout_s: u64,
}

/// Through whom notices go out; a channel that is not there is not set up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    /// Mail.
    pub email: Option<Email>,
    /// Text messages.
    pub sms: Option<Hook>,
    /// Zalo messages.
    pub zalo: Option<Hook>,
}

/// What is wrong with the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {reason}")]
pub struct ConfigError {
    /// The file.
    pub file: String,
    /// What is wrong, without secrets.
    pub reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    email: Option<EmailFile>,
    sms: Option<HookFile>,
    zalo: Option<HookFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct EmailFile {
    host: String,
    port: u16,
    security: Security,
    from: String,
    user: Option<String>,
    password_file: Option<PathBuf>,
    certificate_file: Option<PathBuf>,
    timeout_s: Option<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct HookFile {
    url: String,
    secret_file: PathBuf,
    #[serde(default)]
    sender: String,
    timeout_s: Option<u64>,
}

fn wrong(file: &Path, reason: impl fmt::Display) -> ConfigError {
    ConfigError { file: file.display().to_string(), reason: reason.to_string() }
}

fn bytes(file: &Path) -> Result<Vec<u8>, ConfigError> {
    let size = std::fs::metadata(file).map_err(|e| wrong(file, e))?.len();
    if size > MAX_BYTES {
        return Err(wrong(file, format!("larger than {MAX_BYTES} bytes")));
    }
    std::fs::read(file).map_err(|e| wrong(file, e))
}

fn text(file: &Path) -> Result<String, ConfigError> {
    String::from_utf8(bytes(file)?).map_err(|_| wrong(file, "not UTF-8 text"))
}

impl Config {
    /// Reads the file, and the files with secrets that it names (relative to its folder).
    ///
    /// # Errors
    /// A file cannot be read, or something in it is wrong; the message names no secret.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let source = text(path)?;
        let file: File = toml::from_str(&source).map_err(|error| {
            let before = error.span().and_then(|s| source.get(..s.start)).unwrap_or_default();
            let line = before.matches('\n').count().saturating_add(1);
            wrong(path, format!("line {line}: {}", error.message()))
        })?;
        let folder = path.parent().unwrap_or(Path::new("."));
        Ok(Self {
            email: file.email.map(|e| e.checked(path, folder)).transpose()?,
            sms: file.sms.map(|h| h.checked("sms", path, folder)).transpose()?,
            zalo: file.zalo.map(|h| h.checked("zalo", path, folder)).transpose()?,
        })
    }
}

fn timeout(said: Option<u64>, path: &Path) -> Result<u64, ConfigError> {
    let seconds = said.unwrap_or(TIMEOUT_S);
    if (1..=MAX_TIMEOUT_S).contains(&seconds) {
        return Ok(seconds);
    }
    Err(wrong(path, format!("`timeout-s` is from 1 to {MAX_TIMEOUT_S}")))
}

impl EmailFile {
    fn checked(self, path: &Path, folder: &Path) -> Result<Email, ConfigError> {
        if self.security == Security::None && !is_here(&self.host) {
            return Err(wrong(path, "`security = \"none\"` is for a mail server on this machine only"));
        }
        if self.from.parse::<lettre::message::Mailbox>().is_err() {
            return Err(wrong(path, "`from` is no address: write `Name <address>`"));
        }
        let credentials = match (self.user, self.password_file) {
            (Some(user), Some(file)) => Some((user, text(&folder.join(file))?.trim_end().to_owned())),
            (None, None) => None,
            _ => return Err(wrong(path, "`user` and `password-file` go together")),
        };
        let certificates = self.certificate_file.map(|file| bytes(&folder.join(file))).transpose()?;
        let timeout_s = timeout(self.timeout_s, path)?;
        let Self { host, port, security, from, .. } = self;
        Ok(Email { host, port, security, from, credentials, certificates, timeout_s })
    }
}

impl HookFile {
    fn checked(self, channel: &str, path: &Path, folder: &Path) -> Result<Hook, ConfigError> {
        let url: hyper::Uri =
            self.url.parse().map_err(|_| wrong(path, format!("the `url` of [{channel}] is no address")))?;
        let host = url.host().unwrap_or_default();
        let is_safe = match url.scheme_str() {
            Some("https") => !host.is_empty(),
            Some("http") => is_here(host),
            _ => false,
        };
        if !is_safe {
            let reason =
                format!("the `url` of [{channel}] begins with https://; http:// is for this machine only");
            return Err(wrong(path, reason));
        }
        let file = folder.join(&self.secret_file);
        let secret = text(&file)?.parse().map_err(|e| wrong(&file, e))?;
        Ok(Hook { url: self.url, secret, sender: self.sender, timeout_s: timeout(self.timeout_s, path)? })
    }
}

/// Whether a host is this machine.
fn is_here(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}
