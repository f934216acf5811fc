//! What follows from the coefficients: baseline hazard, residuals, the test of proportionality.

use super::super::span::entered;
use super::sweep::{Order, Sums};
use super::{CoxData, Ties, dot};
use crate::linalg::DMatrix;

/// A second walk over the data, at the fitted coefficients.
pub(super) struct Walk<'a> {
    data: &'a CoxData,
    order: &'a Order,
    ties: Ties,
    risk: Vec<f64>,
}

/// What the baseline does at one time.
struct Jump<'a> {
    time: f64,
    stratum: u32,
    deaths: &'a [usize],
    hazard: f64,
    variance: f64,
    /// Mean covariates, averaged over tied events; and the same summed with the hazard.
    mean: Vec<f64>,
    moment: Vec<f64>,
    /// What Efron's rule takes off for those who end at this time.
    tied_hazard: f64,
    tied_moment: Vec<f64>,
    /// Weighted covariance of the covariates at risk, if asked for.
    spread: Option<DMatrix<f64>>,
}

/// Cumulative baseline of a stratum at mean covariates.
#[derive(Debug, Clone)]
pub(super) struct Baseline {
    pub(super) stratum: u32,
    times: Vec<f64>,
    /// Cumulative hazard, variance, moments (`p` each) from the first time on.
    hazard: Vec<f64>,
    variance: Vec<f64>,
    moment: Vec<f64>,
    tied: Vec<(f64, Vec<f64>)>,
    mean: Vec<Vec<f64>>,
    p: usize,
}

impl Baseline {
    pub(super) fn times(&self) -> &[f64] {
        &self.times
    }

    /// Hazard, variance and moment until `time`.
    pub(super) fn at(&self, time: f64) -> (f64, f64, Vec<f64>) {
        match self.times.partition_point(|t| *t <= time).checked_sub(1) {
            Some(k) => (self.hazard[k], self.variance[k], self.moment[k * self.p..(k + 1) * self.p].to_vec()),
            None => (0.0, 0.0, vec![0.0; self.p]),
        }
    }

    fn index(&self, time: f64) -> Option<usize> {
        let k = self.times.partition_point(|t| *t < time);
        (self.times.get(k) == Some(&time)).then_some(k)
    }
}

impl<'a> Walk<'a> {
    pub(super) fn new(data: &'a CoxData, order: &'a Order, ties: Ties, theta: &[f64]) -> Self {
        let risk = (0..data.spans.len()).map(|i| dot(data.design.row(i), theta).exp()).collect();
        Self { data, order, ties, risk }
    }

    /// Calls `f` at every time with an event, from late to early within a stratum.
    fn jumps(&self, spread: bool, mut f: impl FnMut(&Jump<'_>)) {
        let (data, p) = (self.data, self.data.design.p);
        let (mut risk, mut tied) = (Sums::new(p), Sums::new(p));
        let add = if spread { Sums::add } else { Sums::add_first };
        let mut late = 0;
        for stratum in self.order.exit.chunk_by(|&i, &j| data.stratum[i] == data.stratum[j]) {
            risk.clear();
            let own = data.stratum[stratum[0]];
            while late < self.order.entry.len() && data.stratum[self.order.entry[late]] < own {
                late += 1;
            }
            for group in stratum.chunk_by(|&i, &j| data.spans[i].exit == data.spans[j].exit) {
                let time = data.spans[group[0]].exit;
                tied.clear();
                let mut deaths = Vec::new();
                let mut weight = 0.0;
                for &i in group {
                    let r = data.spans[i].weight * self.risk[i];
                    add(&mut risk, r, data.design.row(i));
                    if data.spans[i].event {
                        add(&mut tied, r, data.design.row(i));
                        weight += data.spans[i].weight;
                        deaths.push(i);
                    }
                }
                while late < self.order.entry.len() {
                    let i = self.order.entry[late];
                    if data.stratum[i] != own || entered(data.spans[i].entry, time) {
                        break;
                    }
                    add(&mut risk, -data.spans[i].weight * self.risk[i], data.design.row(i));
                    late += 1;
                }
                if !deaths.is_empty() {
                    f(&self.jump(time, own, &deaths, weight, &risk, &tied, spread));
                }
            }
        }
    }

    #[expect(
        clippy::too_many_arguments,
        clippy::needless_range_loop,
        reason = "the state of the walk, taken apart once"
    )]
    fn jump<'b>(
        &self,
        time: f64,
        stratum: u32,
        deaths: &'b [usize],
        weight: f64,
        risk: &Sums,
        tied: &Sums,
        spread: bool,
    ) -> Jump<'b> {
        let p = risk.s1.len();
        let count = deaths.len() as f64;
        let mean_weight = weight / count;
        let mut jump = Jump {
            time,
            stratum,
            deaths,
            hazard: 0.0,
            variance: 0.0,
            mean: vec![0.0; p],
            moment: vec![0.0; p],
            tied_hazard: 0.0,
            tied_moment: vec![0.0; p],
            spread: spread.then(|| DMatrix::zeros(p, p)),
        };
        let mut l = 0.0;
        while l < count {
            let f = if self.ties == Ties::Efron { l / count } else { 0.0 };
            let s = risk.s0 - f * tied.s0;
            let step = mean_weight / s;
            jump.hazard += step;
            jump.variance += step / s;
            jump.tied_hazard += f * step;
            let centre: Vec<f64> = risk.s1.iter().zip(&tied.s1).map(|(a, b)| (a - f * b) / s).collect();
            for j in 0..p {
                jump.mean[j] += centre[j] / count;
                jump.moment[j] += step * centre[j];
                jump.tied_moment[j] += f * step * centre[j];
            }
            if let Some(v) = &mut jump.spread {
                let mut place = 0;
                for i in 0..p {
                    for j in i..p {
                        let product = (risk.s2[place] - f * tied.s2[place]) / s - centre[i] * centre[j];
                        v[(i, j)] += mean_weight * product;
                        if i != j {
                            v[(j, i)] += mean_weight * product;
                        }
                        place += 1;
                    }
                }
            }
            l += 1.0;
        }
        jump
    }

    pub(super) fn baselines(&self) -> Vec<Baseline> {
        let p = self.data.design.p;
        let mut all: Vec<Baseline> = Vec::new();
        self.jumps(false, |jump| {
            if all.last().is_none_or(|b| b.stratum != jump.stratum) {
                all.push(Baseline {
                    stratum: jump.stratum,
                    times: Vec::new(),
                    hazard: Vec::new(),
                    variance: Vec::new(),
                    moment: Vec::new(),
                    tied: Vec::new(),
                    mean: Vec::new(),
                    p,
                });
            }
            if let Some(own) = all.last_mut() {
                own.times.push(jump.time);
                own.hazard.push(jump.hazard);
                own.variance.push(jump.variance);
                // Reversed below as a whole, so each block is written back to front.
                own.moment.extend(jump.moment.iter().rev());
                own.tied.push((jump.tied_hazard, jump.tied_moment.clone()));
                own.mean.push(jump.mean.clone());
            }
        });
        for own in &mut all {
            own.times.reverse();
            own.tied.reverse();
            own.mean.reverse();
            for (list, block) in [(&mut own.hazard, 1), (&mut own.variance, 1), (&mut own.moment, p)] {
                list.reverse();
                for k in block..list.len() {
                    list[k] += list[k - block];
                }
            }
        }
        all
    }

    /// Score residuals, row by row, without weights: Therneau & Grambsch (2000), chapter 4, with Efron's correction.
    pub(super) fn scores(&self, baselines: &[Baseline]) -> Vec<f64> {
        let p = self.data.design.p;
        let mut scores = vec![0.0; self.data.spans.len() * p];
        for (i, score) in scores.chunks_exact_mut(p).enumerate() {
            let Some((own, hazard, moment)) = self.exposure(i, baselines) else { continue };
            let x = self.data.design.row(i);
            for j in 0..p {
                score[j] = -self.risk[i] * (x[j] * hazard - moment[j]);
            }
            if let (true, Some(k)) = (self.data.spans[i].event, own.index(self.data.spans[i].exit)) {
                let (tied, tied_moment) = &own.tied[k];
                for j in 0..p {
                    score[j] += x[j] - own.mean[k][j] + self.risk[i] * (x[j] * tied - tied_moment[j]);
                }
            }
        }
        scores
    }

    pub(super) fn martingale(&self, baselines: &[Baseline]) -> Vec<f64> {
        let one = |i: usize| {
            let event = f64::from(u8::from(self.data.spans[i].event));
            let Some((own, hazard, _)) = self.exposure(i, baselines) else { return event };
            let tied = if self.data.spans[i].event {
                own.index(self.data.spans[i].exit).map_or(0.0, |k| own.tied[k].0)
            } else {
                0.0
            };
            event - self.risk[i] * (hazard - tied)
        };
        (0..self.data.spans.len()).map(one).collect()
    }

    /// Baseline hazard and moment while row `i` was under watch.
    fn exposure<'b>(&self, i: usize, baselines: &'b [Baseline]) -> Option<(&'b Baseline, f64, Vec<f64>)> {
        let own = baselines.iter().find(|b| b.stratum == self.data.stratum[i])?;
        let span = &self.data.spans[i];
        let (mut hazard, _, mut moment) = own.at(span.exit);
        if span.entry > 0.0 {
            let (before, _, moment_before) = own.at(span.entry);
            hazard -= before;
            for (m, b) in moment.iter_mut().zip(moment_before) {
                *m -= b;
            }
        }
        Some((own, hazard, moment))
    }

    /// Score and information of `x · g(t)` beside `x`.
    pub(super) fn interaction(&self, g: impl Fn(f64) -> f64) -> (Vec<f64>, DMatrix<f64>) {
        let (data, p) = (self.data, self.data.design.p);
        let mut score = vec![0.0; p];
        let mut information = DMatrix::zeros(2 * p, 2 * p);
        self.jumps(true, |jump| {
            let at = g(jump.time);
            for &i in jump.deaths {
                for (j, x) in data.design.row(i).iter().enumerate() {
                    score[j] += data.spans[i].weight * at * (x - jump.mean[j]);
                }
            }
            if let Some(spread) = &jump.spread {
                for a in 0..p {
                    for b in 0..p {
                        let v = spread[(a, b)];
                        information[(a, b)] += v;
                        information[(a, p + b)] += at * v;
                        information[(p + a, b)] += at * v;
                        information[(p + a, p + b)] += at * at * v;
                    }
                }
            }
        });
        (score, information)
    }
}
