//! Pages of the records: customers, the page of one, and the forms of everything.

mod consent;
mod customer;
mod customers;
pub(crate) mod edit;
mod login;
pub(crate) mod lookup;
mod note;
mod person;
mod staff;
mod thing;
mod wanted;

use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use troth_web::{Need, Routes};

use crate::entity::{contact::Person, contract::Agreement, interaction::Moment, staff::Staff, team::Team};
use crate::{
    EDIT, ERASE, EXPORT, IMPORT, MANAGE_BUSINESS, MANAGE_STAFF, MERGE, SEE, TELL, business,
    duplicate::pages as duplicates,
    export::pages as exporting,
    import::{pages as importing, upload::LARGEST},
    privacy::pages as privacy,
    segment::pages as segments,
};

pub(crate) use consent::ConsentPage;
pub(crate) use customer::CustomerPage;
pub(crate) use customers::CustomersPage;
pub(crate) use edit::EditPage;
pub(crate) use login::LoginPage;
pub(crate) use note::NotePage;
pub(crate) use staff::StaffPage;

const ON_A_PAGE: usize = 50;

pub(crate) fn routes() -> Routes {
    let (see, edit, manage) = (Need::Permission(SEE), Need::Permission(EDIT), Need::Permission(MANAGE_STAFF));
    let of_customers = Routes::new()
        .get("/", see, customers::get_customers)
        .get("/customers.csv", see, customers::get_file)
        .get("/lookup", see, lookup::get_lookup)
        .get("/new", edit, person::get_new)
        .post("/new", edit, person::post_new)
        .get("/{id}", see, customer::get_customer)
        .get("/{id}/change", edit, person::get_change)
        .post("/{id}/change", edit, person::post_change)
        .post("/{id}/notes", edit, note::post_new)
        .get("/notes/{id}", edit, note::get_note)
        .post("/notes/{id}", edit, note::post_note)
        .post("/notes/{id}/remove", edit, note::post_remove)
        .post("/notes/{id}/restore", edit, note::post_restore)
        .get("/{id}/contacts/new", edit, edit::get_new_of::<Person>)
        .post("/{id}/contacts/new", edit, edit::post_new_of::<Person>)
        .get("/contacts/{id}", edit, edit::get_change::<Person>)
        .post("/contacts/{id}", edit, edit::post_change::<Person>)
        .get("/contacts/{id}/consent", see, consent::get_consent)
        .post("/contacts/{id}/consent", edit, consent::post_consent)
        .get("/{id}/contracts/new", edit, edit::get_new_of::<Agreement>)
        .post("/{id}/contracts/new", edit, edit::post_new_of::<Agreement>)
        .get("/contracts/{id}", edit, edit::get_change::<Agreement>)
        .post("/contracts/{id}", edit, edit::post_change::<Agreement>)
        .get("/{id}/interactions/new", edit, edit::get_new_of::<Moment>)
        .post("/{id}/interactions/new", edit, edit::post_new_of::<Moment>)
        .get("/interactions/{id}", edit, edit::get_change::<Moment>)
        .post("/interactions/{id}", edit, edit::post_change::<Moment>);
    let of_segments = of_customers
        .get("/segments", see, segments::get_segments)
        .get("/segments/new", edit, segments::get_build)
        .post("/segments/new", edit, segments::post_build)
        .get("/segments/{id}", see, segments::get_segment)
        .get("/segments/{id}/members.csv", see, segments::get_members)
        .get("/segments/{id}/change", edit, segments::get_change)
        .post("/segments/{id}/change", edit, segments::post_change)
        .post("/segments/{id}/remove", edit, segments::post_remove)
        .post("/segments/{id}/restore", edit, segments::post_restore);
    let merge = Need::Permission(MERGE);
    let of_duplicates = of_segments
        .get("/duplicates", merge, duplicates::get_duplicates)
        .post("/duplicates/look", merge, duplicates::post_look)
        .get("/duplicates/{id}", merge, duplicates::get_duplicate)
        .post("/duplicates/{id}/merge", merge, duplicates::post_merge)
        .post("/duplicates/{id}/undo", merge, duplicates::post_undo)
        .post("/duplicates/{id}/apart", merge, duplicates::post_apart)
        .post("/duplicates/{id}/restore", merge, duplicates::post_restore);
    let of_staff = of_duplicates
        .get("/staff", see, staff::get_staff)
        .get("/staff/new", manage, edit::get_new::<Staff>)
        .post("/staff/new", manage, edit::post_new::<Staff>)
        .get("/staff/{id}", manage, edit::get_change::<Staff>)
        .post("/staff/{id}", manage, edit::post_change::<Staff>)
        .get("/staff/{id}/login", manage, login::get_login)
        .post("/staff/{id}/login", manage, login::post_login)
        .get("/teams/new", manage, edit::get_new::<Team>)
        .post("/teams/new", manage, edit::post_new::<Team>)
        .get("/teams/{id}", manage, edit::get_change::<Team>)
        .post("/teams/{id}", manage, edit::post_change::<Team>);
    let (tell, erase) = (Need::Permission(TELL), Need::Permission(ERASE));
    let of_data = of_staff
        .get("/{id}/data", tell, privacy::get_of_customer)
        .get("/{id}/data.zip", tell, privacy::get_archive_of_customer)
        .post("/{id}/erase", erase, privacy::post_of_customer)
        .get("/contacts/{id}/data", tell, privacy::get_of_person)
        .get("/contacts/{id}/data.zip", tell, privacy::get_archive_of_person)
        .post("/contacts/{id}/erase", erase, privacy::post_of_person);
    of_data
        .get("/business", Need::Permission(MANAGE_BUSINESS), business::get_business)
        .post("/business", Need::Permission(MANAGE_BUSINESS), business::post_business)
        .get("/export", Need::Permission(EXPORT), exporting::get_page)
        .get("/import", Need::Permission(IMPORT), importing::get_imports)
        .post("/import", Need::Permission(IMPORT), importing::post_file.layer(DefaultBodyLimit::max(LARGEST)))
        .get("/import/{id}", Need::Permission(IMPORT), importing::get_upload_page)
        .get("/import/{id}/errors", Need::Permission(IMPORT), importing::get_errors)
        .post("/import/{id}/check", Need::Permission(IMPORT), importing::post_check)
        .post("/import/{id}/start", Need::Permission(IMPORT), importing::post_start)
        .post("/import/{id}/undo", Need::Permission(IMPORT), importing::post_undo)
}
