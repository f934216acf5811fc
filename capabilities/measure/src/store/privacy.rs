//! What a run says of one customer: told with everything else. Nothing of it names anybody, and the next run makes it anew from what was
//! counted, so erasure has nothing to take.

use troth_store::export::Given;
use troth_store::{Db, Error, PersonalTable, Privacy, Sheet, Told, Whom};

pub(crate) const PRIVACY: Privacy = Privacy {
    tables: &[
        PersonalTable::new("at_risk", "measure-privacy-at-risk", &[], Told::Sheet("at_risk")),
        PersonalTable::new("renewal", "measure-privacy-renewal", &[], Told::Sheet("renewals")),
    ],
    tell,
    weigh: |_, _| Ok(Vec::new()),
    erase: |_, _, _| Ok(()),
};

fn tell(db: &mut Db<'_>, whom: &Whom) -> Result<Vec<Sheet>, Error> {
    let mut at_risk = Vec::new();
    if let Some(half) = db.find_published_half()? {
        let sql = "SELECT alive, rhythm_days, silent_days, last_day FROM at_risk WHERE half = $1 AND account_id {among}";
        db.each_among(sql, &[half.number().into()], &whom.accounts, |row| {
            let number = |place| Ok::<_, Error>(Given::Text(row.get::<f64>(place)?.to_string()));
            at_risk.push(vec![number(0)?, number(1)?, Given::Whole(row.get(2)?), Given::Day(row.get(3)?)]);
            Ok::<_, Error>(())
        })?;
    }
    let mut renewals = Vec::new();
    if let Some(half) = super::renewal::find_half(db)? {
        let sql = "SELECT due_day, chance, chance_low, chance_high FROM renewal WHERE half = $1 AND account_id {among}";
        db.each_among(sql, &[half.number().into()], &whom.accounts, |row| {
            let number = |place| Ok::<_, Error>(Given::Text(row.get::<f64>(place)?.to_string()));
            renewals.push(vec![Given::Day(row.get(0)?), number(1)?, number(2)?, number(3)?]);
            Ok::<_, Error>(())
        })?;
    }
    let columns =
        vec!["chance_still_a_customer", "usual_days_between_purchases", "days_silent", "last_purchase"];
    let renewal_columns = vec!["due", "chance", "chance_low", "chance_high"];
    Ok(vec![
        Sheet { name: "at_risk", columns, rows: at_risk },
        Sheet { name: "renewals", columns: renewal_columns, rows: renewals },
    ])
}
