//! Matters as they stood after the last acts here, so that the next act on one need not read it.
//!
//! Another server may have acted meanwhile. That is safe for deciding: the store compares versions when it commits, and
//! whoever is refused on what stands here is judged again on what the store holds.

use congvu_matter::Matter;
use hashlink::LruCache;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many matters are kept, some 10 KB each: those that people are working on now.
const KEPT: usize = 1_024;

/// By agency and identifier.
pub(crate) struct Recent(Mutex<LruCache<(String, String), Arc<Matter>>>);

impl Default for Recent {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(KEPT)))
    }
}

impl Recent {
    fn lock(&self) -> MutexGuard<'_, LruCache<(String, String), Arc<Matter>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn get(&self, agency: &str, id: &str) -> Option<Arc<Matter>> {
        self.lock().get(&(agency.to_owned(), id.to_owned())).cloned()
    }

    /// A slower writer must not put an older state over a newer one.
    pub(crate) fn keep(&self, agency: &str, matter: Arc<Matter>) {
        let key = (agency.to_owned(), matter.id.clone());
        let mut all = self.lock();
        if all.peek(&key).is_none_or(|known| known.version < matter.version) {
            all.insert(key, matter);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn matter(version: i64) -> Arc<Matter> {
        let matter = json!({
            "agency": "a", "id": "m", "version": version, "lifecycle": "l", "procedure": "", "law_of": null,
            "state": "s", "previous": "", "code": null, "subject": "", "party": null, "channel": "",
            "form": {}, "files": [], "entry": null, "limit": null, "restarts": false, "clock": [],
            "assigned": null, "outcome": null, "signature": null, "said": {}, "done": {}, "papers": [],
            "opened": "2024-03-04T08:00:00", "closed": null,
        });
        Arc::new(serde_json::from_value(matter).expect("a matter"))
    }

    #[test]
    fn the_newest_state_stays() {
        let recent = Recent::default();
        for (put, then) in [(1, 1), (3, 3), (2, 3), (4, 4)] {
            recent.keep("a", matter(put));
            assert_eq!(recent.get("a", "m").map(|m| m.version), Some(then));
        }
        assert_eq!(recent.get("b", "m"), None, "another agency's matter of the same name");
    }
}
