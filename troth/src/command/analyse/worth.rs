//! What customers without a contract spend, and what they will still spend.

use anyhow::bail;
use serde_json::{Value, json};
use troth_stats::repeat::{
    BgNbd, Customer, Discount, GammaGamma, Histories, History, Spend, Spends, lifetime_value,
};

use super::input::Input;
use super::model::{Model, column, value};
use super::repeat::{SILENT, bought, days, histories, weights};
use super::report::{Report, estimate, number};

pub(super) const MODELS: &[Model] = &[
    Model {
        name: "gammagamma",
        subject: super::repeat::SUBJECT,
        answers: "what a customer spends per purchase: Gamma-Gamma",
        silent: "how often anybody buys; it takes spend and frequency for unrelated (see the correlation).",
        example: "troth analyse gammagamma purchases.csv --customer=id --date=date --amount=amount",
        roles: &[
            column("customer", "who bought; one row for each purchase"),
            column("date", "when"),
            column("amount", "for how much"),
            value("date-format", "how dates are written, such as %d.%m.%Y; ISO 8601 if not given"),
            value("until", "last day that the model sees"),
            value("hold-out", "last day of the test"),
            column("frequency", "instead of purchases: how many repeat purchases"),
            column("mean", "their mean amount"),
            column("weight", "how many customers the row stands for"),
            value("parameters", "instead of a fit: p,q,gamma"),
            value("at", "customers to predict for: purchases,mean; more of them after a semicolon"),
        ],
        keep_missing: false,
        run: spend,
    },
    Model {
        name: "worth",
        subject: super::repeat::SUBJECT,
        answers: "what each customer will still spend, in money of today: BG/NBD and Gamma-Gamma",
        silent: SILENT,
        example: "troth analyse worth purchases.csv --customer=id --date=date --amount=amount --discount=0.01 --periods=12",
        roles: &[
            column("customer", "who bought; one row for each purchase"),
            column("date", "when"),
            column("amount", "for how much"),
            value("date-format", "how dates are written, such as %d.%m.%Y; ISO 8601 if not given"),
            value("until", "last day that the model sees"),
            value("unit", "day, week, month or year; week if not given"),
            column("frequency", "instead of purchases: how many repeat purchases"),
            column("recency", "when the last one was, counted from the first purchase"),
            column("age", "for how long the customer has been watched"),
            column("mean", "the mean amount of the repeat purchases"),
            column("weight", "how many customers the row stands for"),
            value("discount", "rate per period; 0.01 if not given"),
            value("periods", "how many periods to look ahead; 12 if not given"),
            value("period", "length of a period in units of time; a month if not given"),
            value("margin", "share of the amount that is earned; 1 if not given"),
        ],
        keep_missing: false,
        run: worth,
    },
];

fn customers(input: &Input) -> anyhow::Result<Vec<(History, Spend)>> {
    if input.has("customer") {
        input.get("amount")?;
        let unit = days(input)?;
        let made = bought(input, true)?;
        return Ok(made.customers.iter().map(|c: &Customer| (c.history(unit), c.spend())).collect());
    }
    let (rows, _) = histories(input)?;
    let means = input.numbers("mean")?;
    let spend = |(h, mean): (&History, f64)| Spend { count: h.frequency, mean, weight: h.weight };
    Ok(rows.iter().zip(means).map(|(h, mean)| (*h, spend((h, mean)))).collect())
}

fn worth(input: &Input) -> anyhow::Result<Report> {
    let customers = customers(input)?;
    let rows: Vec<History> = customers.iter().map(|(history, _)| *history).collect();
    let spent: Vec<Spend> = customers.iter().map(|(_, spend)| *spend).filter(|s| s.count > 0).collect();
    let data = Histories::check(&rows)?;
    let buying = BgNbd::fit(&data, None)?.at_level(input.level)?;
    let spending = GammaGamma::fit(&Spends::check(&spent)?, None)?.at_level(input.level)?;
    let discount = Discount {
        rate: input.number_or("discount", 0.01)?,
        length: input.number_or("period", 365.25 / 12.0 / days(input)?)?,
        periods: u32::try_from(input.whole_or("periods", 12)?)?,
    };
    let margin = input.number_or("margin", 1.0)?;
    let mut report = Report::of(data.customers());
    report.parameters(&buying.parameters());
    report.parameters(&spending.parameters());
    let (mut sum, mut table) = (0.0, Vec::with_capacity(customers.len()));
    for (history, spend) in &customers {
        let value = lifetime_value(&buying, &spending, history, spend, &discount, margin)?;
        sum += value.value * history.weight;
        let row: Value = json!({ "frequency": history.frequency, "recency": history.recency, "age": history.age,
                                 "mean": number(spend.mean), "value": estimate(&value) });
        table.push(row);
    }
    report.number("sum", sum);
    report.table("customers", table);
    report.note("Purchases of a period count at its end. The sum has no interval here: errors of customers are not independent.");
    Ok(report)
}

fn spend(input: &Input) -> anyhow::Result<Report> {
    let (model, mut report) = if input.has("parameters") {
        (GammaGamma::of(&input.list("parameters")?)?, Report::default())
    } else {
        let rows: Vec<Spend> = if input.has("customer") {
            input.get("amount")?;
            bought(input, true)?.customers.iter().map(Customer::spend).collect()
        } else {
            let (x, m, w) = (input.counts("frequency")?, input.numbers("mean")?, weights(input)?);
            (0..x.len()).map(|i| Spend { count: x[i], mean: m[i], weight: w[i] }).collect()
        };
        let rows: Vec<Spend> = rows.into_iter().filter(|s| s.count > 0).collect();
        let data = Spends::check(&rows)?;
        let model = GammaGamma::fit(&data, None)?.at_level(input.level)?;
        let mut report = Report::of(data.customers());
        report.converged(model.log_likelihood(), model.convergence());
        if let Some(r) = data.correlation() {
            report.number("correlation_of_frequency_and_spend", r);
        }
        report
            .note("Customers without a repeat purchase are left out: their spend says nothing about spread.");
        (model, report)
    };
    report.parameters(&model.parameters());
    let mut rows =
        vec![json!({ "purchases": 0, "mean": 0, "spend": estimate(&model.mean(&Spend::new(0, 0.0))?) })];
    for asked in input.find("at").into_iter().flat_map(|text| text.split(';')) {
        let Some((x, m)) =
            asked.split_once(',').and_then(|(x, m)| Some((x.trim().parse().ok()?, m.trim().parse().ok()?)))
        else {
            bail!("--at={asked} is no customer; write purchases,mean, for example --at=7,35.31");
        };
        let found = model.mean(&Spend::new(x, m))?;
        rows.push(json!({ "purchases": x, "mean": m, "spend": estimate(&found) }));
    }
    report.table("predictions", rows);
    Ok(report)
}
