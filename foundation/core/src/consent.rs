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
    /// What somebody asked to hear: an answer to what they told. Their own wish, asked for then, is the consent.
    Reply,
}

impl Purpose {
    /// Every purpose that people are asked to agree to.
    pub const ALL: [Self; 4] = [Self::News, Self::Survey, Self::Referral, Self::Testimonial];

    /// The word stored and used in the API.
    pub const fn key(self) -> &'static str {
        match self {
            Self::News => "news",
            Self::Survey => "survey",
            Self::Referral => "referral",
            Self::Testimonial => "testimonial",
            Self::Reply => "reply",
        }
    }

    /// The purpose with this word that people are asked to agree to.
    pub fn find(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.key() == key)
    }

    /// The purpose with this word that a letter can have.
    pub fn find_of_letter(key: &str) -> Option<Self> {
        Self::find(key).or_else(|| (key == Self::Reply.key()).then_some(Self::Reply))
    }
}
