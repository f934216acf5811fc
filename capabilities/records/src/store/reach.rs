//! Which tables belong to customers, and which customers somebody who is limited to their team sees.

use troth_core::{AccountId, ContactId, ContractId, DuplicateId, Id as _, InteractionId, NoteId, PurchaseId};
use troth_store::{Belonging, By};

/// A customer is its team's and its owner's; one that went into another is whose that one is.
const OF_TEAM: &str = "EXISTS (SELECT 1 FROM {main}.account AS own WHERE own.id = COALESCE(account.merged_into, account.id) \
     AND (own.owner_id = {staff} OR own.team_id = (SELECT known.team_id FROM {main}.staff AS known WHERE known.id = {staff})))";

/// The tables. Staging and undoing of imports is for those who import, who see every customer.
pub(crate) const BELONGINGS: &[Belonging] = &[
    Belonging { table: "account", prefix: Some(AccountId::PREFIX), by: By::Itself(OF_TEAM) },
    Belonging::through("contact", "account_id", "account").shown_as(ContactId::PREFIX),
    Belonging::through("contract", "account_id", "account").shown_as(ContractId::PREFIX),
    Belonging::through("purchase", "account_id", "account").shown_as(PurchaseId::PREFIX),
    Belonging::through("interaction", "account_id", "account").shown_as(InteractionId::PREFIX),
    Belonging::through("interaction_text", "id", "interaction"),
    Belonging::through("note", "account_id", "account").shown_as(NoteId::PREFIX),
    Belonging::through("lookup_token", "account_id", "account"),
    Belonging::through("account_latest", "account_id", "account"),
    Belonging::through("account_latest_due", "account_id", "account"),
    Belonging::through("duplicate", "account_id", "account").shown_as(DuplicateId::PREFIX),
    Belonging::through("duplicate_due", "account_id", "account"),
    Belonging::through("duplicate_key", "account_id", "account"),
];
