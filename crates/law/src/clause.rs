//! A stored reference to a place in a dated legal text.

use serde::{Deserialize, Serialize};

/// Points to one place in one dated expression of a legal text.
///
/// `expression` is the FRBR expression URI without the trailing `!main` part, for instance
/// `/akn/vn/act/quyet-dinh/ubnd-binh-duong/2023-05-19/15-2023-qd-ubnd/vie@2023-06-01`;
/// `eid` is the Akoma Ntoso element id, for instance `att_1__art_3__para_8__point_a`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ClauseRef {
    /// FRBR expression URI, dated.
    pub expression: String,
    /// Element id inside that expression.
    pub eid: String,
}
