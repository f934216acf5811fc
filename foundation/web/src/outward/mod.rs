//! One request to another house: the name is looked up, every address it stands for is looked at, the connection goes to one of those, and what
//! it answers is read as far as it is of interest. No redirect is followed: it would lead where nobody looked.

mod address;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, HOST, USER_AGENT};
use axum::http::{HeaderMap, HeaderValue, Method, Request};
use futures_util::StreamExt as _;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use url::{Host, Url};

pub(crate) use address::may_reach;

/// What kept an answer from coming.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Problem {
    /// The name stands for an address inside a network.
    Private,
    /// The name stands for nothing.
    Unknown,
    /// Nobody listens there.
    Refused,
    /// No answer in time.
    Slow,
    /// It cannot prove that it is who it says it is.
    Tls,
    /// It broke off, or does not speak HTTP.
    Broken,
}

impl Problem {
    /// The word stored, and the end of its text.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Unknown => "unknown",
            Self::Refused => "refused",
            Self::Slow => "slow",
            Self::Tls => "tls",
            Self::Broken => "broken",
        }
    }
}

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answered {
    pub(crate) status: u16,
    /// What it is, as it says itself.
    pub(crate) kind: Option<HeaderValue>,
    /// The beginning of it.
    pub(crate) body: Vec<u8>,
}

/// A request.
#[derive(Debug, Clone)]
pub(crate) struct Outgoing {
    pub(crate) method: Method,
    pub(crate) url: Url,
    /// Whether it may stand in the business's own network.
    pub(crate) own_network: bool,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    /// As much of the answer is of interest, in bytes.
    pub(crate) most: usize,
}

/// Sends requests.
#[derive(Clone)]
pub(crate) struct Sender {
    tls: TlsConnector,
    limit: Duration,
}

impl Sender {
    /// With the usual authorities of the web; each has so long, from looking up the name to the end of the answer.
    pub(crate) fn new(limit: Duration) -> Result<Self, tokio_rustls::rustls::Error> {
        let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        Self::trusting(limit, roots)
    }

    fn trusting(limit: Duration, roots: RootCertStore) -> Result<Self, tokio_rustls::rustls::Error> {
        let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { tls: TlsConnector::from(Arc::new(config)), limit })
    }

    /// Sends, and reads the answer.
    pub(crate) async fn send(&self, message: Outgoing) -> Result<Answered, Problem> {
        tokio::time::timeout(self.limit, self.go(message)).await.unwrap_or(Err(Problem::Slow))
    }

    async fn go(&self, message: Outgoing) -> Result<Answered, Problem> {
        let stream = connect(&message.url, message.own_network).await?;
        if message.url.scheme() == "http" {
            return ask(stream, message).await;
        }
        let name = match message.url.host() {
            Some(Host::Domain(name)) => ServerName::try_from(name.to_owned()).map_err(|_| Problem::Tls)?,
            Some(Host::Ipv4(address)) => ServerName::from(std::net::IpAddr::V4(address)),
            Some(Host::Ipv6(address)) => ServerName::from(std::net::IpAddr::V6(address)),
            None => return Err(Problem::Unknown),
        };
        let stream = self.tls.connect(name, stream).await.map_err(|_| Problem::Tls)?;
        ask(stream, message).await
    }
}

/// A connection to one of the addresses that the name stands for, all of which may be reached.
async fn connect(url: &Url, own_network: bool) -> Result<TcpStream, Problem> {
    let port = url.port_or_known_default().ok_or(Problem::Unknown)?;
    let addresses: Vec<SocketAddr> = match url.host().ok_or(Problem::Unknown)? {
        Host::Ipv4(address) => vec![SocketAddr::new(address.into(), port)],
        Host::Ipv6(address) => vec![SocketAddr::new(address.into(), port)],
        Host::Domain(name) => {
            tokio::net::lookup_host((name, port)).await.map_err(|_| Problem::Unknown)?.collect()
        }
    };
    if addresses.is_empty() {
        return Err(Problem::Unknown);
    }
    if addresses.iter().any(|address| !may_reach(address.ip(), own_network)) {
        return Err(Problem::Private);
    }
    for address in addresses {
        if let Ok(stream) = TcpStream::connect(address).await {
            return Ok(stream);
        }
    }
    Err(Problem::Refused)
}

async fn ask<S>(stream: S, message: Outgoing) -> Result<Answered, Problem>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let broken = |_| Problem::Broken;
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(broken)?;
    // Ends with this function, whatever becomes of it.
    let mut driving = JoinSet::new();
    driving.spawn(connection);
    let most = message.most;
    let request = request(message).ok_or(Problem::Broken)?;
    let response = sender.send_request(request).await.map_err(broken)?;
    let status = response.status().as_u16();
    let kind = response.headers().get(CONTENT_TYPE).cloned();
    let mut body = Vec::new();
    let mut pieces = Body::new(response.into_body()).into_data_stream();
    while body.len() < most
        && let Some(Ok(piece)) = pieces.next().await
    {
        body.extend_from_slice(&piece);
    }
    body.truncate(most);
    Ok(Answered { status, kind, body })
}

fn request(message: Outgoing) -> Option<Request<Body>> {
    let Outgoing { method, url, headers, body, .. } = message;
    let host = match url.port() {
        Some(port) => format!("{}:{port}", url.host_str()?),
        None => url.host_str()?.to_owned(),
    };
    let path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
    let mut request = Request::builder().method(method).uri(path).body(Body::from(body)).ok()?;
    *request.headers_mut() = headers;
    request.headers_mut().insert(HOST, HeaderValue::from_str(&host).ok()?);
    request
        .headers_mut()
        .insert(USER_AGENT, HeaderValue::from_static(concat!("Troth/", env!("CARGO_PKG_VERSION"))));
    Some(request)
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;
    use tokio_rustls::TlsAcceptor;
    use tokio_rustls::rustls::ServerConfig;
    use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

    use super::*;

    const LIMIT: Duration = Duration::from_secs(5);

    fn message(url: &str) -> Outgoing {
        Outgoing {
            url: Url::parse(url).expect("an address"),
            method: Method::POST,
            own_network: true,
            headers: HeaderMap::new(),
            body: b"{}".to_vec(),
            most: 1_000,
        }
    }

    /// Answers one message over TLS, as localhost.
    async fn receiver() -> u16 {
        let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
        let certificate = CertificateDer::from_slice(include_bytes!("../../tests/data/receiver.der"));
        let key = PrivatePkcs8KeyDer::from(include_bytes!("../../tests/data/receiver.key.der").as_slice());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(|config| {
                config.with_no_client_auth().with_single_cert(vec![certificate], PrivateKeyDer::from(key))
            })
            .expect("a receiver");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("a port").port();
        tokio::spawn(async move {
            let (stream, _) = listener.accept().await.expect("somebody");
            let Ok(mut stream) = TlsAcceptor::from(Arc::new(config)).accept(stream).await else { return };
            let mut asked = vec![0; 4_096];
            let read = stream.read(&mut asked).await.expect("a message");
            let asked = String::from_utf8_lossy(&asked[..read]).into_owned();
            assert!(asked.starts_with("POST /hook?x=1 HTTP/1.1"), "{asked}");
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok").await.expect("an answer");
        });
        port
    }

    #[tokio::test]
    async fn a_message_is_encrypted_for_whom_an_authority_vouches() {
        let port = receiver().await;
        let mut roots = RootCertStore::empty();
        let authority = CertificateDer::from_slice(include_bytes!("../../tests/data/authority.der"));
        roots.add(authority).expect("an authority");
        let sender = Sender::trusting(LIMIT, roots).expect("a sender");
        let answer = sender.send(message(&format!("https://localhost:{port}/hook?x=1"))).await;
        assert_eq!(answer, Ok(Answered { status: 200, kind: None, body: b"ok".to_vec() }));
    }

    #[tokio::test]
    async fn whom_nobody_vouches_for_is_told_nothing() {
        let port = receiver().await;
        let sender = Sender::new(LIMIT).expect("a sender");
        let answer = sender.send(message(&format!("https://localhost:{port}/hook"))).await;
        assert_eq!(answer, Err(Problem::Tls));
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_is_not_connected_to() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("a port").port();
        let sender = Sender::new(LIMIT).expect("a sender");
        let inward = Outgoing { own_network: false, ..message(&format!("https://localhost:{port}/")) };
        assert_eq!(sender.send(inward).await, Err(Problem::Private));
        let knocked = tokio::time::timeout(Duration::from_millis(50), listener.accept()).await;
        assert!(knocked.is_err(), "nobody was there");
        let metadata = message("http://169.254.169.254/latest/meta-data/");
        assert_eq!(
            sender.send(metadata).await,
            Err(Problem::Private),
            "not even where the own network is meant"
        );
    }
}
