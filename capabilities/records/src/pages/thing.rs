//! What each form asks, and how it shows what is stored.

use troth_core::{AccountId, Instant, Money};

use super::edit::{Editable, Surroundings};
use crate::entity::{contact::Person, contract::Agreement, interaction::Moment, staff::Staff, team::Team};
use crate::model;

fn shown(text: Option<&impl ToString>) -> String {
    text.map(ToString::to_string).unwrap_or_default()
}

/// An amount as somebody types it.
fn amount(money: Money, mark: char) -> String {
    money.amount().replace('.', &mark.to_string())
}

/// A moment as a field for one has it.
fn moment(at: Instant, surroundings: &Surroundings) -> String {
    surroundings.zone.inner().to_datetime(at.timestamp()).strftime("%Y-%m-%dT%H:%M").to_string()
}

impl Editable for Person {
    fn asked(people: bool) -> &'static [&'static str] {
        if people {
            &["name", "email", "phone", "language"]
        } else {
            &["name", "title", "level", "role", "email", "phone", "language"]
        }
    }

    fn account(model: &model::Contact) -> Option<AccountId> {
        Some(model.account)
    }

    fn show(model: &model::Contact, _: &Surroundings) -> Vec<(&'static str, String)> {
        vec![
            ("name", model.name.clone()),
            ("title", shown(model.title.as_ref())),
            ("level", model.level.map(|level| level.key().to_owned()).unwrap_or_default()),
            ("role", model.role.map(|role| role.key().to_owned()).unwrap_or_default()),
            ("email", model.emails.join("\n")),
            ("phone", model.phones.join("\n")),
            ("language", shown(model.language.as_ref())),
        ]
    }
}

impl Editable for Agreement {
    fn asked(_: bool) -> &'static [&'static str] {
        &["name", "started", "months", "ends", "renewal", "amount", "currency", "period", "ended", "reason"]
    }

    fn account(model: &model::Contract) -> Option<AccountId> {
        Some(model.account)
    }

    fn show(model: &model::Contract, surroundings: &Surroundings) -> Vec<(&'static str, String)> {
        vec![
            ("name", shown(model.name.as_ref())),
            ("started", model.started.to_string()),
            ("months", shown(model.months.as_ref())),
            // What is counted from the term or the end is left empty, so that it moves with them.
            ("ends", shown(model.ends.filter(|_| model.months.is_none()).as_ref())),
            ("renewal", shown(model.renewal.filter(|_| model.renewal != model.ends).as_ref())),
            ("amount", model.amount.map(|money| amount(money, surroundings.mark)).unwrap_or_default()),
            ("currency", model.amount.map(|money| money.currency.code().to_owned()).unwrap_or_default()),
            ("period", model.period.key().to_owned()),
            ("ended", shown(model.ended.as_ref())),
            ("reason", shown(model.reason.as_ref())),
        ]
    }
}

impl Editable for Moment {
    fn asked(_: bool) -> &'static [&'static str] {
        &["at", "function", "channel", "direction", "contact", "staff", "effect", "text"]
    }

    fn account(model: &model::Interaction) -> Option<AccountId> {
        Some(model.account)
    }

    fn show(model: &model::Interaction, surroundings: &Surroundings) -> Vec<(&'static str, String)> {
        vec![
            ("at", moment(model.at, surroundings)),
            ("function", model.function.key().to_owned()),
            ("channel", model.channel.key().to_owned()),
            ("direction", model.direction.map(|one| one.key().to_owned()).unwrap_or_default()),
            ("contact", shown(model.contact.as_ref())),
            ("staff", shown(model.staff.as_ref())),
            ("effect", model.effect.key().to_owned()),
            ("text", shown(model.text.as_ref())),
        ]
    }
}

impl Editable for Staff {
    fn asked(_: bool) -> &'static [&'static str] {
        &["name", "email", "team", "from", "to"]
    }

    fn account(_: &model::Staff) -> Option<AccountId> {
        None
    }

    fn show(model: &model::Staff, _: &Surroundings) -> Vec<(&'static str, String)> {
        vec![
            ("name", model.name.clone()),
            ("email", shown(model.email.as_ref())),
            ("team", shown(model.team.as_ref())),
            ("from", shown(model.from.as_ref())),
            ("to", shown(model.to.as_ref())),
        ]
    }
}

impl Editable for Team {
    fn asked(_: bool) -> &'static [&'static str] {
        &["name"]
    }

    fn account(_: &model::Team) -> Option<AccountId> {
        None
    }

    fn show(model: &model::Team, _: &Surroundings) -> Vec<(&'static str, String)> {
        vec![("name", model.name.clone())]
    }
}
