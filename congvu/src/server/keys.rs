//! Keys in files: those that a demonstration makes at its first start, and those that somebody was given.

use anyhow::Context;
use congvu_desk::Clock;
use congvu_sign::{Authority, Clockmaker, Credential, Key, Purpose, Subject, Term, read_p12};
use congvu_trust::TimeService;
use std::io::{ErrorKind, Read, Write};
use std::path::Path;

/// Largest file with a key, bytes.
const MAX_FILE_BYTES: u64 = 256 * 1024;
/// Largest file with a passphrase, bytes.
const MAX_PASSPHRASE_BYTES: u64 = 1_024;
/// The arc that RFC 5612 keeps for examples: a demonstration has no policy of its own.
const DEMO_POLICY: &str = "1.3.6.1.4.1.32473.1";
const DAY_MS: i64 = 86_400_000;
/// How long certificates of a demonstration hold, days.
const ROOT_DAYS: i64 = 7_300;
const LEAF_DAYS: i64 = 3_650;
/// File of the root of a demonstration.
pub(super) const ROOT: &str = "demo-root.pem";

pub(super) fn read(file: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(file)?.take(MAX_FILE_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A key with its certificates from PKCS#12, with the passphrase from a file of one line.
pub(super) fn from_p12(file: &Path, passphrase: &Path) -> anyhow::Result<Credential> {
    let mut text = String::new();
    let named = || format!("reading `{}`", passphrase.display());
    let open = std::fs::File::open(passphrase).with_context(named)?;
    open.take(MAX_PASSPHRASE_BYTES).read_to_string(&mut text).with_context(named)?;
    let named = || format!("reading `{}`", file.display());
    let bytes = read(file).with_context(named)?;
    read_p12(&bytes, text.trim_end_matches(['\r', '\n'])).with_context(named)
}

/// What a demonstration signs and stamps with. Made once; what is there is read.
pub(super) struct Demo<'a> {
    folder: &'a Path,
    root: Authority,
    leaf: Term,
}

impl<'a> Demo<'a> {
    pub(super) fn open(folder: &'a Path, clock: Clock) -> anyhow::Result<Self> {
        let named = || format!("keys of the demonstration in `{}`", folder.display());
        std::fs::create_dir_all(folder).with_context(named)?;
        let from_ms = clock.now_ms().saturating_sub(DAY_MS);
        let until = |days: i64| from_ms.saturating_add(days.saturating_mul(DAY_MS));
        let root = kept(&folder.join(ROOT), || {
            let name = subject("DEMO Công Vụ – tổ chức chứng thực thử nghiệm", "DEMO Công Vụ");
            let term = Term { from_ms, until_ms: until(ROOT_DAYS) };
            let root = Authority::root(&name, term)?;
            Ok(root.credential().file()?)
        })
        .with_context(named)?;
        Ok(Self { folder, root: Authority::of(root), leaf: Term { from_ms, until_ms: until(LEAF_DAYS) } })
    }

    pub(super) fn root_pem(&self) -> anyhow::Result<String> {
        Ok(self.root.pem()?)
    }

    /// The seal of an agency.
    pub(super) fn seal(&self, agency: &str, name: &str) -> anyhow::Result<Credential> {
        let name = format!("DEMO {name}");
        self.leaf(&format!("demo-seal-{agency}.pem"), &subject(&name, &name), Purpose::Papers)
    }

    pub(super) fn time(&self) -> anyhow::Result<Clockmaker> {
        let name = subject("DEMO Công Vụ – dấu thời gian", "DEMO Công Vụ");
        let credential = self.leaf("demo-time.pem", &name, Purpose::Stamps)?;
        Ok(Clockmaker::new(credential, DEMO_POLICY, super::signing::ACCURACY_MS)?)
    }

    fn leaf(&self, file: &str, name: &Subject<'_>, purpose: Purpose) -> anyhow::Result<Credential> {
        let file = self.folder.join(file);
        kept(&file, || Ok(self.root.issue(Key::generate()?, name, purpose, self.leaf)?.file()?))
            .with_context(|| format!("the key `{}`", file.display()))
    }
}

fn subject<'a>(name: &'a str, organization: &'a str) -> Subject<'a> {
    Subject { name, organization: Some(organization), country: Some("VN"), ..Subject::default() }
}

/// A key from its file; where there is none it is made, in a file that its owner alone may read. Two servers that begin at once end with the
/// same one: the file gets its name only when it is whole, and only once.
fn kept(
    file: &Path,
    make: impl FnOnce() -> anyhow::Result<zeroize::Zeroizing<String>>,
) -> anyhow::Result<Credential> {
    match read(file) {
        Ok(bytes) => return Ok(Credential::read_file(&zeroize::Zeroizing::new(bytes))?),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(error.into()),
    }
    let mut suffix = [0_u8; 8];
    getrandom::fill(&mut suffix).map_err(|e| anyhow::anyhow!("the system gives no random numbers: {e}"))?;
    let fresh = file.with_extension(hex::encode(suffix));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut to = options.open(&fresh)?;
    to.write_all(make()?.as_bytes())?;
    to.sync_all()?;
    let named = std::fs::hard_link(&fresh, file);
    std::fs::remove_file(&fresh)?;
    match named {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error.into()),
        _ => {}
    }
    Ok(Credential::read_file(&zeroize::Zeroizing::new(read(file)?))?)
}

/// Where the key of an authority of time comes from.
pub enum MadeTime<'a> {
    /// Made here and named DEMO, kept in this folder.
    Demo(&'a Path),
    /// From a file.
    Own {
        /// PKCS#12.
        p12: &'a Path,
        /// File with the passphrase.
        passphrase: &'a Path,
        /// Object identifier of the policy.
        policy: &'a str,
    },
}

/// An authority of time.
///
/// # Errors
/// The key cannot be read or made, or is not for stamping time.
pub fn made_time(from: MadeTime<'_>, clock: Clock, accuracy_ms: u32) -> anyhow::Result<TimeService> {
    let authority = match from {
        MadeTime::Demo(folder) => Demo::open(folder, clock)?.time()?,
        MadeTime::Own { p12, passphrase, policy } => {
            Clockmaker::new(from_p12(p12, passphrase)?, policy, accuracy_ms)?
        }
    };
    Ok(TimeService::new(authority, clock, accuracy_ms))
}
