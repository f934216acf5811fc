//! Pages over HTTP on the loopback, from a running `troth serve`, one caller after the other.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Instant;

use anyhow::Context;
use troth::clock::SystemClock;
use troth_core::{Actor, Id, Role, SettingChanged, StaffId, UserId};
use troth_store::{Error, Tx};
use troth_web::App;
use troth_web::user::{NewUser, create_user, make_sign_in_link};

/// How often each page is asked for.
const TIMES: usize = 400;

struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(program: &str, data: &Path) -> anyhow::Result<Self> {
        let mut child = Command::new(program)
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot start {program}"))?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().context("no stdout")?).read_line(&mut line)?;
        let address = line.split("http://").nth(1).context("no address")?.trim().to_owned();
        Ok(Self { child, address })
    }

    /// Status line with headers, and body.
    fn ask(&self, method: &str, path: &str, cookie: &str) -> anyhow::Result<(String, String)> {
        let mut stream = TcpStream::connect(&self.address)?;
        let host = &self.address;
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nCookie: {cookie}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        )?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").context("no answer")?;
        Ok((head.to_owned(), body.to_owned()))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It is only stopped; there is nothing to lose.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One in so many customers is in the reach of whoever is limited.
const IN_REACH: i64 = 1_999;

/// Somebody who signs in, by the link that lets them in.
async fn somebody(app: &App, name: &str, role: Role) -> anyhow::Result<(UserId, String)> {
    let email = format!("{name}@troth.example");
    let user = NewUser { name: name.into(), email, role, password: None };
    let id = create_user(app, Actor::System, user).await?;
    Ok((id, make_sign_in_link(app, id, 600).await?))
}

/// Makes of a user a member of staff who holds the tie of one in [`IN_REACH`] customers, and limits staff to their own.
async fn limit(app: &App, user: UserId) -> anyhow::Result<()> {
    let write = move |tx: &mut Tx<'_>| {
        let staff: StaffId = tx.new_id();
        let sql = "INSERT INTO staff (id, name, name_key, batch_id) VALUES ($1, 'Bench', 'bench', 0)";
        tx.execute(sql, &[staff.raw().into()])?;
        tx.execute(
            "UPDATE account SET owner_id = $1 WHERE id % $2 = 0",
            &[staff.raw().into(), IN_REACH.into()],
        )?;
        tx.execute(
            "UPDATE web_user SET staff_id = $1 WHERE id = $2",
            &[staff.raw().into(), user.raw().into()],
        )?;
        tx.set_setting("web.team_only", "yes")?;
        tx.append(&SettingChanged { key: "web.team_only".into() })?;
        Ok::<_, Error>(())
    };
    Ok(app.store().write(app.now(), Actor::System, write).await?)
}

/// Median and 99th percentile of each page in milliseconds, of an owner and of staff limited to their own customers.
pub(crate) async fn measure(program: &str, data: &Path, customers: i64) -> anyhow::Result<()> {
    let store = crate::open(data).await?;
    let (app, _) =
        troth::program::start(store, data, Arc::new(SystemClock), troth::program::Reach::default()).await?;
    let (_, owner) = somebody(&app, "owner", Role::Owner).await?;
    let (limited, staff) = somebody(&app, "staff", Role::Staff).await?;
    limit(&app, limited).await?;
    app.store().close().await;
    let server = Server::start(program, data)?;
    for (who, link) in [("", owner), (", limited", staff)] {
        pages(&server, &link, customers, who)?;
    }
    Ok(())
}

fn pages(server: &Server, link: &str, customers: i64, who: &str) -> anyhow::Result<()> {
    let (head, _) = server.ask("POST", link, "")?;
    let cookie = head
        .lines()
        .filter_map(|line| line.split_once(": "))
        .filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"))
        .filter_map(|(_, value)| value.split(';').next())
        .collect::<Vec<_>>()
        .join("; ");
    let (_, risk) = server.ask("GET", "/measure", &cookie)?;
    let customer = risk.split("href=\"/records/acc_").nth(1).and_then(|rest| rest.split('"').next());
    let customer = format!("/records/acc_{}", customer.context("nobody is at risk")?);
    for path in [
        "/today",
        "/measure",
        "/measure?sort=-chance",
        "/measure?sort=last",
        "/records",
        &customer,
        "/records/lookup?q=bad",
        "/records/lookup?q=gor+wen",
        "/records/lookup?q=c77",
    ] {
        let mut waits = Vec::new();
        for _ in 0..TIMES {
            let started = Instant::now();
            let (head, body) = server.ask("GET", path, &cookie)?;
            waits.push(started.elapsed());
            anyhow::ensure!(head.starts_with("HTTP/1.1 200") && body.len() > 1_000, "{path}: {head}");
        }
        waits.sort_unstable();
        let at = |place: usize| waits[place].as_secs_f64() * 1e3;
        let shown = if path == customer { "a customer" } else { path };
        println!(
            "{customers} | page {shown}{who} | p50 {:.1} ms | p99 {:.1} ms",
            at(TIMES / 2),
            at(TIMES * 99 / 100)
        );
    }
    Ok(())
}
