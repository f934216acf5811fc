//! What can be done with mail: one transaction and one event each.

use troth_core::{Actor, MailTested, Message, MessageId, MessageLeft, Purpose};
use troth_mail::{Outcome, Policy, Returned, Security, Server};

use crate::error::FieldError;
use crate::{App, Error, Who};

/// How mail is to be set up, as somebody said it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) host: String,
    pub(super) port: String,
    pub(super) security: String,
    pub(super) user: String,
    /// Nothing: the one that is known stays.
    pub(super) password: Option<String>,
    pub(super) authority: String,
    pub(super) from: String,
}

fn wrong(field: &str, message: Message) -> Error {
    Error::Fields(vec![FieldError { field: field.into(), message }])
}

fn refused(error: troth_mail::Error) -> Error {
    match error {
        troth_mail::Error::Store(error) => error.into(),
        troth_mail::Error::Server(why) => Error::Wrong(Message::new("mail-server-wrong").with("why", why)),
        other => wrong("from", Message::new("mail-from-wrong").with("why", other.to_string())),
    }
}

impl Draft {
    fn check(self, known: Option<&Server>) -> Result<Server, Error> {
        let host = self.host.trim().to_owned();
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
        if host.is_empty() || host.len() > 253 || !host.bytes().all(is_name) {
            return Err(wrong("host", Message::new("mail-host-wrong")));
        }
        let port = self.port.trim().parse::<u16>().ok().filter(|port| *port > 0);
        let port = port.ok_or_else(|| wrong("port", Message::new("mail-port-wrong")))?;
        let security = Security::find(&self.security);
        let security = security.ok_or_else(|| wrong("security", Message::new("mail-security-wrong")))?;
        let long = |field: &'static str, text: &str, most: usize| {
            if text.len() > most { Err(wrong(field, Message::new("mail-too-long"))) } else { Ok(()) }
        };
        long("user", &self.user, 500)?;
        long("authority", &self.authority, 20_000)?;
        // A password that is known is not sent to another server, or under another name.
        let same = known.filter(|known| known.host == host && known.user == self.user.trim());
        let password = self.password.filter(|password| !password.is_empty());
        let password = password.or_else(|| same.map(|known| known.password.clone())).unwrap_or_default();
        long("password", &password, 500)?;
        let server = Server {
            host,
            port,
            security,
            user: self.user.trim().to_owned(),
            password,
            authority: self.authority.trim().to_owned(),
            from: self.from.trim().to_owned(),
        };
        server.check().map_err(refused)?;
        Ok(server)
    }
}

/// Names the server.
pub(super) async fn put_server(app: &App, actor: Actor, draft: Draft) -> Result<(), Error> {
    let put = move |tx: &mut troth_store::Tx<'_>| {
        let known = troth_mail::find_server(tx)?;
        let server = draft.clone().check(known.as_ref())?;
        Ok::<_, Error>(troth_mail::put_server(tx, &server)?)
    };
    app.store().write(app.now(), actor, put).await
}

/// Says when and how often people are written to.
pub(super) async fn put_policy(app: &App, actor: Actor, policy: Policy) -> Result<(), Error> {
    if !policy.is_right() {
        return Err(wrong("most", Message::new("mail-policy-wrong")));
    }
    app.store().write(app.now(), actor, move |tx| Ok::<_, Error>(troth_mail::put_policy(tx, &policy)?)).await
}

/// Sends a message to whoever asks, and says where to and what the server said.
pub(super) async fn test(app: &App, who: &Who, texts: (&str, &str)) -> Result<(String, Outcome), Error> {
    let user = who.user;
    let read = move |db: &mut troth_store::Db<'_>| {
        Ok::<_, troth_store::Error>((troth_mail::find_server(db)?, crate::user::find_user(db, user)?))
    };
    let (server, user) = app.store().read(read).await?;
    let server = server.ok_or_else(|| Error::Conflict(Message::new("mail-no-server")))?;
    let user = user.ok_or(Error::NotFound)?;
    let noted = |tx: &mut troth_store::Tx<'_>| {
        tx.append(&MailTested {})?;
        Ok::<MessageId, troth_store::Error>(tx.new_id())
    };
    let id = app.store().write(app.now(), who.actor(), noted).await?;
    let outcome = troth_mail::send_test(&server, (id, app.wall()), (&user.name, &user.email), texts).await;
    Ok((user.email, outcome.map_err(refused)?))
}

/// Sends nothing to an address any more.
pub(super) async fn suppress(app: &App, actor: Actor, address: String) -> Result<(), Error> {
    let address = address.trim().to_owned();
    let is_one = address.len() <= 320
        && address.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    if !is_one || address.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err(wrong("address", Message::new("mail-address-wrong")));
    }
    let fresh = app.random();
    let put = move |tx: &mut troth_store::Tx<'_>| Ok::<_, Error>(troth_mail::suppress(tx, fresh, &address)?);
    app.store().write(app.now(), actor, put).await
}

/// Lets an address be written to again.
pub(super) async fn release(app: &App, actor: Actor, hash: String) -> Result<(), Error> {
    app.store().write(app.now(), actor, move |tx| Ok::<_, Error>(troth_mail::release(tx, &hash)?)).await
}

/// Sends a message again of which nobody knows whether it arrived.
pub(super) async fn retry(app: &App, actor: Actor, id: MessageId) -> Result<(), Error> {
    app.store().write(app.now(), actor, move |tx| Ok::<_, Error>(troth_mail::retry_unsure(tx, id)?)).await
}

/// Notes a message that came back; whether it was one of ours, and new.
pub(super) async fn take_back(app: &App, actor: Actor, returned: Returned) -> Result<bool, Error> {
    let fresh = app.random();
    let put =
        move |tx: &mut troth_store::Tx<'_>| Ok::<_, Error>(troth_mail::take_back(tx, fresh, &returned)?);
    app.store().write(app.now(), actor, put).await
}

/// The message whose link somebody followed, and what it was sent for.
pub(super) async fn find_left(app: &App, token: &str) -> Result<(MessageId, Purpose), Error> {
    let token = token.to_owned();
    let read = move |db: &mut troth_store::Db<'_>| troth_mail::find_left(db, &token);
    app.store().read(read).await?.ok_or(Error::NotFound)
}

/// Takes the consent back that a message was sent under. The second time nothing is left to take back.
pub(super) async fn leave(app: &App, token: &str) -> Result<Purpose, Error> {
    let (token, wall) = (token.to_owned(), app.now());
    let leave = move |tx: &mut troth_store::Tx<'_>| {
        let found = troth_mail::find_left(tx, &token)?;
        let (message, purpose) = found.ok_or(Error::NotFound)?;
        match troth_mail::get_message(tx, message)?.message.contact {
            Some(contact) if tx.has_consent(contact, purpose)? => {
                tx.put_consent(contact, purpose, false, wall, &format!("link in {message}"))?;
                troth_mail::note_left(tx, message)?;
            }
            None if troth_mail::note_left(tx, message)? => {
                tx.append(&MessageLeft { message })?;
            }
            // There is nothing left to take back.
            Some(_) | None => {}
        }
        Ok::<_, Error>(purpose)
    };
    app.store().write(app.now(), Actor::System, leave).await
}
