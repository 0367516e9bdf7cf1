//! Faulty packs: each is refused with file, line and reason.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests"
)]

mod crimes;
mod language;
mod seals;

use congvu_pack::{Files, Library};
use crimes::*;

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
        (
            grant,
            Replace("register = { add = \"aggregated-sites\" }", "register = { add = \"newsletters\" }"),
            "the register `newsletters` uses `newsletter_name`, which the form does not ask for",
        ),
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
        (Replace("paper_dossier = \"parts\"", "paper_dossier = \"papers\""), "has no input `papers`"),
        (
            ReplaceSeenAt(
                "from = [\"supplement\"]",
                "channels = [\"online\"] # seen\nfrom = [\"supplement\"]",
                "channels = [\"online\"] # seen",
            ),
            "only an opening act has `channels`",
        ),
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
    let exit = "from = [\"granted\"]\nto = \"over\"";
    let opening = "id = \"grant-leave\"\n";
    let closed = "id = \"grant-leave\"\nfrom = [\"over\"]\n";
    let cases = vec![
        (
            ReplaceSeenAt(exit, "from = [\"over\"]\nto = \"over\"", "[[state]]"),
            "state `granted` has no way out",
        ),
        (ReplaceSeenAt(opening, closed, "[[act]]"), "no act opens the matter"),
    ];
    check_all("vn/lifecycles/leave.toml", cases);
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

/// What a form calls private never comes into the public view of a register.
#[test]
fn registers_show_nothing_private() {
    let path = "vn/registers/aggregated-sites.toml";
    let mut files = Files::built_in();
    let text = String::from_utf8(files.by_path[path].clone()).unwrap();
    let shown = text.replacen("public = [\"licensee\"", "public = [\"phone\", \"licensee\"", 1);
    assert_ne!(text, shown);
    files.by_path.insert(path.to_owned(), shown.into_bytes());
    let found = faults(&files);
    assert!(found.iter().any(|f| f.file == GRANT && f.reason.contains("would show `phone`")), "{found:?}");
}

#[test]
fn portals_and_partners() {
    let portal = "vn/portal/national.toml";
    let agency = "binh-duong/agency.toml";
    let first = "# Unit identifier";
    let cases = vec![
        (portal, Replace("address = \"https:", "address = \"http:"), "must begin with https://"),
        (portal, Replace("code = \"2\"", "code = \"1\" # again"), "stands here twice"),
        (
            portal,
            Replace("application = [\"supplement\"]", "application = [\"suplement\"]"),
            "has no state `suplement`",
        ),
        (
            portal,
            Replace("application = [\"supplement\"]", "application = [\"supplement\", \"filed\"]"),
            "has two statuses",
        ),
        (
            portal,
            Replace("intake = [\"forwarded\"]", "intakes = [\"forwarded\"]"),
            "there is no lifecycle `intakes`",
        ),
        (
            portal,
            Replace("to = \"both\"", "to = \"portal\""),
            "only a rule that was read in its source may close our own pages",
        ),
        (
            agency,
            Replace(
                first,
                "partner = [{ id = \"a\", name = { vi = \"a\", en = \"a\" }, portal = \"national\", key = \"AA==\" }]\n#",
            ),
            "an Ed25519 public key is 32 bytes",
        ),
        (
            agency,
            Replace(
                first,
                "filing = [{ procedures = [\"post\"], from = \"2025-01-01\", to = \"both\", verified = false }]\n#",
            ),
            "say which `portal` takes filings",
        ),
        (
            agency,
            Replace(
                first,
                "filing = [{ procedures = [\"post\"], from = \"2025-01-01\", to = \"both\", portal = \"moon\", verified = false }]\n#",
            ),
            "there is no portal `moon`",
        ),
        (
            agency,
            Replace(
                first,
                "filing = [{ procedures = [\"pots\"], from = \"2025-01-01\", to = \"own\", verified = false }]\n#",
            ),
            "there is no procedure file or folder `vn/pots`",
        ),
    ];
    check_each(cases);
}

// conformance: ND224-15.1.i, TT21-5.3
#[test]
fn where_a_procedure_is_filed_follows_the_day_and_the_department() {
    let mut files = Files::built_in();
    files.by_path.retain(|path, _| ["vn/", "binh-duong/", "long-an/"].iter().any(|f| path.starts_with(f)));
    let path = "binh-duong/agency.toml".to_owned();
    let mut text = String::from_utf8(files.by_path[&path].clone()).unwrap();
    text.push_str(
        "\n[[filing]]\nprocedures = [\"press\"]\nfrom = \"2024-06-01\"\nto = \"portal\"\nportal = \"national\"\nsource = \"x\"\nverified = true\n\
         \n[[filing]]\nprocedures = [\"press\"]\nfrom = \"2026-01-01\"\nto = \"own\"\nsource = \"x\"\nverified = true\n",
    );
    files.by_path.insert(path, text.into_bytes());
    let library = Library::load(&files).unwrap();
    let check = |agency: &str, id: &str, day: &str, expected: &str| {
        let loaded = &library.procedures[id];
        let day = day.parse().unwrap();
        let version = loaded.declared.version_on(day).unwrap();
        let found = library.filing(&library.agencies[agency], loaded, version, day);
        let portal = found.portal.map_or("-", |p| p.id.as_str());
        assert_eq!(format!("{:?} {portal} {}", found.to, found.verified), expected, "{agency} {id} {day}");
    };
    let (grant, press) = ("aggregated-site.grant", "newsletter.grant");
    check("binh-duong", grant, "2024-03-04", "Own - true");
    check("binh-duong", grant, "2025-06-30", "Own - true");
    check("binh-duong", grant, "2025-07-01", "Both national false");
    check("binh-duong", press, "2024-05-31", "Own - true");
    check("binh-duong", press, "2024-06-01", "Portal national true");
    check("binh-duong", press, "2025-07-01", "Portal national true");
    check("binh-duong", press, "2026-01-01", "Own - true");
    check("long-an", press, "2024-06-01", "Own - true");
}

#[test]
fn contact_help_and_stops() {
    let (agency, help) = ("binh-duong/agency.toml", "vn/help.toml");
    let (stops, life) = ("vn/stops.toml", "vn/lifecycles/stop.toml");
    let contact = |lines: &'static str, at: &'static str| ReplaceSeenAt("[contact]\n", lines, at);
    let cases = vec![
        (agency, contact("[contact]\nfax = 1\n", "fax"), "unknown field `fax`"),
        (
            agency,
            contact("[contact]\nemail = { text = \"a b@c\", verified = false }\n", "a b@c"),
            "no e-mail address",
        ),
        (
            agency,
            contact("[contact]\ntelephone = { text = \"gọi số 1\", verified = false }\n", "gọi số 1"),
            "3 to 15 digits",
        ),
        (
            agency,
            contact("[contact]\naddress = { text = \" \", verified = false }\n", "address = {"),
            "leave the line out",
        ),
        (
            agency,
            contact("[contact]\naddress = { text = \"x\", verified = true }\n", "address = {"),
            "needs a `source`",
        ),
        // Only the demo's own data are made up, and marked by the program.
        (
            agency,
            contact("[contact]\naddress = { text = \"x\", verified = false, demo = true }\n", "address = {"),
            "unknown field `demo`",
        ),
        (
            agency,
            contact("[contact]\n[[contact.field]]\nid = \"space\"\n", "id = \"space\""),
            "no field `space`",
        ),
        (help, Replace("topic = \"filing\"", "topic = \"flying\""), "no topic `flying`"),
        (help, Replace("go = \"/verify\"", "go = \"https://evil.example\""), "a page of the department"),
        (
            help,
            Replace("id = \"no-account\"\ntopic", "id = \"paper\"\ntopic"),
            "`paper` of a guide or question stands here twice",
        ),
        (
            help,
            ReplaceSeenAt("[terms]\nverified = false", "[terms]\nverified = true", "verified = true"),
            "needs a `source`",
        ),
        (stops, Replace("working_days = 1\n", "working_days = 0\n"), "1 to 60 working days"),
        (life, ReplaceSeenAt("id = \"until\"", "id = \"til\"", "effects = ["), "a stop needs the inputs"),
    ];
    check_each(cases);
}
