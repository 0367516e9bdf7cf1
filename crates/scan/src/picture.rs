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
    let page = Page { width: width as f32, height: height as f32 };
    Ok(Look { kind, pages: vec![page], active: Vec::new() })
}
