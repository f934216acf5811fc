//! What lies ahead of one customer, over a time that the reader chooses.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use troth_core::{AccountId, Currency, Figure, Grade, Id, Instant, Message, Unit};
use troth_web::{Error, Form, Page, View};

use super::{Labelled, labelled};
use crate::run::{Ahead, find_ahead};

/// How far anybody looks, in months.
const FARTHEST: u32 = 60;
/// How far is looked unless somebody says otherwise.
const MONTHS: u32 = 12;

/// A customer's figures over a chosen time.
#[derive(Debug, Serialize)]
pub(crate) struct AheadPage {
    id: AccountId,
    name: String,
    form: Form,
    /// Empty where nothing can be said of the customer.
    figures: Vec<Labelled>,
}

/// The time that is asked for, as it was typed.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    months: Option<String>,
}

/// So many whole months, or what is wrong.
pub(crate) fn read_months(said: Option<&str>) -> Result<u32, Message> {
    let Some(said) = said else { return Ok(MONTHS) };
    let months = said.trim().parse().ok().filter(|months| (1..=FARTHEST).contains(months));
    months.ok_or_else(|| Message::new("measure-ahead-months-wrong").with("most", i64::from(FARTHEST)))
}

fn shown(ahead: Ahead) -> Vec<Labelled> {
    let Ahead { as_of: _, alive, purchases, spend, worth } = ahead;
    let mut figures = vec![
        labelled("measure-alive", "measure-alive-sentence", alive),
        labelled("measure-ahead-purchases", "measure-ahead-purchases-sentence", purchases),
    ];
    figures.extend(spend.map(|one| labelled("measure-ahead-spend", "measure-ahead-spend-sentence", one)));
    let worth = worth.map(|one| labelled("measure-customer-worth", "measure-customer-worth-sentence", one));
    figures.extend(worth);
    figures
}

impl Page for AheadPage {
    const TEMPLATE: &str = "measure/ahead.html";

    fn sample() -> Self {
        let as_of = Instant::from_micros(1_767_690_000_000_000);
        let figure = |value: f64, unit| {
            Figure::new(value, unit, 928, Grade::Modelled, "bg-nbd", as_of).between(value * 0.9, value * 1.1)
        };
        let money = Some(figure(12_550.0, Unit::Money(Currency::EUR)));
        let ahead = Ahead {
            as_of: troth_core::Day::from_number(20_000),
            alive: figure(0.42, Unit::Share),
            purchases: figure(2.5, Unit::Number),
            spend: money.clone(),
            worth: money,
        };
        let mut form = Form::with([("months", "soon")]);
        form.wrong("months", Message::new("measure-ahead-months-wrong").with("most", 60));
        Self { id: AccountId::from_raw(1), name: "Ada Berg".into(), form, figures: shown(ahead) }
    }
}

pub(super) async fn get_ahead(
    view: View,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let id: AccountId = id.parse().map_err(|_| Error::NotFound)?;
    let said = asked.months.clone().unwrap_or_else(|| MONTHS.to_string());
    let mut form = Form::with([("months", said)]);
    let months = read_months(asked.months.as_deref()).map_err(|wrong| form.wrong("months", wrong));
    let fields = troth_records::segment_fields(view.app().store().parts());
    let found = view.app().store().read(move |db| {
        let Some(account) = troth_records::find_account(db, id)? else { return Ok(None) };
        let ahead = find_ahead(db, &fields, id, months.unwrap_or(MONTHS))?;
        Ok::<_, crate::Error>(Some((account, ahead)))
    });
    let (account, ahead) = found.await?.ok_or(Error::NotFound)?;
    if let Some(stayed) = account.merged_into {
        return Ok(view.go(&format!("/measure/customers/{stayed}")));
    }
    let status = if form.is_right() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let ahead = ahead.filter(|_| form.is_right());
    let figures = ahead.map_or_else(Vec::new, shown);
    view.page_with(status, &AheadPage { id, name: account.name, form, figures })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_whole_and_not_too_many() {
        assert_eq!(read_months(None), Ok(MONTHS));
        assert_eq!(read_months(Some(" 6 ")), Ok(6));
        assert_eq!(read_months(Some("60")), Ok(60));
        for wrong in ["0", "61", "-3", "soon", "", "1.5"] {
            assert!(read_months(Some(wrong)).is_err(), "{wrong}");
        }
    }
}
