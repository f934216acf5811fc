//! What is true of a business: the numbers it is made from. They are written beside the files as `truth.json`; `docs/SIMULATION.md` says
//! what each one means.

mod service;
mod tie;
mod voice;

use serde::Serialize;
pub use service::{Problem, Recovery, Service, Thanks};
pub use tie::{Money, Referral, Renewal, Season, WinBack};
use troth_core::Day;
pub use voice::{Message, Pair, Promise, Pulse, Spoken, Survey, Touchpoint, Voice};

use crate::plan::{Kind, Plan, World};

/// Everything a business is made from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Truth {
    /// What sort of business.
    pub kind: Kind,
    /// How it goes there.
    pub world: World,
    /// The seed.
    pub seed: u64,
    /// About how many customers there are by `today`.
    pub customers: u64,
    /// The first day of the records.
    pub start: Day,
    /// The day by which so many have come.
    pub today: Day,
    /// Whether the files say by what customers were chosen for the win-back.
    pub recorded: bool,
    /// Buying, week by week.
    pub buying: Buying,
    /// What a purchase costs.
    pub spend: Spend,
    /// Renewing contracts; none in a shop.
    pub renewal: Option<Renewal>,
    /// The year's seasons.
    pub season: Season,
    /// The price of money and of goods.
    pub money: Money,
    /// What goes wrong, what is done about it, and what it does.
    pub service: Service,
    /// Old customers who were written to.
    pub win_back: WinBack,
    /// Customers who bring customers.
    pub referral: Referral,
    /// What is said, promised and measured.
    pub voice: Voice,
}

/// The BG/NBD model (Fader, Hardie and Lee 2005a): while a customer is there, purchases come at random at a rate of his own; after each
/// one but the first he leaves with a chance of his own. Rates are Gamma over customers, chances Beta.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Buying {
    /// Shape of the rates.
    pub r: f64,
    /// Rate of the rates, in weeks.
    pub alpha: f64,
    /// First parameter of the chances; 0 at a maker, where orders end with the contract.
    pub a: f64,
    /// Second one, 0 likewise.
    pub b: f64,
    /// Share of purchases that never reach the records, because the card was left at home.
    pub unrecorded: f64,
    /// Share of purchases of which something is brought back.
    pub returned: f64,
}

/// The Gamma-Gamma model (Fader, Hardie and Lee 2005b): what a purchase costs is Gamma around a customer's own mean, which varies over
/// customers and has nothing to do with how often they buy.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Spend {
    /// Shape within a customer.
    pub p: f64,
    /// Shape over customers.
    pub q: f64,
    /// Scale over customers, in dollars.
    pub gamma: f64,
}

impl Truth {
    /// What is true of a planned business.
    ///
    /// ```
    /// use troth_sim::{Kind, Plan, Truth, World};
    /// let truth = Truth::of(&Plan::new(Kind::Shop, World::Ideal, 7, 1_000));
    /// assert_eq!(truth.buying.r, 0.243);
    /// ```
    pub fn of(plan: &Plan) -> Self {
        let life = plan.world == World::Life;
        let shop = plan.kind == Kind::Shop;
        let if_life = |value: f64| if life { value } else { 0.0 };
        Self {
            kind: plan.kind,
            world: plan.world,
            seed: plan.seed,
            customers: plan.customers,
            start: plan.start,
            today: plan.today,
            recorded: plan.recorded,
            // The published estimates for CDNOW, so that the share of customers who never come back is a known fact.
            buying: Buying {
                r: if shop { 0.243 } else { 0.8 },
                alpha: if shop { 4.414 } else { 6.0 },
                a: if shop { 0.793 } else { 0.0 },
                b: if shop { 2.426 } else { 0.0 },
                unrecorded: if shop { if_life(0.05) } else { 0.0 },
                returned: if_life(0.03),
            },
            spend: if shop {
                Spend { p: 6.25, q: 3.74, gamma: 15.44 }
            } else {
                Spend { p: 2.0, q: 3.5, gamma: 600.0 }
            },
            renewal: (!shop).then_some(Renewal {
                alpha: 0.668,
                beta: 3.806,
                months: 12,
                money: if_life(0.3),
                key_person: if_life(0.5),
            }),
            season: Season { height: if_life(0.35), peak: 345, closed_on_sunday: life && shop },
            money: Money::of(life),
            service: Service::of(shop, life),
            win_back: WinBack::of(),
            referral: Referral { reproduction: 0.2, dispersion: 0.5, delay_weeks: 20.0, fraud: 0.04 },
            voice: Voice::of(shop, life),
        }
    }
}
