//! What waits for whom, over every kind of matter.

use crate::people::{HG, chairman, house, on, open};
use crate::sealed_support::{KEY, accepted, denounced, inspected};
use crate::support::*;
use congvu_authority::Actor;
use congvu_desk::{Desk, Waiting};
use congvu_store::testing::Backend;
use serde_json::json;

on_both!(
    acts_of_the_table_wait_for_those_whom_it_lets,
    page_by_page_and_nothing_twice,
    what_is_secret_is_counted_and_not_listed,
    an_earlier_store_learns_whose_turn_it_is,
);

async fn waiting(desk: &Desk, agency: &str, actor: &Actor) -> Waiting {
    desk.waiting(agency_of(desk, agency), actor, 100, None).await.expect("read")
}

/// A third deputy, prepared by the office and not yet signed.
async fn prepared(desk: &Desk) -> String {
    let third = json!({ "appointment": {
        "position": { "id": "deputy-3", "kind": "deputy-director", "unit": null },
        "person": "person:deputy-3", "name": "Lò Văn Én", "from": "2024-03-05T00:00:00",
    } });
    let done = open(desk, officer("office-head"), "appointment", "prepare", third).await;
    done.expect("prepared").matter
}

fn of_life(waiting: &Waiting, life: &str) -> usize {
    waiting.rows.iter().filter(|row| row.life == life).count()
}

async fn acts_of_the_table_wait_for_those_whom_it_lets(backend: Backend) {
    let house = house(backend).await;
    let desk = house.at("2024-03-04T08:00");
    let prepared = prepared(&desk).await;
    // The Chairman appoints deputies: it waits for him, and neither for the director nor for who prepared it.
    for (actor, expected) in
        [(chairman(), 1), (officer("director"), 0), (officer("office-head"), 0), (officer("press-1"), 0)]
    {
        let found = waiting(&desk, HG, &actor).await;
        assert_eq!(of_life(&found, "appointment"), expected, "{actor:?}");
    }
    on(&desk, chairman(), &prepared, "sign-appointment", json!({})).await.expect("signed");
    assert_eq!(of_life(&waiting(&desk, HG, &chairman()).await, "appointment"), 0, "signed is done");
}

async fn page_by_page_and_nothing_twice(backend: Backend) {
    let house = house(backend).await;
    let desk = house.at("2024-03-04T08:00");
    let mut filed = Vec::new();
    for _ in 0..5 {
        filed.push(file_grant(&desk, HG).await.matter);
    }
    let (mut seen, mut place): (Vec<String>, Option<(i64, String)>) = (Vec::new(), None);
    for page in 0..4 {
        let after = place.as_ref().map(|(due, id)| (*due, id.as_str()));
        let agency = agency_of(&desk, HG);
        let found = desk.waiting(agency, &officer("reception-1"), 2, after).await.expect("read");
        assert!(found.rows.len() <= 2, "page {page}");
        seen.extend(found.rows.into_iter().map(|row| row.reference));
        place = found.more;
        if place.is_none() {
            break;
        }
    }
    seen.sort();
    filed.sort();
    assert_eq!(seen, filed);
}

async fn what_is_secret_is_counted_and_not_listed(backend: Backend) {
    let house = inspected(backend).await;
    let desk = house.at("2024-03-04T08:00");
    denounced(&desk, KEY, "Quách Thị Hồng Nhạn", "field").await;
    for (who, expected) in
        [("inspectorate-head", 1), ("director", 1), ("reception-1", 0), ("press-1", 0), ("clerk-1", 0)]
    {
        let found = waiting(&desk, BD, &officer(who)).await;
        assert_eq!((found.secret, of_life(&found, "denunciation")), (expected, 0), "{who}");
    }
    // Handed over and accepted: nothing of it waits for the table any more.
    accepted(&desk).await;
    assert_eq!(waiting(&desk, BD, &officer("inspectorate-head")).await.secret, 1, "the first one still does");
}

async fn an_earlier_store_learns_whose_turn_it_is(backend: Backend) {
    let house = house(backend).await;
    let desk = house.at("2024-03-04T08:00");
    let prepared = prepared(&desk).await;
    // As an earlier program left it.
    let row = desk.store().matter(HG, &prepared).await.unwrap().unwrap();
    desk.store().put_turn(HG, &prepared, row.version, "").await.unwrap();
    desk.store().put_turn(HG, &prepared, row.version + 1, "role:clerk").await.unwrap();
    desk.store().put_setting(HG, "listing", "2").await.unwrap();
    assert_eq!(of_life(&waiting(&desk, HG, &chairman()).await, "appointment"), 0);
    let later = house.at("2024-03-04T09:00");
    assert!(later.relist(agency_of(&later, HG)).await.unwrap() > 0);
    assert_eq!(of_life(&waiting(&later, HG, &chairman()).await, "appointment"), 1);
    assert_eq!(later.relist(agency_of(&later, HG)).await.unwrap(), 0, "once is enough");
    assert_whole(&later, HG).await;
}
