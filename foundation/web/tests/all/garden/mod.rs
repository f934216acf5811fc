//! A small capability: what the recipe asks for, in one file.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use troth_core::{Actor, Figure, Grade, Message, Permission, Role, Unit};
use troth_store::{Folder, Hit, Part};
use troth_web::{
    ApiRoutes, App, Capability, Error, Figured, Headline, JobKind, Measured, Navigation, Need, Page, Routes,
    Stop, View,
};
use utoipa::ToSchema;
use utoipa_axum::routes;

#[derive(rust_embed::Embed)]
#[folder = "tests/all/garden/templates"]
struct Templates;

#[derive(rust_embed::Embed)]
#[folder = "tests/all/garden/locales"]
struct Locales;

const DIG: Permission = Permission { key: "garden.dig", roles: &[Role::Owner, Role::Manager] };

pub(crate) fn capability() -> Capability {
    let mut part = Part::new("garden", Folder::EMPTY);
    part.search = Some(|_, letters, _| {
        let hit = Hit { title: "Rose".into(), detail: "red".into(), href: "/garden/rose".into() };
        Ok(if "rose".starts_with(letters) { vec![hit] } else { Vec::new() })
    });
    Capability::new(part)
        .permissions(&[DIG])
        .templates(Folder::of::<Templates>())
        .locales(Folder::of::<Locales>())
        .pages(
            Routes::new()
                .get("/", Need::SignedIn, get_beds)
                .post("/dig", Need::Permission(DIG), post_dig)
                .get("/fall", Need::Public, get_fall)
                .get("/worms", Need::Public, get_worms)
                .get("/winter", Need::Public, get_winter),
        )
        .api(ApiRoutes::new().add(Need::Permission(DIG), routes!(list_beds, plant)))
        .navigation(Navigation { text: "garden-title", href: "/garden", need: Need::SignedIn, order: 10 })
        .figure(Headline {
            text: "garden-blooming",
            need: Need::SignedIn,
            order: 10,
            load: |_, now| {
                let figure =
                    Figure::new(0.61, Unit::Share, 150, Grade::Counted, "wilson", now).between(0.55, 0.67);
                let sentence = Message::new("garden-sentence").with("n", 92);
                Ok(Some(Measured { figure, sentence, trend: vec![0.5, 0.6, 0.61], href: None }))
            },
        })
        .stop(Stop { text: "garden-title", href: "/garden", find: None, need: Need::SignedIn, order: 10 })
        .stop(Stop {
            text: "garden-tour-rose",
            href: "/garden/roses",
            find: Some(|_, _| Ok(Some("/garden/roses/1".into()))),
            need: Need::Permission(DIG),
            order: 20,
        })
        .stop(Stop {
            text: "garden-tour-shed",
            href: "/garden/shed",
            find: None,
            need: Need::SignedIn,
            order: 30,
        })
        .job(JobKind::new("garden.water", async |_, _| Ok(())))
        .sample::<BedsPage>()
}

#[derive(Serialize)]
struct BedsPage {
    figures: Vec<Figured>,
}

impl Page for BedsPage {
    const TEMPLATE: &str = "garden/beds.html";

    fn sample() -> Self {
        Self { figures: Vec::new() }
    }
}

async fn get_beds(view: View) -> Result<Response, Error> {
    let reader = view.clone();
    let figures = view.app().store().read(move |db| reader.load_figures(db)).await?;
    view.page(&BedsPage { figures })
}

async fn post_dig(view: View) -> Response {
    view.go_saying("/garden", &Message::new("garden-dug").with("beds", 3))
}

async fn get_fall() -> Result<Response, Error> {
    Err(Error::internal("the apple of discord"))
}

async fn get_winter() -> Response {
    std::future::pending().await
}

async fn get_worms() -> Response {
    panic!("worms everywhere")
}

#[derive(serde::Deserialize, Serialize, ToSchema)]
struct Bed {
    /// What grows there.
    flower: String,
}

/// Beds
///
/// Every bed and what grows there.
#[utoipa::path(get, path = "/beds", responses((status = 200, body = Vec<Bed>)))]
async fn list_beds() -> Json<Vec<Bed>> {
    Json(vec![Bed { flower: "rose".into() }])
}

/// Plants a bed
#[utoipa::path(post, path = "/beds", request_body = Bed, responses((status = 201, body = Vec<String>)))]
async fn plant(
    State(app): State<App>,
    Json(bed): Json<Bed>,
) -> Result<(StatusCode, Json<Vec<String>>), Error> {
    if bed.flower.is_empty() {
        return Err(Error::Wrong(Message::new("web-field-empty")));
    }
    let planted = app.store().write(app.now(), Actor::System, move |tx| {
        let before = tx.find_setting("garden.beds")?.unwrap_or_default();
        let all = format!("{before}{} ", bed.flower);
        tx.set_setting("garden.beds", &all)?;
        Ok::<_, Error>(all)
    });
    let planted = planted.await?;
    Ok((StatusCode::CREATED, Json(planted.split_whitespace().map(str::to_owned).collect())))
}
