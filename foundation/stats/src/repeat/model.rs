//! What all models of repeat buying share: fitting, standard errors, predictions with intervals.

use std::marker::PhantomData;

use rayon::prelude::*;

use super::history::{Histories, History, fault};
use super::value::Discount;
use crate::error::{Error, Result, finite, not_negative};
use crate::estimate::Estimate;
use crate::fitted::{Fitted, of_its_fit};
use crate::linalg::DMatrix;
use crate::optimise::Likelihood;

/// One family of models: its likelihood and its predictions as functions of the natural parameters.
///
/// Implemented by the families of this room; call it through [`Model`].
pub trait Family: Send + Sync {
    /// Name in messages and reports.
    const NAME: &'static str;
    /// Names of the parameters, in order; those of the papers and of `docs/METHODS.md`.
    const PARAMETERS: &'static [&'static str];

    /// Log-likelihood in the logarithms of the parameters.
    fn likelihood(data: &Histories) -> Box<dyn Likelihood + Send + Sync + '_>;
    /// Whether time is counted in purchase opportunities.
    const DISCRETE: bool = false;
    /// Start parameters for a fit, tried in order until one leads to a maximum.
    fn starts(data: &Histories) -> Vec<Vec<f64>>;
    /// Probability that the customer is still there.
    fn alive(p: &[f64], h: &History) -> f64;
    /// Expected purchases in the next `t` of a customer who is there: they depend on how often and since when, not on how lately.
    fn while_there(p: &[f64], frequency: f64, age: f64, t: f64) -> f64;
    /// Expected purchases of the customer in the next `t`.
    fn purchases(p: &[f64], h: &History, t: f64) -> f64 {
        Self::alive(p, h) * Self::while_there(p, h.frequency as f64, h.age, t)
    }
    /// Expected repeat purchases of a new customer in the first `t`.
    fn purchases_of_new(p: &[f64], t: f64) -> f64;
    /// Probability of `x` repeat purchases of a new customer in the first `t`.
    fn mass(p: &[f64], t: f64, x: u64) -> f64;
    /// What else a history must fulfil (discrete models want whole numbers).
    fn fault(_: &History) -> Option<(&'static str, f64, &'static str)> {
        None
    }
    /// What a future time span must fulfil.
    fn span(t: f64) -> Result<f64> {
        not_negative("t", t)
    }
}

/// Chance to be there and expected purchases of one customer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outlook {
    /// Probability that the customer is still there.
    pub alive: Estimate,
    /// Expected purchases in the span asked for.
    pub purchases: Estimate,
}

/// What is expected of one customer, without intervals.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expectation {
    /// Probability that the customer is still there.
    pub alive: f64,
    /// Expected purchases in the span asked for.
    pub purchases: f64,
    /// Expected discounted purchases.
    pub discounted: f64,
}

/// A model of repeat buying: fitted to data, or made from given parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct Model<F> {
    pub(super) fitted: Fitted,
    family: PhantomData<F>,
}

impl<F: Family> Model<F> {
    /// A model with given parameters (from a paper, from an earlier run): its predictions have no intervals.
    ///
    /// ```
    /// use troth_stats::repeat::{BgNbd, History};
    /// let model = BgNbd::of(&[0.243, 4.414, 0.793, 2.426])?;
    /// let next = model.purchases(&History::new(2, 30.43, 38.86), 39.0)?;
    /// assert!((next.value - 1.2260281747671444).abs() < 1e-12);
    /// # Ok::<(), troth_stats::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Length`] for a wrong number of parameters, [`Error::Value`] for one that is not finite and above zero.
    pub fn of(parameters: &[f64]) -> Result<Self> {
        Ok(Self { fitted: Fitted::of(F::NAME, F::PARAMETERS, parameters)?, family: PhantomData })
    }

    /// Maximum likelihood. `start` (natural scale) warms it up, say with yesterday's parameters; a start
    /// does not change the answer, only the time.
    ///
    /// Standard errors come from the inverse of the observed information.
    ///
    /// # Errors
    /// [`Error::NotConverged`] or [`Error::Undetermined`] where the data have no interior maximum
    /// (nobody ever came back; everybody buys alike; nobody leaves).
    pub fn fit(data: &Histories, start: Option<&[f64]>) -> Result<Self> {
        // Cells are sorted and compressed, so there is no row of the input to point at.
        if let Some((input, value, why)) = data.cells().iter().find_map(F::fault) {
            return Err(Error::Value { input, value, why });
        }
        if data.purchases() <= 0.0 {
            return Err(Error::Undetermined {
                input: "histories",
                what: F::NAME,
                why: "nobody made a repeat purchase, so neither rates nor leaving can be learned".into(),
            });
        }
        let likelihood = F::likelihood(data);
        let mut starts = Vec::new();
        if let Some(start) = start {
            starts.push(Fitted::of(F::NAME, F::PARAMETERS, start)?.values);
        }
        starts.extend(F::starts(data));
        let unit = if F::DISCRETE { 1.0 } else { data.longest().max(f64::MIN_POSITIVE) };
        let scales: Vec<f64> = F::PARAMETERS
            .iter()
            .map(|name| if matches!(*name, "alpha" | "beta") { unit } else { 1.0 })
            .collect();
        let n = data.customers();
        let fitted =
            Fitted::maximise(F::NAME, "histories", F::PARAMETERS, likelihood.as_ref(), &starts, &scales, n)?;
        Ok(Self { fitted, family: PhantomData })
    }

    of_its_fit!();

    /// A model as an earlier fit left it: parameters, their covariance on the natural scale ([`Model::covariance`]) and the number of
    /// customers. Its predictions have the intervals of that fit.
    ///
    /// # Errors
    /// As [`Model::of`]; [`Error::Length`] for a covariance of another size, [`Error::Value`] for one with a variance that is not above zero.
    pub fn restored(parameters: &[f64], covariance: &DMatrix<f64>, customers: f64) -> Result<Self> {
        let fitted = Fitted::restored(F::NAME, F::PARAMETERS, parameters, covariance, customers)?;
        Ok(Self { fitted, family: PhantomData })
    }

    /// How far a fit to `data` would lie from these parameters, as a share: the longest component of its first Newton step in logarithms.
    ///
    /// # Errors
    /// [`Error::Undetermined`] where the likelihood of `data` is not curved enough at these parameters to tell.
    pub fn drift(&self, data: &Histories) -> Result<f64> {
        self.fitted.drift(F::NAME, "histories", F::likelihood(data).as_ref())
    }

    /// The model with its parameters moved to either end of what is known of them, along each axis of independent doubt. Half the
    /// distance between a sum over customers at two ends, squared and added up over the axes, is the square of the reach of its interval:
    /// also where customers come into the sum and go out of it as the parameters move, and no derivative could tell. Nothing for
    /// given parameters.
    pub fn ends(&self) -> Vec<[Self; 2]> {
        let given = |values| Self { fitted: self.fitted.given(values), family: PhantomData };
        self.fitted.ends().into_iter().map(|both| both.map(given)).collect()
    }

    /// Log-likelihood of other data under these parameters.
    ///
    /// # Errors
    /// [`Error::Numeric`] if it is not finite.
    pub fn log_likelihood_of(&self, data: &Histories) -> Result<f64> {
        let theta: Vec<f64> = self.fitted.values.iter().map(|p| p.ln()).collect();
        let mut gradient = vec![0.0; theta.len()];
        finite("the log-likelihood", F::likelihood(data).evaluate(&theta, &mut gradient))
    }

    /// Probability that a customer with this history is still there, interval by the delta method on the logit.
    ///
    /// # Errors
    /// [`Error::Value`] for an impossible history.
    pub fn alive(&self, history: &History) -> Result<Estimate> {
        let h = Self::usable(history)?;
        self.fitted.probability("the probability to be alive", |p| F::alive(p, &h))
    }

    /// Expected purchases in the next `t` by a customer with this history, interval by the delta method on the logarithm.
    ///
    /// # Errors
    /// [`Error::Value`] for an impossible history or span.
    pub fn purchases(&self, history: &History, t: f64) -> Result<Estimate> {
        let h = Self::usable(history)?;
        let t = F::span(t)?;
        self.fitted.amount("expected purchases", |p| F::purchases(p, &h, t))
    }

    /// Expected repeat purchases in the first `t` by a customer who has just bought for the first time.
    ///
    /// # Errors
    /// [`Error::Value`] for an impossible span.
    pub fn purchases_of_new(&self, t: f64) -> Result<Estimate> {
        let t = F::span(t)?;
        self.fitted.amount("expected purchases of a new customer", |p| F::purchases_of_new(p, t))
    }

    /// Probability that a new customer makes exactly `x` repeat purchases in the first `t`.
    ///
    /// # Errors
    /// [`Error::Value`] for an impossible span.
    pub fn mass(&self, t: f64, x: u64) -> Result<Estimate> {
        let t = F::span(t)?;
        self.fitted.probability("the probability mass", |p| F::mass(p, t, x))
    }

    /// [`Model::alive`] and [`Model::purchases`] for many customers, on all cores, in the order given. What depends on frequency and
    /// age alone is computed once for all who share them.
    ///
    /// # Errors
    /// [`Error::Row`] names the first impossible history.
    pub fn outlook(&self, histories: &[History], t: f64) -> Result<Vec<Outlook>> {
        let t = F::span(t)?;
        let around = self.fitted.around();
        Self::by_frequency_and_age(
            histories,
            |x, age| around.points().map(|p| F::while_there(p, x, age, t)).collect::<Vec<f64>>(),
            |later: &Vec<f64>, h| {
                let alive: Vec<f64> = around.points().map(|p| F::alive(p, h)).collect();
                let both: Vec<f64> = alive.iter().zip(later).map(|(alive, later)| alive * later).collect();
                Ok(Outlook {
                    alive: around.probability("the probability to be alive", &alive)?,
                    purchases: around.amount("expected purchases", &both)?,
                })
            },
        )
    }

    /// [`discounted_purchases`](super::discounted_purchases) of many customers, on all cores, in the order given. Intervals cost nine times what
    /// values do: of [given](Model::of) parameters there are none.
    ///
    /// # Errors
    /// [`Error::Row`] names the first impossible history, [`Error::Value`] an impossible discount.
    pub fn discounted(&self, histories: &[History], discount: &Discount) -> Result<Vec<Estimate>> {
        discount.check()?;
        F::span(discount.length)?;
        let around = self.fitted.around();
        let later = |p: &[f64], x, age| discount.sum(|t| F::while_there(p, x, age, t));
        Self::by_frequency_and_age(
            histories,
            |x, age| around.points().map(|p| later(p, x, age)).collect::<Vec<f64>>(),
            |later: &Vec<f64>, h| {
                let both: Vec<f64> =
                    around.points().zip(later).map(|(p, later)| F::alive(p, h) * later).collect();
                around.amount("discounted purchases", &both)
            },
        )
    }

    /// The values of [`Model::outlook`] and [`Model::discounted`] for many customers, on all cores, in the order given, without their
    /// intervals: what a sum over customers is made of.
    ///
    /// ```
    /// use troth_stats::repeat::{BgNbd, Discount, History};
    /// let model = BgNbd::of(&[0.243, 4.414, 0.793, 2.426])?;
    /// let customers = [History::new(2, 30.43, 38.86), History::new(0, 0.0, 38.86)];
    /// let year = Discount { rate: 0.02, length: 13.0, periods: 4 };
    /// let expected = model.expectations(&customers, 39.0, &year)?;
    /// assert_eq!(expected[0].purchases, model.purchases(&customers[0], 39.0)?.value);
    /// # Ok::<(), troth_stats::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Row`] names the first impossible history, [`Error::Value`] an impossible span or discount, [`Error::Numeric`] a value that is
    /// not finite.
    pub fn expectations(
        &self,
        histories: &[History],
        t: f64,
        discount: &Discount,
    ) -> Result<Vec<Expectation>> {
        let t = F::span(t)?;
        discount.check()?;
        F::span(discount.length)?;
        let p = &self.fitted.values;
        Self::by_frequency_and_age(
            histories,
            |x, age| (F::while_there(p, x, age, t), discount.sum(|t| F::while_there(p, x, age, t))),
            |&(later, discounted): &(f64, f64), h| {
                let alive = finite("the probability to be alive", F::alive(p, h))?;
                let purchases = finite("expected purchases", alive * later)?;
                let discounted = finite("discounted purchases", alive * discounted)?;
                Ok(Expectation { alive, purchases, discounted })
            },
        )
    }

    /// Something of each history, in the order given, on all cores: `shared` of frequency and age, `own` of that and the history.
    fn by_frequency_and_age<S, T: Send>(
        histories: &[History],
        shared: impl Fn(f64, f64) -> S + Sync,
        own: impl Fn(&S, &History) -> Result<T> + Sync,
    ) -> Result<Vec<T>> {
        if let Some((row, (input, value, why))) =
            histories.iter().enumerate().find_map(|(i, h)| Some((i, fault(h).or_else(|| F::fault(h))?)))
        {
            return Err(Error::Row { input, row, value, why });
        }
        let many = Error::Numeric { what: "outlook", why: "more than 2^32 customers at once".into() };
        let mut order: Vec<u32> = (0..u32::try_from(histories.len()).map_err(|_| many)?).collect();
        let key = |i: u32| histories[i as usize].order();
        if !order.is_sorted_by_key(|&i| key(i)) {
            order.par_sort_unstable_by_key(|&i| key(i));
        }
        let alike = |i: u32, j: u32| (key(i).0, key(i).1) == (key(j).0, key(j).1);
        let runs: Vec<&[u32]> = order.chunk_by(|&i, &j| alike(i, j)).collect();
        let found: Vec<Vec<T>> = runs
            .par_iter()
            .map(|run| {
                let first = &histories[run[0] as usize];
                let shared = shared(first.frequency as f64, first.age + 0.0);
                run.iter().map(|&i| own(&shared, &Self::usable(&histories[i as usize])?)).collect()
            })
            .collect::<Result<_>>()?;
        let mut answer: Vec<Option<T>> = Vec::new();
        answer.resize_with(histories.len(), || None);
        for (i, value) in order.iter().zip(found.into_iter().flatten()) {
            answer[*i as usize] = Some(value);
        }
        Ok(answer.into_iter().flatten().collect())
    }

    pub(super) fn usable(h: &History) -> Result<History> {
        match fault(h).or_else(|| F::fault(h)) {
            Some((input, value, why)) => Err(Error::Value { input, value, why }),
            None => Ok(History { recency: h.recency + 0.0, age: h.age + 0.0, ..*h }),
        }
    }
}
