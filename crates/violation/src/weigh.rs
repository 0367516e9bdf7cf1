//! Where in its bracket a fine lies.

use crate::Law;

/// How many circumstances speak against and for the offender.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Circumstances {
    /// Aggravating.
    pub aggravating: u32,
    /// Mitigating.
    pub mitigating: u32,
}

/// The part of the bracket in which the fine lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Least, đồng.
    pub least: u64,
    /// Most, đồng.
    pub most: u64,
    /// The amount, where the law leaves no choice.
    pub usual: Option<u64>,
}

impl Law {
    /// The middle of the bracket; its edge where circumstances of one kind outweigh by as many as the law says; between where they
    /// outweigh by fewer, and then the amount is for whoever decides. Without a rule in the packs the whole bracket is open.
    #[must_use]
    pub fn weigh(&self, bracket: (u64, u64), circumstances: Circumstances) -> Place {
        let (least, most) = bracket;
        let middle = least.midpoint(most);
        let Some(edge) = self.all.weighing.as_ref().map(|w| w.edge) else {
            return Place { least, most, usual: None };
        };
        let exact = |amount: u64| Place { least: amount, most: amount, usual: Some(amount) };
        let against = circumstances.aggravating.saturating_sub(circumstances.mitigating);
        let inside = circumstances.mitigating.saturating_sub(circumstances.aggravating);
        match (against, inside) {
            (0, 0) => exact(middle),
            (n, 0) if n >= edge => exact(most),
            (0, n) if n >= edge => exact(least),
            (_, 0) => Place { least: middle, most, usual: None },
            _ => Place { least, most: middle, usual: None },
        }
    }
}
