//! Covariances of coefficients that do not trust the model's own variance.

use std::collections::HashMap;

use super::{
    design::Rows,
    sums::{add_outer, form, over_rows, symmetric, triangle},
};
use crate::{
    Error,
    error::{Result, same_length, undetermined},
    linalg::DMatrix,
};

/// How the covariance of coefficients is estimated. `e` is a residual (score), `h` the leverage, `n` rows, `k` coefficients.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Covariance<'a> {
    /// From the model: `σ²(XᵀX)⁻¹` with `n − k`, or the inverse information.
    #[default]
    Classic,
    /// `e²`: White (1980), Econometrica 48:817.
    Hc0,
    /// `e²·n/(n−k)`: `MacKinnon` & White (1985), Journal of Econometrics 29:305.
    Hc1,
    /// `e²/(1−h)`: `MacKinnon` & White (1985).
    Hc2,
    /// `e²/(1−h)²`: `MacKinnon` & White (1985), in the form of Long & Ervin (2000), The American Statistician 54:217. The one to use below 250 rows.
    Hc3,
    /// `e²/(1−h)^min(4, nh/k)`: Cribari-Neto (2004), Computational Statistics & Data Analysis 45:215.
    Hc4,
    /// Sums within groups: Liang & Zeger (1986), Biometrika 73:13.
    Cluster {
        /// The group of each row.
        groups: &'a [usize],
        /// Whether to multiply by `G/(G−1)·(n−1)/(n−k)`, as Stata and R's sandwich with HC1 do.
        small_sample: bool,
    },
    /// Both groupings less their intersection, each with the small-sample factor of its own: Cameron, Gelbach & Miller (2011),
    /// Journal of Business & Economic Statistics 29:238.
    TwoWay {
        /// One group of each row.
        first: &'a [usize],
        /// The other.
        second: &'a [usize],
        /// Whether the intersection gets its factor too, as Cameron, Gelbach & Miller do; without, it is as in Petersen (2009), Review of
        /// Financial Studies 22:435, and R's sandwich with `multi0 = TRUE`.
        small_sample_intersection: bool,
    },
}

/// What a model hands over to have its covariance estimated.
pub(crate) struct Scores<'a> {
    pub(crate) rows: &'a Rows,
    /// Inverse of the (expected) information, without dispersion.
    pub(crate) bread: &'a DMatrix<f64>,
    /// Factor of `x` in the score of each row.
    pub(crate) residual: &'a [f64],
    /// Factor of `xᵀ·bread·x` in the leverage of each row.
    pub(crate) curvature: &'a [f64],
    /// How many identical rows each stands for.
    pub(crate) frequency: Option<&'a [f64]>,
    /// Number of rows, with their frequencies.
    pub(crate) n: f64,
}

impl Scores<'_> {
    /// The covariance; `classic` is what [`Covariance::Classic`] gives.
    pub(crate) fn covariance(&self, kind: Covariance<'_>, classic: &DMatrix<f64>) -> Result<DMatrix<f64>> {
        let k = self.rows.width as f64;
        let inflate: Box<dyn Fn(f64) -> f64 + Sync> = match kind {
            Covariance::Classic => return Ok(classic.clone()),
            Covariance::Cluster { groups, small_sample } => {
                self.check_groups("groups", groups)?;
                return self.clustered(groups.iter().copied(), small_sample);
            }
            Covariance::TwoWay { first, second, small_sample_intersection } => {
                return self.two_way(first, second, small_sample_intersection);
            }
            Covariance::Hc0 => Box::new(|_| 1.0),
            Covariance::Hc1 if self.n > k => Box::new(|_| self.n / (self.n - k)),
            Covariance::Hc1 => {
                return Err(undetermined(
                    "outcomes",
                    "HC1 errors",
                    format!("{} rows for {k} coefficients", self.n),
                ));
            }
            Covariance::Hc2 => Box::new(|h| 1.0 / (1.0 - h)),
            Covariance::Hc3 => Box::new(|h| (1.0 - h).powi(-2)),
            Covariance::Hc4 => Box::new(|h| (1.0 - h).powf(-(self.n * h / k).min(4.0))),
        };
        let levers = !matches!(kind, Covariance::Hc0 | Covariance::Hc1);
        let leverage = |row: usize| self.curvature[row] * form(self.rows.row(row), self.bread);
        if levers && let Some(row) = (0..self.rows.count).find(|&r| leverage(r) > 1.0 - 1e-10) {
            let why = "its leverage is 1: the fit passes through it whatever its outcome is, use HC0 or HC1";
            return Err(Error::Row { input: "leverage", row, value: leverage(row), why });
        }
        let width = self.rows.width;
        let meat = over_rows(self.rows.count, triangle(width), |row, sums| {
            let h = if levers { leverage(row) } else { 0.0 };
            let weight = self.frequency.map_or(1.0, |f| f[row]) * self.residual[row].powi(2) * inflate(h);
            add_outer(sums, self.rows.row(row), weight);
        });
        Ok(self.bread * symmetric(&meat, width) * self.bread)
    }

    fn check_groups(&self, input: &'static str, groups: &[usize]) -> Result<()> {
        same_length(input, groups.len(), "outcomes", self.rows.count)
    }

    fn two_way(&self, first: &[usize], second: &[usize], intersection: bool) -> Result<DMatrix<f64>> {
        self.check_groups("first", first)?;
        self.check_groups("second", second)?;
        let one = self.clustered(first.iter().copied(), true)?;
        let two = self.clustered(second.iter().copied(), true)?;
        let both = self.clustered(first.iter().copied().zip(second.iter().copied()), intersection)?;
        let joint = one + two - both;
        if let Some(at) = joint.diagonal().iter().position(|v| *v < 0.0) {
            let why =
                format!("the variance of coefficient {at} comes out below zero, there are too few groups");
            return Err(undetermined("groups", "two-way clustered errors", why));
        }
        Ok(joint)
    }

    fn clustered<K: std::hash::Hash + Eq>(
        &self,
        groups: impl Iterator<Item = K>,
        small_sample: bool,
    ) -> Result<DMatrix<f64>> {
        let width = self.rows.width;
        let mut position = HashMap::new();
        let mut sums: Vec<f64> = Vec::new();
        for (row, group) in groups.enumerate() {
            let next = position.len();
            let at = *position.entry(group).or_insert(next);
            if at == next {
                sums.resize((next + 1) * width, 0.0);
            }
            let factor = self.residual[row] * self.frequency.map_or(1.0, |f| f[row]);
            for (sum, x) in sums[at * width..(at + 1) * width].iter_mut().zip(self.rows.row(row)) {
                *sum += factor * x;
            }
        }
        let count = position.len() as f64;
        if position.len() < 2 {
            return Err(undetermined(
                "groups",
                "clustered errors",
                "there is a single group, two are needed",
            ));
        }
        let mut meat = vec![0.0; triangle(width)];
        for score in sums.chunks_exact(width) {
            add_outer(&mut meat, score, 1.0);
        }
        let k = width as f64;
        let factor = if small_sample { count / (count - 1.0) * (self.n - 1.0) / (self.n - k) } else { 1.0 };
        Ok(self.bread * symmetric(&meat, width) * self.bread * factor)
    }
}

/// Square roots of the diagonal.
pub(crate) fn standard_errors(covariance: &DMatrix<f64>) -> Vec<f64> {
    covariance.diagonal().iter().map(|v| v.max(0.0).sqrt()).collect()
}
