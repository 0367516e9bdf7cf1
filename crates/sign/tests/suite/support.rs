use congvu_sign::{
    Authority, Clockmaker, Credential, Key, Purpose, Report, Said, Subject, Term, Trust, sign_paper, verify,
};

/// 4 March 2024, 8:00 in Viet Nam.
pub(crate) const NOW: i64 = 1_709_514_000_000;
pub(crate) const DAY: i64 = 86_400_000;
pub(crate) const TERM: Term = Term { from_ms: NOW - 10 * DAY, until_ms: NOW + 3_650 * DAY };
/// IANA's number for examples (RFC 5612).
pub(crate) const POLICY: &str = "1.3.6.1.4.1.32473.1";

pub(crate) struct World {
    pub(crate) root: Authority,
    pub(crate) seal: Credential,
    pub(crate) deputy: Credential,
    pub(crate) time: Clockmaker,
    pub(crate) trust: Trust,
}

pub(crate) fn subject(name: &str) -> Subject<'_> {
    Subject { name, organization: Some("DEMO Sở"), country: Some("VN"), ..Subject::default() }
}

impl World {
    pub(crate) fn new() -> Self {
        let root = Authority::root(&subject("DEMO root"), TERM).unwrap();
        let issue =
            |name, purpose| root.issue(Key::generate().unwrap(), &subject(name), purpose, TERM).unwrap();
        let seal = issue("DEMO Sở Thông tin và Truyền thông", Purpose::Papers);
        let deputy = issue("DEMO Trần Thị Ký", Purpose::Papers);
        let time = Clockmaker::new(issue("DEMO time", Purpose::Stamps), POLICY, 1_000).unwrap();
        let mut trust = Trust::default();
        trust.add_roots(root.pem().unwrap().as_bytes()).unwrap();
        Self { root, seal, deputy, time, trust }
    }

    pub(crate) fn sign(&self, pdf: Vec<u8>, by: &Credential, at_ms: i64) -> Vec<u8> {
        let said =
            Said { at_ms, name: Some("DEMO"), reason: Some("GIẤY PHÉP số 01/GP-STTTT"), place: None };
        let signed = sign_paper(pdf, by, &said).unwrap();
        let request = signed.stamp_request().unwrap();
        let answer = self.time.answer(request.der(), Some(at_ms)).unwrap();
        signed.stamped(&request.read(&answer).unwrap()).unwrap()
    }

    pub(crate) fn sealed(&self) -> Vec<u8> {
        self.sign(paper(), &self.seal, NOW)
    }

    pub(crate) fn verify(&self, pdf: &[u8]) -> Report {
        verify(pdf.to_vec(), &self.trust, NOW + DAY).unwrap()
    }
}

/// A paper of one page, as small as PDF allows.
pub(crate) fn paper() -> Vec<u8> {
    let text = "BT /F1 24 Tf 72 720 Td (Fee: 100) Tj ET";
    pdf(&[
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>"
            .to_owned(),
        format!("<</Length {}>>\nstream\n{text}\nendstream", text.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
    ])
}

/// Objects numbered from 1, the first of them the catalogue, with their table.
pub(crate) fn pdf(objects: &[String]) -> Vec<u8> {
    let mut out = "%PDF-1.7\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f\r\n", objects.len() + 1);
    for (i, body) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n\r\n", out.len()));
        out.push_str(&format!("{} 0 obj\n{body}\nendobj\n", i + 1));
    }
    let start = out.len();
    out.push_str(&format!(
        "{table}trailer\n<</Size {}/Root 1 0 R/ID[<01><02>]>>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    ));
    out.into_bytes()
}

pub(crate) fn find(bytes: &[u8], word: &str) -> usize {
    bytes.windows(word.len()).position(|w| w == word.as_bytes()).unwrap_or_else(|| panic!("no {word}"))
}

pub(crate) fn rfind(bytes: &[u8], word: &str) -> usize {
    bytes.windows(word.len()).rposition(|w| w == word.as_bytes()).unwrap_or_else(|| panic!("no {word}"))
}

/// A file with one object replaced by an incremental update.
pub(crate) fn updated(mut pdf: Vec<u8>, number: usize, body: &str, size: usize) -> Vec<u8> {
    let at = rfind(&pdf, "startxref\n") + 10;
    let end = at + find(&pdf[at..], "\n");
    let previous = String::from_utf8(pdf[at..end].to_vec()).unwrap();
    let place = pdf.len();
    pdf.extend(format!("{number} 0 obj\n{body}\nendobj\n").bytes());
    let start = pdf.len();
    pdf.extend(
        format!(
            "xref\n{number} 1\n{place:010} 00000 n\r\ntrailer\n<</Size {size}/Root 1 0 R/Prev {previous}>>\nstartxref\n{start}\n%%EOF\n"
        )
        .bytes(),
    );
    pdf
}
