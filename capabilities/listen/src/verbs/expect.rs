//! What can be done with expectations: noted, judged, taken away; and what they come to by touchpoint.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Serialize;
use troth_core::few::{MINIMUM, part_may_be_shown};
use troth_core::{
    AccountId, ContactId, Day, ExpectationId, ExpectationJudged, ExpectationNoted, ExpectationRemoved, Id,
    Instant, Message, ResponseId, SurveyItemId, TouchpointId,
};
use troth_store::{Db, Store, Tx};
use troth_web::{App, Error};

use super::{By, refuse};
use crate::model::{
    DUE_AHEAD, DUE_BEFORE, Expectation, JourneyStage, Judged, Judgement, Judgements, LONGEST_TEXT, Tally,
    size,
};
use crate::store::expect::{
    add_expectation, count_judged, differences_among, get_expectation, list_open, numbers_of, put_judgement,
    put_removed,
};
use crate::store::journey::{TiedItem, find_touchpoint, list_journey, list_tied_items};
use crate::store::link::list_people;
use crate::store::response::get_response;
use crate::store::result::differences;

/// What is noted.
#[derive(Debug, Clone)]
pub(crate) struct NewExpectation {
    pub(crate) account: AccountId,
    pub(crate) contact: Option<ContactId>,
    pub(crate) touchpoint: Option<TouchpointId>,
    pub(crate) text: String,
    pub(crate) due: Option<Day>,
}

/// The customer that something is noted about: the one that stayed after a merge, and nobody who was erased.
pub(crate) fn standing(
    tx: &mut Tx<'_>,
    account: AccountId,
    contact: Option<ContactId>,
) -> Result<AccountId, Error> {
    let found = troth_records::get_account(tx, account)?;
    if found.erased.is_some() {
        return Err(Error::Conflict(Message::new("listen-is-erased")));
    }
    let account = found.merged_into.unwrap_or(found.id);
    if let Some(contact) = contact
        && !list_people(tx, &[account])?.iter().any(|person| person.contact == contact)
    {
        return Err(refuse("contact", Message::new("listen-contact-elsewhere")));
    }
    Ok(account)
}

pub(crate) async fn note_expectation(app: &App, by: By, new: NewExpectation) -> Result<ExpectationId, Error> {
    let today = app.zone().day_of(by.now);
    app.store()
        .write(by.now, by.actor, move |tx| {
            let account = standing(tx, new.account, new.contact)?;
            let text = new.text.trim();
            if text.is_empty() {
                return Err(refuse("text", Message::new("web-field-empty")));
            }
            if text.chars().count() > LONGEST_TEXT || text.contains('\0') {
                let limit = i64::try_from(LONGEST_TEXT).unwrap_or(i64::MAX);
                return Err(refuse("text", Message::new("listen-wrong-text").with("limit", limit)));
            }
            let touchpoint = new.touchpoint.map(|id| find_touchpoint(tx, id)).transpose()?.flatten();
            let Some(touchpoint) = touchpoint.filter(|touchpoint| !touchpoint.retired) else {
                return Err(refuse("touchpoint", Message::new("listen-wrong-touchpoint")));
            };
            let span = today.plus(-DUE_BEFORE)..=today.plus(DUE_AHEAD);
            if new.due.is_some_and(|due| !span.contains(&due)) {
                return Err(refuse("due", Message::new("listen-wrong-due")));
            }
            let one = Expectation {
                id: tx.new_id(),
                account,
                contact: new.contact,
                touchpoint: touchpoint.id,
                text: text.to_owned(),
                due: new.due,
                noted_at: tx.now(),
                judgement: None,
                judged_by: None,
                removed: false,
            };
            add_expectation(tx, &one, today)?;
            tx.append(&ExpectationNoted { expectation: one.id, account, touchpoint: touchpoint.id })?;
            Ok(one.id)
        })
        .await
}

fn judge(
    tx: &mut Tx<'_>,
    one: &Expectation,
    judgement: Option<Judgement>,
    who: &str,
) -> Result<(), troth_store::Error> {
    if one.judgement == judgement {
        return Ok(());
    }
    put_judgement(tx, one.id, judgement, who)?;
    let word = judgement.map(|judgement| judgement.key().to_owned());
    tx.append(&ExpectationJudged {
        expectation: one.id,
        account: one.account,
        judgement: word,
        by: who.to_owned(),
    })?;
    Ok(())
}

/// Says what became of an expectation; an empty word: it is open again.
pub(crate) async fn judge_expectation(
    to: &Store,
    by: By,
    id: ExpectationId,
    word: String,
) -> Result<AccountId, Error> {
    to.write(by.now, by.actor, move |tx| {
        let one = get_expectation(tx, id)?;
        let judgement = match word.as_str() {
            "" => None,
            word => Some(
                Judgement::find(word)
                    .ok_or_else(|| refuse("judgement", Message::new("listen-wrong-judgement")))?,
            ),
        };
        if one.removed {
            return Err(Error::Conflict(Message::new("listen-expectation-away")));
        }
        judge(tx, &one, judgement, "staff")?;
        Ok(one.account)
    })
    .await
}

/// Takes an expectation away, or brings it back.
pub(crate) async fn remove_expectation(
    to: &Store,
    by: By,
    id: ExpectationId,
    removed: bool,
) -> Result<AccountId, Error> {
    to.write(by.now, by.actor, move |tx| {
        let one = get_expectation(tx, id)?;
        if one.removed != removed {
            put_removed(tx, id, removed)?;
            tx.append(&ExpectationRemoved { expectation: id, account: one.account, removed })?;
        }
        Ok(one.account)
    })
    .await
}

/// The items of a tied pair of questions.
type Pair = (SurveyItemId, SurveyItemId);

/// The touchpoint that a pair asks about, and its items as far as they are met: expected, found.
type Halves = (TouchpointId, [Option<SurveyItemId>; 2]);

/// Pairs of expected and found, with the touchpoint each asks about.
fn pairs(items: &[TiedItem]) -> Vec<(TouchpointId, Pair)> {
    let mut found: BTreeMap<(i64, &str), Halves> = BTreeMap::new();
    for item in items.iter().filter(|item| item.kind == "gap") {
        let place = usize::from(item.part == "found");
        let entry = found.entry((item.survey.raw(), item.question.as_str()));
        entry.or_insert((item.touchpoint, [None; 2])).1[place] = Some(item.item);
    }
    found
        .into_values()
        .filter_map(|(touchpoint, [expected, found])| Some((touchpoint, (expected?, found?))))
        .collect()
}

/// What a customer answered says what became of what they were noted to expect at the same touchpoint, where nobody has said so. Each is judged in a
/// transaction of its own; a second time nothing is open any more. Cost: the answers of one response, and what is open of one customer.
pub(crate) async fn judge_by_answer(to: &Store, by: By, response: ResponseId) -> Result<(), Error> {
    let open = to
        .read(move |db| {
            let kept = get_response(db, response)?;
            let (Some(account), Some(at)) = (kept.account, kept.at) else { return Ok(Vec::new()) };
            let numbers = numbers_of(db, response)?;
            let mut open = Vec::new();
            for (touchpoint, (expected, found)) in pairs(&list_tied_items(db)?) {
                let number = |item: SurveyItemId| numbers.get(&item.raw()).copied();
                let (Some(expected), Some(found)) = (number(expected), number(found)) else { continue };
                let judgement = Judgement::of_gap(found - expected);
                let there = list_open(db, account, touchpoint, at)?;
                open.extend(there.into_iter().map(|one| (one.id, judgement)));
            }
            Ok::<_, troth_store::Error>(open)
        })
        .await?;
    for (id, judgement) in open {
        to.write(by.now, by.actor, move |tx| {
            let one = get_expectation(tx, id)?;
            if one.judgement.is_none() && !one.removed {
                judge(tx, &one, Some(judgement), "answer")?;
            }
            Ok::<_, Error>(())
        })
        .await?;
    }
    Ok(())
}

/// What became of expectations, by touchpoint.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub(crate) struct Expected {
    /// The least number of which anything is told.
    pub(crate) minimum: u64,
    /// The touchpoints that are used, in the order of the way.
    pub(crate) touchpoints: Vec<ExpectedAt>,
}

/// What became of expectations at a touchpoint. What staff noted and what customers answered stand apart: the first is of those of whom somebody wrote
/// it down, the second of those who answered.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub(crate) struct ExpectedAt {
    /// Which.
    #[schema(value_type = String)]
    pub(crate) touchpoint: TouchpointId,
    /// What it is called.
    pub(crate) name: String,
    /// What its stage is called.
    pub(crate) stage: String,
    /// What customers answered to pairs of questions; none where they are too few.
    pub(crate) asked: Option<Judged>,
    /// What staff noted and was judged; none where it is too few.
    pub(crate) noted: Option<Judged>,
    /// How many that were noted nobody has judged.
    pub(crate) open: u64,
    /// Whether any question that is tied to it asks what was expected and found.
    pub(crate) is_asked: bool,
}

/// Reads what became of expectations, of everybody or of these customers. Cost: one pass over the answers to each tied pair, and one over what was noted.
pub(crate) fn load_expected(
    db: &mut Db<'_>,
    accounts: Option<&HashSet<i64>>,
    as_of: Instant,
) -> Result<Expected, troth_store::Error> {
    let items = list_tied_items(db)?;
    let mut gaps: HashMap<i64, Tally> = HashMap::new();
    for (touchpoint, (expected, found)) in pairs(&items) {
        let whole = differences(db, expected, found)?;
        let all = size(&whole);
        let part = match accounts {
            Some(accounts) => differences_among(db, (expected, found), accounts)?,
            None => whole,
        };
        let entry = gaps.entry(touchpoint.raw()).or_default();
        // Each survey by itself: one that is too small could be worked out from the others, which have results of their own.
        if part_may_be_shown(size(&part), all) {
            for (gap, count) in part {
                *entry.entry(gap).or_default() += count;
            }
        }
    }
    let counted = count_judged(db, accounts)?;
    let whole = accounts.map(|_| count_judged(db, None)).transpose()?;
    let total =
        |counts: Option<&(Judgements, u64)>| counts.map_or(0, |(counts, _)| counts.iter().sum::<u64>());
    let mut touchpoints = Vec::new();
    for stage in list_journey(db)?.into_iter().filter(|stage| !stage.retired) {
        let JourneyStage { name: stage, touchpoints: there, .. } = stage;
        for one in there.into_iter().filter(|one| !one.retired) {
            let key = one.id.raw();
            let noted = counted.get(&key);
            let all = total(whole.as_ref().unwrap_or(&counted).get(&key));
            let noted_shown = noted.filter(|_| part_may_be_shown(total(noted), all));
            touchpoints.push(ExpectedAt {
                touchpoint: one.id,
                name: one.name,
                stage: stage.clone(),
                asked: gaps.get(&key).and_then(|part| Judged::of_gaps(part, as_of)),
                noted: noted_shown.and_then(|(counts, _)| Judged::of(*counts, as_of)),
                open: noted.map_or(0, |(_, open)| *open),
                is_asked: gaps.contains_key(&key),
            });
        }
    }
    Ok(Expected { minimum: MINIMUM, touchpoints })
}
