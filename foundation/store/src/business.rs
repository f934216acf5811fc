//! What the installation knows of the business itself: its name, zone and reporting currency.

use troth_core::{Currency, Zone};

use crate::{Db, Error, Tx};

const NAME: &str = "business.name";
const ZONE: &str = "business.zone";
const CURRENCY: &str = "business.currency";
const CUSTOMERS: &str = "business.customers";

/// The business that this installation serves.
#[derive(Debug, Clone, PartialEq)]
pub struct Business {
    /// Its name, shown on every page.
    pub name: String,
    /// The zone that says which day it is.
    pub zone: Zone,
    /// The currency that amounts are summed in.
    pub currency: Currency,
    /// Whether it sells to people: a customer is then one person, and nobody sees the layer of accounts.
    pub people: bool,
}

impl Db<'_> {
    /// The business; before anybody has said otherwise, `Troth` in UTC counting dollars, selling to people.
    pub fn business(&mut self) -> Result<Business, Error> {
        let setting =
            |error: &dyn std::fmt::Display, key| Error::Value(format!("the setting {key}: {error}"));
        let zone = self.find_setting(ZONE)?.map_or(Ok(Zone::UTC), |name| Zone::find(&name));
        let currency = self.find_setting(CURRENCY)?.map_or(Ok(Currency::USD), |code| code.parse());
        Ok(Business {
            name: self.find_setting(NAME)?.unwrap_or_else(|| "Troth".into()),
            zone: zone.map_err(|error| setting(&error, ZONE))?,
            currency: currency.map_err(|error| setting(&error, CURRENCY))?,
            people: self.find_setting(CUSTOMERS)?.is_none_or(|customers| customers == "people"),
        })
    }
}

impl Tx<'_> {
    /// Changes what is known of the business; the names of what changed. The caller appends the event.
    pub fn put_business(&mut self, business: &Business) -> Result<Vec<String>, Error> {
        let before = self.business()?;
        let mut changed = Vec::new();
        let fields = [
            (NAME, business.name.as_str(), before.name != business.name),
            (ZONE, business.zone.name(), before.zone != business.zone),
            (CURRENCY, business.currency.code(), before.currency != business.currency),
            (
                CUSTOMERS,
                if business.people { "people" } else { "organisations" },
                before.people != business.people,
            ),
        ];
        for (key, value, differs) in fields {
            if differs {
                self.set_setting(key, value)?;
                changed.push(key.to_owned());
            }
        }
        Ok(changed)
    }
}
