//! Where the data lies.

use anyhow::Context;
use congvu_store::{Store, StoreConfig};
use std::path::PathBuf;

/// Options that name the data.
#[derive(Debug, Clone, clap::Args)]
pub struct StoreArguments {
    /// Folder for the database and the files.
    #[arg(long, default_value = "data")]
    pub data: PathBuf,
    /// PostgreSQL instead of the database in the folder: `postgres://user@host/database`.
    #[arg(long)]
    pub database: Option<String>,
    /// File with the key under which the identities of denouncers are sealed, made at the first start; by default `seal.key` in the
    /// folder of the data. Every node needs the same one. Keep a copy apart from the backups of the database: without it nothing that is
    /// sealed can be opened, with both everything can.
    #[arg(long)]
    pub seal_key: Option<PathBuf>,
}

impl StoreArguments {
    fn config(&self) -> StoreConfig {
        let own = format!("sqlite://{}", self.data.join("congvu.db").display());
        StoreConfig::new(self.database.clone().unwrap_or(own), self.data.join("files"))
    }

    /// The key under which identities are sealed.
    ///
    /// # Errors
    /// It cannot be read or made, or is not the one under which this database was sealed.
    pub async fn seal_key(&self, store: &Store) -> anyhow::Result<congvu_desk::SealKey> {
        let file = self.seal_key.clone().unwrap_or_else(|| self.data.join("seal.key"));
        super::seal::of(&file, store).await
    }

    /// Opens the data, making the folder when it is not there.
    ///
    /// # Errors
    /// The folder cannot be made, or the database cannot be opened or brought up to date.
    pub async fn open(&self) -> anyhow::Result<Store> {
        std::fs::create_dir_all(&self.data)
            .with_context(|| format!("the folder `{}` cannot be made", self.data.display()))?;
        Ok(Store::open(self.config()).await?)
    }

    /// Opens data that must be there already.
    ///
    /// # Errors
    /// There is none, or it cannot be opened.
    pub async fn open_existing(&self) -> anyhow::Result<Store> {
        let file = self.data.join("congvu.db");
        if self.database.is_none() && !file.is_file() {
            anyhow::bail!("there is no database `{}`; name its folder with --data", file.display());
        }
        self.open().await
    }
}
