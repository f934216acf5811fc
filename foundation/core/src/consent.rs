//! What people are asked to agree to.

/// What a person may be contacted for, once they have agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// News and offers.
    News,
    /// Questions about how it went.
    Survey,
    /// Asking to recommend us, and thanks for having done so.
    Referral,
    /// Being named or quoted in public.
    Testimonial,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 4] = [Self::News, Self::Survey, Self::Referral, Self::Testimonial];

    /// The word stored and used in the API.
    pub const fn key(self) -> &'static str {
        match self {
            Self::News => "news",
            Self::Survey => "survey",
            Self::Referral => "referral",
            Self::Testimonial => "testimonial",
        }
    }

    /// The purpose with this word.
    pub fn find(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.key() == key)
    }
}
