//! Faulty packs: each is refused with file, line and reason.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests"
)]

use congvu_pack::{Fault, Files, Library};

const GRANT: &str = "vn/online-information/aggregated-site/grant.toml";
const NOTICE: &str = "vn/press/conference.toml";
const AMEND: &str = "vn/online-information/aggregated-site/amend.toml";
const REVOKE: &str = "vn/online-information/aggregated-site/revoke.toml";
const SCHEMA: &str = "vn/online-information/aggregated-site/grant.schema.json";

/// What is done to a file.
enum Crime {
    /// The first place of a text gets another; the fault is expected on the line of the new text.
    Replace(&'static str, &'static str),
    /// As `Replace`, but the fault is expected where this text stands.
    ReplaceSeenAt(&'static str, &'static str, &'static str),
    /// The file goes.
    Remove,
    /// Its bytes are these.
    Bytes(&'static [u8]),
    /// The file also stands at another path, where the fault is expected.
    CopyTo(&'static str),
}

use Crime::{Bytes, CopyTo, Remove, Replace, ReplaceSeenAt};

fn faults(files: &Files) -> Vec<Fault> {
    Library::load(files).err().map(|f| f.0).unwrap_or_default()
}

fn line_of(text: &str, needle: &str) -> usize {
    let at = text.find(needle).unwrap_or_else(|| panic!("the mutated file has no `{needle}`"));
    text[..at].matches('\n').count() + 1
}

/// Commits the crime and expects a fault in `seen` with all of `reason` in it.
fn check(file: &str, crime: &Crime, reason: &str) -> Option<String> {
    let mut files = Files::built_in();
    // One department is enough to be judged by, and quicker to load than five.
    files.by_path.retain(|path, _| ["vn/", "binh-duong/"].iter().any(|folder| path.starts_with(folder)));
    let before = files.by_path.get(file).unwrap_or_else(|| panic!("there is no `{file}`")).clone();
    let (seen, line) = match crime {
        Replace(old, new) | ReplaceSeenAt(old, new, _) => {
            let text = String::from_utf8(before).unwrap();
            assert!(text.contains(old), "`{file}` has no `{old}`");
            let text = text.replacen(old, new, 1);
            let at = if let ReplaceSeenAt(_, _, at) = crime { at } else { new };
            let line = line_of(&text, at);
            files.by_path.insert(file.to_owned(), text.into_bytes());
            (file.to_owned(), line)
        }
        Remove => {
            files.by_path.remove(file);
            (file.to_owned(), 1)
        }
        Bytes(bytes) => {
            files.by_path.insert(file.to_owned(), bytes.to_vec());
            (file.to_owned(), 1)
        }
        CopyTo(path) => {
            files.by_path.insert((*path).to_owned(), before);
            ((*path).to_owned(), 1)
        }
    };
    let found = faults(&files);
    let hit = found.iter().any(|f| f.file == seen && f.line == line && f.reason.contains(reason));
    let list: Vec<String> = found.iter().map(ToString::to_string).collect();
    (!hit).then(|| format!("expected {seen}:{line}: …{reason}…, found:\n  {}", list.join("\n  ")))
}

fn check_all(file: &'static str, cases: Vec<(Crime, &'static str)>) {
    check_each(cases.into_iter().map(|(crime, reason)| (file, crime, reason)).collect());
}

/// Commits each crime; loading takes its time, so several are looked into at once.
fn check_each(cases: Vec<(&str, Crime, &str)>) {
    let halves = cases.chunks(cases.len().div_ceil(2));
    let missed: Vec<String> = std::thread::scope(|scope| {
        let look = |half: &[(&str, Crime, &str)]| -> Vec<String> {
            half.iter().filter_map(|(file, crime, reason)| check(file, crime, reason)).collect()
        };
        let looking: Vec<_> = halves.map(|half| scope.spawn(move || look(half))).collect();
        looking.into_iter().flat_map(|l| l.join().unwrap()).collect()
    });
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn procedures() {
    let grant = GRANT;
    let cases = vec![
        (NOTICE, Replace("lapse = \"lapse\"", "lapse = \"lapze\""), "has no act `lapze`"),
        (NOTICE, Replace("lapse = \"lapse\"", "lapse = \"archive\""), "is not an act of the `system`"),
        (grant, ReplaceSeenAt("duty =", "feild = 1\nduty =", "feild"), "unknown field `feild`"),
        (grant, Replace("duty = \"8.a\"", "duty = \"8.z\""), "has no clause `8.z`"),
        (grant, Replace("duty = \"8.a\"", "duty = \"99\""), "has no clause `99`"),
        (
            grant,
            Replace("lifecycle = \"application\"", "lifecycle = \"aplication\""),
            "there is no lifecycle `aplication`",
        ),
        (
            grant,
            Replace("field = \"online-information\"", "field = \"offline\""),
            "there is no field `offline`",
        ),
        (grant, Replace("unit = \"press-publishing\"", "unit = \"press\""), "has no unit `press`"),
        (
            grant,
            Replace("kinds = [\"enterprise\", \"organisation\"]", "kinds = [\"robot\", \"organisation\"]"),
            "`robot` is none of",
        ),
        (grant, Replace("accepts = [\"pdf\", \"word\"]", "accepts = [\"pdf\", \"exe\"]"), "`exe` is none of"),
        (
            grant,
            Replace("id = \"founding\"", "id = \"project\" # again"),
            "the part `project` stands here twice",
        ),
        (grant, Replace("subject = \"site_name\"", "subject = \"nickname\""), "has no property `nickname`"),
    ];
    check_each(cases);
}

// conformance: TT21-CN07, TT01VPCP-8
#[test]
fn steps_and_outcomes() {
    let (grant, revoke, amend) = (GRANT, REVOKE, AMEND);
    let cases = vec![
        (
            grant,
            Replace("by = \"role:reception\"", "by = \"role:receptionist\""),
            "there is no role `receptionist`",
        ),
        (
            grant,
            Replace("by = \"unit:press-publishing/specialist\"", "by = \"unit:press/specialist\""),
            "there is no unit `press`",
        ),
        (grant, Replace("by = \"power:8.a\"", "by = \"power:8.z\""), "there is no duty `8.z`"),
        (grant, Replace("by = \"role:clerk\"", "by = \"whoever\""), "`whoever`"),
        (grant, Replace("act = \"agree\"", "act = \"nod\""), "the lifecycle `application` has no act `nod`"),
        (grant, ReplaceSeenAt("act = \"agree\"", "act = \"nod\"", "[[version.step]]"), "nobody does `agree`"),
        (
            grant,
            ReplaceSeenAt("share = \"6 working-day\"", "share = \"7 working-day\"", "[[version.step]]"),
            "add up to 88 working hours, the limit 10 working-day is 80",
        ),
        (
            grant,
            ReplaceSeenAt("share = \"6 working-day\"", "share = \"1 month\"", "[[version.step]]"),
            "shares must be in working hours",
        ),
        (grant, Replace("share = \"6 working-day\"", "share = \"six days\""), ""),
        (
            grant,
            Replace(
                "supplement = \"clock-stops\"",
                "committed = { limit = \"11 working-day\", verified = false }\nsupplement = \"clock-stops\"",
            ),
            "the promise of 11 working-day is longer than the 10 working-day of the law",
        ),
        (
            grant,
            Replace("paper = \"licence.typ\"", "paper = \"license.typ\""),
            "there is no paper `license.typ`",
        ),
        (
            grant,
            Replace("register = { add = \"aggregated-sites\" }", "register = { add = \"sites\" }"),
            "there is no register `sites`",
        ),
        (
            grant,
            Replace(
                "register = { add = \"aggregated-sites\" }",
                "register = { amend = \"aggregated-sites\" }",
            ),
            "needs a `subject`",
        ),
        (
            grant,
            Replace(
                "register = { add = \"aggregated-sites\" }",
                "register = { delete = \"aggregated-sites\" }",
            ),
            "delete",
        ),
        (
            grant,
            Replace("requested = \"term_years\"", "requested = \"wish\""),
            "the form has no property `wish`",
        ),
        (grant, Replace("per = \"year\"", "per = \"month\""), "papers are numbered per `year`"),
        (
            grant,
            Replace("[version.outcome.refused]", "[version.outcome.rejected]"),
            "no act of the lifecycle can decide `rejected`",
        ),
        (
            grant,
            ReplaceSeenAt(
                "[version.outcome.refused]",
                "[version.outcome.rejected]",
                "[version.outcome.granted]",
            ),
            "the lifecycle can decide `refused`",
        ),
        (
            grant,
            ReplaceSeenAt("from = \"2018-04-15\"", "from = \"2024-12-25\"", "[[version]]"),
            "versions must come oldest first",
        ),
        (grant, Replace("from = \"2018-04-15\"", "from = \"2018-02-30\""), ""),
        (grant, Replace("id = \"aggregated-site.grant\"", "id = \"aggregated-site.grant"), ""),
        (grant, Bytes(b"\xff\xfe"), "not UTF-8"),
        (
            amend,
            Replace("subject = { register = \"aggregated-sites\"", "subject = { register = \"sites\""),
            "there is no register `sites`",
        ),
        (amend, Replace("status = [\"valid\"]", "status = [\"vaild\"]"), "`vaild` is none of"),
        (
            revoke,
            CopyTo("vn/online-information/aggregated-site/revoke2.toml"),
            "the id `aggregated-site.revoke` is used in another file too",
        ),
        (
            revoke,
            Replace("register = { revoke = \"aggregated-sites\" }", "register = { revoke = \"sites\" }"),
            "there is no register `sites`",
        ),
    ];
    check_each(cases);
}

#[test]
fn forms_and_schemas() {
    check_all(SCHEMA, vec![(Remove, "the file is missing"), (Bytes(b"{"), "EOF")]);
    let mut files = Files::built_in();
    files.by_path.insert(
        SCHEMA.to_owned(),
        br#"{ "type": "objekt", "properties": { "site_name": {}, "term_years": {} } }"#.to_vec(),
    );
    let found = faults(&files);
    assert!(
        found.iter().any(|f| f.file.ends_with("/grant.toml") && f.reason.contains("is not a JSON Schema")),
        "{found:?}"
    );
}

#[test]
fn lifecycles() {
    let life = "vn/lifecycles/application.toml";
    let cases = vec![
        (Replace("next = \"receive\"", "next = \"recieve\""), "there is no act `recieve`"),
        (Replace("from = [\"supplement\"]", "from = [\"suplement\"]"), "there is no state `suplement`"),
        (Replace("to = \"appraised\"", "to = \"apraised\""), "there is no state `apraised`"),
        (
            ReplaceSeenAt("to = \"appraised\"", "to = \"appraising\"", "[[state]]\nid = \"appraised\""),
            "no act leads to state `appraised`",
        ),
        (Replace("by = \"step:receive\"", "by = \"step:recieve\""), "there is no act `recieve`"),
        (Replace("by = \"assigned\"", "by = \"somebody\""), "`somebody` is none of"),
        (Replace("needs_form = \"stop\"", "needs_form = \"halt\""), "there is no form `halt`"),
        (Replace("{ paper = \"receipt\" }", "{ paper = \"receit\" }"), "there is no form `receit`"),
        (Replace("{ assign = \"assignee\" }", "{ assign = \"asignee\" }"), "no input `asignee`"),
        (Replace("{ outcome = \"outcome\" }", "{ outcome = \"result\" }"), "no input `result`"),
        (Replace("kind = \"position\"", "kind = \"person\""), "person"),
        (Replace("of = \"step:appraise\"", "of = \"step:apraise\""), "there is no act `apraise`"),
        (
            Replace("required_when = { outcome = \"refused\" }", "required_when = { result = \"refused\" }"),
            "no input `result`",
        ),
        (
            Replace(
                "required_when = { outcome = \"refused\" }",
                "required_when = { outcome = \"rejected\" }",
            ),
            "no choice `rejected`",
        ),
        (
            ReplaceSeenAt("id = \"note\"", "id = \"note\"\nrequierd = true", "requierd"),
            "unknown field `requierd`",
        ),
        (Replace("id = \"archived\"", "id = \"issued\" # again"), "the state `issued` stands here twice"),
        (Replace("id = \"archive\"", "id = \"issue\" # again"), "the act `issue` stands here twice"),
        (Replace("id = \"application\"", "id = \"aplication\""), "named after the id"),
        (Bytes(b"id = "), ""),
    ];
    check_all(life, cases);
    // Without a way out, without a way in.
    let exit = "from = [\"given\"]\nto = \"ended\"";
    let opening = "id = \"delegate\"\n";
    let closed = "id = \"delegate\"\nfrom = [\"ended\"]\n";
    let cases = vec![
        (
            ReplaceSeenAt(exit, "from = [\"ended\"]\nto = \"ended\"", "[[state]]"),
            "state `given` has no way out",
        ),
        (ReplaceSeenAt(opening, closed, "[[act]]"), "no act opens the matter"),
    ];
    check_all("vn/lifecycles/delegation.toml", cases);
}

#[test]
fn the_rest_of_the_common_pack() {
    let cases = vec![
        ("vn/numbering.toml", Remove, "the file is missing"),
        ("vn/numbering.toml", Replace("digits = 4", "digits = \"four\""), ""),
        ("vn/forms.toml", Replace("until = \"2025-09-15\"", "until = \"2025-09-31\""), ""),
        (
            "vn/forms.toml",
            ReplaceSeenAt("template = \"form-stop.typ\"", "template = \"halt.typ\"", "[[form]]"),
            "there is no paper `halt.typ`",
        ),
        (
            "vn/forms.toml",
            Replace("key = \"control\"", "key = \"stop\" # again"),
            "the form `stop` stands here twice",
        ),
        ("vn/fields.toml", Bytes(b"field = 1"), ""),
        ("vn/calendar.toml", Remove, "the file is missing"),
        ("vn/papers/words.toml", Replace("desk = ", "dekc = "), "dekc"),
        ("vn/papers/licence.typ", Bytes(b"\xff"), "not UTF-8"),
        ("vn/registers/aggregated-sites.toml", Replace("owner = ", "ownr = "), "ownr"),
        (
            "vn/registers/aggregated-sites.toml",
            CopyTo("vn/registers/copy.toml"),
            "the id `aggregated-sites` is used in another file too",
        ),
        ("vn/authority.toml", Remove, "the file is missing"),
        ("vn/authority.toml", Replace("holder = [\"role:clerk\"]", "holder = [\"role:klerk\"]"), "klerk"),
    ];
    check_each(cases);
}

#[test]
fn departments() {
    let cases = vec![
        (
            "binh-duong/agency.toml",
            Replace("aggregated-site\"", "aggregated-sites\""),
            "there is no procedure file or folder",
        ),
        ("binh-duong/agency.toml", Replace("short = ", "shrt = "), "shrt"),
        ("binh-duong/agency.toml", Replace("id = \"binh-duong\"", "id = \"long-an\""), "named after the id"),
        (
            "binh-duong/agency.toml",
            ReplaceSeenAt("kind = \"chairman\"", "kind = \"emperor\"", "founder = "),
            "there is no kind of position `emperor`",
        ),
        ("binh-duong/decision.txt", Remove, "the file is missing"),
        ("binh-duong/decision.txt", Bytes(b"\xc3\x28"), "not UTF-8"),
        ("binh-duong/authority.toml", Remove, "the file is missing"),
        (
            "binh-duong/authority.toml",
            Replace("att_1__art_6__para_2__point_c", "att_1__art_6__para_2__point_z"),
            "point_z",
        ),
    ];
    check_each(cases);
}
