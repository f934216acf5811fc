//! What happens when the machine fails: the database is gone, the disk is full, connections never end, one of two
//! programs dies. Nothing that was answered is lost, and the program goes on by itself.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};

use crate::program::Place;
use crate::serving::Serving;

/// A way to the test server that can be shut.
#[derive(Clone)]
struct Gate(Arc<Mutex<Way>>);

struct Way {
    open: bool,
    to: PathBuf,
    connections: Vec<TcpStream>,
}

impl Gate {
    fn new() -> (Self, SocketAddr) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let gate =
            Self(Arc::new(Mutex::new(Way { open: true, to: PathBuf::new(), connections: Vec::new() })));
        let held = gate.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                held.let_through(stream);
            }
        });
        (gate, address)
    }

    fn way(&self) -> std::sync::MutexGuard<'_, Way> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn let_through(&self, near: TcpStream) {
        let mut way = self.way();
        // Shut, a connection is dropped at once.
        let Some(far) = way.open.then(|| UnixStream::connect(&way.to).unwrap()) else { return };
        way.connections.push(near.try_clone().unwrap());
        let (mut near_in, mut far_in) = (near.try_clone().unwrap(), far.try_clone().unwrap());
        let (mut near_out, mut far_out) = (near, far);
        std::thread::spawn(move || {
            let _ = std::io::copy(&mut near_in, &mut far_out);
            let _ = far_out.shutdown(Shutdown::Both);
        });
        std::thread::spawn(move || {
            let _ = std::io::copy(&mut far_in, &mut near_out);
            let _ = near_out.shutdown(Shutdown::Both);
        });
    }

    fn shut(&self) {
        let mut way = self.way();
        way.open = false;
        for connection in way.connections.drain(..) {
            let _ = connection.shutdown(Shutdown::Both);
        }
    }

    fn open(&self) {
        self.way().open = true;
    }
}

fn is_new(batch: Option<(Vec<String>, bool)>) -> bool {
    batch.is_some_and(|(outcomes, _)| outcomes.iter().all(|outcome| outcome == "new"))
}

fn is_same(batch: Option<(Vec<String>, bool)>) -> bool {
    batch.is_some_and(|(outcomes, _)| outcomes.iter().all(|outcome| outcome == "same"))
}

#[test]
fn the_records_out_of_reach_are_said_and_come_back() {
    let Some(place) = Place::postgres() else { return };
    let (gate, address) = Gate::new();
    let (socket, url) = place.schema().unwrap().through(address);
    gate.way().to = socket;
    let mut command = Command::new(env!("CARGO_BIN_EXE_troth"));
    command.args(["serve", "--listen", "127.0.0.1:0", "--database-url", &url, "--data"]).arg(place.path());
    let serving = Serving::run(command, None);
    assert!(is_new(serving.batch(0, "")));
    gate.shut();
    let answer = serving.get("/records").unwrap();
    assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
    let body = r#"{"source":"shop","items":[{"key":"lost","customer":"1","at":"2026-01-01","amount":"5"}]}"#;
    let answer =
        serving.post("/api/v1/records/batches/purchases", "application/json", "again", body).unwrap();
    assert!(answer.starts_with("HTTP/1.1 503") && answer.contains("application/problem+json"), "{answer}");
    assert!(serving.get("/healthz").unwrap().starts_with("HTTP/1.1"), "whoever watches is answered");
    gate.open();
    // By itself, without a new start: what was answered is there, what was refused is not, and can be sent again.
    let answer =
        serving.post("/api/v1/records/batches/purchases", "application/json", "again", body).unwrap();
    assert!(answer.contains(r#""outcome":"new""#), "{answer}");
    assert!(is_same(serving.batch(0, "")) && is_new(serving.batch(1, "")));
}

/// The program on a disk of its own of so many kilobytes, of which some are taken; nothing where the system does not let
/// tests make one.
fn on_a_small_disk(folder: &Path, kilobytes: u32, taken: u32) -> Option<Serving> {
    let may = Command::new("unshare").args(["--mount", "--map-root-user", "true"]).status();
    if !may.is_ok_and(|status| status.success()) {
        eprintln!("left out: this machine lets nobody make a disk for a test");
        return None;
    }
    let script = r#"mount -t tmpfs -o size="$2"k none "$1" && head -c "$3"k /dev/zero > "$1/taken" &&
        exec "$4" serve --listen 127.0.0.1:0 --data "$1/data""#;
    let mut command = Command::new("unshare");
    command.args(["--mount", "--map-root-user", "sh", "-c", script, "sh"]).arg(folder);
    command.args([kilobytes.to_string(), taken.to_string()]).arg(env!("CARGO_BIN_EXE_troth"));
    Some(Serving::run(command, None))
}

#[test]
fn a_full_disk_refuses_what_it_cannot_keep_and_goes_on_when_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let Some(serving) = on_a_small_disk(folder.path(), 24_000, 12_000) else { return };
    let mut answered = 0;
    while serving.batch_if_taken(answered) {
        answered += 1;
        assert!(answered < 5_000, "the disk is not that large");
    }
    assert!(answered > 3, "some were taken: {answered}");
    let refused = serving.refused_batch(answered);
    assert!(refused.starts_with("HTTP/1.1 503") && refused.contains("application/problem+json"), "{refused}");
    // Everything can be read, and somebody is told.
    assert!(serving.get("/records").unwrap().starts_with("HTTP/1.1 200"));
    // Somebody makes room, seen from the program's side of the mount.
    std::fs::remove_file(format!("/proc/{}/root{}/taken", serving.id(), folder.path().display())).unwrap();
    assert!(is_new(serving.batch(answered, "")), "on by itself");
    for one in 0..answered {
        assert!(is_same(serving.batch(one, "")), "batch {one} was answered");
    }
}

#[test]
fn thousands_who_keep_quiet_keep_nobody_out() {
    let place = Place::sqlite();
    let serving = Serving::start(&place, None);
    let files = rlimit::increase_nofile_limit(rlimit::INFINITY).unwrap();
    let many = usize::try_from(files.saturating_sub(512)).unwrap().min(10_000);
    let quiet: Vec<TcpStream> = (0..many)
        .map(|number| {
            let mut stream = TcpStream::connect(&serving.address).unwrap();
            if number % 2 == 0 {
                // The beginning of a question, and then nothing.
                stream.write_all(b"GET /records HTTP/1.1\r\nhost: ").unwrap();
            }
            stream
        })
        .collect();
    assert!(
        serving.get("/records").unwrap().starts_with("HTTP/1.1 200"),
        "beside {} who keep quiet",
        quiet.len()
    );
    assert!(is_new(serving.batch(0, "")));
}

#[test]
fn whoever_signs_in_at_one_program_goes_on_at_the_other_when_it_dies() {
    let Some(place) = Place::postgres() else { return };
    let one = Serving::start(&place, None);
    let cookie = one.cookie().to_owned();
    let other = Serving::start(&place, Some(&cookie));
    assert!(other.get("/records").unwrap().starts_with("HTTP/1.1 200"), "signed in there too");
    // Both take what tills send, and one is killed while it does.
    let taken = std::thread::scope(|scope| {
        let there = scope.spawn(|| (100..160).filter(|number| is_new(other.batch(*number, ""))).count());
        let mut number = 0;
        while number < 20 && is_new(one.batch(number, "")) {
            number += 1;
        }
        assert!(Command::new("kill").args(["-9", &one.id()]).status().unwrap().success());
        (number, there.join().unwrap())
    });
    assert_eq!(taken, (20, 60));
    for number in (0..20).chain(100..160) {
        assert!(is_same(other.batch(number, "")), "batch {number} was answered");
    }
    let mut left = TcpStream::connect(&other.address).unwrap();
    left.write_all(b"GET /healthz HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    left.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}
