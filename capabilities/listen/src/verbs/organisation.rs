//! What organisations say, as it is shown and told: who is still to be heard, where levels disagree, and when a score misleads.

use serde::Serialize;
use troth_core::few::shown;
use troth_core::{AccountId, ContactId, Figure, Id, Instant};
use troth_records::{BuyingRole, Level, Structure};
use troth_store::Db;

use super::driver::Unknown;
use super::result::Items;
use crate::model::organisation::{Divergence, Organisation, Voice, Warning, look, tallies};
use crate::model::{Kind, Rated, Score, Survey, Tally, outcomes, size};
use crate::store;
use crate::store::organisation::{list_organisations, names_of};

/// At most so many people are listed who have not been heard.
pub(crate) const MOST: usize = 200;

/// What organisations say.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = SurveyOrganisations)]
pub(crate) struct Organisations {
    /// The question whose score is looked at; none where no question has one.
    pub(crate) question: Option<String>,
    /// Questions that have a score.
    pub(crate) questions: Vec<String>,
    /// Whether the survey is without names, so that nothing can be said of organisations.
    pub(crate) anonymous: bool,
    /// Organisations that answered.
    pub(crate) answered: u64,
    /// Of those at which somebody is known to decide, the share where one who decides has answered.
    #[schema(value_type = Option<Object>)]
    pub(crate) coverage: Option<Figure>,
    /// At how many nobody is recorded as deciding.
    pub(crate) unknown: u64,
    /// Of how many it is recorded how they decide.
    pub(crate) structures: u64,
    /// The score where each organisation counts once, and each person in it alike.
    #[schema(value_type = Option<Object>)]
    pub(crate) plain: Option<Figure>,
    /// The same where each person counts as much as they have to decide.
    #[schema(value_type = Option<Object>)]
    pub(crate) weighted: Option<Figure>,
    /// The second less the first.
    #[schema(value_type = Option<Object>)]
    pub(crate) shift: Option<Figure>,
    /// Two sides of the same organisations.
    pub(crate) divergences: Vec<DivergenceResult>,
    /// Why the score misleads.
    pub(crate) warnings: Vec<WarningResult>,
    /// The score by level and by part in buying.
    pub(crate) groups: Vec<OrganisationGroup>,
    /// How many groups are not shown.
    pub(crate) hidden: usize,
    /// Who decides or influences and has not answered: who decides first.
    pub(crate) unheard: Vec<Unheard>,
    /// How many more there are than are listed.
    pub(crate) more: usize,
}

/// Two sides of the same organisations.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = SurveyDivergence)]
pub(crate) struct DivergenceResult {
    /// `levels`: operations less management and executives; `roles`: the others less those who decide.
    pub(crate) between: &'static str,
    /// The mean difference within organisations.
    #[schema(value_type = Object)]
    pub(crate) difference: Figure,
    /// The chance of so much by chance alone, corrected (Holm).
    pub(crate) p: f64,
    /// Whether it is beyond chance.
    pub(crate) differs: bool,
}

/// Why the score misleads.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = SurveyWarning)]
pub(crate) struct WarningResult {
    /// `hierarchical` (the satisfied ones do not decide), `distributed` (those who have a part were not asked) or `unheard` (nobody who
    /// decides has answered).
    pub(crate) why: &'static str,
    /// How many, where it is counted.
    pub(crate) count: Option<u64>,
    /// Of how many.
    pub(crate) of: Option<u64>,
    /// By how much the others are more content than those who decide.
    #[schema(value_type = Option<Object>)]
    pub(crate) difference: Option<Figure>,
}

/// The score of a level or of a part in buying.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = SurveyOrganisationGroup)]
pub(crate) struct OrganisationGroup {
    /// `level` or `role`.
    pub(crate) by: &'static str,
    /// Its word; none for those of whom it is not known.
    pub(crate) group: Option<&'static str>,
    /// The score of their last answers.
    #[schema(value_type = Object)]
    pub(crate) score: Figure,
}

/// Somebody who is still to be heard.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = SurveyUnheard)]
pub(crate) struct Unheard {
    /// Who.
    #[schema(value_type = String)]
    pub(crate) contact: ContactId,
    /// What they are called.
    pub(crate) name: String,
    /// At which customer.
    #[schema(value_type = String)]
    pub(crate) customer: AccountId,
    /// What it is called.
    pub(crate) customer_name: String,
    /// `decides` or `influences`.
    pub(crate) role: &'static str,
    /// `executive`, `management` or `operations`.
    pub(crate) level: Option<&'static str>,
    /// How the organisation decides, where it is known.
    pub(crate) structure: Option<&'static str>,
    /// Whether they were asked by a link of their own.
    pub(crate) asked: bool,
}

fn nothing(survey: &Survey, questions: Vec<String>) -> Organisations {
    Organisations {
        question: None,
        questions,
        anonymous: survey.anonymous,
        answered: 0,
        coverage: None,
        unknown: 0,
        structures: 0,
        plain: None,
        weighted: None,
        shift: None,
        divergences: Vec::new(),
        warnings: Vec::new(),
        groups: Vec::new(),
        hidden: 0,
        unheard: Vec::new(),
        more: 0,
    }
}

/// Reads what organisations say to a question, the first that has a score unless one is named.
pub(crate) fn load_organisations(
    db: &mut Db<'_>,
    survey: &Survey,
    question: Option<&str>,
    as_of: Instant,
) -> Result<Result<Organisations, Unknown>, troth_store::Error> {
    let Some(version) = survey.version else { return Ok(Ok(nothing(survey, Vec::new()))) };
    let form = store::get_version(db, version)?.form;
    let scored: Vec<Rated> = outcomes(&form)
        .into_iter()
        .filter(|one| Score::of(one.kind, &Tally::from([(1, 1)])).is_some())
        .collect();
    let names: Vec<String> = scored.iter().map(Rated::name).collect();
    let chosen = match question {
        Some(name) => match scored.iter().find(|one| one.name() == name) {
            Some(found) => Some(found),
            None => return Ok(Err(Unknown(name.to_owned()))),
        },
        None => scored.first(),
    };
    let mut told = nothing(survey, names);
    let Some(chosen) = chosen.filter(|_| !survey.anonymous) else { return Ok(Ok(told)) };
    told.question = Some(chosen.name());
    let Some(item) = Items::load(db, survey.id)?.find(&chosen.question, "", chosen.kind) else {
        return Ok(Ok(told));
    };
    let all = list_organisations(db, survey.id, item)?;
    let found = look(chosen.kind, &all, as_of);
    (told.answered, told.unknown, told.structures) = (found.organisations, found.unknown, found.structures);
    (told.coverage, told.plain, told.weighted, told.shift) =
        (found.coverage, found.plain, found.weighted, found.shift);
    told.divergences = found
        .divergences
        .into_iter()
        .map(|one| DivergenceResult {
            differs: Divergence::differs(&one),
            between: one.between,
            difference: one.difference,
            p: one.p,
        })
        .collect();
    told.warnings = found.warnings.into_iter().map(warning).collect();
    told.split(chosen.kind, &all, as_of);
    told.list(db, &all)?;
    Ok(Ok(told))
}

fn warning(one: Warning) -> WarningResult {
    let (why, count, of, difference) = match one {
        Warning::Hierarchical(difference) => ("hierarchical", None, None, Some(difference)),
        Warning::Distributed(count, of) => ("distributed", Some(count), Some(of), None),
        Warning::Unheard(count, of) => ("unheard", Some(count), Some(of), None),
    };
    WarningResult { why, count, of, difference }
}

/// A word of somebody, by which answers are told apart.
type WordOf = fn(&Voice) -> Option<&'static str>;

impl Organisations {
    /// The score by level and by part in buying, of groups that may be shown.
    fn split(&mut self, kind: Kind, all: &[Organisation], as_of: Instant) {
        let cuts: [(&'static str, WordOf); 2] = [
            ("level", |voice| voice.level.map(Level::key)),
            ("role", |voice| voice.role.map(BuyingRole::key)),
        ];
        for (by, word) in cuts {
            let groups = tallies(all, &word);
            let visible = shown(&groups.values().map(size).collect::<Vec<_>>());
            self.hidden += visible.iter().filter(|shown| !**shown).count();
            let groups = groups.into_iter().zip(visible).filter(|(_, shown)| *shown);
            self.groups.extend(groups.filter_map(|((group, tally), _)| {
                Some(OrganisationGroup { by, group, score: Score::of(kind, &tally)?.figure(as_of)? })
            }));
        }
    }

    /// Who is still to be heard, with names.
    fn list(&mut self, db: &mut Db<'_>, all: &[Organisation]) -> Result<(), troth_store::Error> {
        let matters = |voice: &&Voice| {
            voice.answer.is_none() && matches!(voice.role, Some(BuyingRole::Decides | BuyingRole::Influences))
        };
        let mut silent: Vec<(&Organisation, &Voice)> = all
            .iter()
            .flat_map(|one| one.people.iter().filter(matters).map(move |voice| (one, voice)))
            .collect();
        silent.sort_by_key(|(one, voice)| {
            (voice.role != Some(BuyingRole::Decides), !voice.asked, one.account, voice.contact)
        });
        self.more = silent.len().saturating_sub(MOST);
        silent.truncate(MOST);
        let contacts: Vec<i64> = silent.iter().filter_map(|(_, voice)| voice.contact).collect();
        let people = names_of(db, &contacts)?;
        let accounts: Vec<AccountId> =
            silent.iter().map(|(one, _)| AccountId::from_raw(one.account)).collect();
        let customers = troth_records::names_of(db, &accounts)?;
        let unheard = silent.into_iter().zip(customers).filter_map(|((one, voice), customer)| {
            let contact = voice.contact?;
            Some(Unheard {
                contact: ContactId::from_raw(contact),
                name: people.get(&contact).cloned().unwrap_or_default(),
                customer: AccountId::from_raw(one.account),
                customer_name: customer.map(|account| account.name).unwrap_or_default(),
                role: voice.role?.key(),
                level: voice.level.map(Level::key),
                structure: one.structure.map(Structure::key),
                asked: voice.asked,
            })
        });
        self.unheard = unheard.collect();
        Ok(())
    }
}
