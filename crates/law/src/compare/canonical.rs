//! Words in a form in which what is not a difference looks the same.
//!
//! The five texts come from one model. Each puts in its own place names, says `tỉnh`, `thành phố`, `địa
//! phương` or `địa bàn` for the same thing, and shortens the department's name or not.

/// A word or phrase in canonical form, with the words of the text that it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unit {
    pub form: String,
    /// First word.
    pub start: usize,
    /// Word after the last.
    pub end: usize,
}

/// `trên địa bàn tỉnh`, `tại địa phương`, `của thành phố`.
pub(crate) const PLACE: &str = "⟨place⟩";
/// A place called by its name with no word before it that says where: part of the name of a body.
pub(crate) const NAMED: &str = "⟨named place⟩";
/// The provincial People's Committee.
pub(crate) const COMMITTEE: &str = "⟨committee⟩";
/// The department.
pub(crate) const DEPARTMENT: &str = "⟨department⟩";
/// The administrative levels below: `huyện, thị xã, thành phố`.
pub(crate) const LEVELS: &str = "⟨levels⟩";

/// What is known of the text that a clause is from.
#[derive(Debug, Clone, Default)]
pub(crate) struct Context {
    /// Words of the province's own name, folded: `bình dương`.
    pub place: Vec<String>,
    /// Words of the department's name after `Sở`, folded, without the place.
    pub field: Vec<String>,
}

/// Canonical units of a text, and its words as written.
pub(crate) fn units<'t>(text: &'t str, context: &Context) -> (Vec<Unit>, Vec<&'t str>) {
    let words: Vec<&str> = text.split_whitespace().collect();
    let folded: Vec<String> = words.iter().map(|word| fold(word)).collect();
    let matcher = Matcher { folded: &folded, context };
    let mut units = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        let (form, len) = matcher.phrase(at);
        if !form.is_empty() {
            units.push(Unit { form, start: at, end: at + len });
        } else if let Some(last) = units.last_mut() {
            // Bare punctuation belongs to the word before.
            last.end = at + len;
        }
        at += len;
    }
    (units, words)
}

/// Lower case, without punctuation at the ends, spelling variants as one.
pub(crate) fn fold(word: &str) -> String {
    let lower = word.to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    let same = match bare {
        "hàng" => "hằng",
        "qui" => "quy",
        "uỷ" => "ủy",
        "ubnd" => "ubnd",
        other => other,
    };
    let number = same.trim_start_matches('0');
    if same.bytes().all(|byte| byte.is_ascii_digit()) && !number.is_empty() {
        number.to_owned()
    } else {
        same.to_owned()
    }
}

struct Matcher<'m> {
    folded: &'m [String],
    context: &'m Context,
}

impl Matcher<'_> {
    fn word(&self, at: usize) -> &str {
        self.folded.get(at).map_or("", String::as_str)
    }

    fn reads(&self, at: usize, wanted: &[&str]) -> bool {
        wanted.iter().enumerate().all(|(offset, word)| self.word(at + offset) == *word)
    }

    fn reads_own(&self, at: usize, wanted: &[String]) -> bool {
        !wanted.is_empty() && wanted.iter().enumerate().all(|(offset, word)| self.word(at + offset) == word)
    }

    /// The canonical form at a place and how many words it takes.
    fn phrase(&self, at: usize) -> (String, usize) {
        let found = self
            .committee(at)
            .map(|len| (COMMITTEE, len))
            .or_else(|| self.department(at).map(|len| (DEPARTMENT, len)))
            .or_else(|| self.levels(at).map(|len| (LEVELS, len)))
            .or_else(|| self.place(at));
        match found {
            Some((form, len)) => (form.to_owned(), len),
            None if self.reads(at, &["tỉnh", "ủy"]) || self.reads(at, &["thành", "ủy"]) => {
                ("⟨party⟩".to_owned(), 2)
            }
            None => (self.word(at).to_owned(), 1),
        }
    }

    fn committee(&self, at: usize) -> Option<usize> {
        let base = if self.reads(at, &["ủy", "ban", "nhân", "dân"]) {
            4
        } else if self.word(at) == "ubnd" {
            1
        } else {
            return None;
        };
        match self.province(at + base) {
            Some(len) => Some(base + len),
            None if matches!(self.word(at + base), "cấp" | "các" | "huyện" | "xã" | "quận") => None,
            None => Some(base),
        }
    }

    /// `tỉnh`, `thành phố`, with or without the name.
    fn province(&self, at: usize) -> Option<usize> {
        let len = match self.word(at) {
            "tỉnh" => 1,
            "thành" if self.word(at + 1) == "phố" => 2,
            _ => return None,
        };
        let named = if self.reads_own(at + len, &self.context.place) { self.context.place.len() } else { 0 };
        Some(len + named)
    }

    fn department(&self, at: usize) -> Option<usize> {
        if self.word(at) != "sở" {
            return None;
        }
        if !self.reads_own(at + 1, &self.context.field) {
            // `Sở Nội vụ` is another department; `sở, ban, ngành` are all of them.
            let other = matches!(self.word(at + 1), "nội" | "tư" | "tài" | "ban" | "ngành" | "kế" | "khoa");
            return (!other).then_some(1);
        }
        let len = 1 + self.context.field.len();
        Some(len + self.province(at + len).filter(|named| *named > 2).unwrap_or(0))
    }

    fn levels(&self, at: usize) -> Option<usize> {
        const LISTS: [&[&str]; 5] = [
            &["huyện", "thị", "xã", "thành", "phố"],
            &["quận", "huyện"],
            &["ubnd", "cấp", "huyện"],
            &["ủy", "ban", "nhân", "dân", "các", "huyện", "thị", "xã", "thành", "phố"],
            &["ủy", "ban", "nhân", "dân", "các", "quận", "huyện"],
        ];
        LISTS.iter().find(|list| self.reads(at, list)).map(|list| list.len())
    }

    fn place(&self, at: usize) -> Option<(&'static str, usize)> {
        let located = matches!(self.word(at), "tại" | "trên" | "ở" | "của" | "thuộc" | "trong" | "về");
        let mut len = usize::from(located);
        let area = self.reads(at + len, &["địa", "bàn"]);
        if area {
            len += 2;
        }
        let before = len;
        if self.reads(at + len, &["tỉnh", "thành", "phố", "trực", "thuộc", "trung", "ương"]) {
            len += 7;
        } else if let Some(province) = self.province(at + len) {
            // `tỉnh ủy` is a body, not a place.
            if self.word(at + len + 1) == "ủy" {
                return None;
            }
            let named = province > 2 || (province == 2 && self.word(at + len) == "tỉnh");
            len += province;
            if named && !located {
                return Some((NAMED, len));
            }
        } else if self.reads(at + len, &["địa", "phương"]) {
            len += if self.word(at + len + 2) == "mình" { 3 } else { 2 };
        } else if located && self.reads_own(at + len, &self.context.place) {
            len += self.context.place.len();
        }
        (len > before || area).then_some((PLACE, len))
    }
}
