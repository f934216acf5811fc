//! The log-likelihood of ordered answers with its first and second derivatives.

use crate::{
    linalg::DMatrix,
    regression::{
        design::{Rows, dot},
        link::{Link, both},
        sums::{add_outer, over_rows, triangle},
    },
    special::normal_quantile,
};

/// Parameters are, for each threshold, a block of the threshold and the coefficients of the nominal columns there; then the
/// coefficients of the other columns.
pub(super) struct Likelihood<'a> {
    common: Option<Rows>,
    /// Rows of one and the nominal columns.
    block: Rows,
    outcomes: &'a [usize],
    weights: &'a [f64],
    levels: usize,
    link: Link,
    nominal: Vec<usize>,
    proportional: Vec<usize>,
}

pub(super) struct Point {
    pub(super) log_likelihood: f64,
    pub(super) gradient: Vec<f64>,
    pub(super) information: DMatrix<f64>,
}

/// Value and derivatives of `ln(F(u) − F(l))` in `u` and `l`.
#[derive(Default)]
struct Cell {
    value: f64,
    upper: f64,
    lower: f64,
    upper2: f64,
    lower2: f64,
    mixed: f64,
}

impl<'a> Likelihood<'a> {
    pub(super) fn new(
        rows: Option<&Rows>,
        outcomes: &'a [usize],
        weights: &'a [f64],
        levels: usize,
        link: Link,
        nominal: &[usize],
    ) -> Self {
        let width = rows.map_or(0, |r| r.width);
        let proportional: Vec<usize> = (0..width).filter(|c| !nominal.contains(c)).collect();
        let pick = |first: Option<f64>, columns: &[usize]| {
            let values: Vec<f64> = (0..outcomes.len())
                .flat_map(|r| {
                    first.into_iter().chain(columns.iter().filter_map(move |&c| rows.map(|m| m.row(r)[c])))
                })
                .collect();
            let width = columns.len() + usize::from(first.is_some());
            Rows { values, width, count: outcomes.len(), intercept: first.is_some() }
        };
        let common = (!proportional.is_empty()).then(|| pick(None, &proportional));
        let block = pick(Some(1.0), nominal);
        Self { common, block, outcomes, weights, levels, link, nominal: nominal.to_vec(), proportional }
    }

    /// Thresholds at the quantiles of the observed shares, no effects.
    pub(super) fn start(&self) -> Vec<f64> {
        let mut counts = vec![0.0; self.levels];
        for (outcome, weight) in self.outcomes.iter().zip(self.weights) {
            counts[*outcome] += weight;
        }
        let total: f64 = counts.iter().sum();
        let mut parameters = Vec::new();
        let mut below = 0.0;
        for count in &counts[..self.levels - 1] {
            below += count / total;
            parameters.push(match self.link {
                Link::Logit => (below / (1.0 - below)).ln(),
                Link::Probit => normal_quantile(below),
                Link::CLogLog => (-(-below).ln_1p()).ln(),
            });
            parameters.extend(std::iter::repeat_n(0.0, self.nominal.len()));
        }
        parameters.extend(std::iter::repeat_n(0.0, self.proportional.len()));
        parameters
    }

    /// By how much a prediction moves at most with each parameter, from the largest values of the columns.
    pub(super) fn reaches(&self, spread: &[f64]) -> Vec<f64> {
        let block: Vec<f64> = std::iter::once(1.0).chain(self.nominal.iter().map(|&c| spread[c])).collect();
        let mut reaches = block.repeat(self.levels - 1);
        reaches.extend(self.proportional.iter().map(|&c| spread[c]));
        reaches
    }

    /// The point, or `None` where thresholds cross in some row.
    pub(super) fn at(&self, parameters: &[f64]) -> Option<Point> {
        let (b, thresholds) = (self.block.width, self.levels - 1);
        let p = self.proportional.len();
        let beta = &parameters[thresholds * b..];
        // Layout of the sums: value, gradient, common triangle, threshold × common, diagonal blocks, blocks beside them.
        let gradient = 1;
        let square = gradient + parameters.len();
        let cross = square + triangle(p);
        let diagonal = cross + thresholds * b * p;
        let beside = diagonal + thresholds * b * b;
        let length = beside + (thresholds - 1) * b * b;
        let sums = over_rows(self.outcomes.len(), length, |row, sums| {
            let (x, z) = (self.common.as_ref().map_or(&[][..], |m| m.row(row)), self.block.row(row));
            let (outcome, weight) = (self.outcomes[row], self.weights[row]);
            let line = dot(x, beta);
            let at = |threshold: usize| dot(z, &parameters[threshold * b..(threshold + 1) * b]) - line;
            let upper = (outcome < thresholds).then(|| at(outcome));
            let lower = (outcome > 0).then(|| at(outcome - 1));
            let cell = self.cell(lower, upper);
            sums[0] += weight * cell.value;
            let first = -weight * (cell.upper + cell.lower);
            for (sum, xi) in sums[gradient + thresholds * b..].iter_mut().zip(x) {
                *sum += first * xi;
            }
            let second = weight * (cell.upper2 + cell.lower2 + 2.0 * cell.mixed);
            add_outer(&mut sums[square..cross], x, second);
            let mut side = |threshold: usize, slope: f64, own: f64| {
                for (i, zi) in z.iter().enumerate() {
                    sums[gradient + threshold * b + i] += weight * slope * zi;
                    let factor = -weight * (own + cell.mixed) * zi;
                    let start = cross + (threshold * b + i) * p;
                    for (sum, xi) in sums[start..start + p].iter_mut().zip(x) {
                        *sum += factor * xi;
                    }
                    for (j, zj) in z.iter().enumerate() {
                        sums[diagonal + (threshold * b + i) * b + j] += weight * own * zi * zj;
                    }
                }
            };
            if outcome < thresholds {
                side(outcome, cell.upper, cell.upper2);
            }
            if outcome > 0 {
                side(outcome - 1, cell.lower, cell.lower2);
            }
            if outcome > 0 && outcome < thresholds {
                for (i, zi) in z.iter().enumerate() {
                    for (j, zj) in z.iter().enumerate() {
                        sums[beside + ((outcome - 1) * b + i) * b + j] += weight * cell.mixed * zi * zj;
                    }
                }
            }
        });
        if !sums[0].is_finite() {
            return None;
        }
        let mut information = DMatrix::zeros(parameters.len(), parameters.len());
        let mut put = |i: usize, j: usize, value: f64| {
            information[(i, j)] = -value;
            information[(j, i)] = -value;
        };
        let offset = thresholds * b;
        let mut next = square;
        for i in 0..p {
            for j in i..p {
                put(offset + i, offset + j, sums[next]);
                next += 1;
            }
        }
        for t in 0..offset {
            for j in 0..p {
                put(t, offset + j, sums[cross + t * p + j]);
            }
            for j in 0..b {
                put(t, t / b * b + j, sums[diagonal + t * b + j]);
                if t / b + 1 < thresholds {
                    put(t, (t / b + 1) * b + j, sums[beside + t * b + j]);
                }
            }
        }
        Some(Point { log_likelihood: sums[0], gradient: sums[gradient..square].to_vec(), information })
    }

    fn cell(&self, lower: Option<f64>, upper: Option<f64>) -> Cell {
        match (lower, upper) {
            (None, None) => Cell::default(),
            (None, Some(u)) => {
                let (value, upper, upper2) = self.link.log_lower(u);
                Cell { value, upper, upper2, ..Cell::default() }
            }
            (Some(l), None) => {
                let (value, lower, lower2) = self.link.log_upper(l);
                Cell { value, lower, lower2, ..Cell::default() }
            }
            (Some(l), Some(u)) if l >= u => Cell { value: f64::NEG_INFINITY, ..Cell::default() },
            (Some(l), Some(u)) if self.link == Link::Logit => logit_cell(l, u),
            (Some(l), Some(u)) => self.general_cell(l, u),
        }
    }

    fn general_cell(&self, l: f64, u: f64) -> Cell {
        let link = self.link;
        let p = if l > 0.0 { link.upper(l) - link.upper(u) } else { link.cdf(u) - link.cdf(l) };
        let ((fu, fu2), (fl, fl2)) = (link.derivatives(u), link.derivatives(l));
        let (upper, lower) = (fu / p, -fl / p);
        Cell {
            value: p.ln(),
            upper,
            lower,
            upper2: fu2 / p - upper * upper,
            lower2: -fl2 / p - lower * lower,
            mixed: -upper * lower,
        }
    }
}

/// For the logit, `F(u) − F(l) = F(u)·(1 − F(l))·(1 − e^(l−u))`: no difference of nearly equal numbers anywhere.
fn logit_cell(l: f64, u: f64) -> Cell {
    let ((pu, qu), (pl, ql)) = (both(u), both(l));
    let gap = (u - l).exp_m1();
    let r = 1.0 / gap;
    // Beyond 700 the logistic itself underflows; its logarithm does not.
    let ln_pu = if u < -700.0 { u } else { pu.ln() };
    let ln_ql = if l > 700.0 { -l } else { ql.ln() };
    let value = ln_pu + ln_ql - r.ln_1p();
    let bend = r * (1.0 + r);
    Cell {
        value,
        upper: qu + r,
        lower: -pl - r,
        upper2: -pu * qu - bend,
        lower2: -pl * ql - bend,
        mixed: bend,
    }
}
