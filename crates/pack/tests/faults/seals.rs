//! What is sealed must be readable by somebody, secret from the others, and looked at with a reason.

use crate::crimes::*;

const LIFE: &str = "vn/lifecycles/denunciation.toml";

#[test]
fn seals() {
    let seen = |a: &'static str, b: &'static str| Replace(a, b);
    let cases = vec![
        (
            LIFE,
            ReplaceSeenAt("secret = true", "secret = false", "[[act.seal]]"),
            "only matters of a `secret` lifecycle have seals",
        ),
        (LIFE, seen("for = [\"kind:chairman\"]", "for = []"), "sealed for nobody"),
        (LIFE, seen("for = [\"kind:chairman\"]", "for = [\"whoever\"]"), "`whoever`"),
        (
            LIFE,
            seen("when = { about = \"inspectorate\" }", "when = { about = \"nobody\" }"),
            "the act has no open choice `about` with `nobody`",
        ),
        (
            LIFE,
            ReplaceSeenAt(
                "for = [\"kind:chairman\"]",
                "when = { about = \"staff\" }\nfor = [\"kind:chairman\"]",
                "[[act.seal]]\nwhen = { about = \"staff\" }",
            ),
            "the last `seal` must hold always",
        ),
        (LIFE, seen("effects = [\"look\"]", "effects = [\"look\", \"lok\"]"), "unknown variant `lok`"),
        (
            LIFE,
            seen("differs = \"criterion\"", "differs = \"criterium\""),
            "the act has no input `criterium`",
        ),
        (
            LIFE,
            seen("label = { vi = \"Vì sao cần xem\"", "required = false\nlabel = { vi = \"Vì sao cần xem\""),
            "duplicate key",
        ),
    ];
    check_each(cases);
}
