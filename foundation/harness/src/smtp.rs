//! An SMTP server that takes everything and keeps it, as far as the tests need one.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

/// A message that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Whom it came from, as the envelope says.
    pub from: String,
    /// Whom it goes to.
    pub to: String,
    /// Head and body.
    pub text: String,
    /// Whether whoever brought it had signed in.
    pub signed_in: bool,
}

/// A server on a port of its own; it ends with this.
///
/// What it says is decided by whom a message goes to: `nobody@…` is refused for good, `later@…` put off, and on `breaks@…` it breaks off once it has the
/// message.
pub struct SmtpSink {
    /// Where it listens, on the loopback.
    pub port: u16,
    taken: Arc<Mutex<Vec<Taken>>>,
    _serving: JoinSet<()>,
}

/// What it wants of whoever connects.
#[derive(Clone, Default)]
pub struct Door {
    /// Name and password, where it wants them.
    pub password: Option<(&'static str, &'static str)>,
    /// How it encrypts, where it does.
    pub tls: Option<TlsAcceptor>,
    /// Encrypts when it is asked to (STARTTLS, RFC 3207), and takes nothing before, instead of from the first byte.
    pub later: bool,
    /// Whether it forgets what a message says and keeps only from whom to whom it goes: for many.
    pub bare: bool,
}

impl SmtpSink {
    /// Opens on a free port.
    pub async fn open(door: Door) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("a port").port();
        let taken = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&taken);
        let mut serving = JoinSet::new();
        serving.spawn(async move {
            let mut open = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let (door, kept) = (door.clone(), Arc::clone(&kept));
                open.spawn(async move {
                    let Some(tls) = &door.tls else {
                        talk(stream, GREETING, &door, &kept).await;
                        return;
                    };
                    let (stream, greeting) = if door.later {
                        let Some(stream) = ask_for_tls(stream).await else { return };
                        (stream, "")
                    } else {
                        (stream, GREETING)
                    };
                    if let Ok(stream) = tls.accept(stream).await {
                        talk(stream, greeting, &door, &kept).await;
                    }
                });
            }
        });
        Self { port, taken, _serving: serving }
    }

    /// How many it took.
    pub fn count(&self) -> usize {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// What it took, in order.
    pub fn taken(&self) -> Vec<Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

const GREETING: &str = "220 sink ESMTP\r\n";

/// Refuses everything until it is asked to encrypt; the connection then, or nothing where it was not asked.
async fn ask_for_tls(stream: TcpStream) -> Option<TcpStream> {
    let mut stream = BufReader::new(stream);
    stream.get_mut().write_all(GREETING.as_bytes()).await.ok()?;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        let (answer, encrypts) = match line.trim_end().to_ascii_uppercase().as_str() {
            "STARTTLS" => ("220 go on\r\n", true),
            hello if hello.starts_with("EHLO") => ("250-sink\r\n250 STARTTLS\r\n", false),
            _ => ("530 5.7.0 encrypt first\r\n", false),
        };
        stream.get_mut().write_all(answer.as_bytes()).await.ok()?;
        if encrypts {
            return Some(stream.into_inner());
        }
    }
}

async fn talk<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    greeting: &str,
    door: &Door,
    kept: &Mutex<Vec<Taken>>,
) {
    let mut stream = BufReader::new(stream);
    let (mut from, mut to, mut signed_in) = (String::new(), String::new(), false);
    let mut answer = greeting.to_owned();
    loop {
        if stream.get_mut().write_all(answer.as_bytes()).await.is_err() {
            return;
        }
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
            return;
        }
        let line = line.trim_end();
        let verb = line.get(..4).unwrap_or(line).to_ascii_uppercase();
        let path = || {
            line.split_once('<')
                .and_then(|(_, rest)| rest.split_once('>'))
                .map_or("", |(path, _)| path)
                .to_owned()
        };
        answer = match verb.as_str() {
            "EHLO" if door.password.is_some() => "250-sink\r\n250-8BITMIME\r\n250 AUTH PLAIN".into(),
            "EHLO" => "250-sink\r\n250 8BITMIME".into(),
            "AUTH" => {
                signed_in = line.split_whitespace().nth(2) == door.password.map(plain).as_deref();
                if signed_in { "235 welcome".into() } else { "535 5.7.8 wrong name or password".into() }
            }
            "MAIL" if door.password.is_some() && !signed_in => "530 5.7.0 sign in first".into(),
            "MAIL" => {
                from = path();
                "250 ok".into()
            }
            "RCPT" => {
                to = path();
                match to.split('@').next() {
                    Some("nobody") => "550 5.1.1 no such user".into(),
                    Some("later") => "452 4.2.2 mailbox full".into(),
                    _ => "250 ok".into(),
                }
            }
            "DATA" => {
                if stream.get_mut().write_all(b"354 go on\r\n").await.is_err() {
                    return;
                }
                let mut text = String::new();
                loop {
                    let mut line = String::new();
                    if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
                        return;
                    }
                    if line == ".\r\n" {
                        break;
                    }
                    text.push_str(line.strip_prefix('.').unwrap_or(&line));
                }
                let (from, to) = (from.clone(), to.clone());
                if door.bare {
                    text = String::new();
                }
                let breaks = to.starts_with("breaks@");
                kept.lock().unwrap_or_else(PoisonError::into_inner).push(Taken { from, to, text, signed_in });
                if breaks {
                    return;
                }
                "250 taken".into()
            }
            "QUIT" => return,
            _ => "250 ok".into(),
        };
        answer.push_str("\r\n");
    }
}

/// What a sign-in by name and password says (RFC 4616).
fn plain((user, password): (&str, &str)) -> String {
    data_encoding::BASE64.encode(format!("\0{user}\0{password}").as_bytes())
}
