//! A key with the certificates that say whose it is.

use crate::fault::Fault;
use crate::key::Key;
use der::{Decode, DecodePem, Encode, EncodePem};
use x509_cert::Certificate;
use zeroize::Zeroizing;

/// Most certificates that belong to one key.
const MAX_CHAIN: usize = 8;
/// Largest file with certificates, bytes.
pub(crate) const MAX_PEM_BYTES: usize = 256 * 1024;

/// A key, its certificate, and those of its issuers up to the root, which is left out of what goes with signatures.
#[derive(Debug)]
pub struct Credential {
    pub(crate) key: Key,
    pub(crate) chain: Vec<Certificate>,
}

impl Credential {
    /// Puts a key and its certificates together.
    ///
    /// # Errors
    /// There is no certificate, there are too many, or the first is about another key.
    pub fn new(key: Key, chain: Vec<Certificate>) -> Result<Self, Fault> {
        let own = chain.first().ok_or(Fault::Certificate("there is none"))?;
        if chain.len() > MAX_CHAIN {
            return Err(Fault::Certificate("there are too many"));
        }
        if !key.fits(own)? {
            return Err(Fault::Certificate("it is about another key"));
        }
        Ok(Self { key, chain })
    }

    /// Reads a key in PKCS#8 and its certificates in PEM, its own first.
    ///
    /// # Errors
    /// Either cannot be read, or they do not belong together.
    pub fn read(pkcs8: &[u8], pem: &[u8]) -> Result<Self, Fault> {
        Self::new(Key::read(pkcs8)?, certificates(pem)?)
    }

    /// Reads a file as [`Credential::file`] writes it: the key in PKCS#8, then the certificates, all in PEM.
    ///
    /// # Errors
    /// Something in it cannot be read, or key and certificate do not belong together.
    pub fn read_file(file: &[u8]) -> Result<Self, Fault> {
        let end = b"-----END PRIVATE KEY-----";
        let at = file.windows(end.len()).position(|w| w == end).ok_or(Fault::Encoding("the key"))?;
        let (key, rest) = file.split_at(at.saturating_add(end.len()));
        let (_, key) = der::pem::decode_vec(key).map_err(|_| Fault::Encoding("the key"))?;
        Self::read(&Zeroizing::new(key), rest)
    }

    /// Key and certificates in one file, for its owner alone.
    ///
    /// # Errors
    /// Something cannot be encoded.
    pub fn file(&self) -> Result<Zeroizing<String>, Fault> {
        let key = der::pem::encode_string("PRIVATE KEY", der::pem::LineEnding::LF, self.key.pkcs8());
        let mut file = Zeroizing::new(key.map_err(|_| Fault::Encoding("the key"))?);
        file.push_str(&self.pem()?);
        Ok(file)
    }

    /// The key.
    #[must_use]
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// The certificates in PEM, its own first.
    ///
    /// # Errors
    /// A certificate cannot be encoded.
    pub fn pem(&self) -> Result<String, Fault> {
        let all = self.chain.iter().map(pem).collect::<Result<Vec<_>, _>>()?;
        Ok(all.concat())
    }

    /// Its own certificate.
    pub(crate) fn own(&self) -> Result<&Certificate, Fault> {
        self.chain.first().ok_or(Fault::Certificate("there is none"))
    }

    /// The certificates that go with a signature: all but roots, which whoever checks must have already.
    pub(crate) fn shown(&self) -> Vec<Certificate> {
        let root = |c: &Certificate| c.tbs_certificate.issuer == c.tbs_certificate.subject;
        self.chain.iter().enumerate().filter(|(i, c)| *i == 0 || !root(c)).map(|(_, c)| c.clone()).collect()
    }
}

pub(crate) fn pem(certificate: &Certificate) -> Result<String, Fault> {
    Ok(certificate.to_pem(der::pem::LineEnding::LF)?)
}

/// Reads certificates: PEM, one after the other, or one in DER.
pub(crate) fn certificates(bytes: &[u8]) -> Result<Vec<Certificate>, Fault> {
    if bytes.len() > MAX_PEM_BYTES {
        return Err(Fault::TooLarge { size_bytes: bytes.len(), max_bytes: MAX_PEM_BYTES });
    }
    if let Ok(one) = Certificate::from_der(bytes) {
        return Ok(vec![one]);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Fault::Encoding("certificates"))?;
    let end = "-----END CERTIFICATE-----";
    let blocks = text.split_inclusive(end).filter_map(|part| {
        let at = part.find("-----BEGIN CERTIFICATE-----")?;
        part.get(at..).filter(|block| block.ends_with(end))
    });
    let all = blocks
        .map(|block| Certificate::from_pem(block.as_bytes()).map_err(|_| Fault::Encoding("a certificate")))
        .collect::<Result<Vec<_>, _>>()?;
    if all.is_empty() { Err(Fault::Certificate("there is none in the file")) } else { Ok(all) }
}

pub(crate) fn der_of(certificate: &Certificate) -> Result<Vec<u8>, Fault> {
    Ok(certificate.to_der()?)
}
