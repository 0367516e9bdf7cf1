//! Pages about the site itself: the department and how to reach it, help, terms of use, the map.

pub(crate) mod about;
pub(crate) mod help;
pub(crate) mod map;
pub(crate) mod terms;
