//! A program with one small capability, for a look at the pages: `cargo run -p troth-web --example shop -- FOLDER`.

#[path = "../tests/all/garden/mod.rs"]
mod garden;

use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use troth_core::{Clock, Clocks, Instant};
use troth_store::{Location, Store};
use troth_web::user::make_first_link;
use troth_web::{App, Config, Connections, Start, SystemRandomness, asked_to_stop, serve};

struct System;

impl Clock for System {
    #[expect(
        clippy::disallowed_methods,
        reason = "an example is a program of its own, and reads the system's clock"
    )]
    fn now(&self) -> Instant {
        jiff::Timestamp::now().into()
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_env_filter("warn").init();
    let folder = std::env::args().nth(1).ok_or("name a folder for the data")?;
    let capabilities = vec![garden::capability()];
    let clock: Arc<dyn Clock> = Arc::new(System);
    std::fs::create_dir_all(&folder)?;
    let parts = troth_web::parts(&capabilities);
    let store = Store::open(&Location::Folder(folder.into()), parts, Arc::clone(&clock)).await?;
    let config = Config { business: "Corner shop".into(), preview: true, reload: true, ..Config::default() };
    let start = Start { store, clocks: Clocks::both(clock), randomness: Arc::new(SystemRandomness), config };
    let (app, router) = App::start(start, capabilities)?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    println!("listening on http://{address}");
    if let Some(link) = make_first_link(&app).await? {
        println!("make yourself the owner: http://{address}{link}");
    }
    serve(listener, router, Connections { most: 1_000, patience: Duration::from_secs(30) }, asked_to_stop())
        .await;
    app.store().close().await;
    Ok(())
}
