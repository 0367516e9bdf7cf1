//! Pictures: their size is read before a single pixel is.

use crate::kind::Kind;
use crate::unfit::Unfit;
use crate::{Look, Page};
use image::metadata::Orientation;
use image::{ImageDecoder, ImageFormat, ImageReader, Limits};
use std::io::Cursor;

/// Most pixels: A3 at 600 dots an inch has 70 million.
const MAX_PIXELS: u64 = 75_000_000;
/// Longest side, pixels.
const MAX_SIDE: u32 = 20_000;

/// A4 (ISO 216) in points.
const A4_POINTS: (f32, f32) = (595.3, 841.9);
/// Points of an inch.
const INCH: f32 = 72.0;

/// Dots an inch of a picture that fills a page as well as it can, in whichever way it is turned.
pub(crate) fn dots(pixels: (u32, u32), page: (f32, f32)) -> u32 {
    let sides = |a: f32, b: f32| (a.min(b), a.max(b));
    let (short, long) = sides(pixels.0 as f32, pixels.1 as f32);
    let (page_short, page_long) = sides(page.0.max(1.0), page.1.max(1.0));
    (short / page_short).max(long / page_long).mul_add(INCH, 0.5) as u32
}

pub(crate) fn look(bytes: &[u8], kind: Kind) -> Result<Look, Unfit> {
    let format = if kind == Kind::Png { ImageFormat::Png } else { ImageFormat::Jpeg };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(Limits::default());
    let mut decoder = reader.into_decoder().map_err(|_| Unfit::Damaged)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width).saturating_mul(u64::from(height));
    if width == 0 || height == 0 {
        return Err(Unfit::Damaged);
    }
    if pixels > MAX_PIXELS || width > MAX_SIDE || height > MAX_SIDE {
        return Err(Unfit::Picture { width, height });
    }
    let across = matches!(
        decoder.orientation().unwrap_or(Orientation::NoTransforms),
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    );
    let (width, height) = if across { (height, width) } else { (width, height) };
    let page =
        Page { width: width as f32, height: height as f32, dots: Some(dots((width, height), A4_POINTS)) };
    Ok(Look { kind, pages: vec![page], active: Vec::new() })
}
