//! `troth serve`

use std::net::SocketAddr;

use super::say;
use crate::place::Place;
use crate::program;

/// Serves pages and the API.
#[derive(Debug, clap::Args)]
pub(crate) struct Serve {
    /// Address to listen on.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    #[command(flatten)]
    reach: program::Reach,
}

impl Serve {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let listener = program::listen(self.listen).await?;
        let address = listener.local_addr()?;
        let store = place.open().await?;
        let clock = crate::demo::clock_of(&store).await?;
        let here = format!("http://{address}");
        let reached = self.reach.public_url.clone().unwrap_or_else(|| here.clone());
        if !address.ip().is_loopback() && !self.reach.behind_proxy && !reached.starts_with("https:") {
            tracing::warn!(%address, "others can come in without HTTPS; see --public-url and --behind-proxy");
        }
        let (app, router) = program::start(store, &place.data, clock, self.reach).await?;
        say(format!("Troth listens on {here}"))?;
        if let Some(link) = troth_web::user::make_first_link(&app).await? {
            say(format!("Open {reached}{link} to become the owner; the link works once, for a day."))?;
        }
        program::serve(app, router, listener).await
    }
}
