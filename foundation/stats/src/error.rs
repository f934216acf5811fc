//! What can go wrong, in one enum for the whole crate.
//!
//! A message names the input, says what was found there and why it cannot be used. A fit that fails to
//! converge, or a number that double precision cannot hold, is an error; never a plausible number.

/// The error of every fallible function in this crate.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Nothing to work on: no rows, or every weight is zero.
    #[error("{input} is empty: {why}")]
    Empty {
        /// Name of the argument.
        input: &'static str,
        /// What is needed at least.
        why: &'static str,
    },
    /// One element of an input cannot be used.
    #[error("{input} at row {row} is {value}: {why}")]
    Row {
        /// Name of the argument or field.
        input: &'static str,
        /// Position in the slice that was passed, from 0.
        row: usize,
        /// What was found there.
        value: f64,
        /// The rule that it breaks.
        why: &'static str,
    },
    /// A single argument cannot be used.
    #[error("{input} is {value}: {why}")]
    Value {
        /// Name of the argument or parameter.
        input: &'static str,
        /// What was found.
        value: f64,
        /// The rule that it breaks.
        why: &'static str,
    },
    /// Two inputs that belong together differ in length.
    #[error("{input} has length {got} where {other} has {want}")]
    Length {
        /// Name of the argument with the wrong length.
        input: &'static str,
        /// Its length.
        got: usize,
        /// What it was compared with.
        other: &'static str,
        /// The length that it must have.
        want: usize,
    },
    /// The values are valid one by one, but together they do not determine the answer
    /// (all equal, separated, collinear, nobody came back …).
    #[error("{input} cannot determine {what}: {why}")]
    Undetermined {
        /// Name of the input.
        input: &'static str,
        /// What cannot be learned from it.
        what: &'static str,
        /// What is the matter with the data.
        why: String,
    },
    /// An iterative method stopped before its gradient vanished.
    #[error("{method} stopped after {iterations} iterations with scaled gradient {gradient:.1e}: {why}")]
    NotConverged {
        /// Which fit.
        method: &'static str,
        /// Iterations done.
        iterations: usize,
        /// Largest component of the scaled gradient at the last point.
        gradient: f64,
        /// The likely cause.
        why: String,
    },
    /// The answer is not a finite number in double precision.
    #[error("{what} is not a finite number: {why}")]
    Numeric {
        /// What was being computed.
        what: &'static str,
        /// Where it failed.
        why: String,
    },
}

/// `Result` with this crate's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// `value` if it is finite and above zero.
pub(crate) fn positive(input: &'static str, value: f64) -> Result<f64> {
    if value.is_finite() && value > 0.0 {
        Ok(value)
    } else {
        Err(Error::Value { input, value, why: "it must be a finite number above zero" })
    }
}

/// `value` if it is finite and at least zero.
pub(crate) fn not_negative(input: &'static str, value: f64) -> Result<f64> {
    if value.is_finite() && value >= 0.0 {
        Ok(value)
    } else {
        Err(Error::Value { input, value, why: "it must be a finite number, zero or above" })
    }
}

/// `value` if it lies strictly between zero and one.
pub(crate) fn open_unit(input: &'static str, value: f64) -> Result<f64> {
    if value > 0.0 && value < 1.0 {
        Ok(value)
    } else {
        Err(Error::Value { input, value, why: "it must lie strictly between 0 and 1" })
    }
}

/// `value` if it is finite; otherwise an error that says what was computed.
pub(crate) fn finite(what: &'static str, value: f64) -> Result<f64> {
    if value.is_finite() {
        Ok(value)
    } else {
        Err(Error::Numeric { what, why: format!("it came out as {value}") })
    }
}

/// Checks that two inputs have the same length.
pub(crate) fn same_length(input: &'static str, got: usize, other: &'static str, want: usize) -> Result<()> {
    if got == want { Ok(()) } else { Err(Error::Length { input, got, other, want }) }
}

/// Checks that every value of a slice is finite.
pub(crate) fn finite_rows(input: &'static str, values: &[f64]) -> Result<()> {
    match values.iter().position(|v| !v.is_finite()) {
        Some(row) => Err(Error::Row { input, row, value: values[row], why: "it must be a finite number" }),
        None => Ok(()),
    }
}

/// An [`Error::Undetermined`].
pub(crate) fn undetermined(input: &'static str, what: &'static str, why: impl Into<String>) -> Error {
    Error::Undetermined { input, what, why: why.into() }
}
