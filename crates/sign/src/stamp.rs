//! Time stamps (RFC 3161): asking for one, giving one, reading one.

use crate::authority::serial;
use crate::cms::{Content, sign, wrapped};
use crate::credential::Credential;
use crate::fault::Fault;
use crate::oids;
use crate::signer::{self, Problem};
use cms::content_info::ContentInfo;
use cms::signed_data::SignedData;
use der::asn1::{Any, BitString, Int, ObjectIdentifier, OctetString};
use der::{Decode, Encode, Sequence, Tag};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use x509_cert::Certificate;
use x509_cert::spki::AlgorithmIdentifierOwned;

/// Largest request, bytes.
pub const MAX_REQUEST_BYTES: usize = 4 * 1024;
/// Largest answer, bytes.
pub const MAX_ANSWER_BYTES: usize = 64 * 1024;
/// Largest nonce, bytes.
const MAX_NONCE_BYTES: usize = 32;

#[derive(Sequence)]
struct Imprint {
    algorithm: AlgorithmIdentifierOwned,
    hash: OctetString,
}

/// RFC 3161, 2.4.1.
#[derive(Sequence)]
struct Query {
    version: u8,
    imprint: Imprint,
    #[asn1(optional = "true")]
    policy: Option<ObjectIdentifier>,
    #[asn1(optional = "true")]
    nonce: Option<Int>,
    #[asn1(default = "no")]
    cert_req: bool,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", constructed = "true", optional = "true")]
    extensions: Option<Vec<Any>>,
}

fn no() -> bool {
    false
}

/// RFC 3161, 2.4.2.
#[derive(Sequence)]
struct Status {
    status: u8,
    #[asn1(optional = "true")]
    text: Option<Vec<String>>,
    #[asn1(optional = "true")]
    failure: Option<BitString>,
}

#[derive(Sequence)]
struct Response {
    status: Status,
    #[asn1(optional = "true")]
    token: Option<ContentInfo>,
}

/// RFC 3161, 2.4.2. The time stays as it came: fractions of a second are allowed there and not by every reader.
#[derive(Sequence)]
struct TstInfo {
    version: u8,
    policy: ObjectIdentifier,
    imprint: Imprint,
    serial: Int,
    time: Any,
    #[asn1(optional = "true")]
    accuracy: Option<Accuracy>,
    #[asn1(default = "no")]
    ordering: bool,
    #[asn1(optional = "true")]
    nonce: Option<Int>,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    tsa: Option<Any>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", constructed = "true", optional = "true")]
    extensions: Option<Vec<Any>>,
}

#[derive(Sequence)]
struct Accuracy {
    #[asn1(optional = "true")]
    seconds: Option<u32>,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    millis: Option<u16>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    micros: Option<u16>,
}

/// Why an authority refuses (RFC 3161, 2.4.2, `PKIFailureInfo`): the number of its bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Failure {
    BadAlgorithm = 0,
    BadRequest = 2,
    BadDataFormat = 5,
    TimeNotAvailable = 14,
    UnacceptedPolicy = 15,
    UnacceptedExtension = 16,
    System = 25,
}

/// An authority of time.
#[derive(Debug)]
pub struct Clockmaker {
    credential: Credential,
    policy: ObjectIdentifier,
    accuracy_ms: u32,
}

impl Clockmaker {
    /// An authority with its key, the object identifier of its policy, and how far its time may be off, milliseconds.
    ///
    /// # Errors
    /// The policy is no object identifier, or the certificate is not for stamping time.
    pub fn new(credential: Credential, policy: &str, accuracy_ms: u32) -> Result<Self, Fault> {
        let policy = ObjectIdentifier::new(policy).map_err(|_| Fault::Encoding("the policy"))?;
        if signer::stamps_only(credential.own()?).is_err() {
            return Err(Fault::Certificate("it is not for stamping time alone"));
        }
        Ok(Self { credential, policy, accuracy_ms })
    }

    /// Answers a request. `now_ms` is the time in UTC, `None` where the clock is not to be trusted: then it is refused, as is
    /// whatever else cannot be answered.
    ///
    /// # Errors
    /// The refusal itself cannot be encoded.
    pub fn answer(&self, request: &[u8], now_ms: Option<i64>) -> Result<Vec<u8>, Fault> {
        let response = match self.token(request, now_ms) {
            Ok(token) => {
                Response { status: Status { status: 0, text: None, failure: None }, token: Some(token) }
            }
            Err(failure) => refusal(failure)?,
        };
        Ok(response.to_der()?)
    }

    fn token(&self, request: &[u8], now_ms: Option<i64>) -> Result<ContentInfo, Failure> {
        if request.len() > MAX_REQUEST_BYTES {
            return Err(Failure::BadRequest);
        }
        let query = Query::from_der(request).map_err(|_| Failure::BadDataFormat)?;
        if query.version != 1 || query.nonce.as_ref().is_some_and(|n| n.as_bytes().len() > MAX_NONCE_BYTES) {
            return Err(Failure::BadRequest);
        }
        if query.extensions.is_some() {
            return Err(Failure::UnacceptedExtension);
        }
        if query.policy.is_some_and(|p| p != self.policy) {
            return Err(Failure::UnacceptedPolicy);
        }
        let length = match query.imprint.algorithm.oid {
            oids::SHA256 => 32,
            oids::SHA384 => 48,
            oids::SHA512 => 64,
            _ => return Err(Failure::BadAlgorithm),
        };
        if query.imprint.hash.as_bytes().len() != length {
            return Err(Failure::BadDataFormat);
        }
        let now_ms = now_ms.ok_or(Failure::TimeNotAvailable)?;
        self.stamp(query, now_ms).map_err(|_| Failure::System)
    }

    fn stamp(&self, query: Query, now_ms: i64) -> Result<ContentInfo, Fault> {
        let millis = u16::try_from(self.accuracy_ms % 1_000).ok().filter(|ms| *ms > 0);
        let info = TstInfo {
            version: 1,
            policy: self.policy,
            imprint: query.imprint,
            serial: Int::new(&serial()?)?,
            time: generalized(now_ms)?,
            accuracy: Some(Accuracy {
                seconds: Some(self.accuracy_ms / 1_000).filter(|s| *s > 0),
                millis,
                micros: None,
            }),
            ordering: false,
            nonce: query.nonce,
            tsa: None,
            extensions: None,
        };
        let content = Content::Inside { kind: oids::TST_INFO, bytes: &info.to_der()? };
        wrapped(&sign(&self.credential, &content, query.cert_req)?)
    }
}

fn refusal(failure: Failure) -> Result<Response, Fault> {
    let bit = failure as usize;
    let mut bits = vec![0_u8; bit / 8 + 1];
    if let Some(last) = bits.last_mut() {
        *last = 0x80 >> (bit % 8);
    }
    let unused = u8::try_from(7 - bit % 8).unwrap_or(0);
    let failure = BitString::new(unused, bits)?;
    Ok(Response { status: Status { status: 2, text: None, failure: Some(failure) }, token: None })
}

/// `YYYYMMDDhhmmss[.fff]Z`, no zeros at the end of the fraction (RFC 3161, 2.4.2).
fn generalized(at_ms: i64) -> Result<Any, Fault> {
    let at = Timestamp::from_millisecond(at_ms).map_err(|_| Fault::Encoding("a time"))?;
    let whole = at.to_zoned(TimeZone::UTC).strftime("%Y%m%d%H%M%S").to_string();
    let fraction = format!("{:03}", at_ms.rem_euclid(1_000));
    let text = match fraction.trim_end_matches('0') {
        "" => format!("{whole}Z"),
        some => format!("{whole}.{some}Z"),
    };
    Ok(Any::new(Tag::GeneralizedTime, text.into_bytes())?)
}

/// Milliseconds since 1970 in UTC.
fn read_time(time: &Any) -> Option<i64> {
    let text = std::str::from_utf8(time.value()).ok()?.strip_suffix('Z')?;
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if whole.len() != 14 || fraction.len() > 9 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let at = jiff::civil::DateTime::strptime("%Y%m%d%H%M%S", whole).ok()?;
    let whole_ms = at.to_zoned(TimeZone::UTC).ok()?.timestamp().as_millisecond();
    let millis: i64 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
    whole_ms.checked_add(millis)
}

/// A request under way, to be compared with its answer.
#[derive(Debug, Clone)]
pub struct StampRequest {
    hash: [u8; 32],
    nonce: [u8; 16],
    der: Vec<u8>,
}

impl StampRequest {
    /// Asks for the time of something by its SHA-256.
    ///
    /// # Errors
    /// The system gives no random numbers.
    pub fn new(hash: [u8; 32]) -> Result<Self, Fault> {
        let nonce = serial()?;
        let algorithm = AlgorithmIdentifierOwned { oid: oids::SHA256, parameters: Some(Any::null()) };
        let query = Query {
            version: 1,
            imprint: Imprint { algorithm, hash: OctetString::new(hash)? },
            policy: None,
            nonce: Some(Int::new(&nonce)?),
            cert_req: true,
            extensions: None,
        };
        Ok(Self { hash, nonce, der: query.to_der()? })
    }

    /// The request, to be sent as `application/timestamp-query`.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Reads the answer: granted, about what was asked, signed by a certificate for stamping time.
    ///
    /// # Errors
    /// See [`Fault::Stamp`].
    pub fn read(&self, answer: &[u8]) -> Result<Token, Fault> {
        if answer.len() > MAX_ANSWER_BYTES {
            return Err(Fault::TooLarge { size_bytes: answer.len(), max_bytes: MAX_ANSWER_BYTES });
        }
        let response = Response::from_der(answer).map_err(|_| Fault::Stamp("it cannot be read"))?;
        if response.status.status > 1 {
            return Err(Fault::Stamp("it refuses"));
        }
        let token = response.token.ok_or(Fault::Stamp("there is no stamp"))?;
        let read = Read::of(&token).map_err(|_| Fault::Stamp("the stamp is not signed as it must be"))?;
        if read.info.imprint.algorithm.oid != oids::SHA256
            || read.info.imprint.hash.as_bytes() != self.hash.as_slice()
        {
            return Err(Fault::Stamp("it is about something else"));
        }
        if read.info.nonce.as_ref().map(Int::as_bytes) != Some(self.nonce.as_slice()) {
            return Err(Fault::Stamp("it answers another request"));
        }
        Ok(Token { info: token, at_ms: read.at_ms })
    }
}

/// A time stamp that answers a request.
#[derive(Debug, Clone)]
pub struct Token {
    pub(crate) info: ContentInfo,
    /// The time that it tells, milliseconds since 1970 in UTC.
    pub at_ms: i64,
}

/// A stamp with a right signature of a certificate that is for stamping; whether that is trusted is another question.
pub(crate) struct Read {
    info: TstInfo,
    pub(crate) at_ms: i64,
    pub(crate) by: Certificate,
    pub(crate) others: Vec<Certificate>,
}

impl Read {
    pub(crate) fn of(token: &ContentInfo) -> Result<Self, Problem> {
        if token.content_type != oids::SIGNED_DATA {
            return Err(Problem::Unreadable);
        }
        let signed: SignedData = token.content.decode_as().map_err(|_| Problem::Unreadable)?;
        let content = &signed.encap_content_info;
        if content.econtent_type != oids::TST_INFO {
            return Err(Problem::Unreadable);
        }
        let inside = content.econtent.as_ref().ok_or(Problem::Unreadable)?;
        let inside: OctetString = inside.decode_as().map_err(|_| Problem::Unreadable)?;
        let (by, others, _) = signer::check(&signed, oids::TST_INFO, inside.as_bytes())?;
        signer::stamps_only(&by)?;
        let info = TstInfo::from_der(inside.as_bytes()).map_err(|_| Problem::Unreadable)?;
        let at_ms = read_time(&info.time).ok_or(Problem::Unreadable)?;
        Ok(Self { info, at_ms, by, others })
    }

    /// Whether the stamp is about these bytes.
    pub(crate) fn is_about(&self, bytes: &[u8]) -> bool {
        let imprint = &self.info.imprint;
        signer::digest(imprint.algorithm.oid, bytes).is_ok_and(|hash| hash == imprint.hash.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_and_read() {
        for (at_ms, text) in [
            (1_709_514_000_000, "20240304010000Z"),
            (1_709_514_000_120, "20240304010000.12Z"),
            (1_709_514_000_007, "20240304010000.007Z"),
        ] {
            let time = generalized(at_ms).expect("a time");
            assert_eq!(time.value(), text.as_bytes());
            assert_eq!(read_time(&time), Some(at_ms));
        }
        for wrong in ["20240304010000", "2024030401Z", "20240304010000.+1Z", "20241304010000Z", "Z", ""] {
            let time = Any::new(Tag::GeneralizedTime, wrong.as_bytes()).expect("bytes");
            assert_eq!(read_time(&time), None, "{wrong}");
        }
    }
}
