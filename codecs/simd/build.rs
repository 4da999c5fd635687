//! For cargo what configure finds out for make: whether the compiler has AVX-512.

use std::env;
use std::process::Command;

fn main() {
    println!("cargo::rustc-check-cfg=cfg(simd_avx512)");
    println!("cargo::rerun-if-env-changed=RUSTC");
    let x86_64 = env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "x86_64");
    if x86_64 && minor_version().is_some_and(|minor| minor >= 89) {
        println!("cargo::rustc-cfg=simd_avx512");
    }
}

/// The second number of the compiler's version.
fn minor_version() -> Option<u32> {
    let rustc = env::var_os("RUSTC")?;
    let output = Command::new(rustc).arg("--version").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    text.split('.').nth(1)?.parse().ok()
}
