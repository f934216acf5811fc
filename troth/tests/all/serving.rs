//! The program at work behind its address, as a browser or a till meets it.

use std::io::{BufRead as _, Read as _, Write as _};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::program::Place;

/// A server at work, and the cookie of its owner.
pub(crate) struct Serving {
    child: std::process::Child,
    pub(crate) address: String,
    cookie: String,
}

impl Serving {
    /// Serves a place; the first time, somebody becomes the owner.
    pub(crate) fn start(place: &Place, cookie: Option<&str>) -> Self {
        Self::run(place.command(&["serve", "--listen", "127.0.0.1:0"]), cookie)
    }

    /// Runs a command that serves.
    pub(crate) fn run(mut command: Command, cookie: Option<&str>) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = std::io::BufReader::new(child.stdout.take().unwrap()).lines();
        let mut line = || lines.next().unwrap().unwrap();
        let address = line().rsplit("http://").next().unwrap().to_owned();
        let mut serving = Self { child, address, cookie: cookie.unwrap_or_default().to_owned() };
        if cookie.is_none() {
            let link = line();
            let link = link.split_whitespace().find(|word| word.starts_with("http")).unwrap();
            let path = format!("/start/{}", link.rsplit('/').next().unwrap());
            let form = "name=Ada&email=ada%40shop.example&password=correct+horse+battery";
            let answer = serving.post(&path, "application/x-www-form-urlencoded", "", form).unwrap();
            let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
            cookie.split(';').next().unwrap().clone_into(&mut serving.cookie);
        }
        serving
    }

    /// The number of the process.
    pub(crate) fn id(&self) -> String {
        self.child.id().to_string()
    }

    /// The whole answer to a question.
    pub(crate) fn get(&self, path: &str) -> Option<String> {
        self.ask(&format!("GET {path} HTTP/1.1\r\n"), "")
    }

    /// The whole answer; nothing where the server went away before it was there.
    pub(crate) fn post(&self, path: &str, kind: &str, key: &str, body: &str) -> Option<String> {
        let key = if key.is_empty() { String::new() } else { format!("idempotency-key: {key}\r\n") };
        let length = body.len();
        let head =
            format!("POST {path} HTTP/1.1\r\n{key}content-type: {kind}\r\ncontent-length: {length}\r\n");
        self.ask(&head, body)
    }

    /// The whole answer to a form that a proxy brings from an address.
    pub(crate) fn post_from(&self, address: &str, path: &str, body: &str) -> Option<String> {
        let length = body.len();
        self.ask(
            &format!(
                "POST {path} HTTP/1.1\r\nx-forwarded-for: {address}\r\ncontent-type: application/x-www-form-urlencoded\r\n\
                 content-length: {length}\r\n"
            ),
            body,
        )
    }

    fn ask(&self, head: &str, body: &str) -> Option<String> {
        let mut stream = std::net::TcpStream::connect(&self.address).ok()?;
        let (host, cookie) = (&self.address, &self.cookie);
        let head = format!("{head}host: {host}\r\ncookie: {cookie}\r\nconnection: close\r\n\r\n");
        stream.write_all(head.as_bytes()).ok()?;
        stream.write_all(body.as_bytes()).ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        answer.contains("\r\n\r\n").then_some(answer)
    }

    /// The cookie of the owner.
    pub(crate) fn cookie(&self) -> &str {
        &self.cookie
    }

    fn send_batch(&self, number: usize, key: &str) -> Option<String> {
        let items = (0..50).map(|n| {
            serde_json::json!({"key": format!("{number}-{n}"), "customer": n.to_string(), "at": "2026-01-01", "amount": "5"})
        });
        let body = serde_json::json!({"source": "shop", "items": items.collect::<Vec<_>>()}).to_string();
        self.post("/api/v1/records/batches/purchases", "application/json", key, &body)
    }

    /// The outcomes of a batch of fifty purchases, and whether the answer was one of before.
    pub(crate) fn batch(&self, number: usize, key: &str) -> Option<(Vec<String>, bool)> {
        let answer = self.send_batch(number, key)?;
        let (head, body) = answer.split_once("\r\n\r\n")?;
        let said: Value = serde_json::from_str(body).ok()?;
        let items = said["items"].as_array().unwrap_or_else(|| panic!("{answer}"));
        let outcomes = items.iter().map(|item| item["outcome"].as_str().unwrap().to_owned());
        Some((outcomes.collect(), head.contains("idempotency-replayed")))
    }

    /// Whether a new batch is taken; no answer at all is a failure.
    pub(crate) fn batch_if_taken(&self, number: usize) -> bool {
        self.send_batch(number, "").unwrap().starts_with("HTTP/1.1 200")
    }

    /// The whole answer to a batch that is refused.
    pub(crate) fn refused_batch(&self, number: usize) -> String {
        self.send_batch(number, "").unwrap()
    }

    pub(crate) fn kill(mut self) -> String {
        std::mem::take(&mut self.cookie)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}
