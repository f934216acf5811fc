//! Events: what happened, by whom, to what. One struct per event; every verb appends exactly one.
//!
//! An event carries ids and names of fields only. Personal values before and after a change go to the private
//! part, which erasure empties.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::id::{
    AccountId, AskingId, BatchId, ConsentId, ContactId, ContractId, DeliveryId, DuplicateId, ExpectationId,
    Id, InteractionId, MessageId, NoteId, ReasonId, ResponseId, RunId, SegmentId, StaffId, StageId, SurveyId,
    SurveyVersionId, TeamId, TokenId, TouchpointId, UserId, VoiceId, WebhookId, WorkItemId,
};

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// Troth itself: a schedule, a job, a migration, the command line of the operator.
    System,
    /// Somebody signed in.
    User(UserId),
    /// A program with an API token.
    Token(TokenId),
}

impl Actor {
    /// The word stored beside the id.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::User(_) => "user",
            Self::Token(_) => "token",
        }
    }

    /// The id, zero for the system.
    pub fn id(self) -> i64 {
        match self {
            Self::System => 0,
            Self::User(id) => id.raw(),
            Self::Token(id) => id.raw(),
        }
    }
}

/// What it happened to: the prefix of an id, and the id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject {
    /// Prefix of the id, for example `acc`; `workspace` for the installation itself.
    pub kind: &'static str,
    /// The id as stored.
    pub id: i64,
}

impl Subject {
    /// The installation as a whole.
    pub const WORKSPACE: Self = Self { kind: "workspace", id: 0 };
}

impl<I: Id> From<I> for Subject {
    fn from(id: I) -> Self {
        Self { kind: I::PREFIX, id: id.raw() }
    }
}

/// One kind of thing that can happen.
pub trait Event: Serialize {
    /// `crate.what_happened`, unique; listeners and webhooks choose by it.
    const KIND: &'static str;
    /// What it happened to.
    fn subject(&self) -> Subject;
}

macro_rules! events {
    ($($(#[$doc:meta])* $name:ident = $kind:literal, $subject:expr; { $($(#[$field_doc:meta])* $field:ident: $type:ty),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Serialize)]
        pub struct $name { $($(#[$field_doc])* pub $field: $type),* }
        impl Event for $name {
            const KIND: &'static str = $kind;
            fn subject(&self) -> Subject {
                let subject: fn(&Self) -> Subject = $subject;
                subject(self)
            }
        }
    )*
    /// Every kind of event there is.
    pub const EVENT_KINDS: &[&str] = &[$($kind),*];
    };
}

events! {
    /// Somebody got the right to sign in.
    UserCreated = "web.user_created", |e| e.user.into(); {
        /// Who.
        user: UserId,
    }
    /// It was said which member of staff somebody who signs in is.
    UserLinked = "web.user_linked", |e| e.user.into(); {
        /// Who.
        user: UserId,
        /// Which member of staff; none where they are no longer any.
        staff: Option<StaffId>,
    }
    /// Somebody signed in.
    UserSignedIn = "web.user_signed_in", |e| e.user.into(); {
        /// Who.
        user: UserId,
    }
    /// Somebody's name, address, role, password, second factor or right to sign in was changed.
    UserChanged = "web.user_changed", |e| e.user.into(); {
        /// Who.
        user: UserId,
        /// What changed: `name`, `email`, `role`, `password`, `two_factor`, `disabled`.
        fields: Vec<String>,
    }
    /// A link was made that signs somebody in once.
    SignInLinkMade = "web.sign_in_link_made", |e| e.user.into(); {
        /// Whom.
        user: UserId,
    }
    /// Browsers were signed out by their owner or by whoever manages users.
    SessionsEnded = "web.sessions_ended", |e| e.user.into(); {
        /// Whose.
        user: UserId,
        /// How many.
        sessions: i64,
    }
    /// A program got a token.
    TokenCreated = "web.token_created", |e| e.token.into(); {
        /// Which.
        token: TokenId,
        /// Whose rights it has.
        user: UserId,
    }
    /// A token was taken back.
    TokenRevoked = "web.token_revoked", |e| e.token.into(); {
        /// Which.
        token: TokenId,
    }
    /// An address is told of events from now on.
    WebhookCreated = "web.webhook_created", |e| e.webhook.into(); {
        /// Which.
        webhook: WebhookId,
    }
    /// An address, what it is told, or whether, was changed.
    WebhookChanged = "web.webhook_changed", |e| e.webhook.into(); {
        /// Which.
        webhook: WebhookId,
        /// What changed: `name`, `url`, `kinds`, `own_network`, `secret`, `enabled`.
        fields: Vec<String>,
    }
    /// An address is told nothing any more.
    WebhookRemoved = "web.webhook_removed", |e| e.webhook.into(); {
        /// Which.
        webhook: WebhookId,
    }
    /// Somebody wants to see whether an address is reached: it is told this.
    WebhookTested = "web.webhook_tested", |e| e.webhook.into(); {
        /// Which.
        webhook: WebhookId,
    }
    /// An address was told an event once more.
    WebhookReplayed = "web.webhook_replayed", |e| e.webhook.into(); {
        /// Which.
        webhook: WebhookId,
        /// What is on its way again.
        delivery: DeliveryId,
    }
    /// Troth stopped telling an address anything, because it did not answer well for long.
    WebhookStopped = "web.webhook_stopped", |e| e.webhook.into(); {
        /// Which.
        webhook: WebhookId,
        /// `failing` or `gone`.
        why: String,
    }
    /// Somebody wants to see whether messages get out: one goes to them.
    MailTested = "mail.tested", |_| Subject::WORKSPACE; {}
    /// A message came back, or its addressee complained about it.
    MessageReturned = "mail.message_returned", |e| e.message.into(); {
        /// Which.
        message: MessageId,
        /// Whether the address is of no use any more.
        permanent: bool,
        /// Whether it is a complaint.
        complaint: bool,
    }
    /// A message of which nobody knows whether it arrived is sent again.
    MessageRetried = "mail.message_retried", |e| e.message.into(); {
        /// Which.
        message: MessageId,
    }
    /// Somebody who is no person in the records said by the link of a message that they want no more.
    MessageLeft = "mail.message_left", |e| e.message.into(); {
        /// Which.
        message: MessageId,
    }
    /// Nothing is sent to an address any more, because somebody said so.
    AddressSuppressed = "mail.address_suppressed", |_| Subject::WORKSPACE; {}
    /// An address may be written to again.
    AddressReleased = "mail.address_released", |_| Subject::WORKSPACE; {}
    /// A setting of the installation was changed.
    SettingChanged = "store.setting_changed", |_| Subject::WORKSPACE; {
        /// Which.
        key: String,
    }
    /// The name, zone or currency of the business was changed.
    BusinessChanged = "records.business_changed", |_| Subject::WORKSPACE; {
        /// The settings that changed.
        settings: Vec<String>,
    }
    /// A customer was entered by hand or through the API.
    AccountCreated = "records.account_created", |e| e.account.into(); {
        /// Which.
        account: AccountId,
    }
    /// A customer was changed by hand or through the API.
    AccountChanged = "records.account_changed", |e| e.account.into(); {
        /// Which.
        account: AccountId,
        /// The fields that changed.
        fields: Vec<String>,
    }
    /// A person at a customer was entered.
    ContactCreated = "records.contact_created", |e| e.contact.into(); {
        /// Who.
        contact: ContactId,
        /// At which customer.
        account: AccountId,
    }
    /// A person at a customer was changed.
    ContactChanged = "records.contact_changed", |e| e.contact.into(); {
        /// Who.
        contact: ContactId,
        /// The fields that changed.
        fields: Vec<String>,
    }
    /// A member of staff was entered.
    StaffCreated = "records.staff_created", |e| e.staff.into(); {
        /// Who.
        staff: StaffId,
    }
    /// A member of staff was changed.
    StaffChanged = "records.staff_changed", |e| e.staff.into(); {
        /// Who.
        staff: StaffId,
        /// The fields that changed.
        fields: Vec<String>,
    }
    /// A team was entered.
    TeamCreated = "records.team_created", |e| e.team.into(); {
        /// Which.
        team: TeamId,
    }
    /// A team was changed.
    TeamChanged = "records.team_changed", |e| e.team.into(); {
        /// Which.
        team: TeamId,
        /// The fields that changed.
        fields: Vec<String>,
    }
    /// A contract was entered.
    ContractCreated = "records.contract_created", |e| e.contract.into(); {
        /// Which.
        contract: ContractId,
        /// With which customer.
        account: AccountId,
    }
    /// A contract was changed, or ended.
    ContractChanged = "records.contract_changed", |e| e.contract.into(); {
        /// Which.
        contract: ContractId,
        /// The fields that changed.
        fields: Vec<String>,
    }
    /// Somebody had to do with a customer.
    InteractionCreated = "records.interaction_created", |e| e.interaction.into(); {
        /// Which.
        interaction: InteractionId,
        /// With which customer.
        account: AccountId,
    }
    /// What was written about an interaction was changed.
    InteractionChanged = "records.interaction_changed", |e| e.interaction.into(); {
        /// Which.
        interaction: InteractionId,
        /// The fields that changed.
        fields: Vec<String>,
    }
    /// A note was written.
    NoteCreated = "records.note_created", |e| e.note.into(); {
        /// Which.
        note: NoteId,
        /// About which customer.
        account: AccountId,
    }
    /// A note was written anew.
    NoteChanged = "records.note_changed", |e| e.note.into(); {
        /// Which.
        note: NoteId,
    }
    /// A note was taken away, or brought back.
    NoteRemoved = "records.note_removed", |e| e.note.into(); {
        /// Which.
        note: NoteId,
        /// Whether it is away now.
        removed: bool,
    }
    /// A segment was saved.
    SegmentCreated = "records.segment_created", |e| e.segment.into(); {
        /// Which.
        segment: SegmentId,
    }
    /// A segment asks something else, or is called otherwise.
    SegmentChanged = "records.segment_changed", |e| e.segment.into(); {
        /// Which.
        segment: SegmentId,
    }
    /// A segment was taken away, or brought back.
    SegmentRemoved = "records.segment_removed", |e| e.segment.into(); {
        /// Which.
        segment: SegmentId,
        /// Whether it is away now.
        removed: bool,
    }
    /// Somebody wants records that may be of the same customer looked for.
    DuplicatesSought = "records.duplicates_sought", |_| Subject::WORKSPACE; {
        /// How many records were still to be looked at.
        due: i64,
    }
    /// Two records may be of the same customer or person, and are proposed to be merged.
    DuplicateNamed = "records.duplicate_named", |e| e.duplicate.into(); {
        /// Which.
        duplicate: DuplicateId,
    }
    /// Two records are not of the same customer or person, or that was taken back.
    DuplicateDismissed = "records.duplicate_dismissed", |e| e.duplicate.into(); {
        /// Which.
        duplicate: DuplicateId,
        /// Whether they are two for good now.
        dismissed: bool,
    }
    /// A customer was merged into another.
    CustomersMerged = "records.customers_merged", |e| e.stays.into(); {
        /// As which pair.
        duplicate: DuplicateId,
        /// The customer that stays.
        stays: AccountId,
        /// The one that went into it.
        goes: AccountId,
        /// The fields of the one that stays that are now the other's.
        fields: Vec<String>,
    }
    /// A person was merged into another.
    PeopleMerged = "records.people_merged", |e| e.stays.into(); {
        /// As which pair.
        duplicate: DuplicateId,
        /// The person that stays.
        stays: ContactId,
        /// The one that went into it.
        goes: ContactId,
        /// The fields of the one that stays that are now the other's.
        fields: Vec<String>,
    }
    /// A merge was taken back: there are two again.
    MergeUndone = "records.merge_undone", |e| e.duplicate.into(); {
        /// Which.
        duplicate: DuplicateId,
        /// Fields that were changed since and stay as they are.
        kept: Vec<String>,
    }
    /// A person agreed to something, or took that back.
    ConsentRecorded = "store.consent_recorded", |e| e.contact.into(); {
        /// The entry.
        consent: ConsentId,
        /// Who.
        contact: ContactId,
        /// To what.
        purpose: String,
        /// Whether it is allowed from now on.
        given: bool,
    }
    /// Every row of an import is in the records.
    ImportApplied = "records.import_applied", |e| e.batch.into(); {
        /// The import.
        batch: BatchId,
        /// Its kind, for example `purchases`.
        import_kind: String,
    }
    /// An import was taken back.
    ImportUndone = "records.import_undone", |e| e.batch.into(); {
        /// The import.
        batch: BatchId,
        /// Its kind.
        import_kind: String,
    }
    /// Records were taken out as files.
    RecordsExported = "records.exported", |_| Subject::WORKSPACE; {
        /// The kinds, for example `purchases`.
        kinds: Vec<String>,
        /// `csv` or `parquet`.
        format: String,
        /// How many rows there were as it began.
        rows: i64,
        /// Whether names, addresses and texts were among them.
        personal: bool,
    }
    /// What is held of a customer was taken out, to be given to them.
    CustomerTold = "records.customer_told", |e| e.account.into(); {
        /// Which.
        account: AccountId,
        /// How many rows.
        rows: i64,
    }
    /// What is held of a person at a customer was taken out, to be given to them.
    PersonTold = "records.person_told", |e| e.contact.into(); {
        /// Who.
        contact: ContactId,
        /// How many rows.
        rows: i64,
    }
    /// A customer was erased, with everybody there and all records that had gone into it; what was counted stays.
    CustomerErased = "records.customer_erased", |e| e.account.into(); {
        /// Which.
        account: AccountId,
        /// How many rows of each table went or were emptied.
        rows: BTreeMap<String, i64>,
    }
    /// A person at a customer was erased.
    PersonErased = "records.person_erased", |e| e.contact.into(); {
        /// Who.
        contact: ContactId,
        /// How many rows of each table went or were emptied.
        rows: BTreeMap<String, i64>,
    }
    /// A survey was begun.
    SurveyCreated = "listen.survey_created", |e| e.survey.into(); {
        /// Which.
        survey: SurveyId,
    }
    /// A survey was changed; what was published of it stays as it is until it is published again.
    SurveyChanged = "listen.survey_changed", |e| e.survey.into(); {
        /// Which.
        survey: SurveyId,
        /// What changed: `name`, `anonymous`, `last_day`, `open_link`, `draft`.
        fields: Vec<String>,
    }
    /// A survey asks from now on what it says.
    SurveyPublished = "listen.survey_published", |e| e.survey.into(); {
        /// Which.
        survey: SurveyId,
        /// As which version.
        version: SurveyVersionId,
    }
    /// A survey takes no more answers, or does so again.
    SurveyClosed = "listen.survey_closed", |e| e.survey.into(); {
        /// Which.
        survey: SurveyId,
        /// Whether it is closed now.
        closed: bool,
    }
    /// Links were made by which people answer a survey once each.
    SurveyLinksMade = "listen.survey_links_made", |e| e.survey.into(); {
        /// Which.
        survey: SurveyId,
        /// How many.
        links: i64,
    }
    /// People are asked a survey by e-mail.
    AskingBegun = "listen.asking_begun", |e| e.asking.into(); {
        /// Which asking.
        asking: AskingId,
        /// Which survey.
        survey: SurveyId,
    }
    /// Everybody who is asked has a message waiting for them.
    AskingPrepared = "listen.asking_prepared", |e| e.asking.into(); {
        /// Which asking.
        asking: AskingId,
        /// How many people are asked.
        people: i64,
    }
    /// Nobody more is asked for now, or they are again.
    AskingStopped = "listen.asking_stopped", |e| e.asking.into(); {
        /// Which asking.
        asking: AskingId,
        /// Whether it is stopped now.
        stopped: bool,
    }
    /// People who have not answered are reminded.
    AskingReminded = "listen.asking_reminded", |e| e.asking.into(); {
        /// Which asking.
        asking: AskingId,
        /// For which time.
        round: i64,
        /// How many people.
        people: i64,
    }
    /// The way customers go was begun from a template.
    JourneyBegun = "listen.journey_begun", |_| Subject::WORKSPACE; {
        /// Which: `shop` or `maker`.
        template: String,
        /// How many touchpoints it brought.
        touchpoints: i64,
    }
    /// A stage was added to the way customers go.
    StageAdded = "listen.stage_added", |e| e.stage.into(); {
        /// Which.
        stage: StageId,
    }
    /// A stage was renamed, put elsewhere, retired or brought back.
    StageChanged = "listen.stage_changed", |e| e.stage.into(); {
        /// Which.
        stage: StageId,
        /// What changed: `name`, `place`, `retired`.
        fields: Vec<String>,
    }
    /// A touchpoint was added to a stage.
    TouchpointAdded = "listen.touchpoint_added", |e| e.touchpoint.into(); {
        /// Which.
        touchpoint: TouchpointId,
        /// At which stage.
        stage: StageId,
    }
    /// A touchpoint was renamed, put elsewhere, retired or brought back.
    TouchpointChanged = "listen.touchpoint_changed", |e| e.touchpoint.into(); {
        /// Which.
        touchpoint: TouchpointId,
        /// What changed: `name`, `stage`, `place`, `retired`.
        fields: Vec<String>,
    }
    /// A question of a survey was tied to a touchpoint, or let go.
    QuestionTied = "listen.question_tied", |e| e.touchpoint.into(); {
        /// To which.
        touchpoint: TouchpointId,
        /// Of which survey.
        survey: SurveyId,
        /// The key of the question.
        question: String,
        /// Whether it belongs there now.
        tied: bool,
    }
    /// It was noted what a customer expects.
    ExpectationNoted = "listen.expectation_noted", |e| e.expectation.into(); {
        /// What.
        expectation: ExpectationId,
        /// Whose.
        account: AccountId,
        /// Where.
        touchpoint: TouchpointId,
    }
    /// It was said whether an expectation was missed, met or exceeded.
    ExpectationJudged = "listen.expectation_judged", |e| e.expectation.into(); {
        /// Which.
        expectation: ExpectationId,
        /// Whose.
        account: AccountId,
        /// `missed`, `met` or `exceeded`; nothing where it is open again.
        judgement: Option<String>,
        /// `staff`, or `answer` where the customer's own answer says so.
        by: String,
    }
    /// An expectation was taken away, or brought back.
    ExpectationRemoved = "listen.expectation_removed", |e| e.expectation.into(); {
        /// Which.
        expectation: ExpectationId,
        /// Whose.
        account: AccountId,
        /// Whether it is away now.
        removed: bool,
    }
    /// It was noted why a customer came, stayed or left.
    ReasonNoted = "listen.reason_noted", |e| e.reason.into(); {
        /// What.
        reason: ReasonId,
        /// Whose.
        account: AccountId,
        /// `came`, `decided`, `stayed`, `left` or `went`.
        about: String,
        /// What of that.
        word: String,
    }
    /// A reason was taken away, or brought back.
    ReasonRemoved = "listen.reason_removed", |e| e.reason.into(); {
        /// Which.
        reason: ReasonId,
        /// Whose.
        account: AccountId,
        /// Whether it is away now.
        removed: bool,
    }
    /// Somebody gave answers to a survey and has not sent them yet. Surveys without names have no such event.
    ResponseKept = "listen.response_kept", |e| e.response.into(); {
        /// The answers.
        response: ResponseId,
        /// To which survey.
        survey: SurveyId,
    }
    /// Somebody answered a survey. Surveys without names have no such event.
    ResponseReceived = "listen.response_received", |e| e.response.into(); {
        /// The answers.
        response: ResponseId,
        /// To which survey.
        survey: SurveyId,
        /// Which customer.
        account: Option<AccountId>,
        /// Which person there.
        contact: Option<ContactId>,
    }
    /// The page on which anybody can tell something was opened or closed.
    VoicesOpened = "listen.voices_opened", |_| Subject::WORKSPACE; {
        /// Whether it is open now.
        open: bool,
    }
    /// Somebody told something of their own accord.
    VoiceReceived = "listen.voice_received", |e| e.voice.into(); {
        /// What they told.
        voice: VoiceId,
        /// `suggestion`, `question`, `request`, `praise` or `complaint`.
        sort: String,
    }
    /// It was said which customer somebody is who told something.
    VoiceMatched = "listen.voice_matched", |e| e.voice.into(); {
        /// What they told.
        voice: VoiceId,
        /// Which customer; none where it is nobody's any more.
        account: Option<AccountId>,
    }
    /// What somebody told was answered, granted, declined or done.
    VoiceAnswered = "listen.voice_answered", |e| e.voice.into(); {
        /// What they told.
        voice: VoiceId,
        /// `answered`, `granted`, `declined` or `done`.
        stage: String,
    }
    /// Two people told the same, or they did not after all.
    VoiceMerged = "listen.voice_merged", |e| e.voice.into(); {
        /// What one of them told.
        voice: VoiceId,
        /// Which stands for both; none where it was taken back.
        into: Option<VoiceId>,
    }
    /// What somebody told stands on the public list, or does not any more.
    VoicePublished = "listen.voice_published", |e| e.voice.into(); {
        /// What they told.
        voice: VoiceId,
        /// Whether it stands there now.
        published: bool,
    }
    /// Somebody wants, too, what stands on the public list.
    VoiceVoted = "listen.voice_voted", |e| e.voice.into(); {
        /// What stands there.
        voice: VoiceId,
    }
    /// Everybody who asked is told what was done.
    VoiceTold = "listen.voice_told", |e| e.voice.into(); {
        /// What they asked for.
        voice: VoiceId,
        /// How many people are written to.
        people: i64,
    }
    /// Praise was passed on to whom it is about.
    VoicePassedOn = "listen.voice_passed_on", |e| e.voice.into(); {
        /// The praise.
        voice: VoiceId,
        /// Which member of staff.
        staff: StaffId,
    }
    /// Somebody wants figures now, not in the morning.
    RunAsked = "measure.run_asked", |_| Subject::WORKSPACE; {}
    /// A morning run came to its end; scores, figures and work are new.
    RunFinished = "measure.run_finished", |e| e.run.into(); {
        /// The run.
        run: RunId,
    }
    /// A morning run stopped; yesterday's figures stand.
    RunFailed = "measure.run_failed", |e| e.run.into(); {
        /// The run.
        run: RunId,
        /// The step that failed.
        step: String,
    }
    /// What stands to be done by itself, whatever a run proposed, became more or less.
    WorkChanged = "store.work_changed", |_| Subject::WORKSPACE; {
        /// What of: the name of a part.
        part: String,
        /// How many items are new, or new in what they say.
        stands: i64,
        /// How many are settled.
        settled: i64,
    }
    /// Somebody did, snoozed or dismissed a work item, or took that back.
    WorkDecided = "today.work_decided", |e| e.item.into(); {
        /// The item.
        item: WorkItemId,
        /// `done`, `snoozed`, `not-useful` or `open`.
        decision: String,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_names_its_subject_and_carries_ids() {
        let event = ImportApplied { batch: BatchId::from_raw(5), import_kind: "purchases".into() };
        assert_eq!(event.subject(), Subject { kind: "imp", id: 5 });
        let json = serde_json::to_string(&event).unwrap();
        assert_eq!(json, r#"{"batch":"imp_0000000000005","import_kind":"purchases"}"#);
    }
}
