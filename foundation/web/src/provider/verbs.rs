//! What can be done: setting the house up, taking it away, and coming in by it.

use troth_core::{Actor, Id as _, Message, Role, SettingChanged, UserChanged, UserCreated, UserId};
use troth_store::Tx;

use super::model::{Claims, Provider, Standing};
use super::{oidc, store};
use crate::throttle::Rate;
use crate::user::{
    NewUser, email_is_taken, find_user, find_user_by_email, has_other_owner, insert_user, update_role,
};
use crate::{App, Error};

/// Ways back from one place: each asks the house.
pub(super) const TRIES: Rate = Rate { count: 30, seconds: 60 };
/// What the log calls it.
const SETTING: &str = "web.provider";

/// Sets the house up, once it has answered.
pub(super) async fn set_up(
    app: &App,
    actor: Actor,
    provider: Provider,
    back: &str,
) -> Result<Provider, Error> {
    let known = app.store().read(store::find).await?;
    let provider = provider.check(known.as_ref())?;
    if let Err(trouble) = oidc::is_there(app, &provider, back).await {
        tracing::warn!(error = %trouble, "the house that is to sign people in does not answer");
        return Err(Error::Wrong(Message::new("web-provider-away").with("why", trouble.to_string())));
    }
    app.store()
        .write(app.now(), actor, move |tx| {
            if store::find(tx)?.as_ref() != Some(&provider) {
                store::put(tx, &provider)?;
                tx.append(&SettingChanged { key: SETTING.to_owned() })?;
            }
            Ok(provider.clone())
        })
        .await
}

/// Takes the house away: everybody comes in by password or link again.
pub(super) async fn remove(app: &App, actor: Actor) -> Result<(), Error> {
    app.store()
        .write(app.now(), actor, |tx| {
            if !store::delete(tx)? {
                return Err(Error::NotFound);
            }
            tx.append(&SettingChanged { key: SETTING.to_owned() })?;
            Ok(())
        })
        .await
}

fn refused(key: &'static str) -> Error {
    tracing::warn!(reason = key, "a sign-in by another house was refused");
    Error::Wrong(Message::new(key))
}

/// Who it is that the house speaks of, here: known, joined by their address, or made anew; their role as their groups have it.
pub(super) async fn meet(app: &App, provider: Provider, claims: Claims) -> Result<UserId, Error> {
    app.store().write(app.now(), Actor::System, move |tx| meet_in(tx, &provider, &claims)).await
}

fn meet_in(tx: &mut Tx<'_>, provider: &Provider, claims: &Claims) -> Result<UserId, Error> {
    let standing = provider.role_of(&claims.groups);
    if standing == Standing::None {
        return Err(refused("web-provider-no-group"));
    }
    if let Some(user) = store::find_identity(tx, &provider.issuer, &claims.subject)? {
        return come_in(tx, user, standing);
    }
    // Whoever may choose an address there could else choose somebody's here.
    let email = claims.email.as_deref().filter(|_| claims.email_verified);
    let email = email.ok_or_else(|| refused("web-provider-no-email"))?;
    if let Some(found) = find_user_by_email(tx, email)? {
        // Somebody with another account there is somebody else, whatever their address is now.
        if store::has_identity(tx, &provider.issuer, found.id)? {
            return Err(refused("web-provider-taken"));
        }
        store::insert_identity(tx, &provider.issuer, &claims.subject, found.id)?;
        tx.append(&UserChanged { user: found.id, fields: vec!["provider".into()] })?;
        return come_in(tx, found.id, standing);
    }
    if !provider.make_users {
        return Err(refused("web-provider-unknown"));
    }
    let role = match standing {
        Standing::Role(role) => role,
        // Nobody has said more of them.
        Standing::SaidHere | Standing::None => Role::ReadOnly,
    };
    let name = claims.name.as_deref().map(str::trim).filter(|name| !name.is_empty()).unwrap_or(email);
    let name = name.chars().take(200).collect();
    let user = NewUser { name, email: email.to_owned(), role, password: None };
    user.check().map_err(|_| refused("web-provider-no-email"))?;
    // By somebody who can no longer sign in.
    if email_is_taken(tx, email, UserId::from_raw(0))? {
        return Err(refused("web-provider-out"));
    }
    let id = insert_user(tx, &user, None)?;
    store::insert_identity(tx, &provider.issuer, &claims.subject, id)?;
    tx.append(&UserCreated { user: id })?;
    Ok(id)
}

/// Somebody who is known: still let in, and with the role of their groups. Somebody always stays who owns the installation.
fn come_in(tx: &mut Tx<'_>, user: UserId, standing: Standing) -> Result<UserId, Error> {
    let known = find_user(tx, user)?.filter(|known| !known.disabled);
    let known = known.ok_or_else(|| refused("web-provider-out"))?;
    if let Standing::Role(role) = standing
        && role.key() != known.role
        && (known.role != Role::Owner.key() || has_other_owner(tx, user)?)
    {
        update_role(tx, user, role)?;
        tx.append(&UserChanged { user, fields: vec!["role".into()] })?;
    }
    Ok(user)
}
