//! A business with known truth, loaded straight into the records.

use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::Context;
use troth_core::{Actor, Day, Instant, Zone};
use troth_stats::random::rand_distr::{Beta, Distribution, Exp, Gamma};
use troth_stats::random::{Generator, seeded, uniform};
use troth_store::{Kind, Store, Value};

/// The last day on which anybody buys.
pub(crate) const TODAY: &str = "2026-06-30";
/// Customers entered in one transaction.
const CHUNK: i64 = 2_000;

/// How customers buy.
pub(crate) struct Shape {
    /// The history in days, the last of them today, and in how many of the first customers join, evenly.
    days: f64,
    joining: f64,
    /// BG/NBD: rate of purchases (shape and scale in weeks), chance to leave after each repeat purchase.
    rate: (f64, f64),
    leave: (f64, f64),
}

/// Five purchases a customer on average, over two years in which customers join all the time.
pub(crate) const LARGE: Shape = Shape { days: 728.0, joining: 728.0, rate: (0.55, 3.0), leave: (0.8, 4.0) };
/// The whole file of CDNOW: 23,570 customers who joined in one quarter, watched for a year and a half; BG/NBD as published for its tenth.
pub(crate) const CDNOW: Shape =
    Shape { days: 546.0, joining: 84.0, rate: (0.243, 4.414), leave: (0.793, 2.426) };
/// How many of them.
pub(crate) const CDNOW_CUSTOMERS: i64 = 23_570;

/// Gamma-Gamma: spend.
const SPEND: (f64, f64, f64) = (6.25, 3.74, 15.44);

/// The last day.
pub(crate) fn today() -> Day {
    Day::parse(TODAY, "%Y-%m-%d").unwrap_or(Day::from_number(20_634))
}

/// Purchases of one customer: day and minor units, the first first.
fn purchases(random: &mut Generator, shape: &Shape) -> anyhow::Result<Vec<(i64, i64)>> {
    let joined = (uniform(random) * shape.joining).floor();
    let rate: f64 = Gamma::new(shape.rate.0, 1.0 / (shape.rate.1 * 7.0))?.sample(random);
    let leave: f64 = Beta::new(shape.leave.0, shape.leave.1)?.sample(random);
    let level: f64 = Gamma::new(SPEND.1, 1.0 / SPEND.2)?.sample(random);
    let amount = Gamma::new(SPEND.0, 1.0 / level)?;
    let gap = Exp::new(rate.max(1e-12))?;
    let first = today().number() - whole(shape.days - 1.0 - joined);
    let (mut day, mut last) = (0.0_f64, -1.0_f64);
    let mut bought = Vec::new();
    loop {
        if day.floor() > last {
            last = day.floor();
            bought.push((first + whole(last), whole(amount.sample(random) * 100.0)));
        }
        let gone = bought.len() > 1 && uniform(random) < leave;
        day += gap.sample(random);
        if gone || day > shape.days - 1.0 - joined {
            return Ok(bought);
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "days and minor units are far below 2^53")]
fn whole(number: f64) -> i64 {
    number.round() as i64
}

/// Where a day of the calendar year begins: year × 12 + month − 1.
fn month(day: i64) -> i64 {
    let text = Day::from_number(day).to_string();
    let part = |range: std::ops::Range<usize>| {
        text.get(range).and_then(|text| text.parse::<i64>().ok()).unwrap_or(0)
    };
    part(0..4) * 12 + part(5..7) - 1
}

const ACCOUNT: [(&str, Kind); 8] = [
    ("id", Kind::Int),
    ("kind", Kind::Text),
    ("name", Kind::Text),
    ("name_key", Kind::Text),
    ("source", Kind::Text),
    ("external_key", Kind::Text),
    ("created_day", Kind::Int),
    ("batch_id", Kind::Int),
];

const PURCHASE: [(&str, Kind); 11] = [
    ("id", Kind::Int),
    ("account_id", Kind::Int),
    ("source", Kind::Text),
    ("external_key", Kind::Text),
    ("at", Kind::Int),
    ("day", Kind::Int),
    ("month", Kind::Int),
    ("amount", Kind::Int),
    ("original_amount", Kind::Int),
    ("original_currency", Kind::Text),
    ("quantity", Kind::Int),
];
const BATCH: (&str, Kind) = ("batch_id", Kind::Int);

const TOKEN: [(&str, Kind); 3] =
    [("token", Kind::Text), ("account_id", Kind::Int), ("contact_id", Kind::Int)];

/// First and last name of a customer, of 2,744 each, as many bearers as people have.
fn names(account: i64) -> [String; 2] {
    const SYLLABLES: [&str; 14] =
        ["ba", "den", "fi", "gor", "ha", "jo", "ka", "lin", "mu", "nor", "pe", "ri", "sol", "wen"];
    let mixed = account.cast_unsigned().wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let syllable = |at: u32| SYLLABLES[usize::try_from((mixed >> (8 + 8 * at)) % 14).unwrap_or(0)];
    let name = |from: u32| (from..from + 3).map(syllable).collect::<String>();
    [name(0), name(3)]
}

/// The words by which a customer is looked up.
fn token_rows(account: i64) -> Vec<Vec<Value>> {
    let [first, last] = names(account);
    let tokens = [first, last, format!("c{account}")];
    tokens.into_iter().map(|token| vec![token.into(), account.into(), 0.into()]).collect()
}

fn account_row(account: i64, since: i64) -> Vec<Value> {
    let name = names(account).join(" ");
    let key = name.clone();
    let account_key = format!("c{account}");
    vec![
        account.into(),
        "person".into(),
        name.into(),
        key.into(),
        "bench".into(),
        account_key.into(),
        since.into(),
        0.into(),
    ]
}

fn purchase_row(id: i64, account: i64, day: i64, amount: i64) -> Vec<Value> {
    let at = Zone::UTC.at_minute(Day::from_number(day), 12 * 60);
    vec![
        id.into(),
        account.into(),
        "bench".into(),
        format!("p{id}").into(),
        at.into(),
        day.into(),
        month(day).into(),
        amount.into(),
        amount.into(),
        "USD".into(),
        1_000.into(),
        0.into(),
    ]
}

/// The moment the loader writes at.
fn now() -> Instant {
    Zone::UTC.at_minute(today(), 20 * 60)
}

async fn put(store: &Store, accounts: Vec<Vec<Value>>, purchases: Vec<Vec<Value>>) -> anyhow::Result<()> {
    let tokens: Vec<Vec<Value>> = accounts
        .iter()
        .flat_map(|row| if let Value::Int(account) = row[0] { token_rows(account) } else { Vec::new() })
        .collect();
    store
        .write(now(), Actor::System, move |tx| {
            let mut columns = PURCHASE.to_vec();
            columns.push(BATCH);
            tx.insert_many("account", &ACCOUNT, "", &accounts)?;
            tx.insert_many("lookup_token", &TOKEN, "ON CONFLICT DO NOTHING", &tokens)?;
            tx.insert_many("purchase", &columns, "", &purchases)?;
            Ok::<_, troth_store::Error>(())
        })
        .await
        .context("cannot load the business")
}

/// Loads so many customers, and writes the same purchases for the peers; how many purchases.
pub(crate) async fn load(store: &Store, customers: i64, csv: &Path) -> anyhow::Result<i64> {
    let mut random = seeded(1997);
    let mut file = BufWriter::new(std::fs::File::create(csv)?);
    writeln!(file, "customer,day,amount")?;
    let mut purchase = 0;
    let mut account = 0;
    while account < customers {
        let (mut accounts, mut bought) = (Vec::new(), Vec::new());
        let end = (account + CHUNK).min(customers);
        while account < end {
            account += 1;
            let own = purchases(&mut random, &LARGE)?;
            accounts.push(account_row(account, own[0].0));
            for (day, amount) in own {
                purchase += 1;
                writeln!(file, "{account},{},{:.2}", Day::from_number(day), amount as f64 / 100.0)?;
                bought.push(purchase_row(purchase, account, day, amount));
            }
        }
        put(store, accounts, bought).await?;
    }
    file.flush()?;
    Ok(purchase)
}

/// Writes a file such as a business brings: how many purchases.
pub(crate) fn write(shape: &Shape, customers: i64, csv: &Path) -> anyhow::Result<i64> {
    let mut random = seeded(1997);
    let mut file = BufWriter::new(std::fs::File::create(csv)?);
    writeln!(file, "customer,day,amount")?;
    let mut purchases_written = 0;
    for customer in 1..=customers {
        for (day, amount) in purchases(&mut random, shape)? {
            writeln!(file, "{customer},{},{:.2}", Day::from_number(day), amount as f64 / 100.0)?;
            purchases_written += 1;
        }
    }
    file.flush()?;
    Ok(purchases_written)
}

/// One purchase of each of so many customers on a day, spread over all.
pub(crate) async fn add(
    store: &Store,
    customers: i64,
    purchases: i64,
    number: i64,
    day: Day,
) -> anyhow::Result<()> {
    let step = (customers / purchases).max(1);
    let rows = (0..purchases.min(customers))
        .map(|place| purchase_row(number + place + 1, place * step + 1, day.number(), 2_500))
        .collect();
    put(store, Vec::new(), rows).await
}
