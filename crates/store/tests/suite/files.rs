//! Content-addressed files. No database in it, so once is enough.

use congvu_store::{FileError, FileLimits, FileStore};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n";
const ALLOW: FileLimits<'static> =
    FileLimits { max_bytes: 1_000, allow: &["application/pdf", "image/png", "image/heif"] };

fn open() -> (FileStore, tempfile::TempDir) {
    let dir = tempfile::tempdir().expect("a folder");
    (FileStore::open(&dir.path().join("a/b")).expect("opens"), dir)
}

// conformance: TT01-2023-8.2.đ
#[tokio::test]
async fn keeps_files_by_their_content() {
    let (files, dir) = open();
    let stored = files.put(PDF.to_vec(), "../Đơn.exe", &ALLOW).await.expect("stored");
    assert_eq!((stored.media_type.as_str(), stored.name.as_str()), ("application/pdf", "Đơn.exe"));
    assert_eq!(stored.size_bytes, PDF.len() as u64);
    let again = files.put(PDF.to_vec(), "other.pdf", &ALLOW).await.expect("stored again");
    assert_eq!(again.sha256, stored.sha256);
    assert_eq!(files.get(&stored.sha256).await.expect("read"), PDF);
    assert!(files.contains(&stored.sha256).await.expect("looked"));

    let sha = stored.sha256.as_str();
    let path = dir.path().join("a/b").join(&sha[0..2]).join(&sha[2..4]).join(sha);
    let mut damaged = PDF.to_vec();
    damaged[9] ^= 1;
    std::fs::write(&path, damaged).expect("damaged");
    assert!(matches!(files.get(sha).await, Err(FileError::Corrupt(_))));
    files.put(PDF.to_vec(), "x", &ALLOW).await.expect("mended");
    assert_eq!(files.get(sha).await.expect("read"), PDF);

    files.erase(sha).await.expect("erased");
    files.erase(sha).await.expect("erased already");
    assert!(matches!(files.get(sha).await, Err(FileError::NotFound(_))));
    assert!(!files.contains(sha).await.expect("looked"));
}

#[tokio::test]
async fn refuses_what_it_was_told_to_refuse() {
    let (files, _dir) = open();
    let large = [PDF, &[0; 1_000]].concat();
    let exact = [PDF, &vec![0; 1_000 - PDF.len()]].concat();
    files.put(exact, "exact.pdf", &ALLOW).await.expect("as large as allowed");
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0heicmif1";
    assert_eq!(files.put(heic.to_vec(), "x", &ALLOW).await.expect("a picture").media_type, "image/heif");
    let cases: [(&[u8], &str); 6] = [
        (b"", "the file is empty; choose the file again"),
        (&large, "the file has 1017 bytes, at most 1000 are allowed; make it smaller"),
        (
            b"MZ\x90\0program",
            "files of type `application/vnd.microsoft.portable-executable` are not accepted here; send another type",
        ),
        (
            b"<html>%PDF-1.7</html>",
            "files of type `application/octet-stream` are not accepted here; send another type",
        ),
        (b"words", "files of type `application/octet-stream` are not accepted here; send another type"),
        (b"\xff\xd8\xff\xe0jpeg", "files of type `image/jpeg` are not accepted here; send another type"),
    ];
    for (bytes, expected) in cases {
        let refused = files.put(bytes.to_vec(), "x.pdf", &ALLOW).await.expect_err("refused");
        assert_eq!(refused.to_string(), expected);
    }
    for digest in ["", "../../etc/passwd", &"AB".repeat(32), &"ab".repeat(31), &"đ".repeat(32)] {
        assert!(matches!(files.get(digest).await, Err(FileError::BadDigest(_))), "{digest}");
    }
    assert!(matches!(files.get(&"ab".repeat(32)).await, Err(FileError::NotFound(_))));
}
