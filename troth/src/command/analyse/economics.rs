//! What customers, referrals and complaints are worth.

use serde_json::json;
use troth_stats::economics::{
    Complaints, FirstMargin, Offspring, Referrals, Referrer, Relation, Reproduction, margin_multiple,
};

use super::input::Input;
use super::model::{Model, column, value};
use super::report::{Report, number};

const SUBJECT: &str = "Economics";

pub(super) const MODELS: &[Model] = &[
    Model {
        name: "clv",
        subject: SUBJECT,
        answers: "what a customer is worth at a steady margin and retention",
        silent: "what a single customer will bring; retention that rises with age makes old customers worth more than this.",
        example: "troth analyse clv --margin=100 --retention=0.8 --discount=0.1",
        roles: &[
            value("margin", "per period; 1 if not given"),
            value("retention", "share that stays from one period to the next"),
            value("discount", "rate per period"),
            value("growth", "of the margin per period"),
            value("first", "excluded (the first margin counts as earned) or included"),
            value("until", "value of the first so many periods, too"),
        ],
        keep_missing: false,
        run: value_of_relation,
    },
    Model {
        name: "referrals",
        subject: SUBJECT,
        answers: "how many new customers a customer brings, and how unevenly",
        silent: "that those who came would not have come anyway.",
        example: "troth analyse referrals customers.csv --children=referred",
        roles: &[
            column("children", "how many each customer brought"),
            column("exposure", "the share of its time that the customer was watched; 1 if not given"),
            column("weight", "how many customers the row stands for"),
        ],
        keep_missing: false,
        run: referrals,
    },
    Model {
        name: "branching",
        subject: SUBJECT,
        answers: "whether a chain of referrals dies out, and how long it gets",
        silent: "anything about your customers: the numbers are given, not measured.",
        example: "troth analyse branching --mean=0.8 --k=0.18",
        roles: &[
            value("mean", "how many a customer brings on average"),
            value("k", "how unevenly: small is uneven; Poisson if not given"),
            value("invitations", "at most so many each, all taken up with the same chance: binomial"),
            value("size", "chances that a chain ends with so many members, such as 1,2,5"),
        ],
        keep_missing: false,
        run: branching,
    },
    Model {
        name: "complaints",
        subject: SUBJECT,
        answers: "what problems cost, seen and unseen: the complaint iceberg",
        silent: "more than the rates that it is given; measure them before acting on the sum.",
        example: "troth analyse complaints --customers=10000 --problem=0.2 --complain=0.25 --satisfied=0.4 \
                  --back-without=1 --back-silent=0.09 --back-dissatisfied=0.19 --back-satisfied=0.54 --worth=100",
        roles: &[
            value("customers", "how many there are"),
            value("problem", "share that had a problem"),
            value("complain", "share of these that complained"),
            value("satisfied", "share of these that were satisfied"),
            value("back-without", "share that buys again without a problem; 1 if not given"),
            value("back-silent", "share that buys again after a problem without a complaint"),
            value("back-dissatisfied", "after a complaint that did not satisfy"),
            value("back-satisfied", "after one that did"),
            value("worth", "what a customer is worth; 1 if not given"),
        ],
        keep_missing: false,
        run: complaints,
    },
];

fn value_of_relation(input: &Input) -> anyhow::Result<Report> {
    let (retention, discount) = (input.number("retention")?, input.number("discount")?);
    let first =
        input.choice("first", &[("excluded", FirstMargin::Excluded), ("included", FirstMargin::Included)])?;
    let relation = Relation {
        margin: input.number_or("margin", 1.0)?,
        retention,
        discount,
        growth: input.number_or("growth", 0.0)?,
        first,
    };
    let mut report = Report::default();
    report.number("margin_multiple", margin_multiple(retention, discount)?);
    report.number("value", relation.value()?);
    let other = Relation {
        first: if first == FirstMargin::Excluded { FirstMargin::Included } else { FirstMargin::Excluded },
        ..relation
    };
    report.number("value_by_the_other_convention", other.value()?);
    if input.has("until") {
        report.number("value_until", relation.value_until(u32::try_from(input.whole("until")?)?)?);
    }
    report.note("The two conventions differ in whether the first margin counts (--first): say which one a number follows.");
    Ok(report)
}

fn referrals(input: &Input) -> anyhow::Result<Report> {
    let children = input.counts("children")?;
    let all = || Ok(vec![1.0; children.len()]);
    let exposure = input.numbers_if("exposure")?.map_or_else(all, anyhow::Ok)?;
    let weight = input.numbers_if("weight")?.map_or_else(all, anyhow::Ok)?;
    let rows: Vec<Referrer> = (0..children.len())
        .map(|i| Referrer { children: children[i], exposure: exposure[i], weight: weight[i] })
        .collect();
    let data = Referrals::check(&rows)?;
    let model = Reproduction::fit(&data)?;
    let mut report = Report::of(weight.iter().sum());
    report.parameters(&model.parameters());
    report.converged(model.log_likelihood(), model.convergence());
    if let Ok([mean, k]) = model.profile(input.level) {
        report.estimate("R_profile", mean);
        report.estimate("k_profile", k);
    }
    report.estimate("R_poisson", data.poisson(input.level)?);
    report.number("poisson_log_likelihood", data.poisson_log_likelihood());
    report.number("geometric_log_likelihood", data.log_likelihood_of(model.offspring().mean(), 1.0)?);
    chain(&model.offspring(), &mut report)?;
    Ok(report)
}

fn chain(offspring: &Offspring, report: &mut Report) -> anyhow::Result<()> {
    report.number("extinction", offspring.extinction()?);
    match offspring.expected_total() {
        Ok(total) => report.number("expected_total", total),
        Err(_) => {
            report.note("With one or more each, a chain may never end: its expected size has no bound.");
        }
    }
    Ok(())
}

fn branching(input: &Input) -> anyhow::Result<Report> {
    let mean = input.number("mean")?;
    let offspring = if input.has("k") {
        Offspring::NegativeBinomial { mean, k: input.number("k")? }
    } else if input.has("invitations") {
        let invitations = u32::try_from(input.whole("invitations")?)?;
        Offspring::Binomial { invitations, chance: mean / f64::from(invitations) }
    } else {
        Offspring::Poisson { mean }
    };
    let mut report = Report::default();
    chain(&offspring, &mut report)?;
    let mut rows = Vec::new();
    for part in input.find("size").into_iter().flat_map(|text| text.split(',')) {
        let size: u64 =
            part.trim().parse().map_err(|_| anyhow::anyhow!("--size: {part} is no whole number"))?;
        rows.push(json!({ "members": size, "chance": number(offspring.total_mass(size)?) }));
    }
    if !rows.is_empty() {
        report.table("chain", rows);
    }
    Ok(report)
}

fn complaints(input: &Input) -> anyhow::Result<Report> {
    let given = Complaints {
        customers: input.number("customers")?,
        problem: input.number("problem")?,
        complain: input.number("complain")?,
        satisfied: input.number("satisfied")?,
        back_without: input.number_or("back-without", 1.0)?,
        back_silent: input.number("back-silent")?,
        back_dissatisfied: input.number("back-dissatisfied")?,
        back_satisfied: input.number("back-satisfied")?,
        value: input.number_or("worth", 1.0)?,
    };
    let damage = given.damage()?;
    let mut report = Report::of(given.customers);
    report.number("affected", damage.affected);
    report.number("silent", damage.silent);
    report.number("lost_silent", damage.lost_silent);
    report.number("lost_dissatisfied", damage.lost_dissatisfied);
    report.number("lost_satisfied", damage.lost_satisfied);
    report.number("lost", damage.lost);
    report.number("money", damage.money);
    Ok(report)
}
