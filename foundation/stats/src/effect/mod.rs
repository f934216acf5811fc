//! What an action changed: experiments, tests watched while they run, before-and-after with a comparison group, and observational
//! data with weighting, adjustment and matching.
//!
//! | data | room |
//! | --- | --- |
//! | assignment by chance | [`experiment`]: difference, CUPED, adjusted regression |
//! | the same, looked at again and again | [`sequential`]: intervals that stay valid |
//! | two groups, before and after | [`before_after`]: difference in differences |
//! | assignment by circumstances that were recorded | [`observational`]: weighting, adjustment, both; [`cross_fit`]; [`matching`] |
//! | whether the groups can be compared at all | [`overlap`] |
//! | what an unrecorded circumstance would have to be like | [`sensitivity`]: E-value |

pub mod before_after;
pub mod cross_fit;
pub mod experiment;
pub mod matching;
pub mod observational;
pub mod overlap;
pub mod sensitivity;
pub mod sequential;

use crate::{
    error::{Result, finite_rows, same_length, undetermined},
    linalg::DMatrix,
};

/// Checks that outcomes are finite and that both groups have `least` rows.
fn check_groups(treated: &[bool], outcomes: &[f64], least: usize) -> Result<()> {
    same_length("treated", treated.len(), "outcomes", outcomes.len())?;
    finite_rows("outcomes", outcomes)?;
    let ones = treated.iter().filter(|t| **t).count();
    for (name, count) in [("treated", ones), ("untreated", treated.len() - ones)] {
        if count < least {
            let why = format!("{count} rows are {name}, {least} are needed");
            return Err(undetermined("treated", "an effect", why));
        }
    }
    Ok(())
}

/// The outcomes of one group.
fn of_group(treated: &[bool], values: &[f64], group: bool) -> Vec<f64> {
    treated.iter().zip(values).filter(|(t, _)| **t == group).map(|(_, v)| *v).collect()
}

fn multiply(matrix: &DMatrix<f64>, vector: &[f64]) -> Vec<f64> {
    (0..matrix.nrows()).map(|i| matrix.row(i).iter().zip(vector).map(|(m, v)| m * v).sum()).collect()
}
