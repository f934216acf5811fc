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

    /// An occasion after which a thank-you note was sent, or held back: which, was drawn by lot.
    thank_yous: ThankYou (false) {
        /// Its own key.
        key: String,
        /// Whom.
        customer: String,
        /// The day of the occasion.
        on: Day,
        /// Whether it was sent.
        sent: bool,
    }

    /// Somebody who was asked to answer a survey.
    invitations: Invitation (false) {
        /// Its own key.
        key: String,
        /// Which survey: `after_sale`, `after_recovery` or `relationship`.
        survey: &'static str,
        /// The customer's key.
        customer: String,
        /// Which person.
        contact: String,
        /// When.
        at: Moment,
        /// `email` or, face to face, `meeting`.
        channel: &'static str,
    }

    /// One answer to one question of a survey.
    responses: Response (false) {
        /// Its own key: the invitation's and the question.
        key: String,
        /// Which survey.
        survey: &'static str,
        /// The customer's key.
        customer: String,
        /// Who answered.
        respondent: String,
        /// When.
        at: Moment,
        /// `nps` (0 to 10), `satisfied` (1 to 5), `recommend` (definitely yes, probably yes, probably no, definitely no), `again` (the
        /// same, or cannot say), `problem`, `told`, `decides`, `alternative` (yes, no), `expected` and `perceived` (1 to 7), `comment`,
        /// `service.waiting:1-7` and `service.help:1-7` (rows of a matrix with its scale).
        question: &'static str,
        /// What was answered.
        answer: String,
    }

    /// A review on a site of customers.
    reviews: Review (false) {
        /// Its own key.
        key: String,
        /// Who wrote it; empty where the name does not tell.
        customer: Option<String>,
        /// Where.
        site: &'static str,
        /// When.
        at: Moment,
        /// Stars, 1 to 5.
        stars: u32,
        /// What it says.
        text: String,
        /// In which language.
        language: &'static str,
    }

    /// A new customer who came through another.
    referrals: Referred (false) {
        /// Its own key.
        key: String,
        /// Who brought them.
        referrer: String,
        /// Who came.
        referred: String,
        /// When.
        on: Day,
        /// `link` where it was followed, `told` where the new customer said so.
        way: &'static str,
    }

    /// A problem that we heard of. It stands there again when it is closed.
    cases: Case (true) {
        /// Its own key.
        key: String,
        /// Whose.
        customer: String,
        /// Who told us.
        contact: String,
        /// When.
        opened: Moment,
        /// What sort: those of `service.problems`.
        problem: &'static str,
        /// How it reached us.
        channel: &'static str,
        /// Who took it.
        staff: String,
        /// When the customer was first answered; empty while that has not happened.
        answered: Option<Moment>,
        /// When it was closed; empty while it is open.
        closed: Option<Day>,
        /// `poor`, `adequate` or `spectacular`; empty while it is open.
        outcome: Option<&'static str>,
    }

    /// A promise to a customer. It stands there again when it is kept, moved or broken.
    promises: Promised (true) {
        /// Its own key.
        key: String,
        /// To whom.
        customer: String,
        /// By whom.
        staff: String,
        /// When it was made.
        made: Moment,
        /// What.
        text: String,
        /// By when.
        due: Day,
        /// `open`, `kept`, `renegotiated` or `broken`.
        state: &'static str,
        /// The day it was kept or moved; empty while it is open, and where it is broken.
        settled: Option<Day>,
    }

    /// A question somebody asked. It stands there again when it is answered.
    messages: Asked (true) {
        /// Its own key.
        key: String,
        /// Whose.
        customer: String,
        /// Who asked.
        contact: String,
        /// When.
        at: Moment,
        /// How.
        channel: &'static str,
        /// The team that was asked.
        team: String,
        /// Who answered; empty while nobody has.
        staff: Option<String>,
        /// When; empty while nobody has.
        answered: Option<Moment>,
    }

    /// A moment of the customer's journey, with its standard.
    touchpoints: Standard (true) {
        /// Its key.
        key: String,
        /// What it is called.
        name: &'static str,
        /// The stage it belongs to.
        stage: &'static str,
        /// Minutes within which it should be done.
        standard_minutes: u32,
    }

    /// How long such a moment took once.
    measurements: Measured (false) {
        /// Its own key.
        key: String,
        /// Which moment.
        touchpoint: &'static str,
        /// Whose.
        customer: String,
        /// The team's key.
        team: String,
        /// When.
        at: Moment,
        /// How many minutes.
        minutes: Number,
    }

    /// Praise of a member of staff.
    recognitions: Recognition (false) {
        /// Its own key.
        key: String,
        /// Who said it.
        customer: String,
        /// Of whom.
        staff: String,
        /// When.
        at: Moment,
        /// What was said.
        text: String,
    }

    /// Something a customer suggested. It stands there again when it is answered.
    suggestions: Suggestion (true) {
        /// Its own key.
        key: String,
        /// Who.
        customer: String,
        /// When.
        at: Moment,
        /// What.
        text: String,
        /// `open`, `granted` or `declined`.
        state: &'static str,
        /// When it was answered; empty while it is open.
        answered: Option<Day>,
    }

    /// Why somebody came or left, where they said so.
    reasons: Reason (false) {
        /// Its own key.
        key: String,
        /// Who.
        customer: String,
        /// When they said it.
        on: Day,
        /// `came` or `left`.
        moment: &'static str,
        /// What brought them: `person`, `advert` or `search`; empty for those who left.
        through: Option<&'static str>,
        /// What decided it: `price`, `product`, `service` or `recommendation`.
        decided: &'static str,
        /// In their words.
        text: String,
    }

    /// Who of ours works with whom of theirs, at a maker.
    pairings: Pairing (false) {
        /// Its own key.
        key: String,
        /// At which customer.
        customer: String,
        /// Who there.
        contact: String,
        /// Who of ours.
        staff: String,
        /// In what: a function.
        function: &'static str,
        /// Since when.
        from: Day,
    }

    /// A cause the business gives to.
    causes: Cause (true) {
        /// Its key.
        key: String,
        /// What it is.
        name: &'static str,
        /// What is given in a year.
        budget: Amount,
    }

    /// A customer who cares for a cause.
    cares: Care (false) {
        /// The customer's key.
        customer: String,
        /// The cause's key.
        cause: &'static str,
        /// Since when we know.
        on: Day,
    }

    /// What a member of staff said of work in a month, without a name.
    pulse: PulseAnswer (false) {
        /// Its own key.
        key: String,
        /// The team's key.
        team: String,
        /// The day of the question, the first of the month.
        on: Day,
        /// From 0 to 10: how gladly they work there.
        answer: u32,
    }

    /// How long people waited at a team on a day.
    daily: Daily (false) {
        /// Its own key.
        key: String,
        /// The team's key.
        team: String,
        /// The day.
        day: Day,
        /// Mean minutes of waiting.
        waiting: Number,
    }

    /// What was spent on customers in a month.
    costs: Cost (false) {
        /// Its own key.
        key: String,
        /// The first of the month.
        month: Day,
        /// `marketing` (gaining) or `service` (keeping).
        purpose: &'static str,
        /// How much.
        amount: Amount,
    }

    /// What somebody who was asked would answer, whether or not they did: for whoever checks an estimate, not for an import.
    truth_answers: AnswerTruth (false) {
        /// The key of the invitation.
        key: String,
        /// Which survey.
        survey: &'static str,
        /// From 0 to 10: whether they would recommend.
        nps: u32,
        /// Whether they answered.
        answered: bool,
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
