//! Words in two languages, with Fluent.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::fmt;

/// A value put into a message: `n.into()`, `"text".into()`, `string.into()`.
pub type Arg<'a> = FluentValue<'a>;

/// The language of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub enum Lang {
    /// Vietnamese, the official language and the default.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// All of them, the default first.
    pub const ALL: [Self; 2] = [Self::Vi, Self::En];

    /// BCP 47 code, as in `<html lang>`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// Its name in itself.
    pub fn native(self) -> &'static str {
        match self {
            Self::Vi => "Tiếng Việt",
            Self::En => "English",
        }
    }

    /// The language asked for, in order of weight: the `lang` of the query, the cookie, `Accept-Language`, Vietnamese.
    pub fn choose(query: Option<&str>, cookie: Option<&str>, accept: Option<&str>) -> Self {
        let of = |code: Option<&str>| code.and_then(|c| c.parse().ok());
        of(query).or_else(|| of(cookie)).or_else(|| accept.and_then(best_accepted)).unwrap_or_default()
    }
}

impl FromStr for Lang {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        match code {
            "vi" => Ok(Self::Vi),
            "en" => Ok(Self::En),
            _ => Err(()),
        }
    }
}

/// The known language with the highest weight in an `Accept-Language` header (RFC 9110 §12.5.4).
fn best_accepted(header: &str) -> Option<Lang> {
    let mut best: Option<(f32, Lang)> = None;
    for item in header.split(',').take(32) {
        let (tag, params) = item.trim().split_once(';').unwrap_or((item.trim(), ""));
        let primary = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let Ok(lang) = primary.parse::<Lang>() else { continue };
        let weight =
            params.trim().strip_prefix("q=").map_or(Some(1.0), |q| q.trim().parse().ok()).unwrap_or(0.0);
        if weight > 0.0 && best.is_none_or(|(w, _)| weight > w) {
            best = Some((weight, lang));
        }
    }
    best.map(|(_, lang)| lang)
}

/// What is wrong with a set of messages.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum I18nError {
    /// A resource is not Fluent.
    #[error("{lang} words, resource {resource}: {message}")]
    Syntax {
        /// Language code.
        lang: &'static str,
        /// Which resource, counted from 1 in the order added.
        resource: usize,
        /// What the parser said.
        message: String,
    },
    /// Two resources define the same message.
    #[error("{lang} words: {message}; give one of the two messages another id")]
    Twice {
        /// Language code.
        lang: &'static str,
        /// Which message.
        message: String,
    },
}

/// All messages in all languages. Cheap to share (`Arc`).
pub struct I18n {
    vi: FluentBundle<FluentResource>,
    en: FluentBundle<FluentResource>,
    /// id -> variables it uses, a language each; for [`I18n::problems`].
    used: BTreeMap<Lang, BTreeMap<String, BTreeSet<String>>>,
}

impl std::fmt::Debug for I18n {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("I18n").field("messages", &self.used.get(&Lang::Vi).map_or(0, BTreeMap::len)).finish()
    }
}

/// Collects resources; see [`I18n::builder`].
#[derive(Debug, Default)]
pub struct I18nBuilder {
    sources: Vec<(Lang, &'static str)>,
}

impl I18nBuilder {
    /// Adds one Fluent resource.
    #[must_use]
    pub fn add(mut self, lang: Lang, source: &'static str) -> Self {
        self.sources.push((lang, source));
        self
    }

    /// Parses everything.
    ///
    /// # Errors
    /// When a resource is not Fluent, or a message is defined twice.
    pub fn build(self) -> Result<Arc<I18n>, I18nError> {
        let (mut vi, mut en) = (bundle(Lang::Vi), bundle(Lang::En));
        let mut used = BTreeMap::<Lang, BTreeMap<String, BTreeSet<String>>>::new();
        for (index, (lang, source)) in self.sources.into_iter().enumerate() {
            let code = lang.code();
            let resource =
                FluentResource::try_new(source.to_owned()).map_err(|(_, errors)| I18nError::Syntax {
                    lang: code,
                    resource: index + 1,
                    message: errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
                })?;
            used.entry(lang).or_default().extend(variables(source));
            let bundle = if lang == Lang::Vi { &mut vi } else { &mut en };
            bundle.add_resource(resource).map_err(|errors| I18nError::Twice {
                lang: code,
                message: errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
            })?;
        }
        Ok(Arc::new(I18n { vi, en, used }))
    }
}

fn bundle(lang: Lang) -> FluentBundle<FluentResource> {
    let id = lang.code().parse::<LanguageIdentifier>().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // Both languages run left to right; the isolation marks would only show up in copied text.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match lang {
        Lang::Vi => |value, _| format_number(Lang::Vi, value),
        Lang::En => |value, _| format_number(Lang::En, value),
    }));
    bundle
}

fn format_number(lang: Lang, value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(n) => Some(fmt::decimal(lang, n.value)),
        _ => None,
    }
}

/// The messages of a source and the variables each uses. Line-based on purpose: it serves the checker alone.
fn variables(source: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::<String, BTreeSet<String>>::new();
    let mut current = None;
    for line in source.lines() {
        if line.starts_with('#') {
            continue;
        }
        if line.starts_with(|c: char| c.is_ascii_alphabetic())
            && let Some((id, _)) = line.split_once('=')
        {
            current = Some(id.trim().to_owned());
            found.entry(id.trim().to_owned()).or_default();
        }
        let Some(set) = current.as_ref().and_then(|id| found.get_mut(id)) else { continue };
        for piece in line.split('$').skip(1) {
            let name: String =
                piece.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
            set.insert(name);
        }
    }
    found
}

impl I18n {
    /// Begins with the words that all offices share.
    pub fn builder() -> I18nBuilder {
        I18nBuilder::default()
            .add(Lang::Vi, include_str!("../locales/vi/web.ftl"))
            .add(Lang::En, include_str!("../locales/en/web.ftl"))
    }

    /// The words in one language.
    pub fn words(self: &Arc<Self>, lang: Lang) -> Words {
        Words { i18n: Arc::clone(self), lang }
    }

    /// True when the message exists in both languages.
    pub fn has(&self, id: &str) -> bool {
        self.used.values().filter(|ids| ids.contains_key(id)).count() == Lang::ALL.len()
    }

    /// Messages that exist in one language only, or use other variables in the other. Empty when all is well;
    /// every office asserts that in a test.
    pub fn problems(&self) -> Vec<String> {
        let empty = BTreeMap::new();
        let (vi, en) =
            (self.used.get(&Lang::Vi).unwrap_or(&empty), self.used.get(&Lang::En).unwrap_or(&empty));
        let mut problems = Vec::new();
        for (id, variables) in vi {
            match en.get(id) {
                None => problems.push(format!("`{id}` is missing in English")),
                Some(other) if other != variables => {
                    problems
                        .push(format!("`{id}` uses {variables:?} in Vietnamese but {other:?} in English"));
                }
                Some(_) => {}
            }
        }
        problems.extend(
            en.keys().filter(|id| !vi.contains_key(*id)).map(|id| format!("`{id}` is missing in Vietnamese")),
        );
        problems
    }

    /// Message ids that Rust source or a template uses (`.t("id")`, `.with("id", …)`) and that do not exist.
    /// A test in every office feeds its own sources to this.
    pub fn missing_in(&self, source: &str) -> Vec<String> {
        let mut missing = BTreeSet::new();
        for opening in [".t(\"", ".with(\""] {
            for rest in source.split(opening).skip(1) {
                let id = rest.split('"').next().unwrap_or_default();
                if !self.has(id) {
                    missing.insert(id.to_owned());
                }
            }
        }
        missing.into_iter().collect()
    }

    fn format(&self, lang: Lang, id: &str, args: &[(&str, Arg<'_>)]) -> Option<String> {
        let bundle = if lang == Lang::Vi { &self.vi } else { &self.en };
        let pattern = bundle.get_message(id)?.value()?;
        let mut fluent_args = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            fluent_args.set((*name).to_owned(), value.clone());
        }
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&fluent_args), &mut errors);
        if !errors.is_empty() {
            tracing::error!(id, "a message lacks a value");
        }
        Some(text.into_owned())
    }
}

/// The words in the language of one request.
#[derive(Debug, Clone)]
pub struct Words {
    i18n: Arc<I18n>,
    lang: Lang,
}

impl Words {
    /// The language.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The same words in another language, for what is said in both.
    #[must_use]
    pub fn of(&self, lang: Lang) -> Self {
        Self { i18n: Arc::clone(&self.i18n), lang }
    }

    /// The message `id`. A message that does not exist shows its id, because a page with one odd word is better
    /// than no page; tests find it first ([`I18n::missing_in`]).
    pub fn t(&self, id: &str) -> String {
        self.with(id, &[])
    }

    /// The message `id` with values in it: `words.with("days-left", &[("days", 3.into())])`.
    pub fn with(&self, id: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.i18n.format(self.lang, id, args).unwrap_or_else(|| {
            tracing::error!(id, lang = self.lang.code(), "a message is missing");
            id.to_owned()
        })
    }

    /// The one of two texts that fits the language; the other when it is empty. For names that come from packs.
    pub fn pick<'a>(&self, vi: &'a str, en: &'a str) -> &'a str {
        match self.lang {
            Lang::En if !en.is_empty() => en,
            Lang::Vi if vi.is_empty() => en,
            _ => vi,
        }
    }
}
