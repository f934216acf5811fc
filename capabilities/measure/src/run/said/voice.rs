//! What was said, and by whom, as a run reads it.

use std::collections::BTreeSet;

use troth_core::{AccountId, ContactId, Day, SurveyId};
use troth_store::Store;

use crate::Error;
use crate::metric::{ANSWERS, PEOPLE};

/// Days back to which answers are counted.
const REACH: i64 = 4 * 365;

/// An answer of somebody with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoken {
    /// What was answered together.
    pub response: i64,
    /// Who.
    pub account: AccountId,
    /// Which person there.
    pub contact: Option<ContactId>,
    /// Of which survey.
    pub survey: SurveyId,
    /// The key of the question.
    pub question: String,
    /// Its kind.
    pub kind: String,
    /// The answer.
    pub value: i64,
    /// When.
    pub day: Day,
}

/// A person at a customer, with what they have to say there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub contact: ContactId,
    /// At which customer.
    pub account: AccountId,
    /// `executive`, `management` or `operations`.
    pub level: Option<String>,
    /// `decides`, `influences`, `uses` or `none`.
    pub role: Option<String>,
}

/// What was said, and by whom.
#[derive(Debug, Clone, Default)]
pub struct Voices {
    /// The answers.
    pub spoken: Vec<Spoken>,
    /// The people at customers.
    pub people: Vec<Person>,
}

impl Voices {
    /// Everything said in the last years; people only where somebody said something.
    pub(in crate::run) async fn load(store: &Store, as_of: Day) -> Result<Self, Error> {
        store
            .read(move |db| {
                let mut voices = Self::default();
                ANSWERS.each(db, &[as_of.number() - REACH, as_of.number()], |row| {
                    voices.spoken.push(Spoken {
                        response: row.get(0)?,
                        account: row.id(1)?,
                        contact: row.optional_id(2)?,
                        survey: row.id(3)?,
                        question: row.get(4)?,
                        kind: row.get(5)?,
                        value: row.get(6)?,
                        day: Day::from_number(row.get(7)?),
                    });
                    Ok::<_, Error>(())
                })?;
                if voices.spoken.is_empty() {
                    return Ok(voices);
                }
                PEOPLE.each(db, &[], |row| {
                    voices.people.push(Person {
                        contact: row.id(0)?,
                        account: row.id(1)?,
                        level: row.get(2)?,
                        role: row.get(3)?,
                    });
                    Ok::<_, Error>(())
                })?;
                Ok(voices)
            })
            .await
    }

    /// Whose deeds are looked at.
    pub(in crate::run) fn accounts(&self) -> BTreeSet<AccountId> {
        self.spoken.iter().map(|one| one.account).collect()
    }
}
