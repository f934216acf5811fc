//! Two capabilities that claim the same are refused, and both are named.

use troth_core::{Permission, Role};
use troth_store::{Folder, Part};
use troth_web::{ApiRoutes, Capability, Command, Error, JobKind, Navigation, Need, Registry, Routes};

async fn page() -> &'static str {
    "page"
}

fn of(name: &'static str) -> Capability {
    Capability::new(Part::new(name, Folder::EMPTY))
}

fn refused(capabilities: &[Capability]) -> String {
    match Registry::new(capabilities) {
        Err(error @ Error::Duplicate { .. }) => error.to_string(),
        other => panic!("{other:?}"),
    }
}

const DIG: &[Permission] = &[Permission { key: "dig", roles: &[Role::Owner] }];

#[test]
fn the_same_name() {
    assert_eq!(refused(&[of("a"), of("a")]), "the name `a` is brought by both `a` and `a`");
}

#[test]
fn the_same_permission() {
    let both = [of("a").permissions(DIG), of("b").permissions(DIG)];
    assert_eq!(refused(&both), "the permission `dig` is brought by both `a` and `b`");
}

#[test]
fn the_same_route() {
    let routes = || Routes::new().get("/x", Need::Public, page);
    let twice = of("a").pages(routes().get("/x", Need::SignedIn, page));
    assert_eq!(refused(&[twice]), "the route `GET /a/x` is brought by both `a` and `a`");
    assert!(Registry::new(&[of("a").pages(routes()), of("b").pages(routes())]).is_ok());
}

#[test]
fn the_same_entry_command_or_job() {
    let entry = || Navigation { text: "title", href: "/", need: Need::Public, order: 0 };
    let both = [of("a").navigation(entry()), of("b").navigation(entry())];
    assert_eq!(refused(&both), "the navigation entry `title` is brought by both `a` and `b`");
    let command = || Command { text: "act", href: "/", need: Need::Public };
    let both = [of("a").command(command()), of("b").command(command())];
    assert_eq!(refused(&both), "the command `act` is brought by both `a` and `b`");
    let job = || JobKind::new("a.run", async |_, _| Ok(()));
    let both = [of("a").job(job()), of("b").job(job())];
    assert_eq!(refused(&both), "the job `a.run` is brought by both `a` and `b`");
}

mod one {
    /// What the first calls a thing.
    #[derive(serde::Serialize, utoipa::ToSchema)]
    pub(super) struct Thing {
        name: String,
    }

    #[utoipa::path(get, path = "/one", responses((status = 200, description = "A thing", body = Thing)))]
    pub(super) async fn get_one() -> axum::Json<Thing> {
        axum::Json(Thing { name: "tea".into() })
    }
}

mod other {
    /// What the second calls a thing.
    #[derive(serde::Serialize, utoipa::ToSchema)]
    pub(super) struct Thing {
        weight: i64,
    }

    #[utoipa::path(get, path = "/other", responses((status = 200, description = "A thing", body = Thing)))]
    pub(super) async fn get_other() -> axum::Json<Thing> {
        axum::Json(Thing { weight: 1 })
    }
}

#[test]
fn one_name_for_two_shapes_of_the_interface() {
    let first = || ApiRoutes::new().add(Need::Public, utoipa_axum::routes!(one::get_one));
    let second = ApiRoutes::new().add(Need::Public, utoipa_axum::routes!(other::get_other));
    let both = [of("a").api(first()), of("b").api(second)];
    assert_eq!(refused(&both), "the shape `Thing` is brought by both `a` and `b`");
    assert!(Registry::new(&[of("a").api(first()), of("b").api(first())]).is_ok(), "the same shape is shared");
}
