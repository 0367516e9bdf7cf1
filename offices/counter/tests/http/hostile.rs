//! Files that mean no good: a clear answer, nothing kept by halves.

use crate::house::{House, pdf, take_in};
use axum::http::StatusCode;
use std::io::Write;

#[tokio::test]
async fn each_hostile_file_has_its_answer_and_no_case() {
    let house = House::open().await;
    let mut reception = house.officer("reception").await;
    let mut polyglot = pdf(&[(200, 300)]);
    polyglot.extend_from_slice(b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..100 {
        packed.write_all(&vec![0; 1024 * 1024]).unwrap();
    }
    let mut bomb = b"%PDF-1.7\n1 0 obj<</Filter/FlateDecode>>stream\n".to_vec();
    bomb.extend_from_slice(&packed.finish().unwrap());
    bomb.extend_from_slice(b"\nendstream endobj\n%%EOF");
    let locked = [&pdf(&[(200, 300)])[..], b"trailer<</Root 1 0 R/Encrypt 9 0 R>>%%EOF"].concat();
    let thick = pdf(&vec![(200, 300); 10_000]);
    for (name, bytes, said) in [
        ("a.pdf", b"".as_slice(), "Tệp rỗng (0 byte)"),
        ("a.pdf", b"MZ\x90\0\x03".as_slice(), "Không nhận ra loại tệp"),
        ("a.png", &pdf(&[(200, 300)]), "Nội dung tệp là PDF"),
        ("a.pdf", &polyglot, "lẫn một tệp khác"),
        ("a.pdf", &bomb, "bung ra quá lớn"),
        ("a.pdf", &locked, "có mật khẩu hoặc bị khóa"),
        ("a.pdf", &thick, "tối đa 500 trang"),
        ("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0heicmif1", "Ảnh HEIC chưa đọc được"),
        ("a.pdf", &vec![b'x'; 10 * 1024 * 1024 + 1], "lớn hơn 10"),
    ] {
        let answer = take_in(&mut reception, &[], &[("_f-project", name, bytes)]).await;
        answer.is(StatusCode::UNPROCESSABLE_ENTITY).has(said).has_not("class=\"files\"");
    }
    assert_eq!(house.cases().await, 0);
}

#[tokio::test]
async fn what_acts_by_itself_does_not_survive_binding() {
    let house = House::open().await;
    let mut reception = house.officer("reception").await;
    let text = String::from_utf8(pdf(&[(200, 300)])).unwrap();
    let active = text
        .replace("/Pages 2 0 R>>", "/Pages 2 0 R/OpenAction 9 0 R>>")
        .replace("trailer", "9 0 obj<</S/JavaScript/JS(app.alert\\(1\\))>>endobj\ntrailer");
    let clean = pdf(&[(200, 300)]);
    let files = [("_f-project", "a.pdf", active.as_bytes()), ("_f-founding", "b.pdf", clean.as_slice())];
    // Even where the officer asks for no binding.
    let answer = take_in(&mut reception, &[("_bind", "")], &files).await;
    let case = house.case(&crate::house::matter(&answer)).await;
    let (bytes, look) = house.desk.kept_file(&case.matter.files[0].sha256).await.unwrap();
    assert!(look.active.is_empty() && !bytes.windows(11).any(|w| w == b"/JavaScript"));
    let (bytes, _) = house.desk.kept_file(&case.matter.files[1].sha256).await.unwrap();
    assert_eq!(bytes, clean, "a good PDF stays as it is");
}
