//! The demo: its time, and its business that goes on living.

mod story;
mod time;
