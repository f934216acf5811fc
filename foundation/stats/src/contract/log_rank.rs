//! Do groups differ? The log-rank test and its weighted relative.

use super::span::{self, Span, entered};
use crate::error::{Error, Result, not_negative, same_length};
use crate::linalg::{DMatrix, DVector};
use crate::special::chi_square_sf;

/// Result of a log-rank test.
#[derive(Debug, Clone, PartialEq)]
pub struct LogRank {
    /// Ends observed in each group (weighted by `S^rho`).
    pub observed: Vec<f64>,
    /// Ends expected if the groups were alike.
    pub expected: Vec<f64>,
    /// The statistic, chi-square if the groups are alike.
    pub chi_square: f64,
    /// Its degrees of freedom.
    pub df: f64,
    /// Chance of so much difference if the groups were alike.
    pub p: f64,
}

/// Compares groups (numbered from 0), within strata if given. `rho` 0 is the log-rank test (Mantel 1966, Peto & Peto
/// 1972), `rho` 1 weighs early ends more (Peto-Peto; Harrington & Fleming 1982, with the curve just before each time).
///
/// ```
/// use troth_stats::contract::{Span, log_rank};
/// let spans: Vec<Span> = [1.0, 2.0, 3.0, 10.0, 11.0, 12.0].map(|t| Span::new(t, true)).to_vec();
/// assert!(log_rank(&spans, &[0, 0, 0, 1, 1, 1], None, 0.0)?.p < 0.05);
/// # Ok::<(), troth_stats::Error>(())
/// ```
///
/// # Errors
/// [`Error::Row`], [`Error::Length`], [`Error::Empty`]; [`Error::Undetermined`] for a single group, or without an event
/// at a time when more than one group is under watch.
pub fn log_rank(spans: &[Span], group: &[u32], stratum: Option<&[u32]>, rho: f64) -> Result<LogRank> {
    let rows = span::check(spans)?;
    same_length("group", group.len(), "spans", spans.len())?;
    if let Some(stratum) = stratum {
        same_length("stratum", stratum.len(), "spans", spans.len())?;
    }
    not_negative("rho", rho)?;
    let mut names: Vec<u32> = rows.iter().map(|&i| group[i]).collect();
    names.sort_unstable();
    names.dedup();
    let k = names.len();
    let undetermined =
        |why: &str| Error::Undetermined { input: "spans", what: "log-rank test", why: why.into() };
    if k < 2 {
        return Err(undetermined("there is one group only"));
    }
    let place = |i: usize| names.partition_point(|n| *n < group[i]);
    let (mut observed, mut expected) = (vec![0.0; k], vec![0.0; k]);
    let mut variance = DMatrix::zeros(k, k);
    let of = |i: usize| stratum.map_or(0, |s| s[i]);
    let mut order = rows;
    order.sort_by(|&i, &j| of(i).cmp(&of(j)).then(spans[i].exit.total_cmp(&spans[j].exit)));
    for rows in order.chunk_by(|&i, &j| of(i) == of(j)) {
        let mut entries = rows.to_vec();
        entries.sort_by(|&i, &j| spans[i].entry.total_cmp(&spans[j].entry));
        let (mut next, mut at_risk, mut survival) = (0, vec![0.0; k], 1.0_f64);
        for tied in rows.chunk_by(|&i, &j| spans[i].exit == spans[j].exit) {
            let time = spans[tied[0]].exit;
            while next < entries.len() && entered(spans[entries[next]].entry, time) {
                at_risk[place(entries[next])] += spans[entries[next]].weight;
                next += 1;
            }
            let (n, mut d) = (at_risk.iter().sum::<f64>(), 0.0);
            let weight = survival.powf(rho);
            for &i in tied.iter().filter(|&&i| spans[i].event) {
                d += spans[i].weight;
                observed[place(i)] += weight * spans[i].weight;
            }
            if d > 0.0 {
                let spread = if n > 1.0 { weight * weight * d * (n - d) / (n - 1.0) } else { 0.0 };
                for a in 0..k {
                    let share = at_risk[a] / n;
                    expected[a] += weight * d * share;
                    variance[(a, a)] += spread * share;
                    for b in 0..k {
                        variance[(a, b)] -= spread * share * at_risk[b] / n;
                    }
                }
                survival *= 1.0 - d / n;
            }
            for &i in tied {
                at_risk[place(i)] -= spans[i].weight;
            }
        }
    }
    // Groups nobody expected an end of say nothing.
    let used: Vec<usize> = (0..k).filter(|&a| expected[a] > 0.0).collect();
    let df = used.len().saturating_sub(1);
    if df == 0 {
        return Err(undetermined("no relation ended while more than one group was under watch"));
    }
    let gap = DVector::from_fn(df, |a, _| observed[used[a]] - expected[used[a]]);
    let inner = DMatrix::from_fn(df, df, |a, b| variance[(used[a], used[b])]);
    let solved = inner
        .cholesky()
        .ok_or_else(|| undetermined("the groups were never under watch together"))?
        .solve(&gap);
    let chi_square = gap.dot(&solved);
    Ok(LogRank { observed, expected, chi_square, df: df as f64, p: chi_square_sf(chi_square, df as f64) })
}
