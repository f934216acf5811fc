//! Makes the folder of built client code, empty if nobody has run `make assets`, so that the crate compiles.

fn main() -> std::io::Result<()> {
    let dist = concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/dist");
    std::fs::create_dir_all(dist)?;
    println!("cargo::rerun-if-changed={dist}");
    println!("cargo::rerun-if-changed=build.rs");
    Ok(())
}
