//! Templates of notices: what they may name, how they are filled in, and when telephones are left alone.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use congvu_pack::notices::{Channel, Quiet, SUBJECT_NAMES, filled, placeholders};
use congvu_pack::{Files, Library};
use jiff::civil::{DateTime, Time};
use proptest::prelude::*;
use std::sync::LazyLock;

static LIBRARY: LazyLock<Library> = LazyLock::new(|| Library::load(&Files::built_in()).unwrap());

/// Puts one template into the packs and gives the faults that it makes, as `line: reason`.
fn faults(template: &str) -> Vec<String> {
    let mut files = Files::built_in();
    files.by_path.retain(|path, _| ["vn/", "binh-duong/"].iter().any(|folder| path.starts_with(folder)));
    files.by_path.insert("vn/notices/zz.toml".to_owned(), template.as_bytes().to_vec());
    let found = Library::load(&files).err().map(|f| f.0).unwrap_or_default();
    found.iter().map(|f| format!("{} {}: {}", f.file.rsplit('/').next().unwrap(), f.line, f.reason)).collect()
}

const GOOD: &str = r#"[[notice]]
id = "test"
lifecycles = ["application"]
act = "stop"
to = ["applicant"]
channels = ["in-app", "sms"]
subject = { vi = "Hồ sơ {case}", en = "Case {case} at {agency}: {procedure}" }
body = { vi = "{input.reasons} {due} {link} {applicant} {day}", en = "x" }
short = "{case}"
verified = false
"#;

#[test]
fn a_wrong_template_is_refused_with_its_place() {
    assert_eq!(faults(GOOD), Vec::<String>::new());
    for (old, new, line, reason) in [
        ("Hồ sơ {case}", "Hồ sơ của {applicant}", 7, "`{applicant}`: a subject may name {case}"),
        ("Case {case}", "Case {input.reasons}", 7, "`{input.reasons}`: a subject may name"),
        ("Hồ sơ {case}", "Hồ sơ {due}", 7, "a subject may name"),
        ("Hồ sơ {case}", "Hồ sơ {case", 7, "a `{` without a `}`"),
        ("Hồ sơ {case}", "Hồ sơ }", 7, "a `}` without a `{`"),
        ("Hồ sơ {case}", "Hồ sơ {{case}}", 7, "is no placeholder"),
        ("{due}", "{phone}", 8, "`{phone}`: a text may name"),
        ("{due}", "{input.until}", 8, "`{input.until}`: a text may name"),
        ("short = \"{case}\"", "short = \"{name}\"", 9, "`{name}`: a text may name"),
        ("short = \"{case}\"\n", "", 6, "`short` is needed for sms and zalo"),
        ("[\"in-app\", \"sms\"]", "[\"sms\"]", 6, "`in-app` is always one of them"),
        ("[\"in-app\", \"sms\"]", "[\"in-app\", \"fax\"]", 6, "unknown variant `fax`"),
        ("\"stop\"", "\"halt\"", 4, "the lifecycle `application` has no act `halt`"),
        ("[\"application\"]", "[\"no-such-life\"]", 3, "there is no lifecycle `no-such-life`"),
        ("[\"application\"]", "[\"application\", \"intake\"]", 4, "the lifecycle `intake` has no act `stop`"),
        ("act = \"stop\"\n", "", 2, "either an `act` or a `passing`"),
        ("act = \"stop\"\n", "act = \"stop\"\npassing = \"late\"\n", 2, "either an `act` or a `passing`"),
        (
            "act = \"stop\"\n",
            "passing = \"late\"\nwhen = \"early\"\n",
            4,
            "`when` and `outcome` are for notices of an act",
        ),
        ("[\"applicant\"]", "[]", 5, "at least one recipient"),
        ("[\"applicant\"]", "[\"everybody\"]", 5, "unknown variant `everybody`"),
        ("\"test\"", "\"applicant.filed\"", 2, "stands twice"),
        ("verified = false", "verified = true", 10, "names its `source`"),
        ("verified = false", "verified = false\nloud = true", 11, "unknown field `loud`"),
    ] {
        assert!(GOOD.contains(old), "{old}");
        let found = faults(&GOOD.replacen(old, new, 1));
        let hit = found.iter().any(|f| f.starts_with(&format!("zz.toml {line}: ")) && f.contains(reason));
        // A fault that names the same thing elsewhere is told there.
        assert!(hit, "{new}: expected {line}: {reason}, found {found:?}");
    }
}

#[test]
fn no_subject_of_the_packs_names_a_person() {
    assert!(LIBRARY.notices.list.len() > 10);
    for notice in &LIBRARY.notices.list {
        for subject in [&notice.subject.vi, &notice.subject.en] {
            let names = placeholders(subject).unwrap();
            assert!(names.iter().all(|n| SUBJECT_NAMES.contains(n)), "{}: {subject}", notice.id);
        }
    }
}

#[test]
fn telephones_are_left_alone_in_the_hours_of_the_packs() {
    let at = |text: &str| text.parse::<DateTime>().unwrap();
    let quiet = &LIBRARY.notices.sending.quiet;
    for (now, expected) in [
        ("2024-03-04T21:59:59", "2024-03-04T21:59:59"),
        ("2024-03-04T22:00:00", "2024-03-05T06:00:00"),
        ("2024-03-04T23:59:59", "2024-03-05T06:00:00"),
        ("2024-03-05T00:00:00", "2024-03-05T06:00:00"),
        ("2024-03-05T05:59:59", "2024-03-05T06:00:00"),
        ("2024-03-05T06:00:00", "2024-03-05T06:00:00"),
        ("2024-12-31T22:30:00", "2025-01-01T06:00:00"),
    ] {
        assert_eq!(quiet.after(Channel::Sms, at(now)), at(expected), "{now}");
        assert_eq!(quiet.after(Channel::Email, at(now)), at(now), "mail wakes nobody");
    }
}

fn time() -> impl Strategy<Value = Time> {
    (0_i8..24, 0_i8..60).prop_map(|(hour, minute)| Time::new(hour, minute, 0, 0).unwrap())
}

proptest! {
    /// Values come through as they are, whatever stands in them, and nothing else is added or lost.
    #[test]
    fn filling_in_keeps_words_and_values(
        words in proptest::collection::vec("[^{}]{0,8}", 1..6),
        value in "\\PC{0,20}",
    ) {
        let template = words.join("{case}");
        let expected = words.join(&value);
        prop_assert_eq!(filled(&template, &|name| (name == "case").then(|| value.clone())), expected);
        prop_assert_eq!(placeholders(&template).unwrap().len(), words.len() - 1);
    }

    /// No text makes it panic; what has no placeholders stays as it is.
    #[test]
    fn any_text_is_read(text in "\\PC{0,60}") {
        let names = placeholders(&text);
        let out = filled(&text, &|_| None);
        if names.as_ref().is_ok_and(Vec::is_empty) || names.is_err() {
            prop_assert_eq!(out, text);
        }
    }

    /// Whenever a message may go out, it may go out right then, and it waits less than a day.
    #[test]
    fn quiet_hours_end(from in time(), until in time(), now in time()) {
        let quiet = Quiet { from, until, channels: vec![Channel::Sms] };
        let now = jiff::civil::date(2024, 2, 28).to_datetime(now);
        let after = quiet.after(Channel::Sms, now);
        prop_assert!(after >= now && now.duration_until(after) < jiff::SignedDuration::from_hours(24));
        prop_assert_eq!(quiet.after(Channel::Sms, after), after);
        if after > now {
            prop_assert_eq!(after.time(), until);
        }
    }
}
