//! File names that people gave: never trusted, only shown.

/// Longest name that is kept, in characters.
const MAX_CHARS: usize = 120;

/// Makes a declared file name safe to show and to offer for download: the last path component, without control
/// characters, without characters that turn the direction of writing (they can make `exe` look like `pdf`), without
/// those that file systems refuse, at most 120 characters with the extension kept. `file` when nothing is left.
pub fn display_name(declared: &str) -> String {
    let last = declared.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| {
            !c.is_control() && !is_invisible(*c) && !matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*')
        })
        .collect();
    let clean = clean.trim_matches([' ', '.']);
    if clean.is_empty() {
        return "file".to_owned();
    }
    shorten(clean)
}

/// Zero-width characters, direction marks and overrides, the byte order mark.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn shorten(name: &str) -> String {
    if name.chars().count() <= MAX_CHARS {
        return name.to_owned();
    }
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) if extension.chars().count() <= 10 => (stem, format!(".{extension}")),
        _ => (name, String::new()),
    };
    let kept = MAX_CHARS - extension.chars().count() - 1;
    let mut short: String = stem.chars().take(kept).collect();
    short.push('…');
    short.push_str(&extension);
    short
}

#[cfg(test)]
mod tests {
    use super::display_name;

    #[test]
    fn names_are_made_safe_to_show() {
        let long = format!("{}.pdf", "đ".repeat(300));
        let short = format!("{}….pdf", "đ".repeat(115));
        for (declared, expected) in [
            ("Đơn đề nghị.pdf", "Đơn đề nghị.pdf"),
            ("../../etc/passwd", "passwd"),
            (r"C:\\Users\\An\\đơn.docx", "đơn.docx"),
            ("anh\u{202e}fdp.exe", "anhfdp.exe"),
            ("a\0b\r\nc.pdf", "ab  c.pdf"),
            ("<script>.pdf", "script.pdf"),
            (" .hidden. ", "hidden"),
            ("..", "file"),
            ("", "file"),
            ("dir/", "file"),
            (long.as_str(), short.as_str()),
        ] {
            assert_eq!(display_name(declared), expected, "{declared:?}");
        }
    }
}
