//! Files on their way in, and the ways in which matters come in.

use congvu_store::testing::Backend;
use congvu_store::{ChannelCount, MAX_CHUNK_BYTES, MatterRow, StoreError, UploadRow};

use crate::support::{AGENCY, T0, change, matter, on_both, open};

on_both!(pieces, limits, expiry, channels);

fn upload(id: &str, owner: &str, size_bytes: i64) -> UploadRow {
    UploadRow {
        id: id.to_owned(),
        owner: owner.to_owned(),
        name: "đơn.pdf".to_owned(),
        size_bytes,
        offset_bytes: 0,
        expires_ms: T0 + 1_000,
    }
}

async fn pieces(backend: Backend) {
    let t = open(backend).await;
    let s = &t.store;
    assert!(s.begin_upload(AGENCY, &upload("u-1", "an", 6), 9).await.expect("begun"));
    let append = |owner: &'static str, at: i64, piece: &'static [u8]| async move {
        s.append_upload(AGENCY, owner, "u-1", at, piece, T0 + 2_000).await.expect("asked")
    };
    assert!(append("an", 0, b"abc").await);
    assert!(!append("an", 0, b"abc").await, "it stands elsewhere by now");
    assert!(!append("binh", 3, b"def").await, "somebody else's");
    assert!(!append("an", 3, b"defg").await, "longer than was said");
    assert!(s.uploaded(AGENCY, "an", "u-1", T0).await.expect("read").is_none(), "not whole yet");
    assert!(append("an", 3, b"d").await);
    assert!(append("an", 4, b"ef").await);
    let (row, bytes) = s.uploaded(AGENCY, "an", "u-1", T0).await.expect("read").expect("whole");
    assert_eq!((row.offset_bytes, row.expires_ms, bytes.as_slice()), (6, T0 + 2_000, b"abcdef".as_slice()));
    assert!(s.uploaded(AGENCY, "binh", "u-1", T0).await.expect("read").is_none());
    assert!(s.uploaded("long-an", "an", "u-1", T0).await.expect("read").is_none());
    assert!(!s.delete_upload(AGENCY, "binh", "u-1").await.expect("asked"));
    assert!(s.delete_upload(AGENCY, "an", "u-1").await.expect("removed"));
    assert!(s.upload(AGENCY, "an", "u-1", T0).await.expect("read").is_none());
    assert!(s.begin_upload(AGENCY, &upload("u-1", "an", 3), 9).await.expect("begun anew"));
    assert!(append("an", 0, b"xyz").await, "nothing of the first is left");
}

async fn limits(backend: Backend) {
    let t = open(backend).await;
    let s = &t.store;
    for (n, begun) in [("u-1", true), ("u-2", true), ("u-3", false)] {
        assert_eq!(s.begin_upload(AGENCY, &upload(n, "an", 6), 2).await.expect("asked"), begun, "{n}");
    }
    assert!(s.begin_upload(AGENCY, &upload("u-3", "binh", 6), 2).await.expect("another owner"));
    let large = vec![0; MAX_CHUNK_BYTES + 1];
    for piece in [b"".as_slice(), &large] {
        let refused = s.append_upload(AGENCY, "an", "u-1", 0, piece, T0).await;
        assert!(matches!(refused, Err(StoreError::Invalid(_))), "{refused:?}");
    }
    let refused = s.begin_upload(AGENCY, &upload("", "an", 6), 2).await;
    assert!(matches!(refused, Err(StoreError::Invalid(_))), "{refused:?}");
}

async fn expiry(backend: Backend) {
    let t = open(backend).await;
    let s = &t.store;
    s.begin_upload(AGENCY, &upload("u-1", "an", 3), 9).await.expect("begun");
    s.append_upload(AGENCY, "an", "u-1", 0, b"abc", T0 + 1_000).await.expect("kept");
    s.begin_upload(AGENCY, &UploadRow { expires_ms: T0 + 5_000, ..upload("u-2", "an", 3) }, 9)
        .await
        .expect("begun");
    assert!(s.uploaded(AGENCY, "an", "u-1", T0 + 999).await.expect("read").is_some());
    assert!(s.uploaded(AGENCY, "an", "u-1", T0 + 1_000).await.expect("read").is_none(), "expired");
    assert_eq!(s.delete_expired_uploads(T0 + 999).await.expect("swept"), 0);
    assert_eq!(s.delete_expired_uploads(T0 + 1_000).await.expect("swept"), 1);
    assert!(s.upload(AGENCY, "an", "u-2", T0).await.expect("read").is_some());
}

async fn channels(backend: Backend) {
    let t = open(backend).await;
    let s = &t.store;
    for (id, channel, opened_ms) in [
        ("m-1", "online", T0),
        ("m-2", "counter", T0),
        ("m-3", "counter", T0 + 5),
        ("m-4", "", T0),
        ("m-5", "post", T0 + 9),
    ] {
        let row = MatterRow { channel: channel.to_owned(), opened_ms, ..matter(id, 1) };
        s.commit(change(id, row)).await.expect("stored");
    }
    let count = |channel: &str, count: i64| ChannelCount {
        channel: channel.to_owned(),
        procedure: "site.grant".to_owned(),
        count,
    };
    let found = s.opened_by_channel(AGENCY, T0, T0 + 9).await.expect("counted");
    assert_eq!(found, [count("counter", 2), count("online", 1)]);
    assert_eq!(s.matter(AGENCY, "m-5").await.expect("read").expect("there").channel, "post");
}
