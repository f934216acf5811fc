//! Statistics of customer loyalty.
