//! The way out: an SMTP server, with or without sign-in, with the business's own certificate authority where it has one.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use lettre::Address;
use lettre::address::Envelope;
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use lettre::transport::smtp::response::Response;
use serde::{Deserialize, Serialize};
use tokio::time::timeout;

use crate::Error;
use crate::model::read_address;

/// Connections at once.
pub(crate) const CONNECTIONS: usize = 8;

/// How long a server may take.
#[derive(Debug, Clone, Copy)]
struct Patience {
    /// To be connected to, and to answer whatever comes before a message.
    step: Duration,
    /// To take a message: RFC 5321, 4.5.3.2.6 asks for ten minutes, because whoever gives up here does not know what became of it.
    message: Duration,
}

const PATIENCE: Patience = Patience { step: Duration::from_secs(30), message: Duration::from_secs(600) };

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
///
/// It speaks to the server command by command, because only so it knows how far a message was when the server fell silent, and
/// sends a message in one piece: the library's own way is two, and the second waits until the first is acknowledged (Nagle), which
/// the other side puts off by 40 ms.
pub(crate) struct Mailer {
    server: Server,
    way: Way,
    patience: Patience,
    /// Connections that nobody uses.
    idle: Mutex<Vec<Connection>>,
}

/// How the connection is encrypted.
enum Way {
    Open,
    Starttls(TlsParameters),
    Tls(TlsParameters),
}

/// A connection, signed in.
struct Connection(AsyncSmtpConnection);

/// Why something was not said to a server.
enum Trouble {
    Smtp(SmtpError),
    Silent(Duration),
}

impl Trouble {
    fn said(&self) -> String {
        match self {
            Self::Smtp(error) => said(error),
            Self::Silent(patience) => format!("the server said nothing for {} s", patience.as_secs_f64()),
        }
    }

    /// What an answer to a message comes to; `lost` where there was none.
    fn outcome(&self, lost: fn(String) -> Outcome) -> Outcome {
        let answer = self.said();
        let Self::Smtp(error) = self else { return lost(answer) };
        match () {
            () if is_about_us(error) => Outcome::Unreachable(answer),
            () if error.is_permanent() => Outcome::Refused(answer),
            () if error.is_transient() => Outcome::Later(answer),
            () => lost(answer),
        }
    }

    /// Whether the server answered at all.
    fn is_answer(&self) -> bool {
        matches!(self, Self::Smtp(error) if error.status().is_some())
    }
}

/// What a server has this long for.
async fn within<T>(
    patience: Duration,
    said: impl Future<Output = Result<T, SmtpError>>,
) -> Result<T, Trouble> {
    timeout(patience, said).await.map_err(|_| Trouble::Silent(patience))?.map_err(Trouble::Smtp)
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
        self.way().map(|_| ())
    }

    fn way(&self) -> Result<Way, Error> {
        let wrong = |error: SmtpError| Error::Server(said(&error));
        read_address(&self.from).map_err(|why| Error::Wrong("address of the sender", why))?;
        if self.security == Security::Open {
            if !self.user.is_empty() && !self.is_here() {
                return Err(Error::Server(
                    "the password would travel in the open; choose STARTTLS or TLS".into(),
                ));
            }
            return Ok(Way::Open);
        }
        let mut tls = TlsParameters::builder(self.host.clone());
        if !self.authority.trim().is_empty() {
            let authority = Certificate::from_pem(self.authority.as_bytes()).map_err(wrong)?;
            tls = tls.certificate_store(CertificateStore::None).add_root_certificate(authority);
        }
        let tls = tls.build_rustls().map_err(wrong)?;
        Ok(if self.security == Security::Tls { Way::Tls(tls) } else { Way::Starttls(tls) })
    }
}

impl Mailer {
    /// For this server; nothing is connected to yet. Wants a tokio runtime around it.
    ///
    /// # Errors
    /// As [`Server::check`].
    pub(crate) fn new(server: &Server) -> Result<Self, Error> {
        let way = server.way()?;
        Ok(Self { server: server.clone(), way, patience: PATIENCE, idle: Mutex::default() })
    }

    /// Hands a message over.
    pub(crate) async fn hand_over(&self, envelope: &Envelope, message: &[u8]) -> Outcome {
        let Ok(text) = std::str::from_utf8(message) else {
            return Outcome::Unwritable("the message is no text".into());
        };
        let mut kept = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut connection = loop {
            let reused = kept.is_some();
            let mut connection = match kept.take() {
                Some(connection) => connection,
                None => match self.connect().await {
                    Ok(connection) => connection,
                    Err(trouble) => return Outcome::Unreachable(trouble.said()),
                },
            };
            match self.announce(&mut connection, envelope, text.is_ascii()).await {
                Ok(()) => break connection,
                // Servers hang up on who has said nothing for a while. Nothing was handed over yet: once more, anew.
                Err(Announced::No(trouble)) if reused && !trouble.is_answer() => {}
                Err(Announced::No(trouble)) => {
                    self.leave(connection).await;
                    return trouble.outcome(Outcome::Unreachable);
                }
                Err(Announced::Unable) => {
                    self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
                    let why = "the server takes no addresses with letters beyond ASCII (SMTPUTF8)";
                    return Outcome::Refused(why.into());
                }
            }
        };
        match within(self.patience.message, connection.0.command(Body(text))).await {
            Ok(response) => {
                self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
                Outcome::Taken(shortened(&response.message().collect::<Vec<_>>().join(" ")))
            }
            Err(trouble) => {
                self.leave(connection).await;
                trouble.outcome(Outcome::Unsure)
            }
        }
    }

    /// Takes leave of the server.
    pub(crate) async fn quit(&self) {
        let idle = std::mem::take(&mut *self.idle.lock().unwrap_or_else(PoisonError::into_inner));
        for connection in idle {
            self.leave(connection).await;
        }
    }

    async fn leave(&self, Connection(mut connection): Connection) {
        // Whether it hears it changes nothing.
        let _ = timeout(self.patience.step, connection.abort()).await;
    }

    /// A connection that is ready for a message.
    async fn connect(&self) -> Result<Connection, Trouble> {
        let Self { server, way, patience, .. } = self;
        let hello = ClientId::default();
        let tls = if let Way::Tls(tls) = way { Some(tls.clone()) } else { None };
        let at = (server.host.as_str(), server.port);
        let connecting = AsyncSmtpConnection::connect_tokio1(at, Some(patience.step), &hello, tls, None);
        let mut connection = within(patience.step, connecting).await?;
        if let Way::Starttls(tls) = way {
            within(patience.step, connection.starttls(tls.clone(), &hello)).await?;
        }
        if !server.user.is_empty() {
            let credentials = Credentials::new(server.user.clone(), server.password.clone());
            within(patience.step, connection.auth(DEFAULT_MECHANISMS, &credentials)).await?;
        }
        Ok(Connection(connection))
    }

    /// Everything before the message itself (RFC 5321, 3.3).
    async fn announce(
        &self,
        Connection(connection): &mut Connection,
        envelope: &Envelope,
        ascii_text: bool,
    ) -> Result<(), Announced> {
        let ascii = |address: &Address| AsRef::<str>::as_ref(address).is_ascii();
        let mut parameters = Vec::new();
        if !envelope.to().iter().chain(envelope.from()).all(ascii) {
            if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
                return Err(Announced::Unable);
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        if !ascii_text && connection.server_info().supports_feature(Extension::EightBitMime) {
            parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        self.say(connection, Mail::new(envelope.from().cloned(), parameters)).await?;
        for address in envelope.to() {
            self.say(connection, Rcpt::new(address.clone(), Vec::new())).await?;
        }
        self.say(connection, Data).await?;
        Ok(())
    }

    async fn say(
        &self,
        to: &mut AsyncSmtpConnection,
        command: impl std::fmt::Display,
    ) -> Result<Response, Announced> {
        within(self.patience.step, to.command(command)).await.map_err(Announced::No)
    }
}

/// Why a message is not handed over.
enum Announced {
    No(Trouble),
    /// The server lacks what the addresses need.
    Unable,
}

/// A message as it goes over the line: a point that begins a line is doubled, a point alone ends it (RFC 5321, 4.5.2).
struct Body<'m>(&'m str);

impl std::fmt::Display for Body<'_> {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.0.starts_with('.') {
            to.write_str(".")?;
        }
        to.write_str(&self.0.replace("\r\n.", "\r\n.."))?;
        to.write_str(if self.0.ends_with("\r\n") { ".\r\n" } else { "\r\n.\r\n" })
    }
}

/// Whether the server refuses us, and not the message: it is closing, or does not let us in.
fn is_about_us(error: &SmtpError) -> bool {
    error.status().is_some_and(|code| matches!(u16::from(code), 421 | 454 | 530 | 534 | 535 | 538))
}

/// What went wrong, with its causes.
fn said(error: &SmtpError) -> String {
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

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
    use tokio::net::TcpListener;

    use super::*;

    #[test]
    fn a_point_that_begins_a_line_is_doubled_and_one_alone_ends_the_message() {
        for (message, sent) in
            [("a\r\nb\r\n", "a\r\nb\r\n.\r\n"), (".a\r\n.\r\n..\r\nb.", "..a\r\n..\r\n...\r\nb.\r\n.\r\n")]
        {
            assert_eq!(Body(message).to_string(), sent);
        }
    }

    /// A server that falls silent at a command that begins so.
    async fn silent_at(word: &'static str) -> u16 {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            let (stream, _) = listener.accept().await.unwrap();
            let mut lines = BufReader::new(stream);
            let mut line = String::new();
            if word != "220" {
                lines.write_all(b"220 here\r\n").await.unwrap();
            }
            while lines.read_line(&mut line).await.unwrap() > 0 {
                if line.starts_with(word) {
                    // It stays connected and says nothing.
                    std::future::pending::<()>().await;
                }
                let answer = if line.starts_with("DATA") { "354 go on\r\n" } else { "250 yes\r\n" };
                lines.write_all(answer.as_bytes()).await.unwrap();
                line.clear();
            }
        });
        port
    }

    #[tokio::test]
    async fn a_server_that_falls_silent_is_not_waited_for_for_ever_and_only_in_the_message_it_is_unsure() {
        for (word, unsure) in [("220", false), ("MAIL", false), ("DATA", false), ("the words", true)] {
            let server = Server {
                host: "127.0.0.1".into(),
                port: silent_at(word).await,
                security: Security::Open,
                user: String::new(),
                password: String::new(),
                authority: String::new(),
                from: "shop@shop.example".into(),
            };
            let patience = Patience { step: Duration::from_millis(50), message: Duration::from_millis(50) };
            let mailer = Mailer { patience, ..Mailer::new(&server).unwrap() };
            let to = vec!["ada@home.example".parse().unwrap()];
            let envelope = Envelope::new(Some("shop@shop.example".parse().unwrap()), to).unwrap();
            let outcome = mailer.hand_over(&envelope, b"the words\r\n").await;
            let (Outcome::Unsure(said) | Outcome::Unreachable(said)) = &outcome else {
                panic!("{word}: {outcome:?}")
            };
            assert_eq!(matches!(outcome, Outcome::Unsure(_)), unsure, "{word}");
            assert_eq!(said, "the server said nothing for 0.05 s");
        }
    }
}
