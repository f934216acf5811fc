//! Serving, and stopping without cutting anybody short.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower::ServiceExt as _;

/// What connections may ask of the program before they ask anything of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connections {
    /// How many are open at once; more wait in the system's queue until one ends.
    pub most: usize,
    /// How long one may take to send the head of a request, and keep quiet between two.
    pub patience: Duration,
}

/// How long the system is left alone when it has no room for another connection.
const PAUSE: Duration = Duration::from_millis(100);

/// Answers until `stop` is done, then lets what is being answered come to its end, within the same patience.
///
/// Cost: a task and some kilobytes for each open connection.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    connections: Connections,
    stop: impl Future<Output = ()> + Send + 'static,
) {
    let room = Arc::new(Semaphore::new(connections.most.clamp(1, Semaphore::MAX_PERMITS)));
    let open = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    let next = async || {
        // A closed semaphore cannot be: nobody closes it.
        let place = Arc::clone(&room).acquire_owned().await.ok();
        (place, listener.accept().await)
    };
    loop {
        let (place, accepted) = tokio::select! {
            next = next() => next,
            () = &mut stop => break,
        };
        let (stream, address) = match accepted {
            Ok(accepted) => accepted,
            Err(problem) => {
                // Too many open files, or a stranger who is gone already.
                tracing::warn!(%problem, "a connection could not be taken");
                tokio::time::sleep(PAUSE).await;
                continue;
            }
        };
        // Small answers go out at once.
        let _ = stream.set_nodelay(true);
        let router = router.clone();
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(address));
            router.clone().oneshot(request)
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(connections.patience)
            .serve_connection(TokioIo::new(stream), service);
        let connection = open.watch(connection);
        tokio::spawn(async move {
            // Whoever breaks off has no answer to wait for.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(connections.patience, open.shutdown()).await.is_err() {
        tracing::warn!("some requests were cut off: they took too long to end");
    }
}

/// Done when the operator asks the program to stop: Ctrl-C or SIGTERM.
pub async fn asked_to_stop() {
    let interrupt = async {
        if let Err(problem) = tokio::signal::ctrl_c().await {
            tracing::error!(%problem, "Ctrl-C cannot be heard");
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(problem) => {
                tracing::error!(%problem, "SIGTERM cannot be heard");
                std::future::pending::<()>().await;
            }
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpStream;

    use super::*;

    const ASK: &[u8] = b"GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";

    /// A server with this patience and room, and what stops it.
    async fn start(most: usize, patience: Duration) -> (SocketAddr, tokio::sync::oneshot::Sender<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router =
            Router::new().route("/", get(async |from: ConnectInfo<SocketAddr>| from.0.ip().to_string()));
        let (stop, stopped) = tokio::sync::oneshot::channel();
        let stopped = async move {
            let _ = stopped.await;
        };
        tokio::spawn(serve(listener, router, Connections { most, patience }, stopped));
        (address, stop)
    }

    async fn ask(address: SocketAddr) -> String {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(ASK).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    }

    #[tokio::test]
    async fn a_request_is_answered_and_knows_where_it_came_from() {
        let (address, _stop) = start(10, Duration::from_secs(30)).await;
        let answer = ask(address).await;
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("127.0.0.1"), "{answer}");
    }

    #[tokio::test]
    async fn whoever_keeps_quiet_or_dribbles_is_let_go_and_makes_room() {
        let (address, _stop) = start(2, Duration::from_millis(200)).await;
        let quiet = TcpStream::connect(address).await.unwrap();
        let mut dribbling = TcpStream::connect(address).await.unwrap();
        dribbling.write_all(b"GET / HTTP/1.1\r\nhost:").await.unwrap();
        // There is room for two, and two are there: the third waits until they are let go.
        assert!(ask(address).await.starts_with("HTTP/1.1 200"));
        let mut rest = Vec::new();
        dribbling.read_to_end(&mut rest).await.unwrap();
        assert!(!rest.starts_with(b"HTTP/1.1 200"));
        drop(quiet);
    }

    #[tokio::test]
    async fn what_was_asked_before_the_stop_is_answered() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (begun, mut has_begun) = tokio::sync::mpsc::channel::<()>(1);
        let (goes_on, go_on) = tokio::sync::watch::channel(false);
        let handler = get(async move || {
            begun.send(()).await.unwrap();
            let _ = go_on.clone().wait_for(|go_on| *go_on).await;
            "done"
        });
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let stopped = async move {
            let _ = stopped.await;
        };
        let patience = Connections { most: 10, patience: Duration::from_secs(30) };
        let serving = tokio::spawn(serve(listener, Router::new().route("/", handler), patience, stopped));
        let asked = tokio::spawn(ask(address));
        has_begun.recv().await.unwrap();
        stop.send(()).unwrap();
        // Nobody new is let in.
        while TcpStream::connect(address).await.is_ok() {
            tokio::task::yield_now().await;
        }
        goes_on.send(true).unwrap();
        assert!(asked.await.unwrap().ends_with("done"));
        serving.await.unwrap();
    }
}
