//! Seals of agencies, authorities of time, and who is trusted: from configuration, or made for a demonstration.

use super::keys::{self, Demo};
use super::stamps;
use anyhow::{Context, bail};
use axum::http::Uri;
use congvu_desk::{Clock, Sealed, Sealer, ToSeal};
use congvu_sign::{Credential, Said, Signed, StampRequest, Token, Trust, sign_paper};
use congvu_trust::TimeService;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How far the demonstration's authority of time says that it may be off, milliseconds.
pub(super) const ACCURACY_MS: u32 = 1_000;
/// Folder of keys in the folder of the data.
const FOLDER: &str = "keys";

/// Options about signatures.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct SignArguments {
    /// The seal of a department: its identifier, `=`, and a PKCS#12 file. May be given several times, and must be given to every server on
    /// the same data. Papers are issued only when they are sealed, and a seal is used only while its certificate leads to a root of
    /// `--trust`, is in force, and is on no list of `--revoked`.
    #[arg(long, value_name = "AGENCY=FILE", requires = "seal_passphrase", requires = "tsa")]
    seal_p12: Vec<String>,
    /// File with the passphrase of the seals, one line.
    #[arg(long, value_name = "FILE")]
    seal_passphrase: Option<PathBuf>,
    /// Authority of time that stamps seals (RFC 3161 over http). May be given several times: the first that answers is taken.
    #[arg(long, value_name = "URL")]
    tsa: Vec<String>,
    /// File with roots that are trusted when papers are checked, PEM; may be given several times.
    #[arg(long, value_name = "FILE")]
    trust: Vec<PathBuf>,
    /// File with a list of revoked certificates, DER; may be given several times.
    #[arg(long, value_name = "FILE")]
    revoked: Vec<PathBuf>,
}

/// The roots that are trusted: those of a demonstration in `data`, and those in files.
///
/// # Errors
/// A file cannot be read.
pub fn roots(data: Option<&Path>, files: &[PathBuf], revoked: &[PathBuf]) -> anyhow::Result<Trust> {
    let mut trust = Trust::default();
    let demo = data.map(|data| data.join(FOLDER).join(keys::ROOT)).filter(|file| file.is_file());
    for file in demo.iter().chain(files) {
        let named = || format!("reading `{}`", file.display());
        trust.add_roots(&keys::read(file).with_context(named)?).with_context(named)?;
    }
    for file in revoked {
        let named = || format!("reading `{}`", file.display());
        trust.add_list(&std::fs::read(file).with_context(named)?).with_context(named)?;
    }
    Ok(trust)
}

impl SignArguments {
    /// Reads the keys; a demonstration makes those that it lacks.
    ///
    /// # Errors
    /// A file cannot be read or made, or names no department.
    pub fn open(
        &self,
        data: &Path,
        agencies: &[(&str, &str)],
        clock: Clock,
        demo: bool,
    ) -> anyhow::Result<Signing> {
        let mut signing = Signing::default();
        let mut trust = roots(None, &self.trust, &self.revoked)?;
        for address in &self.tsa {
            signing.authorities.push(Stamper::Elsewhere(super::http::address(address)?));
        }
        for named in &self.seal_p12 {
            let (agency, file) = named.split_once('=').context("--seal-p12 takes AGENCY=FILE")?;
            if !agencies.iter().any(|(id, _)| *id == agency) {
                bail!("--seal-p12: there is no department `{agency}`");
            }
            let passphrase = self.seal_passphrase.as_deref().context("--seal-p12 needs --seal-passphrase")?;
            let seal = keys::from_p12(Path::new(file), passphrase)?;
            signing.seals.insert(agency.to_owned(), Arc::new(seal));
        }
        if demo {
            let folder = data.join(FOLDER);
            let made = Demo::open(&folder, clock)?;
            trust.add_roots(made.root_pem()?.as_bytes())?;
            for (agency, name) in agencies {
                if !signing.seals.contains_key(*agency) {
                    signing.seals.insert((*agency).to_owned(), Arc::new(made.seal(agency, name)?));
                }
            }
            let time = Arc::new(TimeService::new(made.time()?, clock, ACCURACY_MS));
            signing.time = Some(Arc::clone(&time));
            signing.authorities.push(Stamper::Here(time));
        }
        signing.trust = Arc::new(trust);
        Ok(signing)
    }
}

/// Whoever tells the time.
enum Stamper {
    Here(Arc<TimeService>),
    Elsewhere(Uri),
}

/// Seals of agencies, authorities of time in the order in which they are asked, and who is trusted.
#[derive(Default)]
pub struct Signing {
    seals: BTreeMap<String, Arc<Credential>>,
    authorities: Vec<Stamper>,
    time: Option<Arc<TimeService>>,
    trust: Arc<Trust>,
}

impl Signing {
    /// Whether papers are sealed at all.
    pub(super) fn seals(&self) -> bool {
        !self.seals.is_empty()
    }

    pub(super) fn trust(&self) -> Arc<Trust> {
        Arc::clone(&self.trust)
    }

    pub(super) fn time(&self) -> Option<Arc<TimeService>> {
        self.time.clone()
    }

    async fn sealed(&self, paper: ToSeal) -> anyhow::Result<Vec<u8>> {
        // A department without a seal, beside others that have theirs, goes on as it did before.
        let Some(seal) = self.seals.get(&paper.agency).cloned() else { return Ok(paper.pdf) };
        if let Err(problem) = self.trust.may_sign(&seal, paper.at_ms) {
            bail!("the certificate of the seal: {problem:?}");
        }
        let signed = tokio::task::spawn_blocking(move || sign(paper, &seal)).await??;
        let request = signed.stamp_request()?;
        let token = self.stamp(&request).await?;
        Ok(tokio::task::spawn_blocking(move || signed.stamped(&token)).await??)
    }

    /// The first authority that answers as it should.
    async fn stamp(&self, request: &StampRequest) -> anyhow::Result<Token> {
        let mut why = Vec::new();
        for authority in &self.authorities {
            let answer = match authority {
                Stamper::Here(time) => {
                    time.answer(request.der()).and_then(|a| request.read(&a)).map_err(Into::into)
                }
                Stamper::Elsewhere(uri) => stamps::ask(uri, request).await,
            };
            match answer {
                Ok(token) => return Ok(token),
                Err(error) => why.push(format!("{error:#}")),
            }
        }
        bail!("no authority of time: {}", why.join("; "))
    }
}

fn sign(paper: ToSeal, seal: &Credential) -> anyhow::Result<Signed> {
    let said = Said {
        at_ms: paper.at_ms,
        name: None,
        reason: Some(paper.reason.as_str()).filter(|reason| !reason.is_empty()),
        place: Some(paper.place.as_str()).filter(|place| !place.is_empty()),
    };
    Ok(sign_paper(paper.pdf, seal, &said)?)
}

impl Sealer for Signing {
    fn seal(&self, paper: ToSeal) -> Sealed<'_> {
        Box::pin(async move { self.sealed(paper).await.map_err(|error| format!("{error:#}")) })
    }
}
