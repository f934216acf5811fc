//! `troth doctor`

use anyhow::bail;
use troth_core::Clock;
use troth_store::Engine;

use super::{print_json, say};
use crate::place::Place;

/// Checks the installation and says what to do.
#[derive(Debug, clap::Args)]
pub(crate) struct Doctor {
    /// One JSON object on stdout.
    #[arg(long)]
    json: bool,
}

/// What one check found.
#[derive(serde::Serialize)]
struct Finding {
    check: &'static str,
    ok: bool,
    says: String,
}

impl Doctor {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let store = place.open().await?;
        let findings = examine(&store).await;
        store.close().await;
        let findings = findings?;
        let wrong = findings.iter().filter(|finding| !finding.ok).count();
        if self.json {
            print_json(&serde_json::json!({ "ok": wrong == 0, "findings": findings }))?;
        } else {
            for finding in &findings {
                say(format!(
                    "{} {}: {}",
                    if finding.ok { "ok   " } else { "WRONG" },
                    finding.check,
                    finding.says
                ))?;
            }
        }
        if wrong > 0 {
            bail!("{wrong} of {} checks found something; see above what to do", findings.len());
        }
        Ok(())
    }
}

async fn examine(store: &troth_store::Store) -> anyhow::Result<Vec<Finding>> {
    let mut findings = Vec::new();
    let engine = store.engine();
    let faults = store
        .read(move |db| match engine {
            Engine::Sqlite => {
                let rows = db.query("SELECT quick_check FROM pragma_quick_check LIMIT 3", &[])?;
                let lines = rows.iter().map(|row| row.get::<String>(0)).collect::<Result<Vec<_>, _>>()?;
                Ok(lines.into_iter().filter(|line| line != "ok").collect::<Vec<_>>())
            }
            Engine::Postgres => db.query("SELECT 1 FROM migration LIMIT 1", &[]).map(|_| Vec::new()),
        })
        .await?;
    findings.push(Finding {
        check: "records",
        ok: faults.is_empty(),
        says: if faults.is_empty() {
            format!("{engine:?}, tables and fact views as this version wants them")
        } else {
            format!("the file is damaged ({}); restore the last backup", faults.join("; "))
        },
    });
    let jobs = store.count_jobs().await?;
    let dead = jobs.iter().find(|(state, _)| state == "dead").map_or(0, |(_, count)| *count);
    findings.push(Finding {
        check: "jobs",
        ok: dead == 0,
        says: if dead == 0 {
            "none was given up".into()
        } else {
            format!("{dead} were given up after many tries; the log says why")
        },
    });
    let open: i64 = store
        .read(|db| db.scalar("SELECT COUNT(*) FROM import_batch WHERE state IN ('applying', 'undoing')", &[]))
        .await?;
    findings.push(Finding {
        check: "imports",
        ok: open == 0,
        says: if open == 0 {
            "none is half-way".into()
        } else {
            format!(
                "{open} stopped half-way; start troth serve, or give the same troth import again, to go on"
            )
        },
    });
    findings.push(backup(store.read(|db| db.find_setting(super::backup::LAST)).await?));
    let report = store.read(troth_measure::find_report).await?;
    findings.push(Finding {
        check: "morning run",
        ok: true,
        says: report.map_or_else(
            || "never done; after an import: troth run".into(),
            |report| format!("the latest is as of {}", report.as_of),
        ),
    });
    Ok(findings)
}

/// A backup older than this is worth a word.
const OLD_DAYS: i64 = 7;

fn backup(last: Option<String>) -> Finding {
    let last = last.and_then(|micros| micros.parse::<i64>().ok());
    let days = last.map(|micros| (crate::clock::SystemClock.now().micros() - micros).max(0) / 86_400_000_000);
    let says = match days {
        None => "never made; troth backup FILE, best every night".into(),
        Some(days) if days > OLD_DAYS => {
            format!("the last is {days} days old; troth backup FILE, best every night")
        }
        Some(days) => format!("the last is {days} days old"),
    };
    // A new installation has nothing to lose yet: it is said, and is no fault.
    Finding { check: "backup", ok: days.is_none_or(|days| days <= OLD_DAYS), says }
}
