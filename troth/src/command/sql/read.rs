//! What a question may be: one SELECT over the fact views, with functions that compute and nothing else.
//!
//! The text is read as a tree, the tree is looked at, and what is sent to the database is the tree written out again: what was looked at is what
//! runs, whatever the two would make of the text.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use sqlparser::ast::{Expr, ObjectName, Query, SetExpr, Statement, TableFactor, Visit, Visitor};
use sqlparser::dialect::GenericDialect;
use sqlparser::parser::Parser;
use troth_core::FACTS;

/// Functions that compute on their arguments alone. Everything else is refused: engines have functions that read files, sleep, or run other
/// statements.
const FUNCTIONS: [&str; 86] = [
    "ABS",
    "ARRAY_AGG",
    "AVG",
    "BIT_AND",
    "BIT_OR",
    "BOOL_AND",
    "BOOL_OR",
    "CEIL",
    "CEILING",
    "CHAR_LENGTH",
    "COALESCE",
    "CONCAT",
    "CONCAT_WS",
    "CORR",
    "COS",
    "COUNT",
    "COVAR_POP",
    "COVAR_SAMP",
    "CUME_DIST",
    "CURRENT_DATE",
    "CURRENT_TIMESTAMP",
    "DATE",
    "DATE_PART",
    "DATE_TRUNC",
    "DATETIME",
    "DEGREES",
    "DENSE_RANK",
    "EXP",
    "FIRST_VALUE",
    "FLOOR",
    "GREATEST",
    "GROUP_CONCAT",
    "IFNULL",
    "IIF",
    "INSTR",
    "JULIANDAY",
    "LAG",
    "LAST_VALUE",
    "LEAD",
    "LEAST",
    "LEFT",
    "LENGTH",
    "LN",
    "LOG",
    "LOG10",
    "LOWER",
    "LPAD",
    "LTRIM",
    "MAX",
    "MIN",
    "MOD",
    "MODE",
    "NTH_VALUE",
    "NTILE",
    "NULLIF",
    "PERCENTILE_CONT",
    "PERCENTILE_DISC",
    "PERCENT_RANK",
    "POSITION",
    "POWER",
    "RADIANS",
    "RANK",
    "REGR_SLOPE",
    "REPLACE",
    "RIGHT",
    "ROUND",
    "ROW_NUMBER",
    "RPAD",
    "RTRIM",
    "SIGN",
    "SIN",
    "SQRT",
    "STDDEV",
    "STDDEV_POP",
    "STDDEV_SAMP",
    "STRFTIME",
    "STRING_AGG",
    "SUBSTR",
    "SUBSTRING",
    "SUM",
    "TOTAL",
    "TO_CHAR",
    "TRIM",
    "UPPER",
    "VARIANCE",
    "VAR_POP",
];

/// The question as it is sent, and the names that it gives to parts of itself: none of those may be a table's.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Question {
    pub(super) sql: String,
    pub(super) parts: BTreeSet<String>,
}

/// Reads a question, or says what is wrong with it.
pub(super) fn read(text: &str) -> Result<Question, String> {
    let statements = Parser::parse_sql(&GenericDialect {}, text).map_err(|error| {
        format!(
            "this is no SQL that can be read: {}",
            error.to_string().trim_start_matches("sql parser error: ")
        )
    })?;
    let [statement] = statements.as_slice() else {
        return Err("ask one question at a time: one SELECT".into());
    };
    let Statement::Query(query) = statement else {
        return Err("only questions are answered: begin with SELECT or WITH".into());
    };
    let mut names = Names::default();
    let _ = query.visit(&mut names);
    let mut look = Look { parts: &names.0 };
    if let ControlFlow::Break(why) = query.visit(&mut look) {
        return Err(why);
    }
    Ok(Question { sql: statement.to_string(), parts: names.0 })
}

/// Names that a question gives to parts of itself with WITH.
#[derive(Default)]
struct Names(BTreeSet<String>);

impl Visitor for Names {
    type Break = ();

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        let tables = query.with.iter().flat_map(|with| &with.cte_tables);
        self.0.extend(tables.map(|table| table.alias.name.value.to_lowercase()));
        ControlFlow::Continue(())
    }
}

/// Looks at every part, and stops at what may not be.
struct Look<'n> {
    parts: &'n BTreeSet<String>,
}

fn refuse(why: impl Into<String>) -> ControlFlow<String> {
    ControlFlow::Break(why.into())
}

impl Visitor for Look<'_> {
    type Break = String;

    fn pre_visit_statement(&mut self, statement: &Statement) -> ControlFlow<String> {
        match statement {
            Statement::Query(_) => ControlFlow::Continue(()),
            _ => refuse("only questions are answered: nothing can be changed"),
        }
    }

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<String> {
        if !query.locks.is_empty() {
            return refuse("nothing can be held: leave FOR UPDATE out");
        }
        if !query.pipe_operators.is_empty() {
            return refuse("write it without |>");
        }
        check_body(&query.body)
    }

    fn pre_visit_table_factor(&mut self, table: &TableFactor) -> ControlFlow<String> {
        match table {
            TableFactor::Table { args: None, .. }
            | TableFactor::Derived { .. }
            | TableFactor::NestedJoin { .. } => ControlFlow::Continue(()),
            other => refuse(format!("`{other}` is not one of the fact views; see docs/FACTS.md")),
        }
    }

    fn pre_visit_relation(&mut self, relation: &ObjectName) -> ControlFlow<String> {
        let shown = relation.to_string();
        let name = match relation.0.as_slice() {
            [only] => only.as_ident().map(|ident| ident.value.to_lowercase()),
            _ => None,
        };
        let known = |name: &str| FACTS.iter().any(|fact| fact.name == name) || self.parts.contains(name);
        if name.as_deref().is_some_and(known) {
            return ControlFlow::Continue(());
        }
        let views: Vec<&str> = FACTS.iter().map(|fact| fact.name).collect();
        refuse(format!("`{shown}` is not one of the fact views: {}", views.join(", ")))
    }

    fn pre_visit_expr(&mut self, expression: &Expr) -> ControlFlow<String> {
        let Expr::Function(function) = expression else { return ControlFlow::Continue(()) };
        let name = function.name.to_string();
        if FUNCTIONS.contains(&name.to_uppercase().as_str()) {
            return ControlFlow::Continue(());
        }
        refuse(format!(
            "the function {name} is not among those that can be used: {}",
            FUNCTIONS.join(", ").to_lowercase()
        ))
    }
}

/// SELECT, VALUES, and what is put together of them.
fn check_body(body: &SetExpr) -> ControlFlow<String> {
    match body {
        SetExpr::Select(select) if select.into.is_some() => refuse("nothing can be written: leave INTO out"),
        SetExpr::Select(select) if !select.lateral_views.is_empty() => {
            refuse("write it without LATERAL VIEW")
        }
        // The query inside is looked at by itself.
        SetExpr::Select(_) | SetExpr::Values(_) | SetExpr::Query(_) => ControlFlow::Continue(()),
        SetExpr::SetOperation { left, right, .. } => {
            check_body(left)?;
            check_body(right)
        }
        other => refuse(format!("`{other}` is no SELECT")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_over_fact_views_are_taken() {
        for text in [
            "SELECT COUNT(*) FROM fact_purchase",
            "select month, sum(amount) from Fact_Purchase group by month order by month desc limit 3;",
            "WITH big AS (SELECT account_id, SUM(amount) AS spent FROM fact_purchase GROUP BY account_id) \
             SELECT a.kind, AVG(b.spent) FROM dim_account a LEFT JOIN big b ON b.account_id = a.account_id GROUP BY a.kind",
            "SELECT * FROM fact_purchase p WHERE EXISTS (SELECT 1 FROM dim_account WHERE account_id = p.account_id) \
             UNION ALL SELECT * FROM fact_purchase",
            "SELECT day, LAG(amount) OVER (PARTITION BY account_id ORDER BY at) FROM fact_purchase",
            "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT i FROM n",
            "SELECT 1 -- ; DROP TABLE account",
        ] {
            let read = read(text);
            assert!(read.is_ok(), "{text}: {read:?}");
        }
    }

    #[test]
    fn everything_else_is_refused_and_says_why() {
        let mut otherwise = Vec::new();
        for (text, why) in [
            ("", "one question"),
            ("SELECT 1; SELECT 2", "one question"),
            ("DELETE FROM fact_purchase", "only questions"),
            ("DROP TABLE account", "only questions"),
            ("PRAGMA table_info(account)", "no SQL that can be read"),
            ("EXPLAIN SELECT 1", "only questions"),
            ("ATTACH DATABASE 'x' AS y", "only questions"),
            ("COPY account TO '/tmp/x'", "only questions"),
            ("SELEC 1", "no SQL that can be read"),
            ("SELECT * FROM account", "`account` is not one of the fact views"),
            ("SELECT * FROM \"Account\"", "is not one of the fact views"),
            ("SELECT * FROM main.account", "is not one of the fact views"),
            ("SELECT * FROM main.fact_purchase", "is not one of the fact views"),
            ("SELECT * FROM sqlite_master", "is not one of the fact views"),
            ("SELECT * FROM pg_catalog.pg_user", "is not one of the fact views"),
            ("SELECT * FROM fact_purchase, web_user", "`web_user` is not"),
            ("SELECT * FROM fact_purchase WHERE 1 = (SELECT COUNT(*) FROM note)", "`note` is not"),
            ("SELECT (SELECT MAX(password_hash) FROM web_user)", "`web_user` is not"),
            ("SELECT * FROM fact_purchase ORDER BY (SELECT 1 FROM note)", "`note` is not"),
            ("WITH x AS (SELECT * FROM note) SELECT * FROM x", "`note` is not"),
            ("WITH fact_purchase AS (SELECT * FROM note) SELECT * FROM fact_purchase", "`note` is not"),
            ("SELECT 1 UNION SELECT text FROM note", "`note` is not"),
            ("SELECT 1 UNION TABLE note", "no SELECT"),
            ("TABLE note", "no SQL that can be read"),
            ("SELECT * FROM pragma_table_info('account')", "is not one of the fact views"),
            ("SELECT * FROM generate_series(1, 9)", "is not one of the fact views"),
            ("SELECT pg_read_file('/etc/passwd')", "the function pg_read_file"),
            ("SELECT pg_catalog.pg_sleep(100)", "the function pg_catalog.pg_sleep"),
            ("SELECT query_to_xml('select * from note', true, true, '')", "the function query_to_xml"),
            ("SELECT load_extension('x')", "the function load_extension"),
            ("SELECT * FROM fact_purchase WHERE amount > randomblob(9)", "the function randomblob"),
            ("SELECT * INTO copy FROM fact_purchase", "nothing can be written"),
            ("SELECT * FROM fact_purchase FOR UPDATE", "nothing can be held"),
            ("WITH x AS (DELETE FROM note RETURNING *) SELECT * FROM x", ""),
            ("WITH x AS (INSERT INTO note VALUES (1) RETURNING *) SELECT * FROM x", ""),
        ] {
            match read(text) {
                Err(refused) if refused.contains(why) && !refused.contains('\n') => {}
                other => otherwise.push(format!("{text}: {other:?}")),
            }
        }
        assert_eq!(otherwise, [] as [&str; 0]);
    }
}
