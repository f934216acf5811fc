//! The files: what `troth import` reads today first, then those of what comes later.

use troth_core::Day;

use super::{Amount, Moment, Number, files};

files! {
    /// A team of staff.
    teams: Team (true) {
        /// The team's key.
        key: String,
        /// What it is called.
        name: String,
    }

    /// A member of staff. Who leaves stands there again, with the last day.
    staff: Staff (true) {
        /// Their key.
        key: String,
        /// What they are called.
        name: String,
        /// Their e-mail address, below `troth.example`.
        email: String,
        /// Their team's key.
        team: String,
        /// The first day at work.
        from: Day,
        /// The last one; empty while they are there.
        to: Option<Day>,
    }

    /// What another currency was worth in dollars, the business's own, from a day on.
    rates: Rate (false) {
        /// Which currency.
        currency: &'static str,
        /// Since when.
        day: Day,
        /// What one unit of it is worth in dollars.
        rate: Number,
    }

    /// A customer. Whose member of staff changes stands there again.
    accounts: Account (true) {
        /// The customer's key. Who came through somebody bears that one's key and a number.
        key: String,
        /// What the customer is called.
        name: String,
        /// `person` or `organisation`.
        kind: &'static str,
        /// The team that looks after them.
        team: String,
        /// Who holds the tie; empty in a shop.
        owner: Option<String>,
        /// Since when they are known.
        since: Day,
    }

    /// A person at a customer; in a shop, the customer.
    contacts: Contact (true) {
        /// The person's key.
        key: String,
        /// The customer's key.
        customer: String,
        /// What they are called.
        name: String,
        /// What they are there, in their language.
        title: Option<String>,
        /// An address below `example.com`, `example.org` or `example.net`.
        email: Option<String>,
        /// A number out of a range that is kept for films and books.
        phone: Option<String>,
        /// The language they are spoken to in.
        language: &'static str,
        /// `executive`, `management` or `operations`; empty in a shop.
        level: Option<&'static str>,
        /// `decides`, `influences`, `uses` or `none`; empty in a shop.
        role: Option<&'static str>,
        /// Since when they are known.
        since: Day,
    }

    /// A purchase; below zero where something was brought back.
    purchases: Purchase (false) {
        /// Its own key.
        key: String,
        /// Who bought.
        customer: String,
        /// When.
        at: Moment,
        /// What was paid.
        amount: Amount,
        /// In which currency.
        currency: &'static str,
        /// What was bought.
        product: String,
        /// How many.
        quantity: u32,
    }

    /// A contract. One that ended stands there again, with the day and the reason.
    contracts: Contract (true) {
        /// Its own key.
        key: String,
        /// With whom.
        customer: String,
        /// What it is about.
        name: String,
        /// Its first day.
        started: Day,
        /// Months from one renewal to the next.
        months: u32,
        /// What it brings in each period.
        amount: Amount,
        /// In which currency.
        currency: &'static str,
        /// `year`.
        period: &'static str,
        /// The day it ended; empty while it runs.
        ended: Option<Day>,
        /// Why, if the customer said so.
        reason: Option<String>,
    }

    /// A moment at which the business had to do with a customer.
    interactions: Interaction (false) {
        /// Its own key.
        key: String,
        /// With whom.
        customer: String,
        /// With which person there.
        contact: String,
        /// When.
        at: Moment,
        /// Which function: `sales`, `delivery`, `service`, `accounting`, `product`, `marketing` or `community`.
        function: &'static str,
        /// Which member of staff.
        staff: String,
        /// `meeting`, `phone`, `email`, `chat`, `letter`, `web` or `event`.
        channel: &'static str,
        /// `inbound` where the customer began, else `outbound`.
        direction: &'static str,
        /// `closer`, `away` or `neither`.
        effect: &'static str,
        /// What was said.
        text: String,
    }

    /// An old customer of a campaign, written to or not.
    win_backs: WinBackLetter (false) {
        /// The customer's key.
        customer: String,
        /// The day of the campaign.
        on: Day,
        /// Whether they were written to.
        written_to: bool,
        /// Months since they last bought; empty where it is not recorded.
        months_away: Option<Number>,
        /// Problems they had had; empty where it is not recorded.
        problems: Option<u32>,
    }

    /// What is true of a customer, as far as it is told: for whoever checks an estimate, not for an import.
    truth_customers: CustomerTruth (false) {
        /// The customer's key.
        key: String,
        /// How many customers lie between them and one who came by himself.
        generation: u32,
        /// Whose second card this is, if the referral was made up.
        second_card_of: Option<String>,
        /// The day they came, or came back.
        came: Option<Day>,
        /// Purchases a week while they are there, before seasons.
        rate: Number,
        /// The chance of leaving after a purchase.
        leaving: Number,
        /// The mean amount of a purchase, in dollars.
        spend: Number,
        /// The chance of leaving at a renewal; empty in a shop.
        leaving_renewal: Option<Number>,
        /// How they feel by nature, in standard deviations.
        disposition: Number,
        /// The day they left; empty while they are there, whether or not they buy.
        left: Option<Day>,
        /// Purchases so far, also those that never reached the records.
        purchases: u32,
        /// Problems so far.
        problems: u32,
        /// Problems told to us so far.
        told: u32,
        /// How many customers they will bring in their lifetime.
        brings: u32,
        /// Whether they were written to for the win-back; empty for others than old customers.
        written_to: Option<bool>,
        /// Old customers: the chance of coming back if written to.
        back_if_written: Option<Number>,
        /// Old customers: the chance of coming back if not.
        back_if_not: Option<Number>,
    }
}
