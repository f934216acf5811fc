//! Was the forecast right? Chances against what happened, and counts against what came.
//!
//! ```
//! use troth_stats::quality::Forecasts;
//! let chance = [0.9, 0.8, 0.3, 0.2, 0.6, 0.1];
//! let happened = [true, true, false, false, true, false];
//! let forecasts = Forecasts::check(&chance, &happened)?;
//! assert!(forecasts.brier().value < 0.1);
//! assert_eq!(forecasts.auc(0.95)?.value, 1.0);
//! # Ok::<(), troth_stats::Error>(())
//! ```

mod back_test;
mod calibration;
mod forecasts;
mod rank;

pub use back_test::{BackTest, back_test};
pub use calibration::{Bin, Decomposition, Recalibration};
pub use forecasts::{Forecasts, Lift};
pub use rank::{AucDifference, RocPoint, compare_auc};
