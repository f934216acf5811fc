//! What is common to all customers of a business, made once.

pub(crate) mod calendar;
pub(crate) mod series;
pub(crate) mod staff;

use calendar::Calendar;
use staff::Company;

use crate::plan::Plan;
use crate::truth::Truth;

/// The ground every customer stands on.
pub(crate) struct Ground {
    pub(crate) plan: Plan,
    pub(crate) truth: Truth,
    pub(crate) calendar: Calendar,
    pub(crate) company: Company,
}

impl Ground {
    pub(crate) fn of(plan: Plan) -> Self {
        let truth = Truth::of(&plan);
        Self { plan, calendar: Calendar::of(&plan, &truth), company: Company::of(&plan), truth }
    }
}
