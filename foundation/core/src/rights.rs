//! Roles and what each may do.

use serde::{Deserialize, Serialize};

/// What somebody is to the business; each permission says which roles have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Everything, other people's rights included.
    Owner,
    /// Everything but ownership.
    Manager,
    /// Daily work with customers.
    Staff,
    /// Every number, no change to customers.
    Analyst,
    /// Looks, changes nothing.
    ReadOnly,
}

impl Role {
    /// Every role, most powerful first.
    pub const ALL: [Self; 5] = [Self::Owner, Self::Manager, Self::Staff, Self::Analyst, Self::ReadOnly];

    /// The word stored in the database and used in the API.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Manager => "manager",
            Self::Staff => "staff",
            Self::Analyst => "analyst",
            Self::ReadOnly => "read-only",
        }
    }

    /// The role with this key.
    pub fn find(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }
}

/// One thing that may be allowed: declared once by the crate whose verbs it guards.
///
/// ```
/// use troth_core::{Permission, Role};
/// const IMPORT: Permission = Permission { key: "records.import", roles: &[Role::Owner, Role::Manager] };
/// assert!(IMPORT.allows(Role::Owner));
/// assert!(!IMPORT.allows(Role::Staff));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Permission {
    /// `crate.verb`, unique in the program.
    pub key: &'static str,
    /// The roles that have it.
    pub roles: &'static [Role],
}

impl Permission {
    /// Whether this role has it.
    pub fn allows(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}
