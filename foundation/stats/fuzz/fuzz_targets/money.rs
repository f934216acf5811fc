#![no_main]
#[path = "../../tests/all/fuzz.rs"]
#[expect(dead_code, reason = "each target drives one body")]
mod fuzz;
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::money(bytes));
