//! Figures: percentiles, rates, what the system says about a process.

use std::time::Duration;

/// The value below which so many in a thousand lie; 0 for none.
pub fn per_mille(values: &mut [f64], share: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    let place = values.len().saturating_mul(share).div_ceil(1_000).saturating_sub(1);
    values.get(place).copied().unwrap_or_default()
}

/// Says that 95 of 100 took longer than they may; nothing without a bound, or below it.
pub fn slower(what: &str, p95_ms: f64, within_ms: Option<f64>) -> Option<String> {
    within_ms
        .filter(|bound| p95_ms > *bound)
        .map(|bound| format!("{what}: p95 {p95_ms:.2} ms, more than {bound} ms"))
}

/// What was slower ends the command with an error.
pub fn within(slow: Vec<String>) -> anyhow::Result<()> {
    anyhow::ensure!(slow.is_empty(), "{}", slow.join("; "));
    Ok(())
}

/// So many in so much time, per second.
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
pub fn rate(count: usize, time: Duration) -> f64 {
    count as f64 / time.as_secs_f64().max(f64::EPSILON)
}

/// Processor time that a process has used, in seconds; none where the system does not tell.
pub fn processor_s(process: u32) -> Option<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // proc_pid_stat(5): the name may hold spaces and brackets; user and system time are the 14th and 15th fields, in
    // hundredths of a second on Linux.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |nth: usize| fields.get(nth).and_then(|f| f.parse::<f64>().ok());
    Some((ticks(11)? + ticks(12)?) / 100.0)
}

/// A line of `/proc/<process>/status` in MiB, such as `VmRSS`.
pub fn memory_mib(process: u32, line: &str) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let value = status.lines().find_map(|l| l.strip_prefix(line)?.strip_prefix(':'))?;
    let kib: f64 = value.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kib / 1_024.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_occurred() {
        let mut hundred: Vec<f64> = (1..=100).rev().map(f64::from).collect();
        for (share, expected) in [(500, 50.0), (990, 99.0), (1_000, 100.0), (0, 1.0)] {
            assert!((per_mille(&mut hundred, share) - expected).abs() < f64::EPSILON, "{share}");
        }
        assert!(per_mille(&mut [], 500).abs() < f64::EPSILON);
        assert!((per_mille(&mut [3.0], 990) - 3.0).abs() < f64::EPSILON);
    }

    #[test]
    fn a_bound_is_kept_or_named() {
        assert_eq!(slower("case", 12.0, None), None);
        assert_eq!(slower("case", 2_000.0, Some(2_000.0)), None);
        assert_eq!(
            slower("case", 2_000.5, Some(2_000.0)).as_deref(),
            Some("case: p95 2000.50 ms, more than 2000 ms")
        );
        assert!(within(Vec::new()).is_ok() && within(vec!["case".to_owned()]).is_err());
    }

    #[test]
    fn the_system_knows_this_process() {
        if !cfg!(target_os = "linux") {
            return;
        }
        assert!(memory_mib(std::process::id(), "VmRSS").is_some_and(|m| m > 0.5));
        assert!(processor_s(std::process::id()).is_some());
        assert!(memory_mib(std::process::id(), "NoSuchLine").is_none());
    }
}
