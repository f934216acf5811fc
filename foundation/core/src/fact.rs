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
        column("created_day", ColumnType::BigInt, "The day the customer was entered, in days since 1970."),
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

/// Every fact view of the program.
pub const FACTS: &[Fact] = &[DIM_ACCOUNT, FACT_PURCHASE];

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
