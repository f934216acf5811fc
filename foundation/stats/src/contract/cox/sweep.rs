//! The partial likelihood in one sweep from the last exit to the first.

use std::cell::RefCell;

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
pub(super) struct Sweep<'a> {
    data: &'a CoxData,
    order: &'a Order,
    ties: Ties,
    last: RefCell<(Vec<f64>, DMatrix<f64>)>,
}

impl<'a> Sweep<'a> {
    pub(super) fn new(data: &'a CoxData, order: &'a Order, ties: Ties) -> Self {
        Self { data, order, ties, last: RefCell::new((Vec::new(), DMatrix::zeros(0, 0))) }
    }

    /// Efron (1977) as in Therneau & Grambsch (2000), section 3.3; with weights, tied events share their mean weight.
    #[expect(clippy::needless_range_loop, reason = "sums and triangle are walked by the same index")]
    fn run(&self, theta: &[f64], gradient: &mut [f64]) -> (f64, DMatrix<f64>) {
        let (data, p) = (self.data, theta.len());
        let (mut value, mut information) = (0.0, vec![0.0; p * (p + 1) / 2]);
        gradient.fill(0.0);
        let (mut risk, mut tied) = (Sums::new(p), Sums::new(p));
        let score = |i: usize| data.design.row(i).iter().zip(theta).map(|(x, t)| x * t).sum::<f64>();
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
                let (mut deaths, mut weight) = (0.0, 0.0);
                for &i in group {
                    let (span, x, eta) = (&data.spans[i], data.design.row(i), score(i));
                    let r = span.weight * eta.exp();
                    risk.add(r, x);
                    if span.event {
                        tied.add(r, x);
                        deaths += 1.0;
                        weight += span.weight;
                        value += span.weight * eta;
                        for (g, xi) in gradient.iter_mut().zip(x) {
                            *g += span.weight * xi;
                        }
                    }
                }
                while late < self.order.entry.len() {
                    let i = self.order.entry[late];
                    if data.stratum[i] != own || entered(data.spans[i].entry, time) {
                        break;
                    }
                    risk.add(-data.spans[i].weight * score(i).exp(), data.design.row(i));
                    late += 1;
                }
                if deaths == 0.0 {
                    continue;
                }
                // Sums over the tied events l of 1/s, f/s, 1/s², f/s², f²/s² with s = S0 − f D0, f = l/d.
                let mean = weight / deaths;
                let (mut a, mut b, mut aa, mut ab, mut bb) = (0.0, 0.0, 0.0, 0.0, 0.0);
                let mut l = 0.0;
                while l < deaths {
                    let f = if self.ties == Ties::Efron { l / deaths } else { 0.0 };
                    let s = risk.s0 - f * tied.s0;
                    value -= mean * s.ln();
                    a += mean / s;
                    b += mean * f / s;
                    aa += mean / (s * s);
                    ab += mean * f / (s * s);
                    bb += mean * f * f / (s * s);
                    l += 1.0;
                }
                let mut place = 0;
                for i in 0..p {
                    gradient[i] -= a * risk.s1[i] - b * tied.s1[i];
                    let (by_s, by_d) = (aa * risk.s1[i] - ab * tied.s1[i], bb * tied.s1[i] - ab * risk.s1[i]);
                    for j in i..p {
                        information[place] +=
                            a * risk.s2[place] - b * tied.s2[place] - by_s * risk.s1[j] - by_d * tied.s1[j];
                        place += 1;
                    }
                }
            }
        }
        let hessian = DMatrix::from_fn(p, p, |i, j| {
            let (i, j) = (i.min(j), i.max(j));
            -information[i * p - i * (i + 1) / 2 + j]
        });
        (value, hessian)
    }
}

impl Likelihood for Sweep<'_> {
    fn dimension(&self) -> usize {
        self.data.design.p
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
