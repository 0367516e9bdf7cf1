//! Who may use whom.

use super::house::{House, Package};

/// Crates that only compute.
pub const PURE: [&str; 8] =
    ["law", "calendar", "authority", "matter", "register", "record", "payment", "violation"];
/// What does I/O, knows a database or the web, or draws random numbers.
const IMPURE: [&str; 16] = [
    "async-std",
    "axum",
    "congvu-desk",
    "congvu-pack",
    "congvu-store",
    "congvu-web",
    "fastrand",
    "getrandom",
    "hyper",
    "mio",
    "object_store",
    "rand",
    "reqwest",
    "sqlx",
    "tokio",
    "tracing-subscriber",
];

pub fn pure_crates_stay_pure(house: &House) -> Vec<String> {
    let mut faults = Vec::new();
    for name in PURE.map(|short| format!("congvu-{short}")) {
        let reach = house.reach(&name);
        faults.extend(IMPURE.iter().filter(|i| reach.contains(**i)).map(|i| format!("{name} reaches {i}")));
    }
    faults
}

pub fn offices_stay_apart(house: &House) -> Vec<String> {
    let offices: Vec<&Package> = house.packages.iter().filter(|p| p.folder.starts_with("offices/")).collect();
    let is_office = |name: &str| offices.iter().any(|o| o.name == name);
    uses(house, |user, used| is_office(&user.name) && is_office(used))
}

pub fn nothing_uses_the_binary(house: &House) -> Vec<String> {
    uses(house, |_, used| used == "congvu")
}

/// What the tests of offices share.
const TESTING: &str = "congvu-testing";

pub fn only_the_desk_uses_the_store(house: &House) -> Vec<String> {
    let may = |user: &Package| ["congvu-desk", "congvu-store", TESTING].contains(&user.name.as_str());
    uses(house, |user, used| used == "congvu-store" && user.folder.starts_with("crates/") && !may(user))
}

/// What tests share opens stores and signs people in as it likes.
pub fn what_tests_share_stays_in_tests(house: &House) -> Vec<String> {
    let users = house.packages.iter().filter(|p| p.uses.iter().any(|used| used == TESTING));
    users.map(|user| format!("{} uses {TESTING} outside its tests", user.name)).collect()
}

/// A test that plays an intruder may change the database behind the store's back; the program may not.
pub fn only_the_store_knows_the_database(house: &House) -> Vec<String> {
    let databases = ["sqlx", "sea-orm", "sea-query", "rusqlite", "tokio-postgres"];
    let others = house.packages.iter().filter(|p| p.name != "congvu-store");
    let named = |p: &Package| -> Vec<String> {
        p.uses
            .iter()
            .filter(|u| databases.contains(&u.as_str()))
            .map(|u| format!("{} uses {u}", p.name))
            .collect()
    };
    others.flat_map(named).collect()
}

/// Every edge that is forbidden, in tests too.
fn uses(house: &House, forbidden: impl Fn(&Package, &str) -> bool) -> Vec<String> {
    let mut faults = Vec::new();
    for user in &house.packages {
        for used in user.uses.iter().chain(&user.uses_in_tests).filter(|used| forbidden(user, used)) {
            faults.push(format!("{} uses {used}", user.name));
        }
    }
    faults
}
