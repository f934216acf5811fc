//! The pages of surveys: for whoever asks, and for whoever answers.

mod answer;
mod ask;
mod asking;
mod build;
mod driver;
mod missing;
mod organisation;
mod question;
mod response;
mod result;
mod say;
mod survey;
mod voice;

pub(crate) use asking::{LetterPage, load as load_asking, state_of};
pub(crate) use driver::{Chosen, load as load_drivers};
pub(crate) use missing::load as load_missing;
pub(crate) use organisation::load as load_organisations;
pub(crate) use response::load_batch;
pub(crate) use result::load_results;
pub(crate) use survey::own_languages;
use troth_core::SurveyId;
use troth_web::{Capability, Error, Need, Routes};

use crate::{ANSWER, ASK, EDIT, READ, SEE, SEND};

pub(crate) fn routes() -> Routes {
    let (see, edit) = (Need::Permission(SEE), Need::Permission(EDIT));
    let (ask, read, send) = (Need::Permission(ASK), Need::Permission(READ), Need::Permission(SEND));
    voices(Routes::new())
        .get("/", see, survey::get_surveys)
        .post("/", edit, survey::post_survey)
        .get("/new", edit, survey::get_new)
        .get("/{id}", see, survey::get_survey)
        .get("/{id}/form.json", see, survey::get_form)
        .post("/{id}/publish", edit, survey::post_publish)
        .post("/{id}/close", edit, survey::post_close)
        .post("/{id}/reopen", edit, survey::post_reopen)
        .post("/{id}/links", ask, survey::post_links)
        .get("/{id}/ask", send, ask::get_ask)
        .post("/{id}/ask", send, ask::post_ask)
        .get("/{id}/askings/{asking}", see, asking::get_asking)
        .post("/{id}/askings/{asking}/stop", send, asking::post_stop)
        .post("/{id}/askings/{asking}/resume", send, asking::post_resume)
        .get("/{id}/results", see, result::get_results)
        .get("/{id}/results.csv", see, result::get_file)
        .get("/{id}/drivers", see, driver::get_drivers)
        .get("/{id}/drivers.csv", see, driver::get_file)
        .get("/{id}/missing", see, missing::get_missing)
        .get("/{id}/missing.csv", see, missing::get_file)
        .get("/{id}/organisations", read, organisation::get_organisations)
        .get("/{id}/organisations.csv", read, organisation::get_file)
        .get("/{id}/responses.csv", read, response::get_file)
        .get("/{id}/responses/{token}", read, response::get_response)
        .get("/{id}/edit", edit, build::get_build)
        .post("/{id}/settings", edit, build::post_settings)
        .get("/{id}/preview", edit, build::get_preview)
        .get("/{id}/sheet", edit, build::get_sheet)
        .post("/{id}/questions", edit, question::post_add)
        .post("/{id}/order", edit, question::post_order)
        .get("/{id}/question", edit, question::get_question)
        .post("/{id}/question", edit, question::post_question)
        .post("/{id}/question/remove", edit, question::post_remove)
        .get("/s/{token}", Need::Public, answer::get_open)
        .post("/s/{token}", Need::Public, answer::post_open)
        .get("/a/{token}", Need::Public, answer::get_own)
        .post("/a/{token}", Need::Public, answer::post_own)
}

/// What people tell of their own accord.
fn voices(routes: Routes) -> Routes {
    let (read, answer, edit) = (Need::Permission(READ), Need::Permission(ANSWER), Need::Permission(EDIT));
    routes
        .get("/say", Need::Public, say::get_say)
        .post("/say", Need::Public, say::post_say)
        .get("/v/{token}", Need::Public, say::get_follow)
        .get("/wishes", Need::Public, say::get_wishes)
        .post("/wishes/{id}/vote", Need::Public, say::post_vote)
        .get("/voices", read, voice::get_voices)
        .get("/voices.csv", read, voice::get_file)
        .post("/voices/open", edit, voice::post_open)
        .get("/voices/{id}", read, voice::get_voice)
        .post("/voices/{id}/reply", answer, voice::post_reply)
        .post("/voices/{id}/tell", answer, voice::post_tell)
        .post("/voices/{id}/match", answer, voice::post_match)
        .post("/voices/{id}/merge", answer, voice::post_merge)
        .post("/voices/{id}/publish", edit, voice::post_publish)
        .post("/voices/{id}/pass", answer, voice::post_pass)
}

/// Every page, for the test that renders each.
pub(crate) fn samples(capability: Capability) -> Capability {
    capability
        .sample::<answer::AnswerPage>()
        .sample::<answer::EndPage>()
        .sample::<ask::AskPage>()
        .sample::<asking::AskingPage>()
        .sample::<asking::LetterPage>()
        .sample::<build::BuildPage>()
        .sample::<build::PreviewPage>()
        .sample::<driver::DriversPage>()
        .sample::<missing::MissingPage>()
        .sample::<organisation::OrganisationsPage>()
        .sample::<question::QuestionPage>()
        .sample::<response::ResponsePage>()
        .sample::<result::ResultsPage>()
        .sample::<say::SayPage>()
        .sample::<say::FollowPage>()
        .sample::<say::WishesPage>()
        .sample::<voice::VoicesPage>()
        .sample::<voice::VoicePage>()
        .sample::<survey::NewPage>()
        .sample::<survey::SurveyPage>()
        .sample::<survey::SurveysPage>()
}

fn parse(id: &str) -> Result<SurveyId, Error> {
    id.parse().map_err(|_| Error::NotFound)
}
