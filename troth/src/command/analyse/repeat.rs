//! Repeat buying: models of customers who leave without a word.

use std::collections::HashMap;

use anyhow::{Context, bail};
use jiff::civil::Date;
use serde_json::{Value, json};
use troth_stats::quality::back_test;
use troth_stats::repeat::{
    BetaBinomial, BetaGeometric, Customer, Discount, Family, Histories, History, Model as Fit,
    ModifiedBetaGeometric, Pareto, Poisson, Transactions, discounted_purchases,
};

use super::Usage;
use super::input::Input;
use super::model::{Model, Role, column, value};
use super::report::{Report, estimate, number};

pub(super) const SUBJECT: &str = "Repeat buying";

const ROLES: &[Role] = &[
    column("customer", "who bought; one row for each purchase"),
    column("date", "when"),
    column("amount", "for how much"),
    value("date-format", "how dates are written, such as %d.%m.%Y; ISO 8601 if not given"),
    value(
        "until",
        "last day that the model sees; later purchases test it. The last date of the file if not given",
    ),
    value("hold-out", "last day of the test; the last date of the file if not given"),
    value("unit", "day, week, month or year; week if not given"),
    column("frequency", "instead of purchases: how many repeat purchases"),
    column("recency", "when the last one was, counted from the first purchase"),
    column("age", "for how long the customer has been watched"),
    column("weight", "how many customers the row stands for"),
    value("parameters", "instead of a fit: given parameters, in the order of the paper"),
    value("ahead", "for which time to predict; a quarter of the longest history if not given"),
    value("at", "histories to predict for: frequency,recency,age; more of them after a semicolon"),
    value("new", "expected purchases of a new customer within these times, such as 1,13,52"),
    value("mass", "chances of 0, 1, 2 … purchases of a new customer within this time"),
    value("most", "up to how many purchases --mass goes; 7 if not given"),
    value("discount", "rate per unit of time, for discounted purchases of --at over --periods"),
    value("periods", "how many units of time the discounted sum covers; 520 if not given"),
    value(
        "residual",
        "discount rate for all purchases still to come: continuous with paretonbd, per opportunity with bgbb",
    ),
];

pub(super) const SILENT: &str = "why customers stay away, and what would bring them back. The chances hold for many customers \
                      with such a history, not for one person, and only while buying goes on as before.";

const fn model(
    name: &'static str,
    answers: &'static str,
    example: &'static str,
    run: fn(&Input) -> anyhow::Result<Report>,
) -> Model {
    Model { name, subject: SUBJECT, answers, silent: SILENT, example, roles: ROLES, keep_missing: false, run }
}

pub(super) const MODELS: &[Model] = &[
    model(
        "bgnbd",
        "who still buys and how often: BG/NBD",
        "troth analyse bgnbd purchases.csv --customer=id --date=date --until=1997-09-30",
        |input| fit::<BetaGeometric>(input, no_more),
    ),
    model(
        "mbgnbd",
        "as bgnbd, where one purchase may have been the last: MBG/NBD",
        "troth analyse mbgnbd purchases.csv --customer=id --date=date",
        |input| fit::<ModifiedBetaGeometric>(input, no_more),
    ),
    model(
        "paretonbd",
        "who still buys, where leaving may happen at any time: Pareto/NBD",
        "troth analyse paretonbd summary.csv --frequency=x --recency=t_x --age=T",
        |input| fit::<Pareto>(input, residual_of_pareto),
    ),
    model(
        "nbd",
        "how often people buy if nobody leaves: NBD, the baseline",
        "troth analyse nbd purchases.csv --customer=id --date=date",
        |input| fit::<Poisson>(input, no_more),
    ),
    model(
        "bgbb",
        "who still takes part at regular opportunities: BG/BB",
        "troth analyse bgbb donations.csv --frequency=x --recency=t_x --age=n --weight=donors",
        |input| fit::<BetaBinomial>(input, chances_of_beta_binomial),
    ),
    Model {
        name: "summary",
        subject: SUBJECT,
        answers: "purchases as one row per customer: frequency, recency, age, mean amount",
        silent: "anything about the future.",
        example: "troth analyse summary purchases.csv --customer=id --date=date --amount=amount --json",
        roles: ROLES,
        keep_missing: false,
        run: summary,
    },
];

/// Customers made of purchases.
pub(super) struct Bought {
    pub(super) customers: Vec<Customer>,
    names: Vec<String>,
    last: i32,
    until: i32,
}

fn day_of(text: &str, form: Option<&str>) -> Option<i32> {
    let date = match form {
        Some(form) => Date::strptime(form, text).ok()?,
        None => text.get(..10).unwrap_or(text).parse().ok()?,
    };
    let since = date.since((jiff::Unit::Day, Date::constant(1970, 1, 1))).ok()?;
    Some(since.get_days())
}

pub(super) fn bought(input: &Input, money: bool) -> anyhow::Result<Bought> {
    let form = input.find("date-format");
    let (who, when) = (input.texts("customer")?, input.texts("date")?);
    let mut codes: HashMap<&str, u64> = HashMap::new();
    let (mut customer, mut names) = (Vec::with_capacity(input.table.rows()), Vec::new());
    for name in who.iter() {
        let code = *codes.entry(name).or_insert_with(|| {
            names.push(name.to_owned());
            names.len() as u64 - 1
        });
        customer.push(code);
    }
    let mut day = Vec::with_capacity(input.table.rows());
    for (row, text) in when.iter().enumerate() {
        let wrong = || {
            input.wrong(
                row,
                &when.name,
                text,
                "is no date in that form; say how dates are written with --date-format",
            )
        };
        day.push(day_of(text, form).ok_or_else(wrong)?);
    }
    let amount = if money && input.has("amount") { input.numbers("amount")? } else { Vec::new() };
    let newest = day.iter().copied().max().unwrap_or_default();
    let given = |role: &str| -> anyhow::Result<i32> {
        let Some(text) = input.find(role) else { return Ok(newest) };
        day_of(text, None)
            .with_context(|| format!("--{role}={text} is no date; write for example --{role}=1997-09-30"))
    };
    let (until, last) = (given("until")?, given("hold-out")?);
    let purchases = Transactions { customer: &customer, day: &day, amount: &amount };
    let customers = purchases.summarise(until, last)?;
    Ok(Bought { customers, names, last, until })
}

pub(super) fn days(input: &Input) -> anyhow::Result<f64> {
    input.choice("unit", &[("week", 7.0), ("day", 1.0), ("month", 365.25 / 12.0), ("year", 365.25)])
}

pub(super) fn weights(input: &Input) -> anyhow::Result<Vec<f64>> {
    Ok(input.numbers_if("weight")?.unwrap_or_else(|| vec![1.0; input.table.rows()]))
}

/// Histories from the file: summaries, or made of purchases.
pub(super) fn histories(input: &Input) -> anyhow::Result<(Vec<History>, Option<Bought>)> {
    if input.has("customer") {
        let made = bought(input, false)?;
        let unit = days(input)?;
        return Ok((made.customers.iter().map(|c| c.history(unit)).collect(), Some(made)));
    }
    if !input.has("frequency") {
        return Err(Usage::error(
            "name the columns of purchases (--customer, --date) or of summaries (--frequency, --recency, --age)",
        ));
    }
    let (x, t_x, age, w) =
        (input.counts("frequency")?, input.numbers("recency")?, input.numbers("age")?, weights(input)?);
    let rows = (0..x.len()).map(|i| History { frequency: x[i], recency: t_x[i], age: age[i], weight: w[i] });
    Ok((rows.collect(), None))
}

/// What only one model says of a history.
type More<F> = fn(&Input, &Fit<F>, &History, &mut Value) -> anyhow::Result<()>;

fn no_more<F: Family>(input: &Input, _: &Fit<F>, _: &History, _: &mut Value) -> anyhow::Result<()> {
    if input.has("residual") {
        return Err(Usage::error(
            "only paretonbd and bgbb sum all purchases still to come; use --discount with --periods",
        ));
    }
    Ok(())
}

fn residual_of_pareto(
    input: &Input,
    model: &Fit<Pareto>,
    history: &History,
    row: &mut Value,
) -> anyhow::Result<()> {
    if input.has("residual") {
        row["discounted_residual"] =
            estimate(&model.discounted_residual(history, input.number("residual")?)?);
    }
    Ok(())
}

fn chances_of_beta_binomial(
    input: &Input,
    model: &Fit<BetaBinomial>,
    history: &History,
    row: &mut Value,
) -> anyhow::Result<()> {
    let (buys, leaves) = model.chances(history)?;
    row["mean_p"] = estimate(&buys);
    row["mean_theta"] = estimate(&leaves);
    if input.has("residual") {
        row["discounted_residual"] =
            estimate(&model.discounted_residual(history, input.number("residual")?)?);
    }
    Ok(())
}

fn fit<F: Family>(input: &Input, more: More<F>) -> anyhow::Result<Report> {
    if input.has("parameters") {
        let model = Fit::<F>::of(&input.list("parameters")?)?;
        let mut report = Report::default();
        report.parameters(&model.parameters());
        if input.table.rows() > 0 {
            let data = Histories::check(&histories(input)?.0)?;
            report.number("log_likelihood", model.log_likelihood_of(&data)?);
        }
        predict(input, &model, input.number_or("ahead", 13.0)?, more, &mut report)?;
        return Ok(report);
    }
    let (rows, made) = histories(input)?;
    let data = Histories::check(&rows)?;
    let model = Fit::<F>::fit(&data, None)?.at_level(input.level)?;
    let mut report = Report::of(data.customers());
    report.parameters(&model.parameters());
    report.converged(model.log_likelihood(), model.convergence());
    if made.is_some() {
        report.fact("unit", input.find("unit").unwrap_or("week"));
    }
    report.number("repeat_purchases", data.purchases());
    report.fact("distinct_histories", data.cells().len());
    let ahead = input.number_or("ahead", (data.longest() / 4.0).ceil().max(1.0))?;
    let outlook = model.outlook(&rows, ahead)?;
    let alive: f64 = outlook.iter().zip(&rows).map(|(o, h)| o.alive.value * h.weight).sum();
    let expected: f64 = outlook.iter().zip(&rows).map(|(o, h)| o.purchases.value * h.weight).sum();
    report.number("expected_alive", alive);
    report.number("ahead", ahead);
    report.number("expected_purchases_ahead", expected);
    report.note(format!(
        "Within {ahead} units of time from the end of the data, these customers are expected to buy {expected:.0} times."
    ));
    if let Some(made) = made.filter(|made| made.last > made.until) {
        let span = f64::from(made.last - made.until) / days(input)?;
        let forecast: Vec<f64> = model.outlook(&rows, span)?.iter().map(|o| o.purchases.value).collect();
        let actual: Vec<f64> = made.customers.iter().map(|c| c.later as f64).collect();
        let test = back_test(&forecast, &actual, input.level)?;
        report.fact(
            "back_test",
            json!({ "ahead": number(span), "expected": number(test.expected), "actual": number(test.actual),
                    "ratio": estimate(&test.ratio), "mean_absolute_error": number(test.absolute),
                    "correlation": test.correlation.map(number) }),
        );
    }
    predict(input, &model, ahead, more, &mut report)?;
    Ok(report)
}

/// The histories of `--at`.
pub(super) fn asked(input: &Input) -> anyhow::Result<Vec<History>> {
    let mut histories = Vec::new();
    for asked in input.find("at").into_iter().flat_map(|text| text.split(';')) {
        let parts: Vec<f64> = asked.split(',').filter_map(|part| part.trim().parse().ok()).collect();
        let [x, t_x, age] = parts[..] else {
            bail!("--at={asked} is no history; write frequency,recency,age, for example --at=2,30.43,38.86");
        };
        if !(x >= 0.0 && x.fract() == 0.0 && x < 1e9) {
            bail!("--at={asked}: the first is how many repeat purchases, a whole number");
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked just above")]
        histories.push(History::new(x as u64, t_x, age));
    }
    Ok(histories)
}

/// Predictions that the roles ask for.
fn predict<F: Family>(
    input: &Input,
    model: &Fit<F>,
    ahead: f64,
    more: More<F>,
    report: &mut Report,
) -> anyhow::Result<()> {
    let mut rows = Vec::new();
    for history in asked(input)? {
        let History { frequency, recency, age, .. } = history;
        let mut row = json!({
            "frequency": frequency, "recency": recency, "age": age, "ahead": ahead,
            "alive": estimate(&model.alive(&history)?),
            "purchases": estimate(&model.purchases(&history, ahead)?),
        });
        if input.has("discount") {
            let periods = u32::try_from(input.whole_or("periods", 520)?).context("--periods is too long")?;
            let discount = Discount { rate: input.number("discount")?, length: 1.0, periods };
            row["discounted_purchases"] = estimate(&discounted_purchases(model, &history, &discount)?);
        }
        more(input, model, &history, &mut row)?;
        rows.push(row);
    }
    if !rows.is_empty() {
        report.table("predictions", rows);
    }
    let new = input
        .list("new")?
        .into_iter()
        .map(|t| Ok(json!({ "within": t, "purchases": estimate(&model.purchases_of_new(t)?) })));
    let new = new.collect::<anyhow::Result<Vec<_>>>()?;
    if !new.is_empty() {
        report.table("new_customer", new);
    }
    if input.has("mass") {
        let t = input.number("mass")?;
        let most = input.whole_or("most", 7)?;
        let mass = (0..=most).map(|x| Ok(json!({ "purchases": x, "chance": estimate(&model.mass(t, x)?) })));
        report.table("chances", mass.collect::<anyhow::Result<Vec<_>>>()?);
    }
    Ok(())
}

/// Mean amount of a row after the last day that a model sees.
fn later_mean(customer: &Customer) -> f64 {
    if customer.later_rows == 0 { 0.0 } else { customer.later_total / customer.later_rows as f64 }
}

fn summary(input: &Input) -> anyhow::Result<Report> {
    let made = bought(input, true)?;
    let mut report = Report::of(made.customers.len() as f64);
    let sum = |f: &dyn Fn(&Customer) -> f64| number(made.customers.iter().map(f).sum());
    report.fact(
        "sum",
        json!({ "frequency": sum(&|c| c.frequency as f64), "recency": sum(&|c| f64::from(c.recency)),
                "T": sum(&|c| f64::from(c.age)), "monetary_value": sum(&|c| c.mean),
                "later": sum(&|c| c.later as f64), "later_total": sum(&|c| c.later_total),
                "later_mean": sum(&later_mean) }),
    );
    #[expect(clippy::cast_possible_truncation, reason = "an index made from a length")]
    let name = |c: &Customer| made.names.get(c.id as usize).cloned().unwrap_or_default();
    let row = |c: &Customer| {
        json!({ "customer": name(c), "frequency": c.frequency, "recency": c.recency, "T": c.age,
                "monetary_value": number(c.mean), "later": c.later, "later_total": number(c.later_total), "later_mean": number(later_mean(c)) })
    };
    report.table("customers", made.customers.iter().map(row).collect());
    report.number("hold_out_days", f64::from(made.last - made.until));
    report.note("Later amounts are a mean of rows, as in a shop's own books: purchases of one day are not joined there.");
    report.note("Recency and T are days from the first purchase; purchases of one day count as one.");
    Ok(report)
}
