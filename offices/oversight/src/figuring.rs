//! From a fraction of counts to points.

use congvu_pack::{Indicator, WithoutCases};

/// What an indicator comes to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Score {
    /// The share, 0 to 100; none without anything to count.
    pub(crate) percent: Option<f64>,
    /// The points; none where nothing can be said: missing data is not zero.
    pub(crate) points: Option<f64>,
}

/// The points of an indicator: all of them from `full_at` per cent on, below in proportion.
pub(crate) fn score(indicator: &Indicator, numerator: i64, denominator: i64) -> Score {
    let most = f64::from(indicator.points);
    if denominator <= 0 {
        let points = match indicator.none {
            WithoutCases::Unknown => None,
            WithoutCases::Full => Some(most),
            WithoutCases::Zero => Some(0.0),
        };
        return Score { percent: None, points };
    }
    #[expect(clippy::cast_precision_loss, reason = "numbers of cases, shown with two decimals")]
    let share = (numerator.max(0) as f64 / denominator as f64).min(1.0);
    let full = f64::from(indicator.full_at.unwrap_or(100).max(1)) / 100.0;
    Score { percent: Some(share * 100.0), points: Some((most * share / full).min(most)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use congvu_matter::declare::Text;

    // conformance: QD766-3.1, QD766-4.2, QD766-5.2, QD766-5.4, QD766-GR, QD766-1.s
    #[test]
    fn points_follow_the_share() {
        let indicator = |points, full_at, none| Indicator {
            id: String::new(),
            name: Text { vi: String::new(), en: String::new() },
            points,
            full_at,
            numerator: None,
            denominator: None,
            exclusions: Vec::new(),
            none,
            missing: None,
            source: None,
            verified: false,
        };
        let check = |points, full_at, none, n, d, percent: Option<f64>, expected: Option<f64>| {
            let score = score(&indicator(points, full_at, none), n, d);
            let near = |a: Option<f64>, b: Option<f64>| match (a, b) {
                (Some(a), Some(b)) => (a - b).abs() < 1e-9,
                (a, b) => a == b,
            };
            assert!(near(score.percent, percent) && near(score.points, expected), "{n}/{d}: {score:?}");
        };
        let unknown = WithoutCases::Unknown;
        check(20, None, unknown, 3, 4, Some(75.0), Some(15.0));
        check(2, Some(80), unknown, 40, 50, Some(80.0), Some(2.0));
        check(2, Some(80), unknown, 20, 50, Some(40.0), Some(1.0));
        check(6, Some(50), unknown, 9, 10, Some(90.0), Some(6.0));
        check(6, Some(90), unknown, 45, 100, Some(45.0), Some(3.0));
        check(20, None, unknown, 0, 4, Some(0.0), Some(0.0));
        check(20, None, unknown, 0, 0, None, None);
        check(6, None, WithoutCases::Full, 0, 0, None, Some(6.0));
        check(6, None, WithoutCases::Zero, 0, 0, None, Some(0.0));
    }
}
