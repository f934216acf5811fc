//! Tests of the whole program, and of the house rules.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod analyse;
mod backup;
mod batch;
mod business;
mod command;
mod contract;
mod customer;
mod demo;
mod document;
mod duplicate;
mod export;
mod fault;
mod form;
mod group;
mod house;
mod kill;
mod list;
mod measured;
mod metric;
mod openapi;
mod outcome;
mod page;
mod people;
mod privacy;
mod program;
mod reach;
mod recipe;
mod said;
mod security;
mod segment;
mod serving;
mod simulate;
mod sql;
mod upgrade;
mod upload;
mod user;
