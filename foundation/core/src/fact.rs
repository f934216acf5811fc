//! Fact views: the contract between the capabilities that record and everybody who counts.
//!
//! A capability supplies the SELECT over its own tables; `measure`, analysts and BI tools read the view. The store
//! checks at start that each view has the columns declared here. `docs/FACTS.md` is printed from this file.

/// The type of a column, the same on every engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// 64-bit integer: ids, counts, minor units, days, months, microseconds.
    BigInt,
    /// Double precision.
    Double,
    /// Text.
    Text,
    /// Truth value.
    Boolean,
}

/// One column of a fact view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub kind: ColumnType,
    /// Whether it may be empty.
    pub nullable: bool,
    /// What it says, in one sentence.
    pub meaning: &'static str,
}

/// One fact view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fact {
    /// Its name, `fact_…` or `dim_…`.
    pub name: &'static str,
    /// What one row is.
    pub row: &'static str,
    /// Its columns, in order.
    pub columns: &'static [Column],
}

const fn column(name: &'static str, kind: ColumnType, meaning: &'static str) -> Column {
    Column { name, kind, nullable: false, meaning }
}

const fn optional(name: &'static str, kind: ColumnType, meaning: &'static str) -> Column {
    Column { name, kind, nullable: true, meaning }
}

/// Customers.
pub const DIM_ACCOUNT: Fact = Fact {
    name: "dim_account",
    row: "A customer: an organisation, a household or a person. Merged customers are left out.",
    columns: &[
        column("account_id", ColumnType::BigInt, "The customer."),
        column("kind", ColumnType::Text, "organisation, household or person."),
        optional("source", ColumnType::Text, "The outside system that knows the customer by external_key."),
        optional("external_key", ColumnType::Text, "The customer's key in that system."),
        optional("team_id", ColumnType::BigInt, "The team that looks after the customer."),
        optional("owner_id", ColumnType::BigInt, "The member of staff who holds the tie."),
        column("created_day", ColumnType::BigInt, "The day the customer was entered, in days since 1970."),
    ],
};

/// People at customers.
pub const DIM_CONTACT: Fact = Fact {
    name: "dim_contact",
    row: "A person at a customer. Merged people are left out.",
    columns: &[
        column("contact_id", ColumnType::BigInt, "The person."),
        column("account_id", ColumnType::BigInt, "The customer; after a merge, the one that stayed."),
        optional("level", ColumnType::Text, "executive, management or operations."),
        optional("buying_role", ColumnType::Text, "decides, influences, uses or none."),
        optional("language", ColumnType::Text, "The language they are spoken to in, BCP 47."),
        column("created_day", ColumnType::BigInt, "The day the person was entered, in days since 1970."),
    ],
};

/// Staff.
pub const DIM_STAFF: Fact = Fact {
    name: "dim_staff",
    row: "A member of staff.",
    columns: &[
        column("staff_id", ColumnType::BigInt, "The member of staff."),
        optional("team_id", ColumnType::BigInt, "Their team."),
        optional("active_from_day", ColumnType::BigInt, "The first day at work, in days since 1970."),
        optional("active_to_day", ColumnType::BigInt, "The last day at work; empty while they are there."),
    ],
};

/// Teams.
pub const DIM_TEAM: Fact = Fact {
    name: "dim_team",
    row: "A team of staff.",
    columns: &[
        column("team_id", ColumnType::BigInt, "The team."),
        column("name", ColumnType::Text, "What it is called."),
    ],
};

/// Surveys.
pub const DIM_SURVEY: Fact = Fact {
    name: "dim_survey",
    row: "A survey that was published, or made of a file of answers.",
    columns: &[
        column("survey_id", ColumnType::BigInt, "The survey."),
        column("name", ColumnType::Text, "What the business calls it."),
        column(
            "occasion",
            ColumnType::Text,
            "The occasion it was begun for; own for none of the known ones.",
        ),
        column("anonymous", ColumnType::Boolean, "Whether nobody can tell who gave which answer."),
    ],
};

/// What was done about work.
pub const FACT_ACTION: Fact = Fact {
    name: "fact_action",
    row: "Something that was proposed on Today and done, or found not useful.",
    columns: &[
        column("action_id", ColumnType::BigInt, "The action."),
        column("account_id", ColumnType::BigInt, "About whom; after a merge, the customer that stayed."),
        column("kind", ColumnType::Text, "What sort of work: at_risk, renewal, …"),
        column("decision", ColumnType::Text, "done or not-useful."),
        column("at", ColumnType::BigInt, "When, in microseconds since 1970 UTC."),
        column("day", ColumnType::BigInt, "The day in the business zone, in days since 1970."),
    ],
};

/// Answers to surveys.
pub const FACT_ANSWER: Fact = Fact {
    name: "fact_answer",
    row: "One number that somebody answered: to a question, a row of a matrix, or a choice among several. Texts are left out.",
    columns: &[
        column("response_id", ColumnType::BigInt, "What was answered together."),
        column("survey_id", ColumnType::BigInt, "The survey."),
        column("item_id", ColumnType::BigInt, "What it answers; the same in every version of the survey."),
        column("question", ColumnType::Text, "The key of the question."),
        column(
            "item",
            ColumnType::Text,
            "The row of a matrix, or the number of a choice; empty for other questions.",
        ),
        column(
            "kind",
            ColumnType::Text,
            "nps, csat, ces, recommend, again, gap, decides, alternative, single, multiple, matrix, ranking or text.",
        ),
        column(
            "value",
            ColumnType::BigInt,
            "The answer; of a choice among several 1 or 0, of a ranking the place, of a text 1.",
        ),
        optional(
            "account_id",
            ColumnType::BigInt,
            "Who answered; after a merge, the customer that stayed; empty where nobody is named.",
        ),
        optional(
            "contact_id",
            ColumnType::BigInt,
            "Which person there; after a merge, the one that stayed; empty where nobody is named.",
        ),
        column("day", ColumnType::BigInt, "The day in the business zone, in days since 1970."),
        column("month", ColumnType::BigInt, "The month in the business zone, year × 12 + month − 1."),
    ],
};

/// Contracts.
pub const FACT_CONTRACT: Fact = Fact {
    name: "fact_contract",
    row: "An agreement with a customer that runs for a time.",
    columns: &[
        column("contract_id", ColumnType::BigInt, "The contract."),
        column("account_id", ColumnType::BigInt, "With whom; after a merge, the customer that stayed."),
        column("started_day", ColumnType::BigInt, "Its first day, in days since 1970."),
        optional("term_months", ColumnType::BigInt, "How long it was agreed for, in months."),
        optional(
            "ends_day",
            ColumnType::BigInt,
            "The last day agreed; empty where it runs until somebody ends it.",
        ),
        optional("renewal_day", ColumnType::BigInt, "The day by which its renewal is decided."),
        optional("ended_day", ColumnType::BigInt, "The day it was ended; empty while it runs."),
        optional(
            "amount",
            ColumnType::BigInt,
            "What it brings in each period, in minor units of the reporting currency.",
        ),
        optional("original_amount", ColumnType::BigInt, "The same in the currency agreed."),
        optional("original_currency", ColumnType::Text, "The currency agreed, ISO 4217."),
        column("period_months", ColumnType::BigInt, "The length of a period in months: 1, 3 or 12."),
    ],
};

/// Interactions.
pub const FACT_INTERACTION: Fact = Fact {
    name: "fact_interaction",
    row: "A moment at which a function of the business had to do with a customer.",
    columns: &[
        column("interaction_id", ColumnType::BigInt, "The interaction."),
        column("account_id", ColumnType::BigInt, "With whom; after a merge, the customer that stayed."),
        optional(
            "contact_id",
            ColumnType::BigInt,
            "With which person there; after a merge, the one that stayed.",
        ),
        optional("staff_id", ColumnType::BigInt, "Which member of staff."),
        column("at", ColumnType::BigInt, "When, in microseconds since 1970 UTC."),
        column("day", ColumnType::BigInt, "The day in the business zone, in days since 1970."),
        column("month", ColumnType::BigInt, "The month in the business zone, year × 12 + month − 1."),
        column("channel", ColumnType::Text, "meeting, phone, email, chat, letter, web, event or other."),
        column(
            "function",
            ColumnType::Text,
            "sales, delivery, service, accounting, product, marketing or community.",
        ),
        optional("direction", ColumnType::Text, "inbound (the customer began) or outbound."),
        column(
            "effect",
            ColumnType::Text,
            "closer, away or neither: whether it drew the customer closer or pushed away.",
        ),
    ],
};

/// Purchases and returns.
pub const FACT_PURCHASE: Fact = Fact {
    name: "fact_purchase",
    row: "A purchase (zero or more) or a return (less than zero).",
    columns: &[
        column("purchase_id", ColumnType::BigInt, "The purchase."),
        column("account_id", ColumnType::BigInt, "Who bought; after a merge, the customer that stayed."),
        column("at", ColumnType::BigInt, "When, in microseconds since 1970 UTC."),
        column("day", ColumnType::BigInt, "The day in the business zone, in days since 1970."),
        column("month", ColumnType::BigInt, "The month in the business zone, year × 12 + month − 1."),
        column("amount", ColumnType::BigInt, "Minor units of the reporting currency at that day's rate."),
        column("original_amount", ColumnType::BigInt, "Minor units of the currency paid in."),
        column("original_currency", ColumnType::Text, "The currency paid in, ISO 4217."),
        column("quantity", ColumnType::BigInt, "How many pieces, in thousandths."),
        optional("product", ColumnType::Text, "What was bought, as the source calls it."),
    ],
};

/// What people told of their own accord.
pub const FACT_VOICE: Fact = Fact {
    name: "fact_voice",
    row: "A suggestion, question, request, praise or complaint that somebody left of their own accord.",
    columns: &[
        column("voice_id", ColumnType::BigInt, "What was told."),
        column("sort", ColumnType::Text, "suggestion, question, request, praise or complaint."),
        column("stage", ColumnType::Text, "new, answered, granted, declined or done."),
        optional(
            "misaligned",
            ColumnType::Text,
            "Of what was declined, with whom the disagreement lies: ours, theirs, both or nobody.",
        ),
        optional(
            "merged_into",
            ColumnType::BigInt,
            "What stands for it, where several people told the same.",
        ),
        optional(
            "account_id",
            ColumnType::BigInt,
            "Who told it; after a merge, the customer that stayed; empty where nobody knows.",
        ),
        optional("contact_id", ColumnType::BigInt, "Which person there; after a merge, the one that stayed."),
        optional("staff_id", ColumnType::BigInt, "Of praise: to which member of staff it was passed on."),
        column("day", ColumnType::BigInt, "The day in the business zone, in days since 1970."),
        column("month", ColumnType::BigInt, "The month in the business zone, year × 12 + month − 1."),
        optional(
            "answered_day",
            ColumnType::BigInt,
            "The day on which it was answered first, in days since 1970.",
        ),
        optional("done_day", ColumnType::BigInt, "The day on which it was done."),
        optional("told_day", ColumnType::BigInt, "The day on which those who asked were told."),
    ],
};

/// Every fact view of the program.
pub const FACTS: &[Fact] = &[
    DIM_ACCOUNT,
    DIM_CONTACT,
    DIM_STAFF,
    DIM_SURVEY,
    DIM_TEAM,
    FACT_ACTION,
    FACT_ANSWER,
    FACT_CONTRACT,
    FACT_INTERACTION,
    FACT_PURCHASE,
    FACT_VOICE,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_of_the_house() {
        let mut names: Vec<_> = FACTS.iter().map(|fact| fact.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), FACTS.len());
        for fact in FACTS {
            assert!(fact.name.starts_with("fact_") || fact.name.starts_with("dim_"), "{}", fact.name);
            let mut columns: Vec<_> = fact.columns.iter().map(|column| column.name).collect();
            columns.sort_unstable();
            columns.dedup();
            assert_eq!(columns.len(), fact.columns.len(), "{}", fact.name);
        }
    }
}
