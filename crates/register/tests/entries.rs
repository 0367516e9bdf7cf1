//! Versions of entries, and their search words.

use congvu_register::{Change, ChangeError, Entry, Standing, Status, apply, fold, words};
use jiff::civil::{DateTime, date};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn entry() -> Entry {
    Entry {
        register: "aggregated-sites".into(),
        number: "2024/05/GP-STTTT".into(),
        version: 1,
        since: at(2024, 3, 14),
        status: Status::Valid,
        until: Some(at(2029, 3, 14)),
        suspended_until: None,
        issued: at(2024, 3, 14),
        extended: 0,
        reissued: 0,
        matter: "m-1".into(),
        paper: "05/GP-STTTT".into(),
        clause: "8.a".into(),
        content: content(&json!({"licensee": "Công ty Sao Mai", "domains": ["saomai.vn"]})),
        origin: None,
    }
}

fn content(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

fn at(y: i16, m: i8, d: i8) -> DateTime {
    date(y, m, d).at(8, 0, 0, 0)
}

fn change(e: &Entry, c: Change, when: DateTime) -> Result<Entry, ChangeError> {
    apply(e, c, when, "m-2", "06/GP-STTTT", "8.a")
}

#[test]
fn amending_keeps_what_is_not_named() {
    let next =
        change(&entry(), Change::Amend(content(&json!({"domains": ["saomai.com.vn"]}))), at(2024, 5, 2))
            .unwrap();
    assert_eq!(next.version, 2);
    assert_eq!(next.text("licensee"), "Công ty Sao Mai");
    assert_eq!(next.text("domains"), "saomai.com.vn");
    assert_eq!(next.issued, at(2024, 3, 14));
}

#[test]
fn extending_counts_and_ends() {
    let extend = |y| Change::Extend { until: at(y, 3, 14), at_most: Some(2) };
    let one = change(&entry(), extend(2031), at(2029, 1, 1)).unwrap();
    let two = change(&one, extend(2033), at(2031, 1, 1)).unwrap();
    assert_eq!(two.extended, 2);
    let refused = change(&two, extend(2035), at(2033, 1, 1)).unwrap_err();
    assert_eq!(refused, ChangeError::ExtendedOut { number: "2024/05/GP-STTTT".into(), times: 2 });
    assert!(matches!(change(&entry(), extend(2028), at(2028, 1, 1)), Err(ChangeError::NotLonger { .. })));
}

#[test]
fn a_revoked_entry_stays_revoked() {
    let gone = change(&entry(), Change::Revoke, at(2024, 6, 1)).unwrap();
    assert_eq!(gone.standing(at(2024, 6, 2)), Standing::Revoked);
    for again in [Change::Reissue, Change::Revoke, Change::Amend(Map::new())] {
        assert!(matches!(change(&gone, again, at(2024, 6, 2)), Err(ChangeError::NotInForce { .. })));
    }
}

#[test]
fn an_expired_entry_cannot_be_amended_but_can_be_corrected() {
    let late = at(2029, 3, 14);
    assert_eq!(entry().standing(late), Standing::Expired);
    assert!(change(&entry(), Change::Amend(Map::new()), late).is_err());
    assert!(change(&entry(), Change::Correct(Map::new()), late).is_ok());
}

#[test]
fn the_last_moment_is_still_in_force() {
    let last = at(2029, 3, 14).checked_sub(jiff::Span::new().seconds(1)).unwrap();
    assert_eq!(entry().standing(last), Standing::Valid);
}

#[test]
fn vietnamese_is_found_without_diacritics() {
    let cases = [
        ("Hậu Giang", "hau giang"),
        ("ĐỒNG THÁP", "dong thap"),
        ("Ðà Nẵng", "da nang"),
        ("trường\u{300}", "truong"),
        ("", ""),
    ];
    for (input, expected) in cases {
        assert_eq!(fold(input), expected, "{input}");
    }
    assert_eq!(words("Số 05/GP-STTTT; saomai.vn."), ["so", "05/gp-stttt", "saomai.vn"]);
}

proptest! {
    #[test]
    fn folding_twice_changes_nothing(text in ".{0,60}") {
        prop_assert_eq!(fold(&fold(&text)), fold(&text));
    }

    #[test]
    fn composed_and_decomposed_fold_alike(text in "[a-zA-Zàáảãạăắâấđêếôốơớưứ ]{0,40}") {
        use unicode_normalization::UnicodeNormalization;
        prop_assert_eq!(fold(&text.nfd().collect::<String>()), fold(&text.nfc().collect::<String>()));
    }
}

#[test]
fn what_was_entered_by_mistake_says_nothing_about_any_day() {
    let revoked = change(&entry(), Change::Revoke, at(2024, 6, 1)).unwrap();
    for before in [entry(), revoked] {
        let gone = change(&before, Change::Annul, at(2024, 7, 1)).unwrap();
        assert_eq!((gone.status, gone.since), (Status::Annulled, before.issued));
        assert_eq!(gone.standing(at(2024, 3, 14)), Standing::Annulled);
        assert!(matches!(
            change(&gone, Change::Revoke, at(2024, 8, 1)),
            Err(ChangeError::NotInForce { status: "annulled", .. })
        ));
    }
}
