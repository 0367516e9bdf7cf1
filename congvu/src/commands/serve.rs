//! `congvu serve`

use super::{block_on, say};
use crate::demo::{self, DemoClock};
use crate::server::{self, SignArguments, StoreArguments, WitnessArguments};
use anyhow::Context;
use congvu_desk::{Clock, LogSeed, SealKey};
use congvu_pack::{Files, Library};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use tracing_subscriber::EnvFilter;

/// `congvu serve …`
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    store: StoreArguments,
    /// Address and port to listen on; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Address under which people reach the server, printed in QR codes; by default the address listened on.
    #[arg(long)]
    base_url: Option<String>,
    /// Sample departments, people and accounts, labelled as such.
    #[arg(long)]
    demo: bool,
    /// Clock of the demo: `story` starts when the sample departments existed, `now` is today's.
    #[arg(long, value_enum, default_value = "story", requires = "demo")]
    demo_clock: DemoClock,
    /// Folder with packs, instead of those built into the program.
    #[arg(long)]
    packs: Option<PathBuf>,
    /// Folder with fonts for papers, beside the system's; may be given several times.
    #[arg(long)]
    fonts: Vec<PathBuf>,
    /// File that says through whom notices go out by mail, text message and Zalo; without it they stay in the program.
    #[arg(long)]
    notices: Option<PathBuf>,
    #[command(flatten)]
    sign: SignArguments,
    #[command(flatten)]
    witness: WitnessArguments,
    /// Do no work beside answering: papers are set only when somebody asks for one, nothing ends by the passing of time, and nobody
    /// is told anything. Only for a server beside another one, on the same data, that does this work.
    #[arg(long)]
    papers_on_demand: bool,
    /// Leave out a change of a department's packs that no longer fits this program: the identifier that the start named. May be
    /// given several times, and must be given to every server on the same data.
    #[arg(long, value_name = "ID")]
    without_change: Vec<String>,
    /// Log as JSON.
    #[arg(long)]
    log_json: bool,
}

/// Runs the server until it is told to stop.
pub fn run(arguments: Arguments) -> ExitCode {
    start_log(arguments.log_json);
    block_on(serve(arguments))
}

fn start_log(json: bool) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if json { log.json().init() } else { log.init() }
}

async fn serve(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let files = match &arguments.packs {
        None => Files::built_in(),
        Some(folder) => {
            Files::from_folder(folder).with_context(|| format!("reading `{}`", folder.display()))?
        }
    };
    let mut library = Library::load(&files)?;
    let demo = arguments.demo.then(|| demo::Sample::read(&files)).transpose()?;
    if let Some(sample) = &demo {
        sample.furnish(&mut library);
    }
    let library = Arc::new(library);
    let store = arguments.store.open().await?;
    let seal_key = arguments.store.seal_key(&store).await?;
    let clock = match &demo {
        Some(sample) => demo::clock(&store, sample, arguments.demo_clock).await?,
        None => Clock::real(),
    };
    let agencies: Vec<_> = library.agencies.values().map(|a| (a.id(), a.file.name.vi.as_str())).collect();
    let signing = arguments.sign.open(&arguments.store.data, &agencies, clock, demo.is_some())?;
    let listener = tokio::net::TcpListener::bind(arguments.listen).await.with_context(|| {
        format!("`{}` cannot be listened on; is another server running?", arguments.listen)
    })?;
    let address = listener.local_addr()?;
    let base_url = arguments.base_url.unwrap_or_else(|| format!("http://{address}"));
    let notices = arguments.notices.as_deref().map(congvu_notice::Config::read).transpose()?;
    let house = server::House {
        store,
        library,
        clock,
        base_url: base_url.clone(),
        demo,
        fonts: arguments.fonts,
        notices: notices.unwrap_or_default(),
        signing,
        without_changes: arguments.without_change.into_iter().collect(),
    };
    let seeds = log_seeds(&house.library, &seal_key);
    let witnesses = arguments.witness.open(house.demo.is_some());
    let app = server::build(house).await?;
    app.desk().set_seal(seal_key);
    app.desk().set_log_seeds(seeds);
    app.desk().set_witnesses(witnesses);
    say(format_args!("Công Vụ: {base_url}/"));
    server::run(listener, app, !arguments.papers_on_demand).await?;
    Ok(ExitCode::SUCCESS)
}

/// What the keys of the public logs are made from: of the secret that is kept beside the database, so that whoever has only the
/// database cannot sign.
fn log_seeds(library: &Library, secret: &SealKey) -> BTreeMap<String, LogSeed> {
    let tag = |what: &str, id: &str| secret.tag(what, &[id.as_bytes()]);
    let seed = |id: &str| LogSeed { log: tag("log", id), witness: tag("witness", id) };
    library.agencies.values().map(|agency| (agency.id().to_owned(), seed(agency.id()))).collect()
}
