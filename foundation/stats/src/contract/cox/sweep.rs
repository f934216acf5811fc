//! The partial likelihood in one sweep from the last exit to the first.

use std::cell::RefCell;

use rayon::prelude::*;

use super::super::span::entered;
use super::{CoxData, Ties};
use crate::linalg::DMatrix;
use crate::optimise::Likelihood;

/// Rows in the order of the sweep.
pub(super) struct Order {
    /// By stratum, then exit from late to early.
    pub(super) exit: Vec<usize>,
    /// Late entries by stratum, then entry from late to early.
    pub(super) entry: Vec<usize>,
}

impl Order {
    pub(super) fn new(data: &CoxData) -> Self {
        let (s, g) = (&data.spans, &data.stratum);
        let mut exit: Vec<usize> = (0..s.len()).collect();
        let mut entry: Vec<usize> = exit.iter().copied().filter(|&i| s[i].entry > 0.0).collect();
        exit.sort_by(|&i, &j| g[i].cmp(&g[j]).then(s[j].exit.total_cmp(&s[i].exit)));
        entry.sort_by(|&i, &j| g[i].cmp(&g[j]).then(s[j].entry.total_cmp(&s[i].entry)));
        Self { exit, entry }
    }
}

/// Sums over the relations at risk: number, covariates, products (upper triangle by rows), each weighted by risk.
#[derive(Clone)]
pub(super) struct Sums {
    pub(super) s0: f64,
    pub(super) s1: Vec<f64>,
    pub(super) s2: Vec<f64>,
}

impl Sums {
    pub(super) fn new(p: usize) -> Self {
        Self { s0: 0.0, s1: vec![0.0; p], s2: vec![0.0; p * (p + 1) / 2] }
    }

    pub(super) fn clear(&mut self) {
        self.s0 = 0.0;
        self.s1.fill(0.0);
        self.s2.fill(0.0);
    }

    /// Without the products.
    pub(super) fn add_first(&mut self, risk: f64, x: &[f64]) {
        self.s0 += risk;
        for (s, x) in self.s1.iter_mut().zip(x) {
            *s += risk * x;
        }
    }

    pub(super) fn add(&mut self, risk: f64, x: &[f64]) {
        self.s0 += risk;
        let mut rest = self.s2.as_mut_slice();
        for (i, xi) in x.iter().enumerate() {
            let share = risk * xi;
            self.s1[i] += share;
            let (row, below) = rest.split_at_mut(x.len() - i);
            for (sum, xj) in row.iter_mut().zip(&x[i..]) {
                *sum += share * xj;
            }
            rest = below;
        }
    }
}

/// The log partial likelihood with its derivatives, kept from one call to the next.
///
/// The second sums over those at risk, `Σₖ aₖ Σ_{i at risk} rᵢ xᵢxᵢ'`, are turned around: each row counts once, with the sum of the `aₖ` while
/// it was at risk. That part has no order, so all cores share it.
pub(super) struct Sweep {
    p: usize,
    ties: Ties,
    /// Rows in the order of the sweep, so that memory is read from front to back.
    x: Vec<f64>,
    weight: Vec<f64>,
    event: Vec<bool>,
    /// Where each group of equal exits starts and ends, and its time.
    groups: Vec<(usize, usize, f64)>,
    /// Which groups, and which late entries, belong to each stratum.
    strata: Vec<(std::ops::Range<usize>, std::ops::Range<usize>)>,
    /// Late entries from late to early: time and row.
    late: Vec<(f64, usize)>,
    last: RefCell<(Vec<f64>, DMatrix<f64>)>,
}

/// Rows that are worked on together.
const PIECE: usize = 4096;

impl Sweep {
    pub(super) fn new(data: &CoxData, order: &Order, ties: Ties) -> Self {
        let p = data.design.p;
        let mut place = vec![0; order.exit.len()];
        let mut x = Vec::with_capacity(order.exit.len() * p);
        for (at, &i) in order.exit.iter().enumerate() {
            place[i] = at;
            x.extend_from_slice(data.design.row(i));
        }
        let (mut groups, mut strata, mut start, mut late) = (Vec::new(), Vec::new(), 0, 0);
        for stratum in order.exit.chunk_by(|&i, &j| data.stratum[i] == data.stratum[j]) {
            let (first, first_late) = (groups.len(), late);
            for group in stratum.chunk_by(|&i, &j| data.spans[i].exit == data.spans[j].exit) {
                groups.push((start, start + group.len(), data.spans[group[0]].exit));
                start += group.len();
            }
            while late < order.entry.len() && data.stratum[order.entry[late]] == data.stratum[stratum[0]] {
                late += 1;
            }
            strata.push((first..groups.len(), first_late..late));
        }
        Self {
            p,
            ties,
            x,
            weight: order.exit.iter().map(|&i| data.spans[i].weight).collect(),
            event: order.exit.iter().map(|&i| data.spans[i].event).collect(),
            groups,
            strata,
            late: order.entry.iter().map(|&i| (data.spans[i].entry, place[i])).collect(),
            last: RefCell::new((Vec::new(), DMatrix::zeros(0, 0))),
        }
    }

    fn row(&self, i: usize) -> &[f64] {
        &self.x[i * self.p..(i + 1) * self.p]
    }

    /// Efron (1977) as in Therneau & Grambsch (2000), section 3.3; with weights, tied events share their mean weight.
    #[expect(clippy::needless_range_loop, reason = "sums and triangle are walked by the same index")]
    fn run(&self, theta: &[f64], gradient: &mut [f64]) -> (f64, DMatrix<f64>) {
        let p = self.p;
        let eta: Vec<f64> = self.x.par_chunks(p).with_min_len(PIECE).map(|x| super::dot(x, theta)).collect();
        let risk: Vec<f64> = eta.iter().zip(&self.weight).map(|(e, w)| w * e.exp()).collect();
        let (mut value, mut outer) = (0.0, vec![0.0; p * (p + 1) / 2]);
        gradient.fill(0.0);
        // For each group the sums of 1/s and f/s over its events, s = S0 − f D0, f = l/d.
        let mut jumps = vec![(0.0, 0.0); self.groups.len()];
        let (mut s1, mut d1) = (vec![0.0; p], vec![0.0; p]);
        for (groups, late) in &self.strata {
            let (mut s0, mut next) = (0.0, late.start);
            s1.fill(0.0);
            for g in groups.clone() {
                let (start, end, time) = self.groups[g];
                let (mut deaths, mut weight, mut d0) = (0.0, 0.0, 0.0);
                d1.fill(0.0);
                for i in start..end {
                    let (r, x) = (risk[i], self.row(i));
                    s0 += r;
                    for j in 0..p {
                        s1[j] += r * x[j];
                    }
                    if self.event[i] {
                        deaths += 1.0;
                        weight += self.weight[i];
                        value += self.weight[i] * eta[i];
                        d0 += r;
                        for j in 0..p {
                            d1[j] += r * x[j];
                            gradient[j] += self.weight[i] * x[j];
                        }
                    }
                }
                while next < late.end && !entered(self.late[next].0, time) {
                    let i = self.late[next].1;
                    s0 -= risk[i];
                    for (s, x) in s1.iter_mut().zip(self.row(i)) {
                        *s -= risk[i] * x;
                    }
                    next += 1;
                }
                if deaths == 0.0 {
                    continue;
                }
                let mean = weight / deaths;
                let (mut a, mut b, mut aa, mut ab, mut bb) = (0.0, 0.0, 0.0, 0.0, 0.0);
                let mut l = 0.0;
                while l < deaths {
                    let f = if self.ties == Ties::Efron { l / deaths } else { 0.0 };
                    let s = s0 - f * d0;
                    value -= mean * s.ln();
                    a += mean / s;
                    b += mean * f / s;
                    aa += mean / (s * s);
                    ab += mean * f / (s * s);
                    bb += mean * f * f / (s * s);
                    l += 1.0;
                }
                jumps[g] = (a, b);
                let mut place = 0;
                for i in 0..p {
                    gradient[i] -= a * s1[i] - b * d1[i];
                    let (by_s, by_d) = (aa * s1[i] - ab * d1[i], bb * d1[i] - ab * s1[i]);
                    if b == 0.0 {
                        for j in i..p {
                            outer[place] += by_s * s1[j];
                            place += 1;
                        }
                    } else {
                        for j in i..p {
                            outer[place] += by_s * s1[j] + by_d * d1[j];
                            place += 1;
                        }
                    }
                }
            }
        }
        let exposed = self.exposed(&risk, &jumps);
        let second = self.second(&exposed);
        let hessian = DMatrix::from_fn(p, p, |i, j| {
            let (i, j) = (i.min(j), i.max(j));
            let place = i * p - i * (i + 1) / 2 + j;
            outer[place] - second[place]
        });
        (value, hessian)
    }

    /// Risk of each row, times the sum of the jumps while it was at risk.
    fn exposed(&self, risk: &[f64], jumps: &[(f64, f64)]) -> Vec<f64> {
        let mut exposed = vec![0.0; risk.len()];
        for (groups, late) in &self.strata {
            let (mut sum, mut next) = (0.0, late.end);
            for g in groups.clone().rev() {
                let (start, end, time) = self.groups[g];
                while next > late.start && entered(self.late[next - 1].0, time) {
                    next -= 1;
                    exposed[self.late[next].1] -= sum;
                }
                sum += jumps[g].0;
                for (e, event) in exposed[start..end].iter_mut().zip(&self.event[start..end]) {
                    *e += sum - if *event { jumps[g].1 } else { 0.0 };
                }
            }
        }
        for (e, r) in exposed.iter_mut().zip(risk) {
            *e *= r;
        }
        exposed
    }

    /// `Σ wᵢ xᵢxᵢ'`, upper triangle by rows: pieces in order, whatever the number of threads.
    fn second(&self, w: &[f64]) -> Vec<f64> {
        let p = self.p;
        let piece = |(w, x): (&[f64], &[f64])| {
            let mut sums = Sums::new(p);
            for (w, x) in w.iter().zip(x.chunks_exact(p)) {
                sums.add(*w, x);
            }
            sums.s2
        };
        let pieces: Vec<Vec<f64>> =
            w.par_chunks(PIECE).zip(self.x.par_chunks(PIECE * p)).map(piece).collect();
        let mut total = vec![0.0; p * (p + 1) / 2];
        for piece in pieces {
            for (t, s) in total.iter_mut().zip(piece) {
                *t += s;
            }
        }
        total
    }
}

impl Likelihood for Sweep {
    fn dimension(&self) -> usize {
        self.p
    }

    fn evaluate(&self, theta: &[f64], gradient: &mut [f64]) -> f64 {
        let (value, hessian) = self.run(theta, gradient);
        *self.last.borrow_mut() = (theta.to_vec(), hessian);
        value
    }

    fn hessian(&self, theta: &[f64]) -> DMatrix<f64> {
        if self.last.borrow().0 != theta {
            self.evaluate(theta, &mut vec![0.0; theta.len()]);
        }
        self.last.borrow().1.clone()
    }
}
