//! Concordance of predicted risk and observed order.

use super::super::span::Span;
use crate::error::{Error, Result};
use crate::estimate::Estimate;

/// How often the relation with the higher predicted risk ended first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Concordance {
    /// Share of concordant pairs, pairs of equal risk counted half; standard error by the infinitesimal jackknife.
    pub estimate: Estimate,
    /// Pairs in which the higher risk ended first (products of weights).
    pub concordant: f64,
    /// Pairs in which the lower risk ended first.
    pub discordant: f64,
    /// Comparable pairs of equal risk.
    pub tied: f64,
}

/// Sums of weights by rank of risk (Fenwick 1994), so that all pairs are counted in `n ln n`.
struct Ranks(Vec<f64>);

impl Ranks {
    fn add(&mut self, rank: usize, weight: f64) {
        let mut i = rank + 1;
        while i < self.0.len() {
            self.0[i] += weight;
            i += i & i.wrapping_neg();
        }
    }

    fn below(&self, rank: usize) -> f64 {
        let (mut i, mut sum) = (rank, 0.0);
        while i > 0 {
            sum += self.0[i];
            i &= i - 1;
        }
        sum
    }
}

/// Weights of others with less, equal and more risk.
fn split(ranks: &Ranks, rank: usize, total: f64) -> [f64; 3] {
    let (below, upto) = (ranks.below(rank), ranks.below(rank + 1));
    [below, upto - below, total - upto]
}

pub(super) fn of(spans: &[Span], stratum: &[u32], risk: &[f64], level: f64) -> Result<Concordance> {
    let n = spans.len();
    let mut sorted = risk.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.dedup();
    let rank: Vec<usize> = risk.iter().map(|r| sorted.partition_point(|s| s < r)).collect();
    // For each row: pairs concordant, tied, discordant that it is part of, as the one that ended first or as the other.
    let mut own = vec![[0.0; 3]; n];
    let mut rows: Vec<usize> = (0..n).collect();
    rows.sort_by_key(|&i| stratum[i]);
    for rows in rows.chunk_by(|&i, &j| stratum[i] == stratum[j]) {
        ended_first(spans, rows, &rank, sorted.len(), &mut own);
        lasted(spans, rows, &rank, sorted.len(), &mut own);
    }
    let total = |k: usize| own.iter().zip(spans).map(|(o, s)| s.weight * o[k]).sum::<f64>() / 2.0;
    let (concordant, tied, discordant) = (total(0), total(1), total(2));
    let pairs = concordant + tied + discordant;
    if pairs <= 0.0 {
        let why = "no two relations can be compared".into();
        return Err(Error::Undetermined { input: "spans", what: "concordance", why });
    }
    let value = (concordant + 0.5 * tied) / pairs;
    let mut variance = 0.0;
    for (o, s) in own.iter().zip(spans) {
        let influence = s.weight * (o[0] + 0.5 * o[1] - value * (o[0] + o[1] + o[2])) / pairs;
        variance += influence * influence;
    }
    let weight = spans.iter().map(|s| s.weight).sum();
    let estimate = Estimate::normal(value, variance.sqrt(), level, weight, "infinitesimal jackknife");
    Ok(Concordance { estimate, concordant, discordant, tied })
}

/// For each event: those still under watch after it, from late to early.
fn ended_first(spans: &[Span], rows: &[usize], rank: &[usize], ranks: usize, own: &mut [[f64; 3]]) {
    let mut by_exit = rows.to_vec();
    by_exit.sort_by(|&i, &j| spans[j].exit.total_cmp(&spans[i].exit));
    let mut by_entry: Vec<usize> = rows.iter().copied().filter(|&i| spans[i].entry > 0.0).collect();
    by_entry.sort_by(|&i, &j| spans[j].entry.total_cmp(&spans[i].entry));
    let (mut tree, mut total, mut late) = (Ranks(vec![0.0; ranks + 1]), 0.0, 0);
    for group in by_exit.chunk_by(|&i, &j| spans[i].exit == spans[j].exit) {
        let time = spans[group[0]].exit;
        while late < by_entry.len() && spans[by_entry[late]].entry >= time {
            tree.add(rank[by_entry[late]], -spans[by_entry[late]].weight);
            total -= spans[by_entry[late]].weight;
            late += 1;
        }
        // Censored at the same time: they lasted longer.
        for &i in group.iter().filter(|&&i| !spans[i].event) {
            tree.add(rank[i], spans[i].weight);
            total += spans[i].weight;
        }
        for &i in group.iter().filter(|&&i| spans[i].event) {
            let [less, equal, more] = split(&tree, rank[i], total);
            own[i][0] += less;
            own[i][1] += equal;
            own[i][2] += more;
        }
        for &i in group.iter().filter(|&&i| spans[i].event) {
            tree.add(rank[i], spans[i].weight);
            total += spans[i].weight;
        }
    }
}

/// For each relation: the events before its exit and after its entry, from early to late.
fn lasted(spans: &[Span], rows: &[usize], rank: &[usize], ranks: usize, own: &mut [[f64; 3]]) {
    let mut events: Vec<usize> = rows.iter().copied().filter(|&i| spans[i].event).collect();
    events.sort_by(|&i, &j| spans[i].exit.total_cmp(&spans[j].exit));
    // A question: events up to `time` (itself included if `inclusive`), added to or taken from `row`.
    let mut questions: Vec<(f64, bool, usize, f64)> = Vec::with_capacity(rows.len());
    for &i in rows {
        questions.push((spans[i].exit, !spans[i].event, i, 1.0));
        if spans[i].entry > 0.0 {
            questions.push((spans[i].entry, true, i, -1.0));
        }
    }
    questions.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let (mut tree, mut total, mut next) = (Ranks(vec![0.0; ranks + 1]), 0.0, 0);
    for (time, inclusive, row, sign) in questions {
        while next < events.len()
            && (spans[events[next]].exit < time || (inclusive && spans[events[next]].exit == time))
        {
            tree.add(rank[events[next]], spans[events[next]].weight);
            total += spans[events[next]].weight;
            next += 1;
        }
        let [less, equal, more] = split(&tree, rank[row], total);
        // Concordant if the one that ended first had more risk.
        own[row][0] += sign * more;
        own[row][1] += sign * equal;
        own[row][2] += sign * less;
    }
}
