//! The recipe for a capability: one folder, one line. A scratch capability is made by the recipe's own text, in a copy of
//! the checkout, and must build and show its page.
