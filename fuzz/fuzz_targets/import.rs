//! Whatever the bytes: no panic, no character lost, and Akoma Ntoso that passes its checks.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok((document, ledger)) = congvu_law::import_with_ledger(bytes) else { return };
    let source = std::str::from_utf8(bytes).expect("what was read is UTF-8");
    assert!(ledger.missing(source).is_empty(), "a character was lost");
    let issues = congvu_law::check_akn(&congvu_law::write_akn(&document), Some(&document));
    assert!(issues.is_empty(), "{issues:?}");
    let comparison = congvu_law::compare(&document, &document);
    assert!(comparison.facts.is_empty() && comparison.clauses.is_empty(), "a text differs from itself");
});
