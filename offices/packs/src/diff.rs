//! What is different between two texts, line by line.

use askama::Template;
use congvu_web::{Html, Words};
use similar::{ChangeTag, TextDiff};

/// Unchanged lines shown around what is different.
const AROUND: usize = 3;
/// Most lines shown of one file.
const MOST: usize = 1_500;

struct Line<'a> {
    /// Number in the new text, or in the old one for what is gone.
    number: usize,
    tag: ChangeTag,
    text: &'a str,
}

/// How many lines are added and how many are gone.
pub(crate) fn counts(old: &str, new: &str) -> (usize, usize) {
    let diff = TextDiff::from_lines(old, new);
    let count = |tag| diff.iter_all_changes().filter(|c| c.tag() == tag).count();
    (count(ChangeTag::Insert), count(ChangeTag::Delete))
}

/// The differences with a few lines around each.
pub(crate) fn html(w: &Words, old: &str, new: &str) -> Html {
    #[derive(Template)]
    #[template(
        ext = "html",
        source = r#"{% for g in groups %}<div class="code diff">{% for l in g %}<div class="{{ self.class(l) }}"><span class="n">{{ l.number }}</span><span class="sign" aria-hidden="true">{{ self.sign(l) }}</span>{% if l.tag == ChangeTag::Insert %}<ins><span class="vh">{{ w.t("packs-diff-added") }} </span>{{ l.text }}</ins>{% else if l.tag == ChangeTag::Delete %}<del><span class="vh">{{ w.t("packs-diff-gone") }} </span>{{ l.text }}</del>{% else %}<span>{{ l.text }}</span>{% endif %}</div>{% endfor %}</div>{% endfor %}{% if cut %}<p>{{ w.t("packs-diff-cut") }}</p>{% endif %}"#
    )]
    struct T<'a> {
        w: &'a Words,
        groups: Vec<Vec<Line<'a>>>,
        cut: bool,
    }
    impl T<'_> {
        fn class(&self, line: &Line<'_>) -> &'static str {
            match line.tag {
                ChangeTag::Insert => "add",
                ChangeTag::Delete => "gone",
                ChangeTag::Equal => "same",
            }
        }
        fn sign(&self, line: &Line<'_>) -> &'static str {
            match line.tag {
                ChangeTag::Insert => "+",
                ChangeTag::Delete => "−",
                ChangeTag::Equal => "",
            }
        }
    }
    let diff = TextDiff::from_lines(old, new);
    let (mut groups, mut shown) = (Vec::new(), 0_usize);
    for ops in diff.grouped_ops(AROUND) {
        let mut group = Vec::new();
        for change in ops.iter().flat_map(|op| diff.iter_changes(op)) {
            shown = shown.saturating_add(1);
            if shown <= MOST {
                let index = change.new_index().or(change.old_index()).unwrap_or(0);
                let text = change.value().trim_end_matches('\n');
                group.push(Line { number: index.saturating_add(1), tag: change.tag(), text });
            }
        }
        groups.push(group);
    }
    Html::render(&T { w, groups, cut: shown > MOST })
}
