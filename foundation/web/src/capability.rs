//! The one descriptor by which a crate joins the program.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use minijinja::value::Value;
use troth_core::{AccountId, Figure, Instant, Message, Permission};
use troth_mail::LetterKind;
use troth_store::job::{Every, Handler, Job, JobError};
use troth_store::{Db, Folder, Part};

use crate::{ApiRoutes, App, Need, Page, Routes, Sample, Stop, Who};

/// All that one crate brings. `troth` gathers them into a [`crate::Registry`].
///
/// ```
/// use troth_web::{Capability, Navigation, Need, Routes};
/// # use troth_store::{Folder, Part};
/// async fn list() -> &'static str { "list" }
/// let capability = Capability::new(Part::new("recover", Folder::EMPTY))
///     .pages(Routes::new().get("/", Need::SignedIn, list))
///     .navigation(Navigation { text: "recover-title", href: "/recover", need: Need::SignedIn, order: 40 });
/// assert_eq!(capability.name(), "recover");
/// ```
#[derive(Debug)]
pub struct Capability {
    pub(crate) part: Part,
    pub(crate) permissions: &'static [Permission],
    pub(crate) pages: Routes,
    pub(crate) api: ApiRoutes,
    pub(crate) navigation: Vec<Navigation>,
    pub(crate) commands: Vec<Command>,
    pub(crate) templates: Folder,
    pub(crate) locales: Folder,
    pub(crate) samples: Vec<Sample>,
    pub(crate) panels: Vec<Panel>,
    pub(crate) figures: Vec<Headline>,
    pub(crate) jobs: Vec<JobKind>,
    pub(crate) letters: Vec<LetterKind>,
    pub(crate) stops: Vec<Stop>,
    pub(crate) strips: Vec<Strip>,
}

impl Capability {
    /// A capability that has tables and nothing else yet. Its name is the part's.
    pub fn new(part: Part) -> Self {
        Self {
            part,
            permissions: &[],
            pages: Routes::new(),
            api: ApiRoutes::new(),
            navigation: Vec::new(),
            commands: Vec::new(),
            templates: Folder::EMPTY,
            locales: Folder::EMPTY,
            samples: Vec::new(),
            panels: Vec::new(),
            figures: Vec::new(),
            jobs: Vec::new(),
            letters: Vec::new(),
            stops: Vec::new(),
            strips: Vec::new(),
        }
    }

    /// Its name: paths begin with it, and so do the names of its templates.
    pub fn name(&self) -> &'static str {
        self.part.name
    }

    /// What it brings to the store.
    pub fn part(&self) -> &Part {
        &self.part
    }

    /// The permissions that guard its verbs.
    #[must_use]
    pub fn permissions(mut self, permissions: &'static [Permission]) -> Self {
        self.permissions = permissions;
        self
    }

    /// Its pages, under `/NAME`.
    #[must_use]
    pub fn pages(mut self, pages: Routes) -> Self {
        self.pages = pages;
        self
    }

    /// Its endpoints, under `/api/v1/NAME`.
    #[must_use]
    pub fn api(mut self, api: ApiRoutes) -> Self {
        self.api = api;
        self
    }

    /// One more entry of the navigation; it can be reached from the command bar too.
    #[must_use]
    pub fn navigation(mut self, entry: Navigation) -> Self {
        self.navigation.push(entry);
        self
    }

    /// One more entry of the command bar alone.
    #[must_use]
    pub fn command(mut self, command: Command) -> Self {
        self.commands.push(command);
        self
    }

    /// Its templates: `NAME/*.html`.
    #[must_use]
    pub fn templates(mut self, folder: Folder) -> Self {
        self.templates = folder;
        self
    }

    /// Its texts: `LANG/NAME.ftl`.
    #[must_use]
    pub fn locales(mut self, folder: Folder) -> Self {
        self.locales = folder;
        self
    }

    /// One more page for the test that renders all.
    #[must_use]
    pub fn sample<P: Page>(mut self) -> Self {
        self.samples.push(Sample::of::<P>());
        self
    }

    /// One more panel on a customer's page.
    #[must_use]
    pub fn panel(mut self, panel: Panel) -> Self {
        self.panels.push(panel);
        self
    }

    /// One more figure for the foot of Today.
    #[must_use]
    pub fn figure(mut self, figure: Headline) -> Self {
        self.figures.push(figure);
        self
    }

    /// One more stop of the tour.
    #[must_use]
    pub fn stop(mut self, stop: Stop) -> Self {
        self.stops.push(stop);
        self
    }

    /// A line above every page.
    #[must_use]
    pub fn strip(mut self, strip: Strip) -> Self {
        self.strips.push(strip);
        self
    }

    /// One more kind of letters, about whose messages it is asked when they go out.
    #[must_use]
    pub fn letter(mut self, letter: LetterKind) -> Self {
        self.letters.push(letter);
        self
    }

    /// One more kind of job.
    #[must_use]
    pub fn job(mut self, job: JobKind) -> Self {
        self.jobs.push(job);
        self
    }
}

/// An entry of the navigation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Navigation {
    /// Key of the text; unique.
    pub text: &'static str,
    /// Where it leads.
    pub href: &'static str,
    /// Who sees it.
    pub need: Need,
    /// Its place, from small to large.
    pub order: i32,
}

/// Something the command bar can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// Key of the text; unique.
    pub text: &'static str,
    /// Where it leads.
    pub href: &'static str,
    /// Who sees it.
    pub need: Need,
}

/// Where a panel stands on a customer's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Under the name, before the timeline: what is owed, the next step.
    Head,
    /// At the side: people, value, risk.
    Side,
}

/// A piece of a customer's page, read in the one read of that page.
#[derive(Debug, Clone, Copy)]
pub struct Panel {
    /// Key of its heading's text; unique.
    pub text: &'static str,
    /// Who sees it.
    pub need: Need,
    /// Where it stands.
    pub place: Place,
    /// Its place among others there, from small to large.
    pub order: i32,
    /// Reads it, as of a moment; nothing when there is nothing to show.
    pub load: fn(&mut Db<'_>, AccountId, Instant) -> Result<Option<Piece>, troth_store::Error>,
}

/// A template and what fills it.
#[derive(Debug, Clone)]
pub struct Piece {
    pub(crate) template: &'static str,
    pub(crate) context: Value,
}

impl Piece {
    /// A piece of a page.
    pub fn of<P: Page>(page: &P) -> Self {
        Self { template: P::TEMPLATE, context: Value::from_serialize(page) }
    }
}

/// A line above every page, made from what the program has at hand: no page reads the records for it.
#[derive(Debug, Clone, Copy)]
pub struct Strip {
    /// Who sees it.
    pub need: Need,
    /// Makes it for somebody; nothing when there is nothing to show.
    pub show: fn(&App, Option<&Who>) -> Option<Piece>,
}

/// A figure for the foot of Today.
#[derive(Debug, Clone, Copy)]
pub struct Headline {
    /// Key of its label's text; unique.
    pub text: &'static str,
    /// Who sees it.
    pub need: Need,
    /// Its place, from small to large; Today shows the first three.
    pub order: i32,
    /// Reads it, as of a moment; nothing when there is nothing to say yet.
    pub load: fn(&mut Db<'_>, Instant) -> Result<Option<Measured>, troth_store::Error>,
}

/// A figure with its sentence, and how it came to be so.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Measured {
    /// The figure.
    pub figure: Figure,
    /// What it says, in plain words.
    pub sentence: Message,
    /// Earlier values, oldest first; empty when there are none.
    pub trend: Vec<f64>,
    /// Where it is shown at length.
    pub href: Option<String>,
}

type Run = dyn Fn(App, Job) -> Pin<Box<dyn Future<Output = Result<(), JobError>> + Send>> + Send + Sync;

/// A kind of background job and what it does.
#[derive(Clone)]
pub struct JobKind {
    /// `crate.what`, unique.
    pub kind: &'static str,
    /// When it runs by itself.
    pub every: Option<Every>,
    run: Arc<Run>,
}

impl JobKind {
    /// A kind and its body, an `async fn(App, Job) -> Result<(), JobError>`.
    pub fn new<F, Fut>(kind: &'static str, run: F) -> Self
    where
        F: Fn(App, Job) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), JobError>> + Send + 'static,
    {
        Self { kind, every: None, run: Arc::new(move |app, job| Box::pin(run(app, job))) }
    }

    /// The same kind, run by itself again and again.
    #[must_use]
    pub fn every(mut self, every: Every) -> Self {
        self.every = Some(every);
        self
    }

    /// As the store's runner takes it; what it does is counted for `/metrics`.
    pub fn handler(&self, app: &App) -> Handler {
        let (kind, run, app) = (self.kind, Arc::clone(&self.run), app.clone());
        Arc::new(move |job| {
            let (app, began) = (app.clone(), app.wall());
            let work = run(app.clone(), job);
            Box::pin(async move {
                let outcome = work.await;
                let seconds = (app.wall().micros() - began.micros()) as f64 / 1e6;
                app.metrics().job(kind, outcome.is_ok(), seconds);
                outcome
            })
        })
    }
}

impl std::fmt::Debug for JobKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.kind)
    }
}
