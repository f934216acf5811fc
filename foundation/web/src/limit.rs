//! How long a request may take. A large file on a slow line takes minutes to arrive, and a handler may not hang: so time is
//! counted from the last moment at which enough had arrived, not from the first.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt as _;

use crate::Error;

/// Bytes that have to arrive in each span of the limit, for the next span to be granted: with half a minute, 35 kilobits a
/// second. What a request without a file may bring is used up after a few spans.
const PROGRESS: u64 = 128 << 10;

/// Gives a request up that neither ends nor goes on arriving within the limit.
pub(crate) async fn limit(State(span): State<Duration>, request: Request, next: Next) -> Response {
    let arrived = Arc::new(AtomicU64::new(0));
    let count = Arc::clone(&arrived);
    let request = request.map(|body| {
        Body::from_stream(body.into_data_stream().inspect(move |piece| {
            let bytes = piece.as_ref().map_or(0, |piece| piece.len() as u64);
            count.fetch_add(bytes, Ordering::Relaxed);
        }))
    });
    let mut answer = std::pin::pin!(next.run(request));
    let mut before = 0;
    loop {
        if let Ok(answer) = tokio::time::timeout(span, answer.as_mut()).await {
            return answer;
        }
        let now = arrived.load(Ordering::Relaxed);
        if now - before < PROGRESS {
            return Error::Status(StatusCode::SERVICE_UNAVAILABLE).into_response();
        }
        before = now;
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Bytes;
    use axum::extract::DefaultBodyLimit;
    use axum::middleware::from_fn_with_state;
    use axum::routing::post;
    use tower::ServiceExt as _;

    use super::*;

    const SPAN: Duration = Duration::from_secs(30);

    /// The status for a body of so many pieces, one every second; afterwards the handler works for a while.
    async fn send(pieces: usize, bytes: usize, work: Duration) -> StatusCode {
        let handler = move |body: Bytes| async move {
            tokio::time::sleep(work).await;
            assert_eq!(body.len(), pieces * bytes, "all of it arrived");
        };
        let routes: Router = Router::new()
            .route("/", post(handler))
            .layer(from_fn_with_state(SPAN, limit))
            .layer(DefaultBodyLimit::disable());
        let body = futures_util::stream::iter(0..pieces).then(move |_| async move {
            tokio::time::sleep(Duration::from_secs(1)).await;
            Ok::<_, std::io::Error>(vec![0u8; bytes])
        });
        let request = Request::post("/").body(Body::from_stream(body)).expect("a request");
        routes.oneshot(request).await.expect("an answer").status()
    }

    #[tokio::test(start_paused = true)]
    async fn a_large_file_on_a_slow_line_has_the_time_it_needs() {
        // Ten minutes at 8 kB a second.
        assert_eq!(send(600, 8 << 10, Duration::from_secs(1)).await, StatusCode::OK);
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_sends_next_to_nothing_is_given_up() {
        assert_eq!(send(600, 1 << 10, Duration::ZERO).await, StatusCode::SERVICE_UNAVAILABLE);
    }

    #[tokio::test(start_paused = true)]
    async fn what_has_arrived_is_worked_on_within_the_limit() {
        assert_eq!(send(1, 8, Duration::from_secs(20)).await, StatusCode::OK);
        assert_eq!(send(1, 8, Duration::from_secs(40)).await, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(send(60, 64 << 10, Duration::from_secs(70)).await, StatusCode::SERVICE_UNAVAILABLE);
    }
}
