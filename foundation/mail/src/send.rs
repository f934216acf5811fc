//! Handing over what is due, some at a time: claimed, handed over, noted.

use std::collections::{BTreeMap, HashMap};

use futures_util::StreamExt as _;
use troth_core::{Actor, Clocks, Instant, LetterId, MessageId, Purpose};
use troth_store::{Store, Tx};

use crate::Error;
use crate::compose::{Posted, compose};
use crate::kind::LetterKind;
use crate::model::{Letter, Message, State};
use crate::server::{CONNECTIONS, Mailer, Outcome, Server};
use crate::store::{self, Asking, Claimed};
use crate::token::leave_token;

/// Messages claimed at a time: what is unsure when the program dies is of these.
const CHUNK: i64 = 64;

/// What sending works with.
#[derive(Clone, Copy)]
pub struct Outbox<'o> {
    /// The records.
    pub store: &'o Store,
    /// The two clocks.
    pub clocks: &'o Clocks,
    /// Where the business's pages are reached, without a slash at the end.
    pub base: &'o str,
    /// Randomness for the secret of links, where none was needed yet.
    pub fresh: [u8; 32],
    /// Who is asked about messages that are about to go out.
    pub kinds: &'o [LetterKind],
}

/// What a round came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Round {
    /// Messages by what became of them.
    pub states: BTreeMap<State, u64>,
    /// Why it stopped before everything that is due was done.
    pub trouble: Option<String>,
}

/// Hands over everything that is due. A server that cannot be reached ends the round, and what was claimed waits.
///
/// Cost: with the messages that are due; eight connections at once.
///
/// # Errors
/// [`Error::Server`] and [`Error::Wrong`] for a server that cannot be used as it is described, [`Error::Store`].
pub async fn send_due(outbox: Outbox<'_>, server: &Server) -> Result<Round, Error> {
    let mailer = Mailer::new(server)?;
    let round = hand_over_due(outbox, (&mailer, &server.from)).await;
    mailer.quit().await;
    round
}

async fn hand_over_due(outbox: Outbox<'_>, (mailer, from): (&Mailer, &str)) -> Result<Round, Error> {
    let Outbox { store, clocks, fresh, .. } = outbox;
    let now = || clocks.business.now();
    let keep = move |tx: &mut Tx<'_>| store::keep_secret(tx, fresh);
    let secret = store.write(now(), Actor::System, keep).await?;
    let mut letters: HashMap<LetterId, Letter> = HashMap::new();
    let mut round = Round::default();
    loop {
        let (kinds, base, known) = (outbox.kinds.to_vec(), outbox.base.to_owned(), secret.clone());
        let claim = move |tx: &mut Tx<'_>| {
            store::claim(tx, &Asking { kinds: &kinds, base: &base, secret: &known }, CHUNK)
        };
        let (claimed, looked) = store.write(now(), Actor::System, claim).await?;
        if looked == 0 {
            return Ok(round);
        }
        for id in claimed.iter().map(|claimed| claimed.message.letter) {
            if !letters.contains_key(&id) {
                let found = store.read(move |db| store::find_letter(db, id)).await?;
                letters.extend(found.map(|letter| (id, letter)));
            }
        }
        let handing = claimed.into_iter().map(|Claimed { message, fields }| {
            let (letter, secret) = (letters.get(&message.letter), &secret);
            async move {
                let outcome = hand_over(mailer, (outbox, from), letter, (&message, fields), secret).await;
                (message, outcome)
            }
        });
        let done: Vec<(Message, Outcome)> =
            futures_util::stream::iter(handing).buffer_unordered(CONNECTIONS).collect().await;
        let trouble = done.iter().find_map(|(_, outcome)| match outcome {
            Outcome::Unreachable(said) => Some(said.clone()),
            _ => None,
        });
        let said = trouble.clone();
        let noted = store
            .write(now(), Actor::System, move |tx| {
                let mut states = Vec::new();
                for (message, outcome) in &done {
                    store::note(tx, fresh, message, outcome)?;
                    states.push(store::get_message(tx, message.id)?.message.state);
                }
                match &said {
                    Some(said) => store::put_trouble(tx, said)?,
                    None if done.is_empty() => {}
                    None => store::clear_trouble(tx)?,
                }
                Ok::<_, troth_store::Error>(states)
            })
            .await?;
        for state in noted {
            *round.states.entry(state).or_default() += 1;
        }
        if trouble.is_some() {
            return Ok(Round { trouble, ..round });
        }
    }
}

async fn hand_over(
    mailer: &Mailer,
    (outbox, from): (Outbox<'_>, &str),
    letter: Option<&Letter>,
    (message, more): (&Message, BTreeMap<String, String>),
    secret: &[u8],
) -> Outcome {
    let Some(letter) = letter else { return Outcome::Unwritable("the letter is gone".into()) };
    let mut fields: BTreeMap<String, String> = serde_json::from_str(&message.fields).unwrap_or_default();
    fields.extend(more);
    let posted = Posted {
        message: message.id,
        to: &message.address,
        fields,
        from,
        leave: Some(format!("{}/mail/leave/{}", outbox.base, leave_token(secret, message.id))),
        at: outbox.clocks.wall.now(),
    };
    match compose(letter, posted) {
        Ok((envelope, bytes)) => mailer.hand_over(&envelope, &bytes).await,
        Err(error) => Outcome::Unwritable(error.to_string()),
    }
}

/// Hands a message to the server that says nothing but that it works; no consent is asked, because whoever asks for it gets it.
///
/// # Errors
/// As [`send_due`], and [`Error::Wrong`] for an address that is none.
pub async fn send_test(
    server: &Server,
    (id, at): (MessageId, Instant),
    (name, to): (&str, &str),
    (subject, body): (&str, &str),
) -> Result<Outcome, Error> {
    let letter = Letter {
        key: String::new(),
        kind: String::new(),
        about: String::new(),
        purpose: Purpose::News,
        language: String::new(),
        from_name: name.to_owned(),
        reply_to: to.to_owned(),
        subject: subject.to_owned(),
        body: body.to_owned(),
        html: None,
    };
    let fields = [("name".to_owned(), name.to_owned())].into();
    let posted = Posted { message: id, to, fields, from: &server.from, leave: None, at };
    let (envelope, bytes) = compose(&letter, posted)?;
    let mailer = Mailer::new(server)?;
    let outcome = mailer.hand_over(&envelope, &bytes).await;
    mailer.quit().await;
    Ok(outcome)
}
