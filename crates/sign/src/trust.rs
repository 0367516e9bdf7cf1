//! Who is trusted: roots and lists of revoked certificates, from configuration.

use crate::credential::{Credential, certificates, der_of, pem};
use crate::fault::Fault;
use crate::names::{Name, named};
use crate::signer::{Problem, signs_papers};
use der::Encode;
use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime};
use std::time::Duration;
use webpki::{
    ALL_VERIFICATION_ALGS, CertRevocationList, EndEntityCert, Error, ExtendedKeyUsageValidator,
    KeyPurposeIdIter, OwnedCertRevocationList, RevocationCheckDepth, RevocationOptionsBuilder,
    UnknownStatusPolicy, anchor_from_trusted_cert,
};
use x509_cert::Certificate;

/// Most roots, and most lists of revoked certificates.
const MAX_ROOTS: usize = 200;
const MAX_LISTS: usize = 50;
/// Largest list of revoked certificates, bytes.
const MAX_LIST_BYTES: usize = 8 * 1024 * 1024;

/// Roots that are trusted, and lists of what was revoked.
#[derive(Debug, Default)]
pub struct Trust {
    roots: Vec<Certificate>,
    anchors: Vec<TrustAnchor<'static>>,
    lists: Vec<CertRevocationList<'static>>,
}

/// How a certificate stands at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Standing {
    /// It comes from a trusted root and is in force.
    Good,
    /// Its time, or that of one of its issuers, has run out or not begun.
    NotInForce,
    /// It was revoked.
    Revoked {
        /// Since when, milliseconds since 1970 in UTC.
        since_ms: i64,
    },
    /// It comes from nobody that is trusted here.
    Unknown,
    /// It vouches for itself.
    SelfSigned,
    /// It, or one of its issuers, is signed with an algorithm that can be forged or is not known.
    Weak,
    /// It cannot be read, or says something that is not understood.
    Faulty,
}

impl Standing {
    /// What it means for a signature made at that moment.
    pub(crate) fn problem(&self) -> Option<Problem> {
        match self {
            Self::Good => None,
            Self::NotInForce => Some(Problem::NotInForce),
            Self::Revoked { .. } => Some(Problem::Revoked),
            Self::Unknown => Some(Problem::Unknown),
            Self::SelfSigned => Some(Problem::SelfSigned),
            Self::Weak => Some(Problem::WeakDigest),
            Self::Faulty => Some(Problem::Unreadable),
        }
    }
}

/// Purposes are looked at before; here any will do.
struct AnyPurpose;

impl ExtendedKeyUsageValidator for AnyPurpose {
    fn validate(&self, purposes: KeyPurposeIdIter<'_, '_>) -> Result<(), Error> {
        purposes.into_iter().try_for_each(|p| p.map(drop))
    }
}

impl Trust {
    /// Adds roots: PEM, or one in DER.
    ///
    /// # Errors
    /// They cannot be read, or there are too many.
    pub fn add_roots(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        for root in certificates(bytes)? {
            let der = CertificateDer::from(der_of(&root)?);
            let anchor = anchor_from_trusted_cert(&der).map_err(|_| Fault::Certificate("it is no root"))?;
            self.anchors.push(anchor.to_owned());
            self.roots.push(root);
        }
        if self.roots.len() > MAX_ROOTS {
            Err(Fault::Certificate("there are too many roots"))
        } else {
            Ok(())
        }
    }

    /// Adds a list of revoked certificates in DER (RFC 5280).
    ///
    /// # Errors
    /// It cannot be read, is too large, or there are too many.
    pub fn add_list(&mut self, der: &[u8]) -> Result<(), Fault> {
        if der.len() > MAX_LIST_BYTES || self.lists.len() >= MAX_LISTS {
            return Err(Fault::TooLarge { size_bytes: der.len(), max_bytes: MAX_LIST_BYTES });
        }
        let list =
            OwnedCertRevocationList::from_der(der).map_err(|_| Fault::Encoding("a revocation list"))?;
        self.lists.push(list.into());
        Ok(())
    }

    /// The roots, as a page shows them.
    #[must_use]
    pub fn roots(&self) -> Vec<Name> {
        self.roots.iter().map(named).collect()
    }

    /// The roots in PEM, for other programs.
    ///
    /// # Errors
    /// A certificate cannot be encoded.
    pub fn pem(&self) -> Result<String, Fault> {
        Ok(self.roots.iter().map(pem).collect::<Result<Vec<_>, _>>()?.concat())
    }

    /// Whether a key may sign papers now, before it does: its certificate is for that, leads to a root, is in force and not revoked.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn may_sign(&self, credential: &Credential, now_ms: i64) -> Result<(), Problem> {
        let own = credential.own().map_err(|_| Problem::NoCertificate)?;
        signs_papers(own)?;
        let others = credential.chain.get(1..).unwrap_or_default();
        self.standing(own, others, now_ms).problem().map_or(Ok(()), Err)
    }

    /// How a certificate stands at a moment, milliseconds since 1970 in UTC; `others` may be its issuers.
    pub(crate) fn standing(&self, certificate: &Certificate, others: &[Certificate], at_ms: i64) -> Standing {
        let standing = self.path(certificate, others, at_ms).unwrap_or_else(|e| read(&e));
        let tbs = &certificate.tbs_certificate;
        match standing {
            Standing::Unknown if tbs.issuer == tbs.subject => Standing::SelfSigned,
            Standing::Good => match self.revoked_since(certificate) {
                Some(since_ms) if since_ms <= at_ms => Standing::Revoked { since_ms },
                _ => Standing::Good,
            },
            other => other,
        }
    }

    /// Follows the path to a root. Lists of revoked certificates are asked without their day: when something was revoked is
    /// what matters, and that is asked afterwards.
    fn path(&self, certificate: &Certificate, others: &[Certificate], at_ms: i64) -> Result<Standing, Error> {
        let encoded = |c: &Certificate| der_of(c).map(CertificateDer::from).map_err(|_| Error::BadDer);
        let own = encoded(certificate)?;
        let others = others.iter().map(encoded).collect::<Result<Vec<_>, _>>()?;
        let own = EndEntityCert::try_from(&own)?;
        let seconds = u64::try_from(at_ms.div_euclid(1_000)).unwrap_or(0);
        let at = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
        own.verify_for_usage(ALL_VERIFICATION_ALGS, &self.anchors, &others, at, AnyPurpose, None, None)?;
        let lists: Vec<_> = self.lists.iter().collect();
        let Ok(revocation) = RevocationOptionsBuilder::new(&lists) else { return Ok(Standing::Good) };
        let revocation = revocation
            .with_depth(RevocationCheckDepth::Chain)
            .with_status_policy(UnknownStatusPolicy::Allow)
            .build();
        let anchors = &self.anchors;
        match own.verify_for_usage(
            ALL_VERIFICATION_ALGS,
            anchors,
            &others,
            at,
            AnyPurpose,
            Some(revocation),
            None,
        ) {
            Ok(_) => Ok(Standing::Good),
            Err(Error::CertRevoked) => match self.revoked_since(certificate) {
                // What was revoked later was good then.
                Some(since_ms) if since_ms > at_ms => Ok(Standing::Good),
                Some(since_ms) => Ok(Standing::Revoked { since_ms }),
                // One of the issuers was: since when does not help, because what it issued cannot be dated either.
                None => Ok(Standing::Revoked { since_ms: i64::MIN }),
            },
            Err(other) => Err(other),
        }
    }

    /// Since when a certificate is on a list of its issuer.
    fn revoked_since(&self, certificate: &Certificate) -> Option<i64> {
        let tbs = &certificate.tbs_certificate;
        // The library keeps names without their outer tag and length.
        let issuer = tbs.issuer.to_der().ok()?;
        let mut found = self.lists.iter().filter(|list| issuer.ends_with(list.issuer())).filter_map(|list| {
            let entry = list.find_serial(tbs.serial_number.as_bytes()).ok().flatten()?;
            i64::try_from(entry.revocation_date.as_secs()).ok()?.checked_mul(1_000)
        });
        found.next()
    }
}

fn read(error: &Error) -> Standing {
    match error {
        Error::CertExpired { .. } | Error::CertNotValidYet { .. } => Standing::NotInForce,
        Error::UnknownIssuer | Error::CaUsedAsEndEntity => Standing::Unknown,
        Error::UnsupportedSignatureAlgorithmContext(_)
        | Error::UnsupportedSignatureAlgorithmForPublicKeyContext(_)
        | Error::SignatureAlgorithmMismatch => Standing::Weak,
        Error::InvalidSignatureForPublicKey => Standing::Unknown,
        _ => Standing::Faulty,
    }
}
