//! The demo: sample people and accounts, a clock that starts when the sample departments existed.

mod people;
mod sample;

pub use people::seed;
pub use sample::Sample;

use anyhow::Context;
use congvu_accounts::{Demo, DemoLogin};
use congvu_desk::Clock;
use congvu_store::Store;
use jiff::civil::DateTime;

const AGENCY: &str = "server";
const KEY: &str = "demo-clock";

/// Which clock the demo runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum DemoClock {
    /// From the moment that the demo's data name.
    Story,
    /// Today's.
    Now,
}

/// The clock of a demo. Kept with the data: after a restart it goes on, never back.
///
/// # Errors
/// The store cannot be read or written.
pub async fn clock(store: &Store, sample: &Sample, which: DemoClock) -> anyhow::Result<Clock> {
    if which == DemoClock::Now {
        return Ok(Clock::real());
    }
    let began: Option<(DateTime, i64)> = match store.setting(AGENCY, KEY).await? {
        Some(kept) => {
            Some(serde_json::from_str(&kept).context("the demo's clock in the database is damaged")?)
        }
        None => None,
    };
    let (start, at_ms) = match began {
        Some(began) => began,
        None => {
            let began = (sample.clock, Clock::real().now_ms());
            store.put_setting(AGENCY, KEY, &serde_json::to_string(&began)?).await?;
            began
        }
    };
    Ok(Clock::starting(start, at_ms))
}

/// The accounts that the sign-in page shows.
#[must_use]
pub fn logins(sample: &Sample) -> Demo {
    let founder = (&sample.founder.login, &sample.founder.who, None);
    let officers = sample.positions.iter().map(|p| (&p.login, &p.who, Some(p.id.clone())));
    let citizens = sample.citizens.iter().map(|c| (&c.login, &c.who, None));
    Demo {
        password: sample.password.clone(),
        logins: officers
            .chain([founder])
            .chain(citizens)
            .map(|(login, who, position)| DemoLogin {
                login: login.clone(),
                position,
                who_vi: who.vi.clone(),
                who_en: who.en.clone(),
            })
            .collect(),
    }
}
