//! Days of force, graphs, results and people; remarks beside faults.

use crate::crimes::*;
use congvu_pack::Files;

const DOCUMENT: &str = "vn/publishing/non-commercial-document/grant.toml";
const FAIR: &str = "vn/distribution/fair/grant.toml";
const TRANSFER: &str = "vn/printing/colour-copier/transfer.toml";
const DESIGN: &str = "vn/it-projects/basic-design/appraise.toml";

// conformance: HN-15
#[test]
fn days_of_force() {
    let from = "from = \"2018-04-15\"";
    let until = |day: &str| -> &'static str {
        Box::leak(format!("from = \"2018-04-15\"\nuntil = \"{day}\"").into_boxed_str())
    };
    let moves = "from = \"2024-12-25\"\ntransition = \"moves\"";
    let rule = |transition: &str, more: &str| -> &'static str {
        let ground = "ground = { cite = \"1/2024\", verified = false }";
        let text = format!(
            "from = \"2024-12-25\"\ntransition = \"{transition}\"\ntransitional = {{ {ground}{more} }}"
        );
        Box::leak(text.into_boxed_str())
    };
    let second = "from = \"2024-12-25\"";
    let cases = vec![
        (
            GRANT,
            ReplaceSeenAt(from, until("2024-12-01"), "until ="),
            "no version is in force from 2024-12-01 until 2024-12-25",
        ),
        (
            GRANT,
            ReplaceSeenAt(from, until("2025-01-01"), "until ="),
            "two versions are in force from 2024-12-25 until 2025-01-01",
        ),
        (GRANT, ReplaceSeenAt(from, until("2018-04-15"), "until ="), "ends on 2018-04-15, before it begins"),
        (GRANT, ReplaceSeenAt(second, moves, "transition ="), "needs its ground"),
        (
            GRANT,
            ReplaceSeenAt(second, rule("stays", ", deadline = \"anew\""), "transitional ="),
            "a case that stays keeps its due date",
        ),
        (
            GRANT,
            ReplaceSeenAt(second, rule("favours-applicant", ""), "transitional ="),
            "say what is compared",
        ),
        (
            GRANT,
            ReplaceSeenAt(second, rule("moves", ", compares = [\"fee\"]"), "transitional ="),
            "only `favours-applicant` compares",
        ),
        (
            GRANT,
            ReplaceSeenAt(second, rule("favours-applicant", ", compares = [\"luck\"]"), "transitional ="),
            "luck",
        ),
        (
            GRANT,
            ReplaceSeenAt(from, "from = \"2018-04-15\"\ntransition = \"moves\"", "transition ="),
            "no running cases before the first version",
        ),
        (
            DOCUMENT,
            ReplaceSeenAt(
                "lifecycle = \"submission\"",
                "lifecycle = \"intake\"\ntransition = \"moves\"\ntransitional = { ground = { cite = \"1/2025\", verified = false } }",
                "transition =",
            ),
            "a case in state `appraising` of `application` cannot move: `intake` has no such state",
        ),
        (
            DOCUMENT,
            Replace("lifecycle = \"submission\"", "lifecycle = \"submision\""),
            "there is no lifecycle `submision`",
        ),
        (
            DOCUMENT,
            Replace("former = [\"non-commercial-document.submit\"]", "former = [\"aggregated-site.grant\"]"),
            "belongs to another procedure",
        ),
        (
            "vn/forms.toml",
            ReplaceSeenAt("until = \"2025-09-15\"", "until = \"2025-09-01\"", "[[form.version]]"),
            "is in force from 2025-09-01 until 2025-09-15",
        ),
        (
            "vn/forms.toml",
            ReplaceSeenAt("until = \"2025-09-15\"", "until = \"2025-10-01\"", "[[form.version]]"),
            "are in force from 2025-09-15 until 2025-10-01",
        ),
        (
            "vn/texts.toml",
            Replace("cite = \"147/2024/NĐ-CP\"", "cite = \"72/2013/NĐ-CP\" # again"),
            "stands here twice",
        ),
    ];
    check_each(cases);
    // A text that ended before the version that cites it began.
    check_all(
        GRANT,
        vec![
            (
                ReplaceSeenAt(
                    "{ cite = \"147/2024/NĐ-CP\"",
                    "{ cite =  \"72/2013/NĐ-CP\"",
                    "{ cite =  \"72/2013/NĐ-CP\"",
                ),
                "`72/2013/NĐ-CP` ended on 2024-12-25 by `147/2024/NĐ-CP`",
            ),
            (
                Replace("{ cite = \"72/2013/NĐ-CP\"", "{ cite = \"147/2024/NĐ-CP\""),
                "`147/2024/NĐ-CP` comes into force on 2024-12-25",
            ),
        ],
    );
}

#[test]
fn lifecycles_as_graphs() {
    let life = "vn/lifecycles/application.toml";
    let cases = vec![
        // The supplement is sent, and the clock stands again: nothing leads out.
        (
            ReplaceSeenAt(
                "from = [\"signed\"]\nto = \"issued\"",
                "from = [\"signed\"]\nto = \"signed\"",
                "[[state]]\nid = \"signed\"",
            ),
            "from state `signed` no way leads to an end",
        ),
        (
            ReplaceSeenAt("next = \"agree\"", "next = \"sign\"", "next = \"sign\""),
            "`sign` comes next in state `appraised`, but is not possible there",
        ),
        (
            ReplaceSeenAt(
                "by = \"system\"\neffects = [\"law\"]",
                "by = \"power\"\neffects = [\"law\"]",
                "effects = [\"law\"]",
            ),
            "belongs to an act of the `system`",
        ),
    ];
    check_all(life, cases);
    let submission = "vn/lifecycles/submission.toml";
    let cases =
        vec![(Replace("number = \"decision_number\"", "number = \"decision_no\""), "no input `decision_no`")];
    check_all(submission, cases);
}

#[test]
fn results_and_people() {
    let cases = vec![
        (
            GRANT,
            Replace("needs = [\"reasons\", \"ground\"]", "needs = [\"excuse\"]"),
            "does not ask for `excuse`",
        ),
        (NOTICE, Replace("date = \"held_on\"", "date = \"holds_on\""), "the form has no property `holds_on`"),
        (
            NOTICE,
            ReplaceSeenAt("share = \"10 hour\"", "share = \"9 hour\"", "[[version.step]]"),
            "add up to 23 hours by the clock, the limit 24 hour is 24",
        ),
        (
            NOTICE,
            ReplaceSeenAt("share = \"10 hour\"", "share = \"10 working-hour\"", "[[version.step]]"),
            "shares must be in hours or days",
        ),
        (NOTICE, Replace("limit = \"12 hour\"", "limit = \"12 working-hour\""), "hours or days by the clock"),
        (
            FAIR,
            Replace("until = \"end_date\"", "until = \"last_date\""),
            "the form has no property `last_date`",
        ),
        (FAIR, Replace("valid = { until = \"end_date\", ", "valid = { "), "say how long"),
        (
            TRANSFER,
            Replace("shows = [\"transferee\",", "shows = [\"buyer\","),
            "the form has no property `buyer`",
        ),
        (
            DESIGN,
            Replace("property = \"project_group\"", "property = \"group\""),
            "no property `group` with a list of choices",
        ),
        (DESIGN, ReplaceSeenAt(", c = {", ", d = {", "by_answer ="), "has no choice `d`"),
        // A department in which nobody may do what the procedure asks for.
        (
            REVOKE,
            ReplaceSeenAt(
                "act = \"agree\"\nby = \"unit:press-publishing/head\"",
                "act = \"agree\"\nby = \"role:clerk\"",
                "by = \"role:clerk\"",
            ),
            "nobody in `binh-duong` could `agree`",
        ),
    ];
    check_each(cases);
    let table = "vn/authority.toml";
    let mut files = Files::built_in();
    let text = String::from_utf8(files.by_path[table].clone()).unwrap();
    let without = text.replacen(
        "act = [\"issue\", \"number\", \"archive\", \"recall-paper\"]",
        "act = [\"number\", \"recall-paper\"]",
        1,
    );
    assert_ne!(text, without);
    files.by_path.insert(table.to_owned(), without.into_bytes());
    let found = faults(&files);
    let hit = found.iter().find(|f| f.file == GRANT && f.reason.contains("could `issue`")).expect("seen");
    assert!(hit.reason.contains("`binh-duong`, `binh-thuan`, `hai-phong`, `hau-giang`, `long-an`"), "{hit}");
}

/// What a person should look at is told apart, and stops nothing.
#[test]
fn remarks_are_no_faults() {
    let check = |file: &str, old: &str, new: &str, reason: &str| {
        let mut files = Files::built_in();
        files.by_path.retain(|path, _| ["vn/", "binh-duong/"].iter().any(|folder| path.starts_with(folder)));
        if old.is_empty() {
            files.by_path.insert(file.to_owned(), new.as_bytes().to_vec());
        } else {
            let text = String::from_utf8(files.by_path[file].clone()).unwrap();
            assert!(text.contains(old), "{old}");
            files.by_path.insert(file.to_owned(), text.replacen(old, new, 1).into_bytes());
        }
        let checked = congvu_pack::Checked::of(&files);
        assert!(checked.is_whole(), "{:?}", checked.faults);
        let hit = checked.remarks.iter().any(|r| r.file == file && r.reason.contains(reason));
        assert!(
            hit,
            "{reason}: {:#?}",
            checked.remarks.iter().filter(|r| r.file == file).collect::<Vec<_>>()
        );
    };
    check(GRANT, "lifecycle = \"application\"", "lifecycle = \"application\"", "no time limit is known");
    check("vn/papers/extra.typ", "", "// nothing", "no procedure and no form uses this paper");
    check("vn/press/extra.schema.json", "", "{}", "no version of a procedure uses this form");
    let life = "vn/lifecycles/application.toml";
    let choices = "choices = { granted = { vi = \"Đồng ý\", en = \"Grant\" }, refused = { vi = \"Không đồng ý\", en = \"Refuse\" } }";
    check(
        life,
        choices,
        "choices = { good = { vi = \"Tốt\", en = \"Good\" } }",
        "nothing follows from the choice `recommendation`",
    );
    check(
        "vn/fields.toml",
        "[[field]]",
        "[[field]]\nid = \"sport\"\nname = { vi = \"Thể thao\", en = \"Sport\" }\n\n[[field]]",
        "no procedure is in the field `sport`",
    );
    check(
        TRANSFER,
        "from = \"2023-01-01\"",
        "from = \"2023-01-01\"\nuntil = \"2027-01-01\"",
        "say by which text",
    );
}
