//! All capabilities in one: merged, and refused where two claim the same.

use std::collections::BTreeMap;

use minijinja::context;
use minijinja::value::Value;
use troth_core::Permission;
use troth_mail::LetterKind;
use troth_store::{Folder, Part};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

use crate::route::Entry;
use crate::{
    Capability, Command, Error, Headline, JobKind, Navigation, Panel, Sample, Stop, Strip, Texts, Visit, Who,
};

/// What every capability brings, but for its routes, which are in the router.
#[derive(Debug, Default)]
pub struct Registry {
    pub(crate) names: Vec<&'static str>,
    parts: Vec<Part>,
    permissions: Vec<Permission>,
    routes: Vec<Entry>,
    navigation: Vec<Navigation>,
    commands: Vec<Command>,
    pub(crate) templates: Vec<(&'static str, Folder)>,
    pub(crate) locales: Vec<(&'static str, Folder)>,
    samples: Vec<(&'static str, Sample)>,
    panels: Vec<Panel>,
    figures: Vec<Headline>,
    jobs: Vec<JobKind>,
    letters: Vec<LetterKind>,
    stops: Vec<Stop>,
    strips: Vec<Strip>,
}

impl Registry {
    /// Merges descriptors; two that claim the same are refused, both named.
    pub fn new(capabilities: &[Capability]) -> Result<Self, Error> {
        let mut registry = Self::default();
        let mut claims = Claims::default();
        for capability in capabilities {
            registry.add(capability, &mut claims)?;
        }
        registry.navigation.sort_by_key(|entry| entry.order);
        registry.panels.sort_by_key(|panel| panel.order);
        registry.figures.sort_by_key(|figure| figure.order);
        registry.stops.sort_by_key(|stop| stop.order);
        Ok(registry)
    }

    fn add(&mut self, capability: &Capability, claims: &mut Claims) -> Result<(), Error> {
        let name = capability.name();
        claims.take("name", name, name)?;
        for permission in capability.permissions {
            claims.take("permission", permission.key, name)?;
        }
        for entry in routes_of(capability) {
            claims.take("route", &format!("{} {}", entry.method, entry.path), name)?;
            self.routes.push(entry);
        }
        for (shape, schema) in capability.api.shapes() {
            claims.shape(shape, schema, name)?;
        }
        for entry in &capability.navigation {
            claims.take("navigation entry", entry.text, name)?;
        }
        for command in &capability.commands {
            claims.take("command", command.text, name)?;
        }
        for panel in &capability.panels {
            claims.take("panel", panel.text, name)?;
        }
        for figure in &capability.figures {
            claims.take("figure", figure.text, name)?;
        }
        for job in &capability.jobs {
            claims.take("job", job.kind, name)?;
        }
        for letter in &capability.letters {
            claims.take("kind of letter", letter.name, name)?;
        }
        for stop in &capability.stops {
            claims.take("stop of the tour", stop.text, name)?;
        }
        self.names.push(name);
        self.parts.push(capability.part.clone());
        self.permissions.extend(capability.permissions);
        self.navigation.extend(capability.navigation.iter().cloned());
        self.commands.extend(capability.commands.iter().cloned());
        self.templates.push((name, capability.templates));
        self.locales.push((name, capability.locales));
        self.samples.extend(capability.samples.iter().map(|sample| (name, *sample)));
        self.panels.extend(&capability.panels);
        self.figures.extend(&capability.figures);
        self.jobs.extend(capability.jobs.iter().cloned());
        self.letters.extend(&capability.letters);
        self.stops.extend(&capability.stops);
        self.strips.extend(&capability.strips);
        Ok(())
    }

    /// Refuses a descriptor that names a text or a permission which nobody brings.
    pub(crate) fn check(&self, texts: &Texts) -> Result<(), Error> {
        let keys = (self.navigation.iter().map(|entry| entry.text))
            .chain(self.commands.iter().map(|command| command.text))
            .chain(self.panels.iter().map(|panel| panel.text))
            .chain(self.figures.iter().map(|figure| figure.text))
            .chain(self.stops.iter().map(|stop| stop.text))
            .map(str::to_owned)
            .chain(self.stops.iter().map(Stop::says));
        for key in keys {
            if !texts.has(&key) {
                return Err(Error::Absent { what: "text", key, owner: "a capability" });
            }
        }
        for table in self.parts.iter().filter_map(|part| part.privacy).flat_map(|privacy| privacy.tables) {
            if !texts.has(table.text) {
                return Err(Error::Absent { what: "text", key: table.text.to_owned(), owner: table.name });
            }
        }
        for permission in &self.permissions {
            let key = crate::user::text_of(permission);
            if !texts.has(&key) {
                return Err(Error::Absent { what: "text", key, owner: "a permission" });
            }
        }
        for kind in troth_core::EVENT_KINDS {
            let owner = kind.split('.').next().unwrap_or_default();
            let key = crate::audit::text_of(kind);
            if (owner == "store" || self.names.contains(&owner)) && !texts.has(&key) {
                return Err(Error::Absent { what: "text", key, owner: "an event" });
            }
        }
        for entry in &self.routes {
            if let crate::Need::Permission(permission) = entry.need
                && !self.permissions.contains(&permission)
            {
                return Err(Error::Absent {
                    what: "permission",
                    key: permission.key.to_owned(),
                    owner: entry.owner,
                });
            }
        }
        Ok(())
    }

    /// Who is asked about letters when they go out.
    pub fn letters(&self) -> &[LetterKind] {
        &self.letters
    }

    /// What each crate brings to the store.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Every permission.
    pub fn permissions(&self) -> &[Permission] {
        &self.permissions
    }

    /// Every route with what it needs.
    pub fn routes(&self) -> &[Entry] {
        &self.routes
    }

    /// Every page that can be rendered from its sample, with its owner.
    pub fn samples(&self) -> &[(&'static str, Sample)] {
        &self.samples
    }

    /// Panels of a customer's page in their order.
    pub fn panels(&self) -> &[Panel] {
        &self.panels
    }

    /// Figures for Today in their order.
    pub fn figures(&self) -> &[Headline] {
        &self.figures
    }

    /// The body of a kind of job.
    pub fn find_job(&self, kind: &str) -> Option<&JobKind> {
        self.jobs.iter().find(|job| job.kind == kind)
    }

    /// Every kind of job.
    pub fn jobs(&self) -> &[JobKind] {
        &self.jobs
    }

    /// The stops of the tour in their order.
    pub(crate) fn stops(&self) -> &[Stop] {
        &self.stops
    }

    /// What stands above every page.
    pub(crate) fn strips(&self) -> &[Strip] {
        &self.strips
    }

    /// Every look-up of things by their first letters.
    pub fn searches(&self) -> impl Iterator<Item = troth_store::Search> {
        self.parts.iter().filter_map(|part| part.search)
    }

    /// Pages and commands that somebody can reach: key of the text, and where it leads.
    pub(crate) fn destinations(&self, visit: &Visit) -> Vec<(&'static str, &'static str)> {
        (self.navigation.iter().map(|entry| (entry.text, entry.href, entry.need)))
            .chain(self.commands.iter().map(|command| (command.text, command.href, command.need)))
            .filter(|(_, _, need)| need.check(visit).is_ok())
            .map(|(text, href, _)| (text, href))
            .collect()
    }

    /// Where somebody begins: the first entry of the navigation that is theirs.
    pub(crate) fn home(&self, visit: &Visit) -> Option<&'static str> {
        self.navigation.iter().find(|entry| entry.need.check(visit).is_ok()).map(|entry| entry.href)
    }

    /// The navigation of somebody, the entry of this path marked.
    pub(crate) fn navigation_for(&self, who: Option<&Who>, path: &str) -> Vec<Value> {
        let leads = |entry: &Navigation| {
            let rest = path.strip_prefix(entry.href);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        // Of two that lead here, the nearer one.
        let nearest = self.navigation.iter().filter(|entry| leads(entry)).map(|entry| entry.href.len()).max();
        self.navigation
            .iter()
            .filter(|entry| entry.need.admits(who))
            .map(|entry| {
                let here = leads(entry) && Some(entry.href.len()) == nearest;
                context! { text => entry.text, href => entry.href, here => here }
            })
            .collect()
    }
}

/// What the store is opened with: its own part, this crate's, and those of the capabilities.
pub fn parts(capabilities: &[Capability]) -> Vec<Part> {
    let mut parts = vec![troth_store::part(), troth_mail::part(), crate::user::part()];
    parts.extend(capabilities.iter().map(|capability| capability.part().clone()));
    parts
}

fn routes_of(capability: &Capability) -> impl Iterator<Item = Entry> {
    let owner = capability.name();
    let pages = capability.pages.entries().iter().map(move |entry| (page_base(owner), entry));
    let api = capability.api.entries().iter().map(move |entry| (api_base(owner), entry));
    pages.chain(api).map(move |(base, (method, path, need))| {
        let whole = match format!("{base}{}", path.trim_end_matches('/')) {
            empty if empty.is_empty() => "/".to_owned(),
            whole => whole,
        };
        Entry { owner, method: method.clone(), path: whole, need: *need }
    })
}

/// The pages of this crate stand at the root, all others under their name.
pub(crate) fn page_base(owner: &str) -> String {
    if owner == crate::NAME { String::new() } else { format!("/{owner}") }
}

/// Likewise the endpoints of this crate stand at the root of the API.
pub(crate) fn api_base(owner: &str) -> String {
    format!("/api/v1{}", page_base(owner))
}

/// Who has claimed what.
#[derive(Default)]
struct Claims {
    taken: BTreeMap<(&'static str, String), &'static str>,
    /// What a name of the API's description stands for; the description would keep one of two silently.
    shapes: BTreeMap<String, (RefOr<Schema>, &'static str)>,
}

impl Claims {
    fn take(&mut self, what: &'static str, key: &str, owner: &'static str) -> Result<(), Error> {
        match self.taken.insert((what, key.to_owned()), owner) {
            Some(first) => Err(Error::Duplicate { what, key: key.to_owned(), first, second: owner }),
            None => Ok(()),
        }
    }

    /// The same shape may be named by many; another of the same name is refused.
    fn shape(&mut self, key: &str, schema: &RefOr<Schema>, owner: &'static str) -> Result<(), Error> {
        match self.shapes.get(key) {
            Some((known, first)) if known != schema => {
                Err(Error::Duplicate { what: "shape", key: key.to_owned(), first, second: owner })
            }
            Some(_) => Ok(()),
            None => {
                self.shapes.insert(key.to_owned(), (schema.clone(), owner));
                Ok(())
            }
        }
    }
}
