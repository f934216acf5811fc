//! The house, and what it says of somebody.

use serde_json::{Map, Value};
use troth_core::{Message, Role};
use url::Url;

use crate::Error;
use crate::error::FieldError;

/// The longest of any field.
const LONGEST: usize = 500;
/// The most groups that stand for roles.
const MOST_GROUPS: usize = 200;

/// The house that signs people in, as an owner has set it up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Provider {
    /// What the button says.
    pub(crate) name: String,
    pub(crate) issuer: String,
    pub(crate) client_id: String,
    pub(crate) secret: String,
    /// The claim with somebody's groups; parts of a path by dots.
    pub(crate) groups_claim: String,
    /// Which role a group stands for, as typed: `group = role` in lines.
    pub(crate) roles: String,
    /// Whether somebody whom nobody invited may come in.
    pub(crate) make_users: bool,
    /// Whether it stands in the business's own network.
    pub(crate) own_network: bool,
}

impl Provider {
    /// What is wrong with it, field by field; a secret that is not typed stays as it was.
    pub(super) fn check(mut self, known: Option<&Self>) -> Result<Self, Error> {
        let mut wrong = Vec::new();
        let mut refuse = |field: &str, key: &'static str| {
            wrong.push(FieldError { field: field.to_owned(), message: Message::new(key) });
        };
        for text in [&mut self.name, &mut self.issuer, &mut self.client_id, &mut self.groups_claim] {
            *text = text.trim().to_owned();
        }
        // Another house never gets the secret of this one.
        if let Some(known) = known.filter(|known| self.secret.is_empty() && known.issuer == self.issuer) {
            self.secret.clone_from(&known.secret);
        }
        for (field, text) in [
            ("name", &self.name),
            ("issuer", &self.issuer),
            ("client_id", &self.client_id),
            ("secret", &self.secret),
        ] {
            if text.is_empty() {
                refuse(field, "web-field-empty");
            } else if text.chars().count() > LONGEST || text.chars().any(char::is_control) {
                refuse(field, "web-provider-long");
            }
        }
        let url = Url::parse(&self.issuer).ok();
        let reachable = |url: &Url| {
            let scheme = url.scheme() == "https" || (url.scheme() == "http" && self.own_network);
            scheme
                && url.host().is_some()
                && url.query().is_none()
                && url.fragment().is_none()
                && url.username().is_empty()
        };
        if !self.issuer.is_empty() && !url.as_ref().is_some_and(reachable) {
            refuse("issuer", "web-provider-issuer-wrong");
        }
        if self.groups_claim.chars().count() > LONGEST || self.groups_claim.chars().any(char::is_control) {
            refuse("groups_claim", "web-provider-long");
        }
        match read_roles(&self.roles) {
            None => refuse("roles", "web-provider-roles-wrong"),
            Some(roles) if !roles.is_empty() && self.groups_claim.is_empty() => {
                refuse("groups_claim", "web-provider-groups-missing");
            }
            Some(_) => {}
        }
        if wrong.is_empty() { Ok(self) } else { Err(Error::Fields(wrong)) }
    }

    /// The role that somebody's groups stand for: the most powerful of them.
    pub(super) fn role_of(&self, groups: &[String]) -> Standing {
        let roles = read_roles(&self.roles).unwrap_or_default();
        if roles.is_empty() {
            return Standing::SaidHere;
        }
        let has = |role: &Role| roles.iter().any(|(group, stands)| stands == role && groups.contains(group));
        Role::ALL.into_iter().find(has).map_or(Standing::None, Standing::Role)
    }
}

/// What somebody's groups say of their role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Groups stand for nothing: the role is given here.
    SaidHere,
    /// This role.
    Role(Role),
    /// None of theirs is one that comes in.
    None,
}

/// `group = role` in lines; none where a line is not one.
fn read_roles(text: &str) -> Option<Vec<(String, Role)>> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let roles: Option<Vec<_>> = lines
        .map(|line| {
            // A group may have a sign of equality in its name: the last one counts.
            let (group, role) = line.rsplit_once('=')?;
            let group = group.trim();
            let known = !group.is_empty() && group.chars().count() <= LONGEST;
            known.then(|| Role::find(role.trim()).map(|role| (group.to_owned(), role))).flatten()
        })
        .collect();
    roles.filter(|roles| roles.len() <= MOST_GROUPS)
}

/// What the house says of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Claims {
    pub(super) subject: String,
    pub(super) email: Option<String>,
    /// Whether the house has seen to it that the address is theirs.
    pub(super) email_verified: bool,
    pub(super) name: Option<String>,
    pub(super) groups: Vec<String>,
}

/// The groups in a claim: a text, or a list of them; the whole name first, then as a path.
pub(super) fn groups_in(claims: &Map<String, Value>, claim: &str) -> Vec<String> {
    if claim.is_empty() {
        return Vec::new();
    }
    let found = claims.get(claim).or_else(|| {
        let mut parts = claim.split('.');
        let first = claims.get(parts.next()?)?;
        parts.try_fold(first, |value, part| value.get(part))
    });
    match found {
        Some(Value::String(group)) => vec![group.clone()],
        Some(Value::Array(groups)) => {
            groups.iter().filter_map(Value::as_str).take(10_000).map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn provider() -> Provider {
        Provider {
            name: "House".into(),
            issuer: "https://id.example".into(),
            client_id: "troth".into(),
            secret: "s".into(),
            groups_claim: "groups".into(),
            roles: "cn=heads,dc=x = manager\nclerks = staff".into(),
            make_users: false,
            own_network: false,
        }
    }

    fn wrong(provider: Provider) -> Vec<String> {
        match provider.check(None) {
            Err(Error::Fields(fields)) => fields.into_iter().map(|field| field.field).collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn the_most_powerful_group_counts_and_none_keeps_out() {
        let of = |groups: &[&str]| {
            provider().role_of(&groups.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(of(&["clerks", "cn=heads,dc=x"]), Standing::Role(Role::Manager));
        assert_eq!(of(&["clerks"]), Standing::Role(Role::Staff));
        assert_eq!(of(&["Clerks", "others"]), Standing::None);
        assert_eq!(
            Provider { roles: " \n".into(), ..provider() }.role_of(&["clerks".into()]),
            Standing::SaidHere
        );
    }

    #[test]
    fn what_cannot_be_is_refused_field_by_field() {
        assert_eq!(wrong(provider()), [] as [&str; 0]);
        assert_eq!(wrong(Provider { issuer: "http://id.example".into(), ..provider() }), ["issuer"]);
        assert_eq!(
            wrong(Provider { issuer: "http://id.example".into(), own_network: true, ..provider() }),
            [] as [&str; 0]
        );
        assert_eq!(wrong(Provider { issuer: "https://id.example/?x".into(), ..provider() }), ["issuer"]);
        assert_eq!(wrong(Provider { roles: "clerks = king".into(), ..provider() }), ["roles"]);
        assert_eq!(wrong(Provider { groups_claim: " ".into(), ..provider() }), ["groups_claim"]);
        assert_eq!(
            wrong(Provider { secret: String::new(), name: "x".repeat(501), ..provider() }),
            ["name", "secret"]
        );
    }

    #[test]
    fn another_house_never_gets_the_secret_of_this_one() {
        let kept = Provider { secret: String::new(), ..provider() }.check(Some(&provider()));
        assert_eq!(kept.expect("kept").secret, "s");
        let other = Provider { secret: String::new(), issuer: "https://evil.example".into(), ..provider() };
        assert!(other.check(Some(&provider())).is_err());
    }

    #[test]
    fn groups_stand_in_a_claim_or_deeper() {
        let claims = serde_json::json!({"groups": ["a", 1, "b"], "role": "c", "realm": {"roles": ["d"]}, "x.y": ["e"]});
        let claims = claims.as_object().expect("claims");
        for (claim, groups) in [
            ("groups", &["a", "b"][..]),
            ("role", &["c"]),
            ("realm.roles", &["d"]),
            ("x.y", &["e"]),
            ("no", &[]),
            ("", &[]),
        ] {
            assert_eq!(groups_in(claims, claim), groups, "{claim}");
        }
    }
}
