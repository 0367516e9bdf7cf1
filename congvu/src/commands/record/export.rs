//! `congvu record export`: the record of a department in a folder that can be checked without us.

use crate::commands::say;
use crate::server::StoreArguments;
use anyhow::{Context, bail, ensure};
use congvu_desk::{TileAt, recorded, tiles};
use congvu_record::commitment;
use congvu_store::Store;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Acts read at a time.
const PAGE: u32 = 2_000;
/// What stands in the folder, in words.
const MANUAL: &str = include_str!("manual.md");
/// File with one act in each line.
pub(super) const ACTS: &str = "acts.jsonl";
/// File with the key of the log.
pub(super) const KEY: &str = "log/key";
/// File with what was signed last.
pub(super) const CHECKPOINT: &str = "log/checkpoint";

pub(super) async fn export(
    arguments: StoreArguments,
    agency: String,
    out: PathBuf,
) -> anyhow::Result<ExitCode> {
    let store = arguments.open_existing().await?;
    let named = || format!("writing `{}`", out.display());
    if out.exists() {
        bail!("`{}` is there already: name a folder that is not", out.display());
    }
    let head = store.head(&agency).await?;
    ensure!(
        head.seq > 0,
        "`{agency}` has no record; the departments that have: {}",
        store.agencies().await?.join(", ")
    );
    // Written beside, and named when all of it is there.
    let part = out.with_extension("part");
    if part.exists() {
        fs::remove_dir_all(&part).with_context(named)?;
    }
    fs::create_dir_all(part.join("log")).with_context(named)?;
    fs::write(part.join("README.md"), MANUAL).with_context(named)?;
    let size = log(&store, &agency, &part).await?;
    let acts = acts(&store, &agency, &part, head.seq.max(size)).await?;
    fs::rename(&part, &out).with_context(named)?;
    store.close().await;
    say(format_args!("{agency}: {acts} acts, {size} of them in the signed log, in `{}`", out.display()));
    Ok(ExitCode::SUCCESS)
}

/// The acts, and the entries of the log beside them.
async fn acts(store: &Store, agency: &str, folder: &Path, until: i64) -> anyhow::Result<i64> {
    let mut to = BufWriter::new(fs::File::create(folder.join(ACTS))?);
    let mut next = 1;
    while next <= until {
        let rows = recorded(store, agency, next, PAGE).await?;
        let Some(last) = rows.last() else { break };
        next = last.seq.saturating_add(1);
        for row in rows.iter().filter(|row| row.seq <= until) {
            serde_json::to_writer(&mut to, row)?;
            to.write_all(b"\n")?;
        }
    }
    to.into_inner().map_err(|e| e.into_error())?.sync_all()?;
    Ok(next.saturating_sub(1).min(until))
}

/// The public log in the layout of C2SP tlog-tiles; the acts that it has.
async fn log(store: &Store, agency: &str, folder: &Path) -> anyhow::Result<i64> {
    let (Some(log), Some(checkpoint)) = (store.log(agency).await?, store.checkpoint(agency).await?) else {
        return Ok(0);
    };
    fs::write(folder.join(KEY), format!("{}\n", log.verifier))?;
    fs::write(folder.join(CHECKPOINT), &checkpoint.note)?;
    let size = u64::try_from(checkpoint.size)?;
    for level in 0..=tiles::MAX_LEVEL {
        let mut number = 0;
        loop {
            let at = TileAt { level, number };
            let width = tiles::width(at, size);
            if width == 0 {
                break;
            }
            let mut stored = store.tiles(agency, &[(level, number)]).await?;
            let hashes = stored.remove(&(level, number)).unwrap_or_default();
            let hashes = hashes.get(..usize::try_from(width)?).context("a tile of the log is missing")?;
            write_tile(folder, &level.to_string(), at.number, width, &hashes.concat())?;
            if level == 0 {
                write_tile(folder, "entries", number, width, &entries(store, agency, number, width).await?)?;
            }
            number = number.saturating_add(1);
        }
    }
    Ok(checkpoint.size)
}

async fn entries(store: &Store, agency: &str, number: u64, width: u64) -> anyhow::Result<Vec<u8>> {
    let first = i64::try_from(number.saturating_mul(tiles::WIDTH).saturating_add(1))?;
    let mut bytes = Vec::new();
    for act in recorded(store, agency, first, u32::try_from(width)?).await? {
        let salt = act.salt.as_deref().map(digest).transpose()?;
        bytes.extend([0, 32]);
        bytes.extend(commitment(salt.as_ref(), act.act.as_bytes()));
    }
    Ok(bytes)
}

/// 32 bytes in hexadecimal.
pub(super) fn digest(text: &str) -> anyhow::Result<[u8; 32]> {
    let bytes = hex::decode(text).ok().and_then(|bytes| bytes.try_into().ok());
    bytes.with_context(|| format!("`{text}` is not 32 bytes in hexadecimal"))
}

fn write_tile(folder: &Path, level: &str, number: u64, width: u64, bytes: &[u8]) -> anyhow::Result<()> {
    let file = folder.join("log/tile").join(level).join(tiles::path(number, width));
    let named = || format!("writing `{}`", file.display());
    fs::create_dir_all(file.parent().context("a folder")?).with_context(named)?;
    fs::write(&file, bytes).with_context(named)
}
