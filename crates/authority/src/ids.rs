//! Identifiers. Each is a text chosen by the record; this crate only compares them.

use serde::{Deserialize, Serialize};

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The text of the identifier.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

identifier!(
    /// A position (vị trí): one seat that one person holds at a time.
    PositionId
);
identifier!(
    /// A natural person who holds positions.
    PersonId
);
identifier!(
    /// The account of a citizen or an organisation that files and receives.
    AccountId
);
identifier!(
    /// A unit of the department, by its main key (`press-publishing`).
    UnitId
);
identifier!(
    /// A delegation, order or authorisation.
    DelegationId
);
