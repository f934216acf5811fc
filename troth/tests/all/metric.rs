//! Metrics: one text, and one answer on every engine.

use std::ops::ControlFlow;

use sqlparser::ast::{BinaryOperator, Expr, Query, SetExpr, visit_expressions, visit_relations};
use sqlparser::dialect::GenericDialect;
use sqlparser::parser::Parser;
use troth_core::{Actor, FACTS};
use troth_harness::{START, TestStore};
use troth_store::{Engine, Metric, Part, Value};

fn parts() -> Vec<Part> {
    troth::wiring::parts()
}

fn metrics() -> Vec<Metric> {
    parts().iter().flat_map(|part| part.metrics).copied().collect()
}

/// Functions that give the same answer everywhere.
const FUNCTIONS: [&str; 10] =
    ["COUNT", "SUM", "MIN", "MAX", "COALESCE", "NULLIF", "ROW_NUMBER", "LAG", "LEAD", "ABS"];

#[test]
fn every_metric_keeps_to_what_all_engines_agree_on() {
    let metrics = metrics();
    assert!(!metrics.is_empty());
    for metric in metrics {
        let name = metric.name;
        let statements = Parser::parse_sql(&GenericDialect {}, metric.sql)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(statements.len(), 1, "{name} is one statement");
        let mut ctes = Vec::new();
        if let sqlparser::ast::Statement::Query(query) = &statements[0] {
            gather_ctes(query, &mut ctes);
        } else {
            panic!("{name} is no query");
        }
        let _ = visit_relations(&statements, |relation| {
            let table = relation.to_string();
            let known = FACTS.iter().any(|fact| fact.name == table) || ctes.contains(&table);
            assert!(known, "{name} reads {table}, which is no fact view");
            ControlFlow::<()>::Continue(())
        });
        let _ = visit_expressions(&statements, |expression| {
            assert_portable(name, expression);
            ControlFlow::<()>::Continue(())
        });
        assert_parameters(&metric);
    }
}

fn gather_ctes(query: &Query, names: &mut Vec<String>) {
    for cte in query.with.iter().flat_map(|with| &with.cte_tables) {
        names.push(cte.alias.name.value.clone());
        gather_ctes(&cte.query, names);
    }
    if let SetExpr::Query(inner) = query.body.as_ref() {
        gather_ctes(inner, names);
    }
}

fn assert_portable(name: &str, expression: &Expr) {
    match expression {
        Expr::BinaryOp { op: BinaryOperator::Divide | BinaryOperator::Modulo, .. } => {
            let text = expression.to_string();
            assert!(text.contains("(day + 3) / 7"), "{name} divides: {text}");
        }
        Expr::Function(function) => {
            let called = function.name.to_string().to_uppercase();
            assert!(FUNCTIONS.contains(&called.as_str()), "{name} calls {called}");
        }
        Expr::Like { .. }
        | Expr::ILike { .. }
        | Expr::SimilarTo { .. }
        | Expr::Extract { .. }
        | Expr::Subquery(_) => {
            panic!("{name}: {expression} is not the same on every engine");
        }
        _ => {}
    }
}

fn assert_parameters(metric: &Metric) {
    for index in 1..=metric.parameters.len() {
        assert!(metric.sql.contains(&format!("${index}")), "{} never uses ${index}", metric.name);
    }
    assert!(
        !metric.sql.contains(&format!("${}", metric.parameters.len() + 1)),
        "{} has a parameter too many",
        metric.name
    );
}

/// What a metric answers over the demo's purchases: a single day is the last one, of two the first is half a year earlier.
async fn answer(test: &TestStore, metric: Metric) -> Vec<Vec<Value>> {
    let day = |text| troth_core::Day::parse(text, "%Y-%m-%d").unwrap().number();
    let days = [day("1997-03-31"), day("1997-09-30")];
    let parameters = days[days.len() - metric.parameters.len()..].to_vec();
    test.store
        .read(move |db| {
            let mut rows = Vec::new();
            metric.each(db, &parameters, |row| {
                rows.push(row.values().to_vec());
                Ok::<_, troth_store::Error>(())
            })?;
            Ok::<_, troth_store::Error>(rows)
        })
        .await
        .unwrap()
}

/// A store with the demo's purchases.
pub(crate) async fn filled(engine: Engine) -> Option<TestStore> {
    let test = TestStore::open(engine, parts()).await?;
    fill(&test).await;
    Some(test)
}

/// The purchases of the reference data.
pub(crate) async fn fill(test: &TestStore) {
    let kind = troth_records::find_kind(&test.store, "purchases").unwrap();
    let map = [("customer", "id"), ("at", "date"), ("amount", "amount")];
    let options = troth_records::Options {
        map: map.map(|(field, column)| (field.to_owned(), column.to_owned())).to_vec(),
        date_form: Some("%Y%m%d".into()),
        ..Default::default()
    };
    let file = crate::program::purchases();
    troth_records::import_file(&test.store, START, Actor::System, &kind, &file, &options, &mut |_, _| {})
        .await
        .unwrap();
}

/// Work proposed about a hundred and twenty customers and done.
async fn act(test: &TestStore) {
    let day = troth_core::Day::parse("1997-08-31", "%Y-%m-%d").unwrap();
    let at = troth_core::Zone::UTC.at_minute(day, 600);
    troth_measure::run(&test.store, at, day, &mut |_, _| {}).await.unwrap();
    let work = test.store.read(move |db| db.list_work(at, 120, troth_store::WorkOf::ALL)).await.unwrap();
    assert_eq!(work.len(), 120);
    test.store
        .write(at, Actor::System, move |tx| {
            work.iter().try_for_each(|item| tx.decide(item.id, troth_core::Decision::Done, None, None))
        })
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_metric_gives_one_answer_on_every_engine() {
    let sqlite = filled(Engine::Sqlite).await.unwrap();
    let Some(postgres) = filled(Engine::Postgres).await else { return };
    for test in [&sqlite, &postgres] {
        crate::people::import(test, "contracts", &crate::contract::mixed()).await;
        crate::people::import(test, "responses", &crate::said::answers()).await;
        act(test).await;
    }
    for metric in metrics() {
        let (mut one, mut two) = (answer(&sqlite, metric).await, answer(&postgres, metric).await);
        assert!(one.len() > 100, "{} has something to say", metric.name);
        if metric.kind != troth_store::MetricKind::Summary {
            // Ids are made anew in each store and stand first; what is said of them is compared.
            let ids = metric
                .sql
                .split_once("SELECT ")
                .unwrap()
                .1
                .split(", ")
                .take_while(|name| name.ends_with("_id"))
                .count();
            for rows in [&mut one, &mut two] {
                for row in rows.iter_mut() {
                    row.drain(..ids);
                }
                rows.sort_by_key(|row| format!("{row:?}"));
            }
        }
        assert!(one == two, "{}: the engines differ", metric.name);
    }
}
