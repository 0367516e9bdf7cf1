//! What was found in a file, in words.

use congvu_desk::from_ms;
use congvu_sign::{Fault, Name, Problem, Report, Seen, Standing, Verdict};
use congvu_web::{Words, fmt};

/// The answer about a whole file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whole {
    Good,
    Unknown,
    Bad,
    None,
}

impl Whole {
    pub(crate) fn of(report: &Report) -> Self {
        let verdicts: Vec<_> = report.signatures.iter().map(Seen::verdict).collect();
        match () {
            () if verdicts.is_empty() => Self::None,
            () if verdicts.contains(&Verdict::Bad) => Self::Bad,
            () if verdicts.contains(&Verdict::Unknown) => Self::Unknown,
            () => Self::Good,
        }
    }

    /// Title and sentence.
    pub(crate) fn words(self, w: &Words) -> (String, String) {
        match self {
            Self::Good => (w.t("trust-good"), w.t("trust-good-more")),
            Self::Unknown => (w.t("trust-unknown"), w.t("trust-unknown-more")),
            Self::Bad => (w.t("trust-bad"), w.t("trust-bad-more")),
            Self::None => (w.t("trust-none"), w.t("trust-none-more")),
        }
    }
}

/// The whole answer, line by line, for a terminal. Whether all is well is the second part.
#[must_use]
pub fn told(w: &Words, report: &Report) -> (Vec<String>, bool) {
    let (title, more) = Whole::of(report).words(w);
    let mut all = vec![format!("{title}. {more}")];
    for (n, seen) in report.signatures.iter().enumerate() {
        all.push(w.with("trust-nth", &[("n", (n.saturating_add(1)).to_string().into())]));
        all.extend(lines(w, seen).into_iter().map(|(name, text)| format!("  {name}: {text}")));
    }
    (all, report.is_good())
}

/// What is said of one signature: name and value.
pub(crate) fn lines(w: &Words, seen: &Seen) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut say = |name: String, text: String| all.push((name, text));
    let verdict = match seen.verdict() {
        Verdict::Good => w.t("trust-s-good"),
        Verdict::Unknown => w.t("trust-s-unknown"),
        Verdict::Bad => w.t("trust-s-bad"),
    };
    say(w.t("trust-l-verdict"), verdict);
    if let Some(signer) = &seen.signer {
        say(w.t("trust-l-signer"), who(signer));
        say(w.t("trust-l-issuer"), signer.issuer.clone());
    }
    if let Some(reason) = &seen.reason {
        say(w.t("trust-l-reason"), reason.clone());
    }
    say(
        w.t("trust-l-time"),
        match &seen.stamp {
            Some(stamp) => {
                let by = who(&stamp.by);
                w.with("trust-time", &[("time", moment(w, stamp.at_ms).into()), ("by", by.into())])
            }
            None => w.t("trust-no-time"),
        },
    );
    // How much of the file a signature covers is known only where it could be read.
    if seen.then.is_some() {
        let cover = match (seen.bytes_after, seen.problems.contains(&Problem::ChangedAfter)) {
            (0, _) => w.t("trust-covers-all"),
            (_, false) => w.t("trust-covers-before"),
            (_, true) => w.t("trust-covers-changed"),
        };
        say(w.t("trust-l-covers"), cover);
    }
    for (name, standing) in [("trust-l-then", &seen.then), ("trust-l-now", &seen.now)] {
        if let Some(standing) = standing {
            say(w.t(name), stands(w, standing));
        }
    }
    for problem in &seen.problems {
        say(w.t("trust-l-problem"), why(w, *problem));
    }
    all
}

fn who(name: &Name) -> String {
    let parts = [Some(&name.name), name.title.as_ref(), name.organization.as_ref()];
    let mut all: Vec<&str> =
        parts.into_iter().flatten().map(String::as_str).filter(|p| !p.is_empty()).collect();
    all.dedup();
    all.join(", ")
}

/// Time and day in Viet Nam, to the second.
pub(crate) fn moment(w: &Words, at_ms: i64) -> String {
    let at = from_ms(at_ms);
    let time = at.strftime("%H:%M:%S").to_string();
    w.with("trust-moment", &[("time", time.into()), ("date", fmt::date(w.lang(), at.date()).into())])
}

fn stands(w: &Words, standing: &Standing) -> String {
    match standing {
        Standing::Good => w.t("trust-stands-good"),
        Standing::NotInForce => w.t("trust-stands-not"),
        Standing::Revoked { since_ms: i64::MIN } => w.t("trust-stands-revoked-issuer"),
        Standing::Revoked { since_ms } => {
            w.with("trust-stands-revoked", &[("time", moment(w, *since_ms).into())])
        }
        Standing::Unknown => w.t("trust-stands-unknown"),
        Standing::SelfSigned => w.t("trust-stands-self"),
        Standing::Weak => w.t("trust-stands-weak"),
        _ => w.t("trust-stands-faulty"),
    }
}

fn why(w: &Words, problem: Problem) -> String {
    match problem {
        Problem::Range => w.t("trust-p-range"),
        Problem::Trailing => w.t("trust-p-trailing"),
        Problem::Kind => w.t("trust-p-kind"),
        Problem::NoCertificate => w.t("trust-p-no-certificate"),
        Problem::Changed => w.t("trust-p-changed"),
        Problem::Wrong => w.t("trust-p-wrong"),
        Problem::WeakDigest => w.t("trust-p-weak-digest"),
        Problem::WeakKey => w.t("trust-p-weak-key"),
        Problem::Usage => w.t("trust-p-usage"),
        Problem::SelfSigned => w.t("trust-p-self-signed"),
        Problem::Unknown => w.t("trust-p-unknown"),
        Problem::NotInForce => w.t("trust-p-not-in-force"),
        Problem::Revoked => w.t("trust-p-revoked"),
        Problem::ChangedAfter => w.t("trust-p-changed-after"),
        Problem::Stamp => w.t("trust-p-stamp"),
        Problem::StampUnknown => w.t("trust-p-stamp-unknown"),
        _ => w.t("trust-p-unreadable"),
    }
}

/// Why a file could not be read.
pub(crate) fn unread(w: &Words, fault: &Fault) -> String {
    match fault {
        Fault::TooLarge { max_bytes, .. } => {
            let most = fmt::size(w.lang(), u64::try_from(*max_bytes).unwrap_or(u64::MAX));
            w.with("trust-too-large", &[("size", most.into())])
        }
        Fault::Unfit(congvu_desk::Unfit::Locked) => w.t("trust-locked"),
        Fault::Unfit(congvu_desk::Unfit::Empty) => w.t("trust-empty"),
        _ => w.t("trust-no-pdf"),
    }
}
