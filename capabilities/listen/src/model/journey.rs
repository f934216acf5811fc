//! The way customers go with the business: stages, and the touchpoints of each, as customers would name them; pure.

use serde::Serialize;
use troth_core::{StageId, SurveyId, TouchpointId};
use utoipa::ToSchema;

use super::form::Kind;
use super::standard::{Plan, Standard};

/// The most stages and touchpoints that are kept, retired ones included: more are no map any more.
pub(crate) const MOST_STAGES: usize = 40;
pub(crate) const MOST_TOUCHPOINTS: usize = 300;

/// The longest name.
pub(crate) const LONGEST_NAME: usize = 100;

/// A stretch of the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct JourneyStage {
    /// Its id.
    #[schema(value_type = String)]
    pub(crate) id: StageId,
    /// What it is called.
    pub(crate) name: String,
    /// Whether it is used no more.
    pub(crate) retired: bool,
    /// Its touchpoints in their order, retired ones last.
    pub(crate) touchpoints: Vec<Touchpoint>,
}

/// A moment at which customers meet the business.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Touchpoint {
    /// Its id.
    #[schema(value_type = String)]
    pub(crate) id: TouchpointId,
    /// At which stage.
    #[schema(value_type = String)]
    pub(crate) stage: StageId,
    /// What it is called.
    pub(crate) name: String,
    /// Whether it is used no more.
    pub(crate) retired: bool,
    /// What it is held to.
    pub(crate) standard: Standard,
    /// What is done to make it better.
    pub(crate) plan: Plan,
}

/// A question of a survey that asks about a touchpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Tie {
    /// About which.
    #[schema(value_type = String)]
    pub(crate) touchpoint: TouchpointId,
    /// Of which survey.
    #[schema(value_type = String)]
    pub(crate) survey: SurveyId,
    /// What the survey is called.
    pub(crate) survey_name: String,
    /// The key of the question.
    pub(crate) question: String,
    /// Its kind.
    pub(crate) kind: String,
}

/// Whether a question of this kind can ask about a touchpoint: a pair of what was expected and found, or one that has a score.
pub(crate) const fn can_be_tied(kind: Kind) -> bool {
    matches!(kind, Kind::Gap | Kind::Nps | Kind::Csat | Kind::Ces | Kind::Recommend | Kind::Again)
}

/// A template: its key, and its stages with their touchpoints, each a key of a text `listen-journey-…`.
pub(crate) type Template = (&'static str, &'static [(&'static str, &'static [&'static str])]);

/// What a shop, and who makes things for other firms, can begin with.
pub(crate) const TEMPLATES: [Template; 2] = [
    (
        "shop",
        &[
            ("find", &["hear", "look"]),
            ("come", &["enter", "advice"]),
            ("buy", &["pay", "receive"]),
            ("use", &["first-use", "question"]),
            ("trouble", &["bring-back", "complain"]),
            ("stay", &["come-again", "tell"]),
        ],
    ),
    (
        "maker",
        &[
            ("learn", &["hear", "reference"]),
            ("choose", &["first-talk", "offer"]),
            ("order", &["sign", "deliver", "train"]),
            ("work", &["support", "invoice", "visit"]),
            ("trouble", &["fault", "put-right"]),
            ("renew", &["renewal", "tell"]),
        ],
    ),
];

/// Where something goes in its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Move {
    /// One up.
    Up,
    /// One down.
    Down,
    /// To this place, counted from zero.
    To(usize),
}

impl Move {
    /// As a form or a program says it.
    pub(crate) fn find(text: &str) -> Option<Self> {
        match text {
            "up" => Some(Self::Up),
            "down" => Some(Self::Down),
            number => number.parse().ok().map(Self::To),
        }
    }

    /// The ids with this one put where it belongs now.
    pub(crate) fn apply<I: PartialEq + Copy>(self, ids: &mut Vec<I>, id: I) {
        let Some(from) = ids.iter().position(|one| *one == id) else { return };
        let last = ids.len() - 1;
        let place = match self {
            Self::Up => from.saturating_sub(1),
            Self::Down => (from + 1).min(last),
            Self::To(place) => place.min(last),
        };
        let id = ids.remove(from);
        ids.insert(place, id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_moved_never_leaves_its_list() {
        for (how, wanted) in [
            (Move::Up, vec![2, 1, 3]),
            (Move::Down, vec![1, 3, 2]),
            (Move::To(0), vec![2, 1, 3]),
            (Move::To(99), vec![1, 3, 2]),
        ] {
            let mut ids = vec![1, 2, 3];
            how.apply(&mut ids, 2);
            assert_eq!(ids, wanted, "{how:?}");
        }
        let mut ids = vec![1];
        Move::Up.apply(&mut ids, 7);
        assert_eq!((ids, Move::find("sideways")), (vec![1], None));
    }
}
