//! Signing in by another house (`OpenID` Connect): it says who somebody is, and what they may do here is said here.
//!
//! Somebody is known by issuer and subject. Who is not known yet is joined to the user with the same address, if the house has
//! verified it, or made anew where an owner allows that. Where groups stand for roles, the role follows them at each sign-in and
//! nobody without such a group comes in. A code that is asked for here is asked for all the same. Cost: three requests to the
//! house for each sign-in, none for anything else.

mod api;
mod model;
mod oidc;
mod pages;
mod store;
mod verbs;

pub(crate) use api::routes as api_routes;
pub(crate) use pages::{ProviderPage, page_routes};
pub(crate) use store::find_name;
