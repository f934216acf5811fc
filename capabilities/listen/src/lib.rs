//! What customers say when they are asked.
//!
//! Words: a *survey* asks on an occasion; what it asks is its *questionnaire*, written as a draft and published as
//! *versions* that never change. An *item* is what one number answers. A *link* is a way to answer once: made for a
//! person, given out as a *slip*, or taken at the open link. An *asking* is a survey sent by e-mail
//! to many. A *response* is what somebody answered together. A *voice* is what somebody tells of their own accord.
//! A *touchpoint* is a moment at which customers meet the business,
//! on a *stage* of their way with it; an *expectation* is what one of them expects there.

mod api;
mod import;
mod jobs;
pub mod memory;
mod model;
mod pages;
mod store;
mod verbs;

use troth_core::{
    DIM_SURVEY, DIM_TOUCHPOINT, Event as _, ExpectationId, FACT_ANSWER, FACT_EXPECTATION, FACT_REASON,
    FACT_VOICE, Id, InteractionCreated, Permission, ReasonId, ResponseId, ResponseReceived, Role,
    VoiceAnswered, VoiceId, VoiceMatched, VoiceTold,
};
use troth_store::import::Held;
use troth_store::job::Every;
use troth_store::{Belonging, FactView, Folder, Listener, Part};
use troth_web::{Capability, Command, JobKind, Navigation, Need, Panel, Place, STAND};

pub use model::{
    Answers, Choice, Counts, Given, Kind, Line, Misaligned, OCCASIONS, Question, Questionnaire, Reply, Rule,
    Sort, Stage, State, Survey, Texts, Voice, Word, Wording, Words,
};

/// Seeing surveys, and how many answered.
pub const SEE: Permission = Permission { key: "listen.see", roles: &Role::ALL };
/// Writing, publishing and closing surveys.
pub const EDIT: Permission = Permission { key: "listen.edit", roles: &[Role::Owner, Role::Manager] };
/// Making links by which people answer, and bringing answers from elsewhere.
pub const ASK: Permission =
    Permission { key: "listen.ask", roles: &[Role::Owner, Role::Manager, Role::Staff] };
/// Asking people by e-mail.
pub const SEND: Permission = Permission { key: "listen.send", roles: &[Role::Owner, Role::Manager] };
/// Reading single answers, with who gave them.
pub const READ: Permission =
    Permission { key: "listen.read", roles: &[Role::Owner, Role::Manager, Role::Staff, Role::Analyst] };
/// Noting what customers expect, what became of it, and why they came, stayed or left.
pub const NOTE: Permission =
    Permission { key: "listen.note", roles: &[Role::Owner, Role::Manager, Role::Staff] };

/// Judges what a customer was noted to expect by what they answer.
const JUDGE: &str = "listen.judge_expectations";

/// Answering what people tell of their own accord, and deciding about it.
pub const ANSWER: Permission =
    Permission { key: "listen.answer", roles: &[Role::Owner, Role::Manager, Role::Staff] };

/// Whoever is to be reminded is looked for every so many seconds.
const REMIND_SECONDS: i64 = 600;

#[derive(rust_embed::Embed)]
#[folder = "migrations"]
struct Migrations;

#[derive(rust_embed::Embed)]
#[folder = "templates"]
struct Templates;

#[derive(rust_embed::Embed)]
#[folder = "locales"]
struct Locales;

const fn held(table: &'static str, by: &'static str, column: &'static str) -> Held {
    Held { table, by, column }
}

/// How what is kept of answers belongs to customers; what nobody is named with belongs to none.
const BELONGINGS: &[Belonging] = &[
    Belonging::through("survey_link", "account_id", "account"),
    Belonging::through("survey_response", "account_id", "account").shown_as(ResponseId::PREFIX),
    Belonging::through("survey_answer", "response_id", "survey_response"),
    Belonging::through("survey_text", "response_id", "survey_response"),
    Belonging::through("survey_answer_before", "response_id", "survey_response"),
    Belonging::through("expectation", "account_id", "account").shown_as(ExpectationId::PREFIX),
    Belonging::through("reason", "account_id", "account").shown_as(ReasonId::PREFIX),
    Belonging::through("voice", "account_id", "account").shown_as(VoiceId::PREFIX),
    Belonging::through("voice_link", "voice_id", "voice"),
    Belonging::through("voice_reply", "voice_id", "voice"),
    Belonging::through("voice_vote", "voice_id", "voice"),
    Belonging::through("voice_letter", "voice_id", "voice"),
];

/// After an answer what a customer was noted to expect is judged; after these the work of one customer, or of all, is looked at at once.
const LISTENERS: &[Listener] = &[
    Listener { event: ResponseReceived::KIND, job: JUDGE },
    Listener { event: ResponseReceived::KIND, job: STAND },
    Listener { event: InteractionCreated::KIND, job: STAND },
    Listener { event: VoiceAnswered::KIND, job: STAND },
    Listener { event: VoiceMatched::KIND, job: STAND },
    Listener { event: VoiceTold::KIND, job: STAND },
];

/// What listen exports to the store.
pub fn part() -> Part {
    Part {
        facts: &[
            FactView { fact: &DIM_SURVEY, select: include_str!("../facts/dim_survey.sql") },
            FactView { fact: &DIM_TOUCHPOINT, select: include_str!("../facts/dim_touchpoint.sql") },
            FactView { fact: &FACT_ANSWER, select: include_str!("../facts/fact_answer.sql") },
            FactView { fact: &FACT_EXPECTATION, select: include_str!("../facts/fact_expectation.sql") },
            FactView { fact: &FACT_REASON, select: include_str!("../facts/fact_reason.sql") },
            FactView { fact: &FACT_VOICE, select: include_str!("../facts/fact_voice.sql") },
        ],
        imports: &[import::KIND],
        timeline: Some(store::timeline::TIMELINE),
        work: Some(store::work::work),
        listeners: LISTENERS,
        holds: &const {
            [
                held("account", "survey_link", "account_id"),
                held("contact", "survey_link", "contact_id"),
                held("account", "survey_response", "account_id"),
                held("contact", "survey_response", "contact_id"),
                held("account", "expectation", "account_id"),
                held("contact", "expectation", "contact_id"),
                held("account", "reason", "account_id"),
                held("account", "reason", "referrer_id"),
                held("staff", "touchpoint", "improvement_staff_id"),
                held("account", "voice", "account_id"),
                held("contact", "voice", "contact_id"),
                held("staff", "voice", "staff_id"),
            ]
        },
        privacy: Some(store::privacy::PRIVACY),
        belongings: BELONGINGS,
        ..Part::new("listen", Folder::of::<Migrations>())
    }
}

/// The descriptor.
pub fn capability() -> Capability {
    let capability = Capability::new(part())
        .permissions(&[SEE, EDIT, ASK, SEND, READ, ANSWER, NOTE])
        .pages(pages::routes())
        .api(api::routes())
        .navigation(Navigation {
            text: "listen-title",
            href: "/listen",
            need: Need::Permission(SEE),
            order: 40,
        })
        .navigation(Navigation {
            text: "listen-journey-title",
            href: "/listen/journey",
            need: Need::Permission(SEE),
            order: 42,
        })
        .command(Command {
            text: "listen-expected-title",
            href: "/listen/expectations",
            need: Need::Permission(SEE),
        })
        .command(Command {
            text: "listen-reasons-came",
            href: "/listen/reasons",
            need: Need::Permission(SEE),
        })
        .panel(Panel {
            text: "listen-why",
            need: Need::Permission(NOTE),
            place: Place::Side,
            order: 25,
            load: pages::load_why,
        })
        .panel(Panel {
            text: "listen-expectations",
            need: Need::Permission(NOTE),
            place: Place::Side,
            order: 20,
            load: pages::load_expectations,
        })
        .navigation(Navigation {
            text: "listen-voices-title",
            href: "/listen/voices",
            need: Need::Permission(READ),
            order: 41,
        })
        .letter(verbs::asking::LETTER)
        .letter(verbs::voice::LETTER)
        .job(JobKind::new(verbs::voice::WRITE, jobs::write_about_voice))
        .job(JobKind::new(verbs::asking::PREPARE, jobs::prepare))
        .job(JobKind::new(JUDGE, jobs::judge))
        .job(JobKind::new(verbs::asking::WAKE, jobs::wake))
        .job(JobKind::new(verbs::asking::REMIND, jobs::remind).every(Every::Seconds(REMIND_SECONDS)))
        .templates(Folder::of::<Templates>())
        .locales(Folder::of::<Locales>());
    pages::samples(capability)
}
