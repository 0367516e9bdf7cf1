//! The key under which identities are sealed: a file beside the database, never in it.

use anyhow::Context;
use congvu_desk::{SEAL_KEY_FILE_BYTES, SealKey};
use congvu_store::Store;
use std::io::{Read, Write};
use std::path::Path;

const AGENCY: &str = "server";
/// Setting with a keyed hash, by which the right file is told from another.
const KEY: &str = "seal";

/// Reads the key file; makes one where nothing was ever sealed.
pub(super) async fn of(file: &Path, store: &Store) -> anyhow::Result<SealKey> {
    let named = || format!("the seal key `{}`", file.display());
    let known = store.setting(AGENCY, KEY).await?;
    let key = match read(file) {
        Ok(text) => SealKey::read(&text).with_context(named)?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && known.is_none() => {
            make(file).with_context(named)?
        }
        Err(error) => return Err(error).with_context(named),
    };
    let mark = serde_json::to_string(&hex::encode(key.tag("mark", &[])))?;
    match known {
        None => store.put_setting(AGENCY, KEY, &mark).await?,
        Some(other) if other != mark => {
            anyhow::bail!("{} is not the one of this database; name the right file with --seal-key", named())
        }
        Some(_) => {}
    }
    Ok(key)
}

fn read(file: &Path) -> std::io::Result<String> {
    let mut text = String::new();
    std::fs::File::open(file)?.take(SEAL_KEY_FILE_BYTES).read_to_string(&mut text)?;
    Ok(text)
}

/// A new key, in a file that its owner alone may read.
fn make(file: &Path) -> anyhow::Result<SealKey> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|e| anyhow::anyhow!("the system gives no random numbers: {e}"))?;
    let key = SealKey::new(bytes);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut to = options.open(file)?;
    to.write_all(key.write().as_bytes())?;
    to.sync_all()?;
    Ok(key)
}
