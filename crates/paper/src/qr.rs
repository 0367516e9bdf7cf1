//! QR codes that lead to the verification page.

use std::fmt::Write as _;

use qrcode::types::Color;
use qrcode::{EcLevel, QrCode};

use crate::error::PaperError;

/// Longest text, in bytes. At level M a code of this length still scans when printed 25 mm wide.
const MAX_TEXT_BYTES: usize = 300;

/// White border on each side in modules, ISO/IEC 18004 §6.3.8.
const QUIET_ZONE: usize = 4;

/// The QR code of `text` as an SVG of one path, error correction level M (15 % may be lost to a stamp or a fold).
///
/// # Errors
/// When `text` is empty or longer than 300 bytes.
///
/// ```
/// let svg = congvu_paper::qr_svg("https://example.vn/v/7K2M")?;
/// assert!(svg.starts_with("<svg "));
/// # Ok::<(), congvu_paper::PaperError>(())
/// ```
pub fn qr_svg(text: &str) -> Result<String, PaperError> {
    if text.is_empty() || text.len() > MAX_TEXT_BYTES {
        return Err(PaperError::new(format!(
            "a QR code holds 1 to {MAX_TEXT_BYTES} bytes here, not {}; shorten the address",
            text.len()
        )));
    }
    let code = QrCode::with_error_correction_level(text, EcLevel::M)
        .map_err(|e| PaperError::new(format!("the QR code cannot be made: {e}")))?;
    let width = code.width();
    let side = width + 2 * QUIET_ZONE;
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(width).enumerate() {
        for (x, length) in dark_runs(row) {
            // Writing to a string cannot fail.
            let _ = write!(path, "M{} {}h{length}v1h-{length}z", x + QUIET_ZONE, y + QUIET_ZONE);
        }
    }
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{side}\" height=\"{side}\" viewBox=\"0 0 {side} {side}\" \
         shape-rendering=\"crispEdges\"><path d=\"M0 0h{side}v{side}h-{side}z\" fill=\"#fff\"/>\
         <path d=\"{path}\" fill=\"#000\"/></svg>"
    ))
}

/// Start and length of each run of dark modules: a quarter of the shapes that single modules would give.
fn dark_runs(row: &[Color]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (x, _) in row.iter().enumerate().filter(|(_, color)| **color == Color::Dark) {
        match runs.last_mut() {
            Some((start, length)) if *start + *length == x => *length += 1,
            _ => runs.push((x, 1)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_cover_exactly_the_dark_modules() {
        let code =
            QrCode::with_error_correction_level("http://127.0.0.1:8080/v/7K2M-99QX", EcLevel::M).unwrap();
        let colors = code.to_colors();
        let dark = colors.iter().filter(|c| **c == Color::Dark).count();
        let covered: usize = colors.chunks(code.width()).flat_map(dark_runs).map(|(_, length)| length).sum();
        assert_eq!(covered, dark);
        assert_eq!(dark_runs(&[Color::Dark, Color::Dark, Color::Light, Color::Dark]), [(0, 2), (3, 1)]);
    }

    #[test]
    fn limits() {
        let check = |text: &str, ok: bool| assert_eq!(qr_svg(text).is_ok(), ok, "{} bytes", text.len());
        check("", false);
        check("a", true);
        check(&"a".repeat(300), true);
        check(&"a".repeat(301), false);
        check("Số 05 & <script>", true);
        assert!(!qr_svg("<script>").unwrap().contains("script"), "the text itself is never in the picture");
    }
}
