//! Mail as people and programs see it: what was sent, the server, when people are written to, whom nothing is sent to, and the page on which a person
//! says no to further messages. The messages themselves are [`troth_mail`]'s.

mod api;
mod job;
mod pages;
mod verbs;

pub use pages::Way;
use serde::Serialize;
use troth_core::{ContactId, Instant, MessageId, Permission, Role};
use troth_mail::{Policy, SEND, Sent, Server};
use troth_store::Db;
use troth_store::job::Every;
use utoipa::ToSchema;

use crate::{App, Capability, Command, Error, JobKind, Need};

/// Looking through what was sent and to whom nothing is.
pub(crate) const READ_MAIL: Permission =
    Permission { key: "mail.read", roles: &[Role::Owner, Role::Manager] };

/// Naming the mail server, and saying when and how often people are written to.
pub(crate) const MANAGE_MAIL: Permission = Permission { key: "mail.manage", roles: &[Role::Owner] };

/// It looks for messages that are due every so many seconds.
const EVERY_SECONDS: i64 = 20;

/// What mail brings.
pub(crate) fn capability() -> Capability {
    Capability::new(troth_mail::part())
        .permissions(&[READ_MAIL, MANAGE_MAIL])
        .templates(troth_mail::TEMPLATES)
        .locales(troth_mail::LOCALES)
        .pages(pages::routes())
        .api(api::routes())
        .command(Command { text: "mail-title", href: "/mail", need: Need::Permission(READ_MAIL) })
        .command(Command {
            text: "mail-settings-title",
            href: "/mail/settings",
            need: Need::Permission(MANAGE_MAIL),
        })
        .sample::<pages::LogPage>()
        .sample::<pages::SettingsPage>()
        .sample::<pages::SuppressionsPage>()
        .sample::<pages::LeavePage>()
        .job(JobKind::new(SEND, job::send).every(Every::Seconds(EVERY_SECONDS)))
}

/// A message as it is told.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = MailMessage)]
struct Told {
    /// Which.
    #[schema(value_type = String)]
    id: MessageId,
    /// To whom; nothing where it is no person in the records.
    #[schema(value_type = Option<String>)]
    contact: Option<ContactId>,
    /// Where to; empty once the person was erased.
    address: String,
    /// The subject of its letter.
    subject: String,
    /// What consent it needs: `news`, `survey`, `referral`, `testimonial`; `reply`: they asked to hear it.
    purpose: &'static str,
    /// `waiting`, `sending`, `sent`, `held`, `refused`, `failed`, `unsure`.
    state: &'static str,
    /// Why it was not sent or did not arrive: `no_consent`, `suppressed`, `capped`, `stopped`, `unwritable`, `erased`, `refused`, `returned`, `put_off`.
    reason: Option<&'static str>,
    /// What the server said.
    answer: Option<String>,
    /// When it is due.
    #[schema(value_type = String, format = DateTime)]
    due_at: Instant,
    /// When the server took it.
    #[schema(value_type = Option<String>, format = DateTime)]
    sent_at: Option<Instant>,
}

fn told(Sent { message, subject, purpose }: Sent) -> Told {
    Told {
        id: message.id,
        contact: message.contact,
        address: message.address,
        subject,
        purpose: purpose.key(),
        state: message.state.key(),
        reason: message.reason.map(troth_mail::Reason::key),
        answer: message.answer,
        due_at: message.due,
        sent_at: message.sent,
    }
}

/// How mail is set up. The password is never told.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = MailSettings)]
struct Settings {
    /// Name of the server; empty: none is named, and nothing is sent.
    host: String,
    /// Its port.
    port: u16,
    /// `open`, `starttls` or `tls`.
    security: &'static str,
    /// Who signs in there; empty: nobody.
    user: String,
    /// Whether there is a password.
    has_password: bool,
    /// The certificate authority that vouches for it, as PEM; empty: one of those of the web.
    authority: String,
    /// The address messages come from.
    from: String,
    /// From which minute of the day on nobody is written to, where they live.
    quiet_from: i64,
    /// To which; the same: nothing is quiet.
    quiet_to: i64,
    /// So many messages of one kind a person gets at most; zero: as many as there are.
    most: i64,
    /// In so many days.
    days: i64,
}

impl Settings {
    async fn load(app: &App) -> Result<Self, Error> {
        let read = |db: &mut Db<'_>| {
            Ok::<_, troth_store::Error>((troth_mail::find_server(db)?, troth_mail::get_policy(db)?))
        };
        let (server, policy) = app.store().read(read).await?;
        Ok(Self::of(server, policy))
    }

    fn of(server: Option<Server>, policy: Policy) -> Self {
        let named = server.unwrap_or_else(|| Server {
            host: String::new(),
            port: 587,
            security: troth_mail::Security::Starttls,
            user: String::new(),
            password: String::new(),
            authority: String::new(),
            from: String::new(),
        });
        Self {
            host: named.host,
            port: named.port,
            security: named.security.key(),
            user: named.user,
            has_password: !named.password.is_empty(),
            authority: named.authority,
            from: named.from,
            quiet_from: policy.quiet.0,
            quiet_to: policy.quiet.1,
            most: policy.most,
            days: policy.days,
        }
    }
}
