//! What a survey is; pure.

mod answer;
mod asking;
mod begin;
mod check;
mod driver;
mod expect;
pub(crate) mod file;
mod form;
mod journey;
pub(crate) mod organisation;
mod path;
mod reason;
mod result;
mod standard;
mod voice;
mod weight;
mod word;
mod work;

use serde::Serialize;
use troth_core::{AccountId, ContactId, Day, Instant, LinkId, ResponseId, SurveyId, SurveyVersionId};
use utoipa::ToSchema;

pub use answer::{Answers, Given};
pub(crate) use answer::{check as fits, expand, field, is_complete, limit_of, read};
pub(crate) use asking::{
    Asking, Draft, Known, LONGEST, LeftOut, MOST_DAYS, MOST_REMINDERS, Why, add as add_left_out,
};
pub use asking::{Wording, Words};
pub(crate) use begin::{new_form, new_question};
pub(crate) use check::{Problem, check_bounds, check_publishable};
pub(crate) use driver::{Aside, Found, MOST_DRIVERS, Rated, Refused, candidates, drivers, outcomes};
pub(crate) use expect::{DUE_AHEAD, DUE_BEFORE, Expectation, Judged, Judgement, Judgements, LONGEST_TEXT};
pub use form::{Choice, Kind, Line, Question, Questionnaire, Rule, Texts, Word};
pub(crate) use form::{Shape, key_from};
pub(crate) use journey::{
    JourneyStage, LONGEST_NAME, MOST_STAGES, MOST_TOUCHPOINTS, Move, TEMPLATES, Template, Tie, Touchpoint,
    can_be_tied,
};
pub(crate) use path::Pipes;
pub(crate) use reason::{
    ABOUT, About, BY_PERSON, Case, LONGEST_DETAIL, MonthReasons, Reason, Reasons, Told, WordShare,
    count_reasons, find_about, find_meaning,
};
pub(crate) use result::{Score, Tally, compare, mean_of, reliability, share, size};
pub(crate) use standard::{
    Answering, LONGEST_STANDARD, MOST_WITHIN, Plan, Standard, Within, Working, went_well,
};
pub(crate) use voice::{
    LEAST_SECONDS, LONGEST_PUBLISHED, LONGEST_VOICE, NewVoice, Said, check_text, read_email,
};
pub use voice::{Misaligned, Reply, Sort, Stage, Voice};
pub(crate) use weight::{FEWEST, Recorded, weigh};
pub(crate) use word::{direction, is_tag, pick_language, said};
pub(crate) use work::{Decider, Undone, Unhappy, floor};

/// The occasions for which a survey can be begun from a template; `own` is none of them.
pub const OCCASIONS: [&str; 8] = [
    "after-sale",
    "after-service",
    "relationship-consumer",
    "relationship-business",
    "after-recovery",
    "exit",
    "employee",
    "own",
];

/// Whether a survey asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = SurveyState)]
pub enum State {
    /// It was never published.
    Draft,
    /// It takes answers.
    Open,
    /// It takes none any more.
    Closed,
}

impl State {
    const ALL: [Self; 3] = [Self::Draft, Self::Open, Self::Closed];

    /// The word stored and shown to programs.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }

    pub(crate) fn find(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }
}

/// Something that customers are asked.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Survey {
    /// Its id.
    #[schema(value_type = String)]
    pub id: SurveyId,
    /// What the business calls it.
    pub name: String,
    /// The occasion it was begun for.
    pub kind: String,
    /// Whether nobody can ever tell who gave which answer.
    pub anonymous: bool,
    /// Whether it asks.
    pub state: State,
    /// The end of its open link.
    pub slug: String,
    /// Whether everybody who has the open link may answer.
    pub open_link: bool,
    /// What is being written; the published version stays as it is.
    #[schema(value_type = Object)]
    pub draft: Questionnaire,
    /// What is asked now.
    #[schema(value_type = Option<String>)]
    pub version: Option<SurveyVersionId>,
    /// The last day on which it takes answers.
    #[schema(value_type = Option<String>)]
    pub last_day: Option<Day>,
    /// When it was begun.
    #[serde(skip)]
    pub created_at: Instant,
    /// When it was changed last.
    #[serde(skip)]
    pub changed_at: Instant,
}

impl Survey {
    /// Whether somebody can answer on this day, or why not.
    pub(crate) fn takes_answers(&self, today: Day) -> Result<SurveyVersionId, Gone> {
        match (self.state, self.version) {
            (State::Open, Some(version)) => {
                if self.last_day.is_some_and(|last| today > last) {
                    Err(Gone::Expired)
                } else {
                    Ok(version)
                }
            }
            (State::Closed, _) => Err(Gone::Closed),
            _ => Err(Gone::Unknown),
        }
    }
}

/// Why somebody who follows a link cannot answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Gone {
    /// Nobody knows the link.
    Unknown,
    /// The survey was closed.
    Closed,
    /// Its last day is over.
    Expired,
    /// It was answered by this link.
    Answered,
}

/// A survey as it was published.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Version {
    /// Its id.
    pub id: SurveyVersionId,
    /// Counted from one.
    pub number: i64,
    /// What it asks.
    pub form: Questionnaire,
    /// When.
    pub published_at: Instant,
}

/// How somebody came to a survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// By a link that was made for them.
    Person,
    /// By a link that is given to anybody once.
    Slip,
    /// By the open link.
    Open,
}

impl Origin {
    pub(crate) const ALL: [Self; 3] = [Self::Person, Self::Slip, Self::Open];

    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Slip => "slip",
            Self::Open => "open",
        }
    }

    pub(crate) fn find(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|origin| origin.key() == key)
    }
}

/// A way to answer once.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Link {
    pub(crate) id: LinkId,
    pub(crate) survey: SurveyId,
    pub(crate) account: Option<AccountId>,
    pub(crate) contact: Option<ContactId>,
    pub(crate) done: bool,
    pub(crate) response: Option<ResponseId>,
}

/// How many came how far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, ToSchema)]
pub struct Counts {
    /// Links that were made for people.
    pub asked: i64,
    /// Of those, answered or begun.
    pub asked_begun: i64,
    /// Of those, answered.
    pub asked_done: i64,
    /// Begun, whichever way they came.
    pub begun: i64,
    /// Answered, whichever way they came.
    pub done: i64,
}
