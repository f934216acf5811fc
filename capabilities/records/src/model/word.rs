//! Closed sets of words.

use serde::Serialize;

/// A closed set of words, each stored and sent as it stands here.
macro_rules! words {
    ($($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal),* $(,)? })*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[$doc])* $variant),* }

        impl $name {
            /// Every word.
            pub const WORDS: &'static [&'static str] = &[$($word),*];

            /// The word stored.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            /// The one with this word.
            pub fn find(key: &str) -> Option<Self> {
                match key { $($word => Some(Self::$variant),)* _ => None }
            }
        }

        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.key())
            }
        }
    )*};
}

words! {
    /// What a customer is.
    AccountKind {
        /// A firm, a club, an authority.
        Organisation = "organisation",
        /// People who buy together.
        Household = "household",
        /// One person.
        Person = "person",
    }

    /// How an organisation comes to a decision.
    Structure {
        /// Few at the top decide; what others say does not.
        Hierarchical = "hierarchical",
        /// Many decide together, whoever works with it among them.
        Distributed = "distributed",
    }

    /// How high a person stands at their organisation.
    Level {
        /// Decides for the whole of it.
        Executive = "executive",
        /// Answers for a part of it.
        Management = "management",
        /// Does the daily work.
        Operations = "operations",
    }

    /// A person's part in buying.
    BuyingRole {
        /// Says yes or no.
        Decides = "decides",
        /// Is asked before.
        Influences = "influences",
        /// Works with what was bought.
        Uses = "uses",
        /// Has no part.
        None = "none",
    }

    /// The way of an interaction.
    Channel {
        /// Face to face.
        Meeting = "meeting",
        /// A call.
        Phone = "phone",
        /// E-mail.
        Email = "email",
        /// Chat.
        Chat = "chat",
        /// A letter or a parcel.
        Letter = "letter",
        /// The web site.
        Web = "web",
        /// An event.
        Event = "event",
        /// Anything else.
        Other = "other",
    }

    /// The function of the business that had to do with the customer.
    Function {
        /// Sales.
        Sales = "sales",
        /// Delivery.
        Delivery = "delivery",
        /// Service.
        Service = "service",
        /// Accounting.
        Accounting = "accounting",
        /// Product.
        Product = "product",
        /// Marketing.
        Marketing = "marketing",
        /// Community.
        Community = "community",
    }

    /// Who began.
    Direction {
        /// The customer.
        Inbound = "inbound",
        /// We.
        Outbound = "outbound",
    }

    /// What a moment of truth did.
    Effect {
        /// It drew the customer closer.
        Closer = "closer",
        /// It pushed the customer away.
        Away = "away",
        /// Neither.
        Neither = "neither",
    }

    /// How often a contract is paid.
    Period {
        /// Each month.
        Month = "month",
        /// Each quarter.
        Quarter = "quarter",
        /// Each year.
        Year = "year",
    }
}

impl Period {
    /// Its length.
    pub const fn months(self) -> i64 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        }
    }

    /// The period of this length.
    pub const fn of(months: i64) -> Self {
        match months {
            3 => Self::Quarter,
            12 => Self::Year,
            _ => Self::Month,
        }
    }
}
