//! Who was asked and has not answered: a page, and a file.

use axum::extract::{Path, Query};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use troth_core::{Argument, Figure, Grade, Id, Instant, Message, SegmentId, SurveyId, Unit};
use troth_web::csv::{Cell, Lines};
use troth_web::{App, Error, Measured, Page, View};

use super::parse;
use super::result::{form_of, group_name, measured, members_of};
use crate::model::{Survey, said};
use crate::store;
use crate::verbs::missing::{Missing, MissingCut, WeightedScore, Weighting, load_missing};

/// Who is missing.
#[derive(Debug, Serialize)]
pub(crate) struct MissingPage {
    id: SurveyId,
    name: String,
    rate: Option<Measured>,
    cuts: Vec<ShownCut>,
    /// Groups that answer less often, or more often.
    differ: Vec<Message>,
    weighting: Option<Message>,
    trimmed: usize,
    weighted: Vec<ShownScore>,
    off: Option<&'static str>,
    segments: Vec<(SegmentId, String)>,
    segment: String,
}

#[derive(Debug, Serialize)]
struct ShownCut {
    by: &'static str,
    groups: Vec<ShownGroup>,
    hidden: usize,
}

#[derive(Debug, Serialize)]
struct ShownGroup {
    label: String,
    rate: Figure,
    rest: Figure,
    differs: bool,
}

#[derive(Debug, Serialize)]
struct ShownScore {
    label: String,
    kind: &'static str,
    plain: Figure,
    weighted: Figure,
}

impl Page for MissingPage {
    const TEMPLATE: &str = "listen/missing.html";

    fn sample() -> Self {
        let at = Instant::from_micros(0);
        let figure = |value: f64, grade, method: &str| {
            Figure::new(value, Unit::Share, 120, grade, method, at).between(value - 0.1, value + 0.1)
        };
        let group = |label: &str, differs| ShownGroup {
            label: label.into(),
            rate: figure(0.2, Grade::Counted, "survey-share"),
            rest: figure(0.4, Grade::Counted, "survey-share"),
            differs,
        };
        let cut = |by| ShownCut {
            by,
            groups: vec![group("Executive", true), group("not known", false)],
            hidden: 1,
        };
        let score = |kind| ShownScore {
            label: "Satisfied?".into(),
            kind,
            plain: figure(0.6, Grade::Counted, "survey-top"),
            weighted: figure(0.5, Grade::Adjusted, "survey-weighted"),
        };
        let weighting =
            Weighting { by: vec!["level", "team"], people: 120, effective: 88.0, largest: 3.2, trimmed: 2 };
        Self {
            id: SurveyId::from_raw(1),
            name: "After a purchase".into(),
            rate: Some(measured(
                figure(0.4, Grade::Counted, "survey-share"),
                "listen-results-rate-sentence".into(),
            )),
            cuts: ["level", "role", "kind", "team", "segment"].map(cut).into(),
            differ: ["listen-missing-less", "listen-missing-more"]
                .map(|key| {
                    let share = |value| Argument::Share(value);
                    Message::new(key)
                        .with("group", "Executive")
                        .with("own", share(0.2))
                        .with("rest", share(0.4))
                })
                .into(),
            weighting: Some(told(&weighting, &|by| by.to_owned())),
            trimmed: 2,
            weighted: ["nps", "recommend", "again", "csat", "ces"].map(score).into(),
            off: None,
            segments: vec![(SegmentId::from_raw(1), "Regulars".into())],
            segment: String::new(),
        }
    }
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn told(weighting: &Weighting, name: &dyn Fn(&str) -> String) -> Message {
    let by: Vec<String> = weighting.by.iter().map(|by| name(by)).collect();
    Message::new("listen-missing-weighting")
        .with("people", number(weighting.people))
        .with("by", by.join(", "))
        .with("effective", weighting.effective.round())
        .with("largest", (weighting.largest * 10.0).round() / 10.0)
        .with("trimmed", number(weighting.trimmed))
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Chosen {
    segment: Option<String>,
}

/// Who is missing as of now.
pub(crate) async fn load(app: &App, id: SurveyId, segment: Option<&str>) -> Result<(Survey, Missing), Error> {
    let segment: Option<SegmentId> =
        segment.filter(|id| !id.is_empty()).map(str::parse).transpose().map_err(|_| Error::NotFound)?;
    let fields = troth_records::segment_fields(app.registry().parts());
    let (now, today) = (app.now(), app.zone().day_of(app.now()));
    let read = app.store().read(move |db| {
        let survey = store::get_survey(db, id)?;
        let accounts = match members_of(db, &fields, segment, today)? {
            Ok(accounts) => accounts,
            Err(message) => return Ok(Err(message)),
        };
        let missing = load_missing(db, &survey, accounts.as_ref(), now)?;
        Ok::<_, troth_store::Error>(Ok((survey, missing)))
    });
    read.await?.map_err(Error::Wrong)
}

fn name_of(view: &View, by: &str, group: Option<&str>) -> String {
    if by != "segment" {
        return group_name(view, by, group);
    }
    let key = format!("listen-missing-{}", group.unwrap_or("outside"));
    view.app().templates().say(view.language(), &Message::new(key))
}

fn shown(view: &View, cut: MissingCut) -> ShownCut {
    let groups = cut.groups.into_iter().map(|one| ShownGroup {
        label: name_of(view, cut.by, one.group.as_deref()),
        differs: one.differs(),
        rate: one.rate,
        rest: one.rest,
    });
    ShownCut { by: cut.by, groups: groups.collect(), hidden: cut.hidden }
}

pub(crate) async fn get_missing(
    view: View,
    Path(id): Path<String>,
    Query(chosen): Query<Chosen>,
) -> Result<Response, Error> {
    let id = parse(&id)?;
    let (survey, missing) = load(view.app(), id, chosen.segment.as_deref()).await?;
    let segments = view.app().store().read(troth_records::list_segments).await?;
    let form = form_of(&view, &survey).await?;
    let by_name = |by: &str| {
        view.app().templates().say(view.language(), &Message::new(format!("listen-results-by-{by}")))
    };
    let differ = missing.cuts.iter().flat_map(|cut| {
        let all = cut.groups.iter().filter(|group| group.differs());
        let view = &view;
        all.map(move |group| {
            let less = group.rate.value < group.rest.value;
            Message::new(if less { "listen-missing-less" } else { "listen-missing-more" })
                .with("group", name_of(view, cut.by, group.group.as_deref()))
                .with("own", Argument::Share(group.rate.value))
                .with("rest", Argument::Share(group.rest.value))
        })
    });
    let label = |key: &str| {
        form.find(key).map_or("", |(_, question)| said(&question.text, view.language().tag())).to_owned()
    };
    view.page(&MissingPage {
        id,
        differ: differ.collect(),
        weighting: missing.weighting.as_ref().map(|one| told(one, &by_name)),
        trimmed: missing.weighting.as_ref().map_or(0, |one| one.trimmed),
        rate: missing.rate.map(|figure| measured(figure, "listen-results-rate-sentence".into())),
        cuts: missing.cuts.into_iter().map(|cut| shown(&view, cut)).collect(),
        weighted: missing
            .weighted
            .into_iter()
            .map(|WeightedScore { question, kind, plain, weighted }| ShownScore {
                label: label(&question),
                kind,
                plain,
                weighted,
            })
            .collect(),
        off: missing.off,
        name: survey.name,
        segments: segments.into_iter().map(|one| (one.id, one.name)).collect(),
        segment: chosen.segment.unwrap_or_default(),
    })
}

/// The same as a file: a line for each group, and two for each score.
pub(crate) async fn get_file(
    view: View,
    Path(id): Path<String>,
    Query(chosen): Query<Chosen>,
) -> Result<Response, Error> {
    let (_, missing) = load(view.app(), parse(&id)?, chosen.segment.as_deref()).await?;
    let mut lines = Lines::with(&["what", "by", "part", "value", "low", "high", "n", "grade", "method"]);
    let mut add = |what: &str, by: &str, part: &str, figure: &Figure| {
        lines.add([
            Cell::plain(what),
            Cell::plain(by),
            Cell::from(part),
            Cell::plain(figure.value),
            Cell::if_known(figure.low),
            Cell::if_known(figure.high),
            Cell::plain(figure.n),
            Cell::plain(figure.grade.key()),
            Cell::plain(&figure.method),
        ]);
    };
    if let Some(rate) = &missing.rate {
        add("answered", "", "", rate);
    }
    for cut in &missing.cuts {
        for group in &cut.groups {
            add("answered", cut.by, group.group.as_deref().unwrap_or("unknown"), &group.rate);
        }
    }
    for one in &missing.weighted {
        add("plain", "", &one.question, &one.plain);
        add("weighted", "", &one.question, &one.weighted);
    }
    Ok(lines.into_file("missing.csv"))
}
