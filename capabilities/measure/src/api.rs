//! Figures for programs.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use troth_core::{AccountId, Unit};
use troth_web::table::Asked;
use troth_web::{ApiRoutes, App, Error, FieldError, Need, Who};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::model::{Basis, Report, RunRow};
use crate::run::{Ahead, find_ahead};
use crate::store::{self, at_risk, renewal};
use crate::{MANAGE, SEE, pages, verbs};

const ON_A_PAGE: usize = 100;

pub(crate) fn routes() -> ApiRoutes {
    let need = Need::Permission(SEE);
    ApiRoutes::new()
        .add(need, routes!(get_at_risk))
        .add(need, routes!(list_at_risk))
        .add(need, routes!(get_ahead))
        .add(need, routes!(get_retention))
        .add(need, routes!(list_renewals))
        .add(need, routes!(get_worth))
        .add(need, routes!(list_groups))
        .add(need, routes!(get_back_test))
        .add(need, routes!(list_outcomes))
        .add(need, routes!(list_said))
        .add(need, routes!(list_runs))
        .add(Need::Permission(MANAGE), routes!(ask_run))
}

async fn report(app: &App) -> Result<Report, Error> {
    app.store().read(pages::find_report).await?.ok_or(Error::NotFound)
}

/// What the latest run found: fitted models and the base at risk, every figure with count, interval, grade and method.
#[utoipa::path(get, path = "/at-risk", tag = "measure", responses(
    (status = 200, description = "The report of the latest run", body = serde_json::Value),
    (status = 404, description = "Nothing has been measured yet")))]
async fn get_at_risk(State(app): State<App>) -> Result<Json<serde_json::Value>, Error> {
    serde_json::to_value(&report(&app).await?).map(Json).map_err(Error::internal)
}

/// A page of customers at risk.
#[derive(Serialize, ToSchema)]
struct AtRiskList {
    items: Vec<AtRiskItem>,
    /// Give it as `after` for the next page; absent on the last.
    next: Option<String>,
}

/// A customer at risk.
#[derive(Serialize, ToSchema)]
struct AtRiskItem {
    /// Which.
    #[schema(value_type = String)]
    id: troth_core::AccountId,
    /// The chance that the customer is still there.
    alive: f64,
    /// Minor units a year if the customer stayed.
    stake: i64,
    /// The currency of `stake`.
    currency: Option<String>,
    /// Mean days between purchases.
    rhythm_days: f64,
    /// Days since the last purchase.
    silent_days: i64,
    /// The day of the last purchase.
    #[schema(value_type = String, format = Date)]
    last: troth_core::Day,
}

/// Customers at risk, those with most money at stake first.
#[utoipa::path(get, path = "/at-risk/customers", tag = "measure", params(
    ("sort" = Option<String>, Query, description = "chance, stake or last, with - before it for the largest first"),
    ("after" = Option<String>, Query, description = "next of the page before")), responses(
    (status = 200, description = "A page of customers", body = AtRiskList)))]
async fn list_at_risk(State(app): State<App>, Query(asked): Query<Asked>) -> Result<Json<AtRiskList>, Error> {
    let list = app
        .store()
        .read(move |db| {
            let Some(half) = db.find_published_half()? else {
                return Ok(AtRiskList { items: Vec::new(), next: None });
            };
            let currency = match db.find_figure("at_risk.money")?.map(|figure| figure.unit) {
                Some(Unit::Money(currency)) => Some(currency.code().to_owned()),
                _ => None,
            };
            let order = asked.order(&at_risk::ORDERS, "-stake");
            let (customers, next) = pages::at_risk_page(db, half, order, &asked.after, ON_A_PAGE)?;
            let items = customers.into_iter().map(|customer| AtRiskItem {
                id: customer.account,
                alive: customer.alive,
                stake: customer.stake,
                currency: currency.clone(),
                rhythm_days: customer.rhythm_days,
                silent_days: customer.silent_days,
                last: customer.last_day,
            });
            Ok::<_, troth_store::Error>(AtRiskList { items: items.collect(), next })
        })
        .await?;
    Ok(Json(list))
}

/// The time that is asked for.
#[derive(Deserialize)]
struct Time {
    months: Option<String>,
}

/// What lies ahead of a customer, over a time of your choice: the chance to be still there, purchases and spend in that time, and worth
/// in the years that count, each with its interval.
#[utoipa::path(get, path = "/customers/{id}", tag = "measure", params(
    ("id" = String, Path, description = "The customer"),
    ("months" = Option<u32>, Query, description = "How many months, 1 to 60; 12 unless said")), responses(
    (status = 200, description = "Figures: alive, purchases, spend, worth", body = serde_json::Value),
    (status = 404, description = "There is no such customer, or nothing can be said of it yet"),
    (status = 422, description = "The months are not a whole number from 1 to 60")))]
async fn get_ahead(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(time): Query<Time>,
) -> Result<Json<serde_json::Value>, Error> {
    let id: AccountId = id.parse().map_err(|_| Error::NotFound)?;
    let months = pages::read_months(time.months.as_deref());
    let months =
        months.map_err(|message| Error::Fields(vec![FieldError { field: "months".into(), message }]))?;
    let fields = troth_records::segment_fields(app.store().parts());
    let ahead = app.store().read(move |db| {
        // A customer that went into another is asked for under either id.
        let account = troth_records::find_account(db, id)?;
        let stands = account.map(|account| account.merged_into.unwrap_or(account.id));
        Ok::<_, crate::Error>(match stands {
            Some(stands) => find_ahead(db, &fields, stands, months)?.map(|ahead| (stands, ahead)),
            None => None,
        })
    });
    let (stands, ahead) = ahead.await?.ok_or(Error::NotFound)?;
    let Ahead { as_of, alive, purchases, spend, worth, .. } = ahead;
    Ok(Json(serde_json::json!({
        "customer": stands, "as_of": as_of, "months": months,
        "alive": alive, "purchases": purchases, "spend": spend, "worth": worth,
    })))
}

/// How long relations under contract last: retention by cohort of start, renewals by term with the fitted model and its back-test.
#[utoipa::path(get, path = "/retention", tag = "measure", responses(
    (status = 200, description = "What the latest run found of contracts", body = serde_json::Value),
    (status = 404, description = "Nothing has been measured yet, or there are no contracts")))]
async fn get_retention(State(app): State<App>) -> Result<Json<serde_json::Value>, Error> {
    let contracts = report(&app).await?.contracts.ok_or(Error::NotFound)?;
    serde_json::to_value(&contracts).map(Json).map_err(Error::internal)
}

/// A page of renewals due soon.
#[derive(Serialize, ToSchema)]
struct RenewalList {
    items: Vec<RenewalItem>,
    /// Give it as `after` for the next page; absent on the last.
    next: Option<String>,
}

/// A contract whose renewal falls due soon.
#[derive(Serialize, ToSchema)]
struct RenewalItem {
    /// Which contract.
    #[schema(value_type = String)]
    contract: troth_core::ContractId,
    /// Whose.
    #[schema(value_type = String)]
    customer: troth_core::AccountId,
    /// The day by which the renewal is decided.
    #[schema(value_type = String, format = Date)]
    due: troth_core::Day,
    /// Which renewal, from 1.
    number: i64,
    /// What the chance rests on: `model`, `counted` (the share of earlier renewals) or `unknown`.
    basis: &'static str,
    /// The chance that it is made; absent where nothing is known.
    chance: Option<f64>,
    /// Lower end of its interval.
    chance_low: Option<f64>,
    /// Upper end of its interval.
    chance_high: Option<f64>,
    /// Of renewals like it, how many were made.
    like_renewed: i64,
    /// Of how many.
    like_decided: i64,
    /// Minor units a year.
    yearly: Option<i64>,
    /// Minor units a year times the chance that they are lost.
    stake: Option<i64>,
    /// What the contract is worth today, in minor units.
    worth: Option<f64>,
    /// Lower end of its interval.
    worth_low: Option<f64>,
    /// Upper end of its interval.
    worth_high: Option<f64>,
    /// The currency of all amounts.
    currency: Option<String>,
}

/// Renewals due in the next ninety days, those with most money at stake first.
#[utoipa::path(get, path = "/renewals", tag = "measure", params(
    ("sort" = Option<String>, Query, description = "due, stake or chance, with - before it for the largest first"),
    ("after" = Option<String>, Query, description = "next of the page before")), responses(
    (status = 200, description = "A page of renewals", body = RenewalList)))]
async fn list_renewals(
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Json<RenewalList>, Error> {
    let list = app
        .store()
        .read(move |db| {
            let currency = match db.find_figure("at_risk.money")?.map(|figure| figure.unit) {
                Some(Unit::Money(currency)) => Some(currency.code().to_owned()),
                _ => None,
            };
            let order = asked.order(&renewal::ORDERS, "-stake");
            let (renewals, next) = pages::renewals_page(db, order, &asked.after, ON_A_PAGE)?;
            let items = renewals.into_iter().map(|renewal| {
                let known = renewal.basis != Basis::Unknown;
                RenewalItem {
                    contract: renewal.contract,
                    customer: renewal.account,
                    due: renewal.due,
                    number: renewal.number,
                    basis: renewal.basis.key(),
                    chance: known.then_some(renewal.chance.0),
                    chance_low: known.then_some(renewal.chance.1),
                    chance_high: known.then_some(renewal.chance.2),
                    like_renewed: renewal.like.0,
                    like_decided: renewal.like.1,
                    yearly: renewal.yearly,
                    stake: renewal.yearly.map(|_| renewal.stake()),
                    worth: renewal.worth.map(|worth| worth.0),
                    worth_low: renewal.worth.map(|worth| worth.1),
                    worth_high: renewal.worth.map(|worth| worth.2),
                    currency: currency.clone(),
                }
            });
            Ok::<_, troth_store::Error>(RenewalList { items: items.collect(), next })
        })
        .await?;
    Ok(Json(list))
}

/// What the customer base is worth, and how much of it rests on few.
#[utoipa::path(get, path = "/worth", tag = "measure", responses(
    (status = 200, description = "Worth of the base", body = serde_json::Value),
    (status = 404, description = "Nothing has been measured yet")))]
async fn get_worth(State(app): State<App>) -> Result<Json<serde_json::Value>, Error> {
    let worth = report(&app).await?.worth.ok_or(Error::NotFound)?;
    serde_json::to_value(&worth).map(Json).map_err(Error::internal)
}

/// Figures by segment: those chosen to have models of their own, in their order, and everybody else. Each customer counts in one, the first
/// chosen segment that holds them. Figures of fewer than ten customers are left out.
#[utoipa::path(get, path = "/segments", tag = "measure", responses(
    (status = 200, description = "By segment; empty where none is chosen", body = serde_json::Value),
    (status = 404, description = "Nothing has been measured yet")))]
async fn list_groups(State(app): State<App>) -> Result<Json<serde_json::Value>, Error> {
    let groups = report(&app).await?.groups;
    Ok(Json(serde_json::json!({ "items": groups })))
}

/// How the chosen model foretold what came.
#[utoipa::path(get, path = "/back-test", tag = "measure", responses(
    (status = 200, description = "The back-test of the latest run", body = serde_json::Value),
    (status = 404, description = "Nothing has been measured, or too little is known for a test")))]
async fn get_back_test(State(app): State<App>) -> Result<Json<serde_json::Value>, Error> {
    let report = report(&app).await?;
    let test = report.backtest.ok_or(Error::NotFound)?;
    let [expected, actual, missed] = test.figures(report.at_risk.share.as_of);
    let figures = serde_json::json!({ "expected": expected, "actual": actual, "missed": missed });
    let mut answer = serde_json::to_value(&test).map_err(Error::internal)?;
    answer["figures"] = figures;
    Ok(Json(answer))
}

/// What became of work that was done, and of work found not useful: what customers did in the days after, counted. It is not what the work
/// brought about: whoever is called was chosen.
#[utoipa::path(get, path = "/outcomes", tag = "measure", responses(
    (status = 200, description = "By sort of work and decision", body = serde_json::Value),
    (status = 404, description = "Nothing has been measured yet")))]
async fn list_outcomes(State(app): State<App>) -> Result<Json<serde_json::Value>, Error> {
    let outcomes = report(&app).await?.outcomes;
    Ok(Json(serde_json::json!({ "items": outcomes })))
}

/// Whether something was begun.
#[derive(Serialize, ToSchema)]
struct RunAnswer {
    /// Whether a run was queued; otherwise one is under way, and nothing was done.
    queued: bool,
}

/// Computes everything now, as far as the records go, instead of in the morning. `GET /runs` says how it went.
#[utoipa::path(post, path = "/runs", tag = "measure", responses(
    (status = 202, description = "It is queued, or one is under way", body = RunAnswer)))]
async fn ask_run(State(app): State<App>, who: Who) -> Result<(StatusCode, Json<RunAnswer>), Error> {
    let queued = verbs::ask_run(app.store(), app.now(), who.actor()).await?;
    Ok((StatusCode::ACCEPTED, Json(RunAnswer { queued })))
}

/// What people said in surveys, and what they did in the days after: for each question and answer the share who bought again or renewed, by
/// role and by what bears on the answer, how the answers did as a forecast, and whether words and deeds moved together. Answers of
/// fewer than five are in no figure, and answers without a name never are.
#[utoipa::path(get, path = "/said", tag = "measure", responses(
    (status = 200, description = "Questions with their figures", body = serde_json::Value),
    (status = 404, description = "Nothing has been measured yet")))]
async fn list_said(State(app): State<App>) -> Result<Json<serde_json::Value>, Error> {
    let said = report(&app).await?.said;
    Ok(Json(serde_json::json!({ "items": said })))
}

/// The latest runs.
#[derive(Serialize, ToSchema)]
struct RunList {
    items: Vec<RunRow>,
}

/// The latest hundred runs, the last first, with where and why one failed.
#[utoipa::path(get, path = "/runs", tag = "measure", responses(
    (status = 200, description = "Runs", body = RunList)))]
async fn list_runs(State(app): State<App>) -> Result<Json<RunList>, Error> {
    let items = app.store().read(|db| store::list_runs(db, 100)).await?;
    Ok(Json(RunList { items }))
}
