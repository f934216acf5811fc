//! What every floor of Troth speaks: ids, money, time, figures, rights, events, work items and
//! the declarations of facts. Pure types and rules: no I/O, no clock, no randomness.

mod clock;
mod consent;
mod event;
mod fact;
pub mod few;
mod figure;
mod id;
mod message;
mod money;
mod pace;
mod rate;
mod rights;
mod time;
mod work;

pub use clock::{Clock, Clocks, FixedClock};
pub use consent::Purpose;
pub use event::{
    AccountChanged, AccountCreated, Actor, AddressReleased, AddressSuppressed, AskingBegun, AskingPrepared,
    AskingReminded, AskingStopped, BusinessChanged, ConsentRecorded, ContactChanged, ContactCreated,
    ContractChanged, ContractCreated, CustomerErased, CustomerTold, CustomersMerged, DuplicateDismissed,
    DuplicateNamed, DuplicatesSought, EVENT_KINDS, Event, ExpectationJudged, ExpectationNoted,
    ExpectationRemoved, ImportApplied, ImportUndone, InteractionChanged, InteractionCreated, JourneyBegun,
    MailTested, MergeUndone, MessageLeft, MessageRetried, MessageReturned, NoteChanged, NoteCreated,
    NoteRemoved, PeopleMerged, PersonErased, PersonTold, QuestionTied, ReasonNoted, ReasonRemoved,
    RecordsExported, ResponseKept, ResponseReceived, RunAsked, RunFailed, RunFinished, SegmentChanged,
    SegmentCreated, SegmentRemoved, SessionsEnded, SettingChanged, SignInLinkMade, StaffChanged,
    StaffCreated, StageAdded, StageChanged, Subject, SurveyChanged, SurveyClosed, SurveyCreated,
    SurveyLinksMade, SurveyPublished, TeamChanged, TeamCreated, TokenCreated, TokenRevoked, TouchpointAdded,
    TouchpointChanged, UserChanged, UserCreated, UserLinked, UserSignedIn, VoiceAnswered, VoiceMatched,
    VoiceMerged, VoicePassedOn, VoicePublished, VoiceReceived, VoiceTold, VoiceVoted, VoicesOpened,
    WebhookChanged, WebhookCreated, WebhookRemoved, WebhookReplayed, WebhookStopped, WebhookTested,
    WorkChanged, WorkDecided,
};
pub use fact::{
    Column, ColumnType, DIM_ACCOUNT, DIM_CONTACT, DIM_STAFF, DIM_SURVEY, DIM_TEAM, DIM_TOUCHPOINT,
    FACT_ACTION, FACT_ANSWER, FACT_CONTRACT, FACT_EXPECTATION, FACT_INTERACTION, FACT_PURCHASE, FACT_REASON,
    FACT_VOICE, FACTS, Fact,
};
pub use figure::{Figure, Grade, Unit};
pub use id::{
    AccountId, AskingId, BatchId, ConsentId, ContactId, ContractId, DeliveryId, DuplicateId, EventId,
    ExpectationId, Id, IdMaker, InteractionId, JobId, LetterId, LinkId, MessageId, NoteId, ParseIdError,
    PurchaseId, RateId, ReasonId, ReplyId, RequestKeyId, ResponseId, RunId, SegmentId, SessionId, StaffId,
    StageId, SurveyId, SurveyItemId, SurveyVersionId, TeamId, TokenId, TouchpointId, TryId, UserId, VoiceId,
    WebhookId, WorkItemId, join_id, split_id,
};
pub use message::{Argument, Message};
pub use money::{Currency, Money, MoneyError};
pub use pace::{Pace, PacedClock};
pub use rate::Rate;
pub use rights::{Permission, Role};
pub use time::{Calendar, Day, Instant, Micros, Month, TimeError, Zone};
pub use work::{Action, Decision, Dismissal, Proposal, by_rank, rank, returns};
