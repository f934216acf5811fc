//! The way out: an SMTP server, with or without sign-in, with the business's own certificate authority where it has one.

use std::time::Duration;

use lettre::address::Envelope;
use lettre::transport::smtp::PoolConfig;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, CertificateStore, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::model::read_address;

/// A server answers within this, or not at all.
const PATIENCE: Duration = Duration::from_secs(30);
/// Connections at once.
pub(crate) const CONNECTIONS: usize = 8;

/// How the way to the server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Security {
    /// Not at all: for a server on the same machine or in the business's own network.
    Open,
    /// It begins openly and is encrypted before anything is said (port 587).
    Starttls,
    /// Encrypted from the first byte (port 465).
    Tls,
}

impl Security {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::Open, Self::Starttls, Self::Tls];

    /// The word stored.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Starttls => "starttls",
            Self::Tls => "tls",
        }
    }

    /// The way with this word.
    pub fn find(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|security| security.key() == key)
    }
}

/// The server that takes our messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Server {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the way there is protected.
    pub security: Security,
    /// Who signs in there; empty: nobody.
    pub user: String,
    /// With what.
    pub password: String,
    /// The certificate authority that vouches for it, as PEM; empty: one of those of the web.
    pub authority: String,
    /// The address messages come from.
    pub from: String,
}

/// What the server said to a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It took it.
    Taken(String),
    /// It was not asked: what is written cannot be made into a message.
    Unwritable(String),
    /// No, and no next time either.
    Refused(String),
    /// Not now.
    Later(String),
    /// The server was not reached, or not as who it says it is; nothing was handed over.
    Unreachable(String),
    /// The connection broke off in the middle: perhaps it was taken, perhaps not.
    Unsure(String),
}

/// Hands messages over.
#[derive(Debug, Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

impl Server {
    /// Whether it stands on this very machine.
    fn is_here(&self) -> bool {
        let host = self.host.as_str();
        host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
    }
}

impl Server {
    /// Whether it can be used as it is described; nothing is connected to.
    ///
    /// # Errors
    /// [`Error::Server`] for an authority that cannot be read, and a password that would travel in the open;
    /// [`Error::Wrong`] for a sender's address that is none.
    pub fn check(&self) -> Result<(), Error> {
        self.tls().map(|_| ())
    }

    fn tls(&self) -> Result<Tls, Error> {
        let wrong = |error: lettre::transport::smtp::Error| Error::Server(said(&error));
        read_address(&self.from).map_err(|why| Error::Wrong("address of the sender", why))?;
        if self.security == Security::Open {
            if !self.user.is_empty() && !self.is_here() {
                return Err(Error::Server(
                    "the password would travel in the open; choose STARTTLS or TLS".into(),
                ));
            }
            return Ok(Tls::None);
        }
        let mut tls = TlsParameters::builder(self.host.clone());
        if !self.authority.trim().is_empty() {
            let authority = Certificate::from_pem(self.authority.as_bytes()).map_err(wrong)?;
            tls = tls.certificate_store(CertificateStore::None).add_root_certificate(authority);
        }
        let tls = tls.build_rustls().map_err(wrong)?;
        Ok(if self.security == Security::Tls { Tls::Wrapper(tls) } else { Tls::Required(tls) })
    }
}

impl Mailer {
    /// For this server; nothing is connected to yet. Wants a tokio runtime around it.
    ///
    /// # Errors
    /// As [`Server::check`].
    pub fn new(server: &Server) -> Result<Self, Error> {
        let most = u32::try_from(CONNECTIONS).unwrap_or(8);
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(server.host.clone())
            .port(server.port)
            .tls(server.tls()?)
            .timeout(Some(PATIENCE))
            .pool_config(PoolConfig::new().max_size(most));
        if !server.user.is_empty() {
            builder = builder.credentials(Credentials::new(server.user.clone(), server.password.clone()));
        }
        Ok(Self { transport: builder.build() })
    }

    /// Hands a message over.
    pub async fn hand_over(&self, envelope: &Envelope, message: &[u8]) -> Outcome {
        match self.transport.send_raw(envelope, message).await {
            Ok(response) => Outcome::Taken(shortened(&response.message().collect::<Vec<_>>().join(" "))),
            Err(error) => {
                let answer = said(&error);
                match () {
                    () if is_about_us(&error) => Outcome::Unreachable(answer),
                    () if error.is_permanent() => Outcome::Refused(answer),
                    () if error.is_transient() => Outcome::Later(answer),
                    () if error.is_client() || error.is_tls() || is_connecting(&error) => {
                        Outcome::Unreachable(answer)
                    }
                    () => Outcome::Unsure(answer),
                }
            }
        }
    }
}

/// Whether the server refuses us, and not the message: it is closing, or does not let us in.
fn is_about_us(error: &lettre::transport::smtp::Error) -> bool {
    error.status().is_some_and(|code| matches!(u16::from(code), 421 | 454 | 530 | 534 | 535 | 538))
}

/// Whether there was no connection yet when it failed.
fn is_connecting(error: &lettre::transport::smtp::Error) -> bool {
    // lettre tells it in words alone.
    error.to_string().starts_with("Connection error")
}

/// What went wrong, with its causes.
fn said(error: &lettre::transport::smtp::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(deeper) = cause {
        let more = deeper.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        cause = deeper.source();
    }
    shortened(&text)
}

/// As much of an answer is kept.
fn shortened(text: &str) -> String {
    text.replace('\0', "").chars().take(500).collect()
}
