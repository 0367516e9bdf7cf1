//! The server: store, desk, offices and the page house put together.

mod http;
mod keys;
mod seal;
mod secret;
mod signing;
mod stamps;
mod store;
mod witness;

pub use keys::{MadeTime, made_time};
pub use signing::{SignArguments, Signing, roots};
pub use store::StoreArguments;
pub use witness::WitnessArguments;

use crate::demo;
use anyhow::Context;
use axum::Router;
use congvu_desk::{Clock, Desk, DeskConfig};
use congvu_notice::Senders;
use congvu_pack::Library;
use congvu_pack::notices::Channel;
use congvu_paper::{FontSource, TemplateSet, Typesetter};
use congvu_store::Store;
use congvu_web::security::password::Passwords;
use congvu_web::{I18n, Web, WebConfig};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::net::TcpListener;

/// How many password hashes are worked on at once: each takes 19 MiB.
const PASSWORDS_AT_ONCE: usize = 4;
/// How many workers take jobs from the database.
const JOB_WORKERS: usize = 2;
/// Where Debian keeps faces with the measures of Times New Roman.
const SYSTEM_FONTS: [&str; 2] =
    ["/usr/share/fonts/truetype/liberation2", "/usr/share/fonts/truetype/liberation"];

/// What a server is put together from.
pub struct House {
    /// Database and files.
    pub store: Store,
    /// What the packs declare.
    pub library: Arc<Library>,
    /// Time.
    pub clock: Clock,
    /// Address under which people reach it.
    pub base_url: String,
    /// Sample people, in a demo.
    pub demo: Option<demo::Sample>,
    /// Folders with fonts.
    pub fonts: Vec<PathBuf>,
    /// Through whom notices go out.
    pub notices: congvu_notice::Config,
    /// Keys of seals, authorities of time, and who is trusted.
    pub signing: Signing,
    /// Changes of departments' packs that are left out.
    pub without_changes: std::collections::BTreeSet<String>,
}

/// What runs.
pub struct App {
    router: Router,
    desk: Desk,
    senders: Senders,
}

/// Puts the server together.
///
/// # Errors
/// Fonts, templates or words are faulty, or the store cannot be written.
pub async fn build(house: House) -> anyhow::Result<App> {
    let desk = Desk::new(DeskConfig {
        store: house.store.clone(),
        library: Arc::clone(&house.library),
        typesetter: typesetter(house.fonts)?,
        templates: templates(&house.library)?,
        clock: house.clock,
        base_url: house.base_url.clone(),
        demo: house.demo.is_some(),
    });
    desk.open_packs(house.without_changes).await.context("reading the departments' own packs")?;
    // From here on with the departments' own packs.
    let desk = desk.clone();
    let senders = Senders::new(&house.notices).map_err(anyhow::Error::msg).context("setting up notices")?;
    desk.set_outlets(senders.channels().into_iter().filter_map(Channel::named).collect());
    for agency in house.library.agencies.values() {
        let rows = desk.relist(agency).await.context("making the lists anew")?;
        if rows > 0 {
            tracing::info!(agency = agency.id(), rows, "lists made anew");
        }
    }
    let (trust, time) = (house.signing.trust(), house.signing.time());
    if house.signing.seals() {
        desk.set_sealer(Arc::new(house.signing));
    }
    let passwords = Passwords::new(PASSWORDS_AT_ONCE)?;
    let mut logins = congvu_accounts::Demo::default();
    if let Some(sample) = &house.demo {
        demo::seed(&desk, &passwords, sample).await.context("making the sample people")?;
        logins = demo::logins(sample);
    }
    let words = words()?;
    let secret = secret::of(&house.store).await?;
    let mut config = WebConfig::new(secret, house.base_url.starts_with("https://"));
    let banner = house.demo.as_ref().map(|sample| sample.banner(&desk));
    let known = desk.clone();
    config.shell = Arc::new(move |cx, shell| {
        // Error pages know no department, but their address does.
        let first = cx.path().split(['/', '?']).nth(1).unwrap_or_default();
        // A clone has the packs of now.
        let now = known.clone();
        if let Some(agency) = now.agency(first) {
            congvu_views::dressed(cx, agency, shell);
        }
        shell.banner = banner.as_ref().map(|b| cx.words().pick(&b.vi, &b.en).to_owned());
    });
    let sessions = Arc::new(congvu_accounts::StoredSessions::new(house.store.clone()));
    let web = Web::new(config, words, sessions);
    let accounts = congvu_accounts::Accounts::new(desk.clone(), passwords, logins);
    let routes = Router::new()
        .merge(congvu_licensing::routes().with_state(desk.clone()))
        .merge(congvu_counter::routes().with_state(desk.clone()))
        .merge(congvu_complaints::routes().with_state(desk.clone()))
        .merge(congvu_casework::routes().with_state(desk.clone()))
        .merge(congvu_oversight::routes().with_state(desk.clone()))
        .merge(congvu_agenda::routes().with_state(desk.clone()))
        .merge(congvu_people::routes().with_state(desk.clone()))
        .merge(congvu_fees::routes().with_state(desk.clone()))
        .merge(congvu_registers::routes().with_state(desk.clone()))
        .merge(congvu_notices::routes(congvu_notices::Notices::new(desk.clone(), senders.clone())))
        .merge(congvu_portal::routes().with_state(desk.clone()))
        .merge(congvu_supervision::routes().with_state(desk.clone()))
        .merge(congvu_packs::routes().with_state(desk.clone()))
        .merge(congvu_trust::routes(congvu_trust::Office::new(desk.clone(), trust)))
        .merge(congvu_accounts::routes(accounts));
    let routes = match time {
        Some(time) => routes.merge(congvu_trust::time_routes(time)),
        None => routes,
    };
    let routes = congvu_oversight::with_alerts(congvu_notices::with_bell(routes, &desk), &desk);
    Ok(App { router: web.wrap(routes), desk, senders })
}

impl App {
    /// The desk, for work beside the pages.
    pub fn desk(&self) -> &Desk {
        &self.desk
    }
}

fn typesetter(mut folders: Vec<PathBuf>) -> anyhow::Result<Typesetter> {
    folders.extend(SYSTEM_FONTS.iter().map(PathBuf::from).filter(|p| p.is_dir()));
    Typesetter::new(&FontSource::WithDirs(folders)).context("loading fonts")
}

fn templates(library: &Library) -> anyhow::Result<TemplateSet> {
    TemplateSet::new(library.templates.iter().map(|(name, text)| (name.clone(), text.clone())))
        .context("reading paper templates")
}

/// The words of all offices.
///
/// # Errors
/// A Fluent file is faulty.
pub fn words() -> anyhow::Result<Arc<I18n>> {
    let builder = I18n::builder();
    let builder = congvu_views::words(builder);
    let builder = congvu_accounts::words(builder);
    let builder = congvu_licensing::words(builder);
    let builder = congvu_counter::words(builder);
    let builder = congvu_casework::words(builder);
    let builder = congvu_complaints::words(builder);
    let builder = congvu_oversight::words(builder);
    let builder = congvu_agenda::words(builder);
    let builder = congvu_registers::words(builder);
    let builder = congvu_notices::words(builder);
    let builder = congvu_portal::words(builder);
    let builder = congvu_fees::words(builder);
    let builder = congvu_supervision::words(builder);
    let builder = congvu_people::words(builder);
    let builder = congvu_packs::words(builder);
    let builder = congvu_trust::words(builder);
    builder.build().context("reading the words of the pages")
}

/// Serves until a signal asks to stop; requests under way are finished. `jobs`: whether it also works
/// through jobs (papers, what ends by the passing of time) and sends notices.
///
/// # Errors
/// The listener fails.
pub async fn run(listener: TcpListener, app: App, jobs: bool) -> anyhow::Result<()> {
    let workers = if jobs { JOB_WORKERS } else { 0 };
    let mut tasks: Vec<_> =
        (0..workers).map(|_| tokio::spawn(congvu_desk::run_jobs(app.desk.clone()))).collect();
    tasks.push(tokio::spawn(congvu_desk::run_packs(app.desk.clone())));
    if jobs {
        tasks.push(tokio::spawn(congvu_desk::run_log(app.desk.clone())));
        tasks.push(tokio::spawn(congvu_portal::run_pushes(app.desk.clone())));
        tasks.push(tokio::spawn(congvu_notices::run(app.desk.clone(), app.senders.clone())));
    }
    let service = app.router.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stop()).await?;
    for task in tasks {
        task.abort();
    }
    app.desk.store().close().await;
    Ok(())
}

/// Ctrl-C, or SIGTERM from a service manager.
pub async fn stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
                return;
            }
            Err(error) => tracing::warn!(%error, "SIGTERM cannot be listened for"),
        }
    }
    let _ = interrupt.await;
}
