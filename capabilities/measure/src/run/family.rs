//! The models of repeat buying a run chooses from.

use troth_stats::Estimate;
use troth_stats::linalg::DMatrix;
use troth_stats::repeat::{
    BetaGeometric, Discount, Expectation, Family, Histories, History, Model, ModifiedBetaGeometric, Outlook,
    Pareto,
};

use crate::Error;
use crate::model::{Fit, Parameter};

/// A fitted model, whichever it is.
pub(super) trait Buying: Send + Sync {
    fn log_likelihood_of(&self, data: &Histories) -> Result<f64, Error>;
    fn outlook(&self, histories: &[History], weeks: f64) -> Result<Vec<Outlook>, Error>;
    /// Discounted purchases of each.
    fn discounted(&self, histories: &[History], discount: &Discount) -> Result<Vec<Estimate>, Error>;
    /// Chance to be there, purchases and discounted ones of each, without intervals.
    fn expectations(
        &self,
        histories: &[History],
        weeks: f64,
        discount: &Discount,
    ) -> Result<Vec<Expectation>, Error>;
    /// The same parameters taken as given: predictions without intervals, at a ninth of the cost.
    fn given(&self) -> Result<Box<dyn Buying>, Error>;
    /// The models with parameters at either end of each axis of what is known of them.
    fn ends(&self) -> Vec<[Box<dyn Buying>; 2]>;
    /// How far a fit to these data would lie from the parameters, as a share.
    fn drift(&self, data: &Histories) -> Result<f64, Error>;
    fn describe(&self, name: &str) -> Fit;
    /// Covariance of the parameters, by rows.
    fn covariance(&self) -> Vec<f64>;
}

impl<F: Family + 'static> Buying for Model<F> {
    fn log_likelihood_of(&self, data: &Histories) -> Result<f64, Error> {
        Ok(Self::log_likelihood_of(self, data)?)
    }

    fn outlook(&self, histories: &[History], weeks: f64) -> Result<Vec<Outlook>, Error> {
        Ok(Self::outlook(self, histories, weeks)?)
    }

    fn discounted(&self, histories: &[History], discount: &Discount) -> Result<Vec<Estimate>, Error> {
        Ok(Self::discounted(self, histories, discount)?)
    }

    fn expectations(
        &self,
        histories: &[History],
        weeks: f64,
        discount: &Discount,
    ) -> Result<Vec<Expectation>, Error> {
        Ok(Self::expectations(self, histories, weeks, discount)?)
    }

    fn given(&self) -> Result<Box<dyn Buying>, Error> {
        Ok(Box::new(Self::of(self.values())?))
    }

    fn ends(&self) -> Vec<[Box<dyn Buying>; 2]> {
        let boxed = |model: Self| -> Box<dyn Buying> { Box::new(model) };
        Self::ends(self).into_iter().map(|axis| axis.map(boxed)).collect()
    }

    fn drift(&self, data: &Histories) -> Result<f64, Error> {
        Ok(Self::drift(self, data)?)
    }

    fn describe(&self, name: &str) -> Fit {
        describe(
            name,
            "week",
            self.customers(),
            &self.parameters(),
            self.log_likelihood(),
            self.convergence().is_some(),
        )
    }

    fn covariance(&self) -> Vec<f64> {
        Self::covariance(self).map_or_else(Vec::new, |matrix| rows_of(&matrix))
    }
}

/// A matrix by rows.
pub(super) fn rows_of(matrix: &DMatrix<f64>) -> Vec<f64> {
    matrix.transpose().as_slice().to_vec()
}

/// A square matrix from its rows.
pub(super) fn square(rows: &[f64], size: usize) -> Result<DMatrix<f64>, Error> {
    let fits = rows.len() == size * size;
    fits.then(|| DMatrix::from_row_slice(size, size, rows)).ok_or_else(|| {
        troth_store::Error::Decode(format!("a covariance of {} numbers for {size} parameters", rows.len()))
            .into()
    })
}

/// What is reported of a fit.
pub(super) fn describe(
    name: &str,
    unit: &str,
    n: f64,
    parameters: &[troth_stats::Parameter],
    log_likelihood: Option<f64>,
    converged: bool,
) -> Fit {
    let intervals: Vec<Parameter> = parameters
        .iter()
        .map(|parameter| Parameter {
            name: parameter.name.to_owned(),
            value: parameter.estimate.value,
            low: parameter.estimate.low,
            high: parameter.estimate.high,
        })
        .collect();
    Fit {
        model: name.into(),
        unit: unit.into(),
        n: super::whole(n),
        parameters: intervals.iter().map(|parameter| (parameter.name.clone(), parameter.value)).collect(),
        intervals,
        log_likelihood: log_likelihood.unwrap_or(f64::NEG_INFINITY),
        converged,
        chosen: false,
        hold_out_error: None,
        log_score: None,
    }
}

/// The parameters of a fit, in order, to start the next one from.
pub(super) fn start_of(fit: &Fit) -> Vec<f64> {
    fit.intervals.iter().map(|parameter| parameter.value).collect()
}

type Fitted = Result<Box<dyn Buying>, troth_stats::Error>;

/// A model that can be fitted.
pub(super) struct Kind {
    /// Its name in reports.
    pub(super) name: &'static str,
    /// Its key in `docs/METHODS.md`.
    pub(super) method: &'static str,
    pub(super) fit: fn(&Histories, Option<&[f64]>) -> Fitted,
    /// A fit put together again from parameters, covariance and number of customers.
    pub(super) restore: fn(&[f64], &DMatrix<f64>, f64) -> Fitted,
}

fn fit<F: Family + 'static>(data: &Histories, start: Option<&[f64]>) -> Fitted {
    let fitted = Model::<F>::fit(data, start);
    // Yesterday's parameters may be a bad start after a large change; the usual start is tried before giving up.
    let fitted = if start.is_some() { fitted.or_else(|_| Model::<F>::fit(data, None)) } else { fitted }?;
    Ok(Box::new(fitted))
}

fn restore<F: Family + 'static>(values: &[f64], covariance: &DMatrix<f64>, customers: f64) -> Fitted {
    Ok(Box::new(Model::<F>::restored(values, covariance, customers)?))
}

/// The simplest first: it stays where nothing can be told.
pub(super) const KINDS: [Kind; 3] = [
    Kind { name: "bgnbd", method: "bg-nbd", fit: fit::<BetaGeometric>, restore: restore::<BetaGeometric> },
    Kind {
        name: "mbgnbd",
        method: "mbg-nbd",
        fit: fit::<ModifiedBetaGeometric>,
        restore: restore::<ModifiedBetaGeometric>,
    },
    Kind { name: "paretonbd", method: "pareto-nbd", fit: fit::<Pareto>, restore: restore::<Pareto> },
];

/// The model of this name; the first if a run knew another.
pub(super) fn kind(name: &str) -> &'static Kind {
    KINDS.iter().find(|kind| kind.name == name).unwrap_or(&KINDS[0])
}
