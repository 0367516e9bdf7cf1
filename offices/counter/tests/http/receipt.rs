//! The receipt, read as people read it: by a camera.

use crate::house::{House, jpeg, matter, pdf, take_in};
use std::process::Command;

// conformance: TT03-PL1.01, ND61-17.3, TT01VPCP-19.2
#[tokio::test]
#[ignore = "needs zbarimg and pdftoppm; `cargo xtask test --only validators` runs it"]
async fn zbar_reads_the_code_of_the_receipt() {
    let house = House::open().await;
    let mut reception = house.officer("reception").await;
    let (project, founding) = (pdf(&[(200, 300)]), jpeg(20, 30));
    let files = [("_f-project", "a.pdf", project.as_slice()), ("_f-founding", "b.jpg", founding.as_slice())];
    let case = house.case(&matter(&take_in(&mut reception, &[], &files).await)).await;
    let code = &case.matter.paper("receipt").unwrap().code;
    let paper = house.desk.paper(house.agency(), &case, code).await.unwrap().unwrap();
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("receipt.pdf"), paper.pdf).unwrap();
    let run = |program: &str, arguments: &[&str]| {
        let out = Command::new(program).args(arguments).current_dir(dir.path()).output().unwrap();
        assert!(out.status.success(), "{program}: {}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8_lossy(&out.stdout).trim().to_owned()
    };
    // What a cheap telephone sees: a hundred dots an inch.
    run("pdftoppm", &["-r", "100", "-png", "-singlefile", "receipt.pdf", "receipt"]);
    let read = run("zbarimg", &["--quiet", "--raw", "receipt.png"]);
    assert_eq!(read, format!("http://localhost/binh-duong/v/{code}"));
    let text = run("pdftotext", &["-layout", "receipt.pdf", "-"]);
    for word in [case.matter.code.as_deref().unwrap(), "Bản chính", "Bản sao", "Nguyễn Văn Tới"] {
        assert!(text.contains(word), "`{word}` is not on the receipt:\n{text}");
    }
    assert!(!text.contains("trực tuyến)"), "it was not filed online:\n{text}");
}
