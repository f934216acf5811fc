#![no_main]
#[path = "../../tests/all/fuzz.rs"]
mod fuzz;
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::file(bytes));
