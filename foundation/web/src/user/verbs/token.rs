//! Tokens of programs.

use troth_core::{Actor, Message, TokenCreated, TokenId, TokenRevoked, UserId};

use crate::error::FieldError;
use crate::user::model::Secret;
use crate::user::store;
use crate::user::token::NewToken;
use crate::{App, Error};

/// Longest name of a token, in characters.
const LONGEST: usize = 100;

/// Makes a token for a program and tells it once.
pub async fn make_token(app: &App, actor: Actor, token: NewToken) -> Result<(TokenId, Secret), Error> {
    let wrong = |field: &str, key: &str| {
        Err(Error::Fields(vec![FieldError { field: field.into(), message: Message::new(key) }]))
    };
    let token = NewToken { name: token.name.trim().to_owned(), ..token };
    if token.name.is_empty() {
        return wrong("name", "web-field-empty");
    }
    if token.name.chars().count() > LONGEST {
        return wrong("name", "web-token-name-long");
    }
    if token.expires_at.is_some_and(|at| at <= app.wall()) {
        return wrong("expires_at", "web-token-past");
    }
    let known = |key: &String| app.registry().permissions().iter().any(|one| one.key == key);
    if token.scopes.as_ref().is_some_and(|keys| keys.is_empty() || !keys.iter().all(known)) {
        return wrong("scopes", "web-token-scopes-wrong");
    }
    let secret = Secret::new(app.random());
    let (hash, wall) = (secret.hash(), app.wall());
    let id = app
        .store()
        .write(app.now(), actor, move |tx| {
            let user =
                store::find_user(tx, token.user)?.filter(|user| !user.disabled).ok_or(Error::NotFound)?;
            let id = store::insert_token(tx, &token, &hash, wall)?;
            tx.append(&TokenCreated { token: id, user: user.id })?;
            Ok::<_, Error>(id)
        })
        .await?;
    Ok((id, secret))
}

/// Takes a token back: of this user, or anybody's where none is said.
pub async fn revoke_token(app: &App, actor: Actor, of: Option<UserId>, id: TokenId) -> Result<(), Error> {
    let wall = app.wall();
    app.store()
        .write(app.now(), actor, move |tx| {
            let owner = store::get_token_owner(tx, id)?.ok_or(Error::NotFound)?;
            if of.is_some_and(|of| of != owner) {
                return Err(Error::NotFound);
            }
            store::revoke_token(tx, id, wall)?;
            tx.append(&TokenRevoked { token: id })?;
            Ok(())
        })
        .await
}
