//! The recipe for a capability in `docs/CONTRIBUTING.md`: one folder, one line. A scratch capability is made from the recipe's own
//! text, in a copy of the program, built, started, and its page opened.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The files of the recipe: name and text of each block marked `recipe:NAME`.
fn files(document: &str) -> Vec<(String, String)> {
    document
        .split("```recipe:")
        .skip(1)
        .map(|block| {
            let (name, rest) = block.split_once('\n').unwrap();
            (name.to_owned(), rest.split("```").next().unwrap().to_owned())
        })
        .collect()
}

/// A workspace of the scratch capability and a copy of the program; everything else stays where it is.
fn scratch(folder: &Path) {
    let root = root();
    let document = fs::read_to_string(root.join("docs/CONTRIBUTING.md")).unwrap();
    let files = files(&document);
    assert!(files.len() >= 8, "the recipe shows its files");
    for (name, text) in files {
        let path = folder.join("capabilities/garden").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    for part in ["src", "demo", "locales", "templates"] {
        copy(&root.join("troth").join(part), &folder.join("troth").join(part));
    }
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    let manifest =
        manifest
            .replace(r#"path = ""#, &format!(r#"path = "{}/"#, root.display()))
            .lines()
            .map(|line| {
                if line.starts_with("members") {
                    r#"members = ["capabilities/garden", "troth"]"#
                } else {
                    line
                }
            })
            .collect::<Vec<_>>()
            .join("\n");
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    // Its own name, so that the program under test is not overwritten.
    let program = fs::read_to_string(root.join("troth/Cargo.toml")).unwrap();
    let program = program
        .replace("name = \"troth\"", "name = \"troth-scratch\"")
        .replace("default-run = \"troth\"", "")
        .replace(
            "[dependencies]",
            "[lib]\nname = \"troth\"\n\n[dependencies]\ntroth-garden = { path = \"../capabilities/garden\" }",
        );
    fs::write(folder.join("troth/Cargo.toml"), program.split("[dev-dependencies]").next().unwrap()).unwrap();
    let wiring = folder.join("troth/src/wiring.rs");
    let lines = fs::read_to_string(&wiring).unwrap();
    let (before, after) = lines.split_once("vec![").expect("the list of capabilities");
    fs::write(&wiring, format!("{before}vec![\n        troth_garden::capability(),{after}")).unwrap();
}

/// The running program, stopped with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn ask(address: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request.replace('\n', "\r\n").as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn a_capability_is_one_folder_and_one_line() {
    let folder = tempfile::tempdir().unwrap();
    scratch(folder.path());
    let target = Path::new(env!("CARGO_BIN_EXE_troth")).ancestors().nth(2).unwrap();
    let built = Command::new(env!("CARGO"))
        .args(["build", "--offline", "-p", "troth-scratch"])
        .current_dir(folder.path())
        .env("CARGO_TARGET_DIR", target)
        .output()
        .unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let program = target.join("debug/troth-scratch");
    let mut child = Command::new(program)
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(folder.path().join("data"))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let _running = Running(child);
    let address = lines.next().unwrap().unwrap().rsplit("http://").next().unwrap().to_owned();
    let link = lines.next().unwrap().unwrap();
    let path = &link[link.find("/start/").unwrap()..].split(' ').next().unwrap();
    let form = "name=Ada&email=ada%40shop.example&password=a+walnut+beside+the+till";
    let length = form.len();
    let owner = ask(
        &address,
        &format!(
            "POST {path} HTTP/1.1\nhost: {address}\nconnection: close\ncontent-type: application/x-www-form-urlencoded\ncontent-length: {length}\n\n{form}"
        ),
    );
    let cookies: Vec<&str> = owner
        .lines()
        .filter_map(|line| line.strip_prefix("set-cookie: "))
        .filter_map(|cookie| cookie.split(';').next())
        .collect();
    assert!(!cookies.is_empty(), "{owner}");
    let cookies = cookies.join("; ");
    let page = ask(
        &address,
        &format!(
            "GET /garden HTTP/1.1\nhost: {address}\nconnection: close\ncookie: {cookies}\naccept-language: de\n\n"
        ),
    );
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    assert!(page.contains("<h1>Garten</h1>") && page.contains("0 Beete"), "{page}");
    assert!(page.contains(r#"aria-current="page">Garten"#), "it stands in the navigation: {page}");
}
