//! What a program is given.

use troth_core::{Instant, Permission, Role, UserId};

/// A token that is to be made.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// Whose rights it has.
    pub user: UserId,
    /// What it is for.
    pub name: String,
    /// It may no more than this role, and no more than its user may at the time.
    pub role: Role,
    /// Keys of the permissions it is given; none: all of its user's.
    pub scopes: Option<Vec<String>>,
    /// Until when it holds; none: until it is taken back.
    pub expires_at: Option<Instant>,
}

/// What a token may do beside its role: what its maker may today, and the permissions it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Within {
    /// The role of its maker today.
    pub(crate) role: Role,
    /// Keys of permissions; none: all.
    pub(crate) scopes: Option<Vec<String>>,
}

impl Within {
    pub(crate) fn allows(&self, permission: &Permission) -> bool {
        let given = self.scopes.as_ref().is_none_or(|keys| keys.iter().any(|key| key == permission.key));
        given && permission.allows(self.role)
    }
}

#[cfg(test)]
mod tests {
    use troth_core::{Permission, Role};

    use super::Within;

    #[test]
    fn a_token_may_what_it_was_given_and_its_maker_still_may() {
        const SEE: Permission = Permission { key: "records.see", roles: &Role::ALL };
        const EDIT: Permission = Permission { key: "records.edit", roles: &[Role::Owner] };
        let all = Within { role: Role::Owner, scopes: None };
        assert!(all.allows(&SEE) && all.allows(&EDIT));
        let some = Within { role: Role::Owner, scopes: Some(vec!["records.see".into()]) };
        assert!(some.allows(&SEE) && !some.allows(&EDIT));
        let demoted = Within { role: Role::Staff, scopes: Some(vec!["records.edit".into()]) };
        assert!(!demoted.allows(&EDIT), "its maker may no longer");
    }
}
