//! Good files and hostile ones, each with what is expected.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use congvu_scan::{Active, Kind, MAX_PAGES, Unfit, look};
use std::io::Write;

/// A PDF with these many pages; `more` goes into the catalogue, `objects` beside.
fn pdf(pages: usize, more: &str, objects: &[&str]) -> Vec<u8> {
    let kids: Vec<String> = (0..pages).map(|n| format!("{} 0 R", n + 3)).collect();
    let mut all = vec![
        format!("<</Type/Catalog/Pages 2 0 R{more}>>"),
        format!("<</Type/Pages/Kids[{}]/Count {pages}>>", kids.join(" ")),
    ];
    all.extend((0..pages).map(|_| "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 300]>>".to_owned()));
    all.extend(objects.iter().map(|o| (*o).to_owned()));
    let (mut out, mut places) = (b"%PDF-1.7\n".to_vec(), Vec::new());
    for (n, object) in all.iter().enumerate() {
        places.push(out.len());
        out.extend_from_slice(format!("{} 0 obj\n{object}\nendobj\n", n + 1).as_bytes());
    }
    let start = out.len();
    let table: String = places.iter().map(|at| format!("{at:010} 00000 n \n")).collect();
    let size = all.len() + 1;
    out.extend_from_slice(
        format!("xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n")
            .as_bytes(),
    );
    out
}

fn picture(width: u32, height: u32, format: image::ImageFormat) -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(width, height).write_to(&mut out, format).unwrap();
    out.into_inner()
}

fn docx(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn flate(bytes: usize) -> Vec<u8> {
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    let zeros = vec![0_u8; 1024 * 1024];
    for _ in 0..bytes / zeros.len() {
        packed.write_all(&zeros).unwrap();
    }
    packed.finish().unwrap()
}

fn then(mut first: Vec<u8>, second: &[u8]) -> Vec<u8> {
    first.extend_from_slice(second);
    first
}

fn refused(bytes: &[u8], name: &str, expected: Unfit) {
    assert_eq!(look(bytes, name).unwrap_err(), expected, "{name}");
}

#[test]
fn good_files_have_their_kind_and_pages() {
    let found = look(&pdf(3, "", &[]), "đơn.PDF").unwrap();
    assert_eq!((found.kind, found.pages.len(), found.active.len()), (Kind::Pdf, 3, 0));
    assert_eq!((found.pages[0].width, found.pages[0].height), (200.0, 300.0));
    let found = look(&picture(30, 20, image::ImageFormat::Jpeg), "anh.jpeg").unwrap();
    assert_eq!((found.kind, found.pages[0].width, found.pages[0].height), (Kind::Jpeg, 30.0, 20.0));
    let found = look(&picture(3, 2, image::ImageFormat::Png), "anh").unwrap();
    assert_eq!((found.kind, found.pages.len()), (Kind::Png, 1));
    let word = docx(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w:document/>")]);
    assert_eq!(look(&word, "đề án.docx").unwrap().kind, Kind::Docx);
    // Scanners leave line ends and zeros behind.
    look(&then(pdf(1, "", &[]), b"\r\n\0\0\0"), "a.pdf").unwrap();
}

// conformance: TT32-7.3.a, TT01-2023-8.2.e
#[test]
fn dots_an_inch_are_told_where_a_page_is_a_picture() {
    let dots = |bytes: &[u8], name: &str| look(bytes, name).unwrap().pages[0].dots;
    // A picture is bound on A4: 8.27 by 11.69 inches.
    for ((width, height), expected) in [
        ((1654, 2339), 200),
        ((2339, 1654), 200),
        ((827, 1169), 100),
        ((2480, 3508), 300),
        ((1654, 1654), 200),
    ] {
        assert_eq!(
            dots(&picture(width, height, image::ImageFormat::Jpeg), "a.jpg"),
            Some(expected),
            "{width}x{height}"
        );
    }
    assert_eq!(dots(&picture(1654, 2339, image::ImageFormat::Png), "a.png"), Some(200));
    let with = |resources: &str| {
        let page = String::from_utf8(pdf(
            1,
            "",
            &["<</Type/XObject/Subtype/Image/Width 1000/Height 1500/Length 0>>stream\nendstream"],
        ))
        .unwrap();
        page.replace("/MediaBox[0 0 200 300]", &format!("/MediaBox[0 0 600 900]/Resources<<{resources}>>"))
            .into_bytes()
    };
    // 600 by 900 points are 8.33 by 12.5 inches.
    assert_eq!(dots(&with("/XObject<</I 4 0 R>>"), "a.pdf"), Some(120));
    assert_eq!(
        dots(&with("/XObject<</I 4 0 R>>/Font<</F 4 0 R>>"), "a.pdf"),
        None,
        "words are read as they are"
    );
    assert_eq!(dots(&with(""), "a.pdf"), None);
}

#[test]
fn names_must_say_what_is_inside() {
    refused(b"", "a.pdf", Unfit::Empty);
    refused(&pdf(1, "", &[]), "a.jpg", Unfit::Name { found: Kind::Pdf });
    refused(&picture(3, 2, image::ImageFormat::Png), "a.pdf", Unfit::Name { found: Kind::Png });
    refused(&pdf(1, "", &[]), "a.exe", Unfit::Name { found: Kind::Pdf });
    refused(b"MZ\x90\0", "a.pdf", Unfit::Unknown);
    refused(b"<html><script>", "a.pdf", Unfit::Unknown);
    refused(b"\0\0\0\x18ftypheic\0\0\0\0heicmif1", "IMG_0001.HEIC", Unfit::Heic);
}

#[test]
fn two_files_in_one_are_refused() {
    let archive = docx(&[("a.txt", b"x")]);
    refused(&then(b"<html>".to_vec(), &pdf(1, "", &[])), "a.pdf", Unfit::TwoInOne);
    refused(&then(pdf(1, "", &[]), &archive), "a.pdf", Unfit::TwoInOne);
    refused(&then(picture(3, 2, image::ImageFormat::Jpeg), &archive), "a.jpg", Unfit::TwoInOne);
    refused(&then(picture(3, 2, image::ImageFormat::Png), b"<?php"), "a.png", Unfit::TwoInOne);
    refused(&then(pdf(1, "", &[]), b"<script>alert(1)</script>"), "a.pdf", Unfit::TwoInOne);
    let mut inside = picture(3, 2, image::ImageFormat::Jpeg);
    inside.splice(20..20, b"%PDF-1.4".iter().copied());
    refused(&inside, "a.jpg", Unfit::TwoInOne);
}

#[test]
fn bombs_are_found_before_they_go_off() {
    let zeros = vec![0_u8; 8 * 1024 * 1024];
    let bomb = docx(&[("word/document.xml", b"<w/>"), ("word/media/a.bmp", &zeros)]);
    assert!(bomb.len() < 20_000);
    refused(&bomb, "a.docx", Unfit::Bomb);
    let many: Vec<(String, &[u8])> = (0..2_100).map(|n| (format!("word/{n}.xml"), b"".as_slice())).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(n, b)| (n.as_str(), *b)).collect();
    refused(&docx(&many), "a.docx", Unfit::Bomb);
    refused(&docx(&[("word/document.xml", b"<w/>"), ("word/vbaProject.bin", b"x")]), "a.docx", Unfit::Macros);
    refused(&docx(&[("a.txt", b"x")]), "a.docx", Unfit::Unknown);
    let packed = flate(100 * 1024 * 1024);
    let mut stream = format!("<</Length {}/Filter/FlateDecode>>stream\n", packed.len()).into_bytes();
    stream.extend_from_slice(&packed);
    let mut bomb = b"%PDF-1.7\n1 0 obj".to_vec();
    bomb.extend_from_slice(&stream);
    bomb.extend_from_slice(b"\nendstream endobj\n%%EOF");
    refused(&bomb, "a.pdf", Unfit::Bomb);
    let twice =
        b"%PDF-1.7\n1 0 obj<</Length 2/Filter[/FlateDecode/FlateDecode]>>stream\nxx\nendstream endobj\n%%EOF";
    refused(twice, "a.pdf", Unfit::Bomb);
}

#[test]
fn pages_pixels_and_locks_have_limits() {
    assert_eq!(look(&pdf(MAX_PAGES, "", &[]), "a.pdf").unwrap().pages.len(), MAX_PAGES);
    refused(&pdf(10_000, "", &[]), "a.pdf", Unfit::Pages { pages: 10_000, max: MAX_PAGES });
    // Without a table of objects each must be looked for: that is worth a few, not any number.
    let lost = format!("%PDF-1.7\n{}trailer<</Root 1 0 R>>\n%%EOF", "1 0 obj<<>>endobj\n".repeat(6_000));
    refused(lost.as_bytes(), "a.pdf", Unfit::Bomb);
    let locked = pdf(1, "", &["<</Filter/Standard>>"]);
    let locked = String::from_utf8(locked).unwrap().replace("/Root 1 0 R", "/Root 1 0 R/Encrypt 4 0 R");
    refused(locked.as_bytes(), "a.pdf", Unfit::Locked);
    refused(b"%PDF-1.7\nnothing\n%%EOF", "a.pdf", Unfit::Damaged);
    refused(b"\xff\xd8\xff\xe0 nothing", "a.jpg", Unfit::Damaged);
    // The head of a PNG may say what it likes; its pixels are never asked for.
    let mut huge = picture(2, 2, image::ImageFormat::Png);
    huge[16..24].copy_from_slice(&[0, 0, 0x4e, 0x20, 0, 0, 0x4e, 0x20]);
    let crc = {
        let mut crc = flate2::Crc::new();
        crc.update(&huge[12..29]);
        crc.sum()
    };
    huge[29..33].copy_from_slice(&crc.to_be_bytes());
    refused(&huge, "a.png", Unfit::Picture { width: 20_000, height: 20_000 });
}

#[test]
fn what_acts_by_itself_is_named() {
    for (more, object, expected) in [
        ("/OpenAction 4 0 R", "<</S/JavaScript/JS(app.alert\\(1\\))>>", Active::Script),
        ("/OpenAction 4 0 R", "<</S/Launch/F(calc.exe)>>", Active::Launch),
        ("/Names<</EmbeddedFiles 4 0 R>>", "<</Names[]>>", Active::Attachment),
        ("/AcroForm<</XFA 4 0 R>>", "<<>>", Active::Form),
    ] {
        assert_eq!(look(&pdf(1, more, &[object]), "a.pdf").unwrap().active, [expected], "{object}");
    }
}

#[test]
fn any_cut_or_change_is_answered() {
    for whole in
        [pdf(2, "", &[]), picture(9, 9, image::ImageFormat::Png), docx(&[("word/document.xml", b"<w/>")])]
    {
        for cut in (0..whole.len()).step_by(7) {
            let _ = look(&whole[..cut], "");
            let mut changed = whole.clone();
            changed[cut] ^= 0xff;
            let _ = look(&changed, "");
        }
    }
}
