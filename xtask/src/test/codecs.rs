//! The codecs' unit tests once more, instrumented: they need no Python, so each is a call of cargo.

use anyhow::Result;

use super::counts::Speaker;
use super::session::Session;
use super::suite::Runner;
use crate::process;

/// With accesses out of bounds reported, in the vectors of this processor and of lesser ones.
pub(crate) fn address(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    let what = "cargo test (address sanitizer)";
    let Some(target) = nightly_host() else {
        runner.skip(what, "no nightly Rust (rustup toolchain install nightly)");
        return Ok(());
    };
    let flags = format!(
        "CARGO_TARGET_{}_RUSTFLAGS",
        target.to_uppercase().replace('-', "_")
    );
    let mut command = session.command("cargo");
    command
        .args(["+nightly", "test", "--no-fail-fast", "--target", &target])
        .args(["-p", "codec-*", "-p", "outbuf"])
        // Examples in the documentation are not compiled with these flags.
        .arg("--tests")
        .env(flags, "-Zsanitizer=address")
        // A test leaks on purpose, and codecs do not allocate.
        .env("ASAN_OPTIONS", "detect_leaks=0")
        // Or every length at every level takes minutes; the assertions stay.
        .env("CARGO_PROFILE_TEST_OPT_LEVEL", "1");
    runner.run(what, Speaker::Cargo, &mut command)?;
    Ok(())
}

/// What has unsafe code, in Rust's own interpreter, which knows what is undefined. It has AVX2,
/// but not all of AVX-512.
pub(crate) fn miri(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    let what = "cargo miri test";
    let mut version = process::command("cargo");
    version.args(["+nightly", "miri", "--version"]);
    if process::output(&mut version).is_none() {
        let why = "no Miri (rustup component add --toolchain nightly miri rust-src)";
        runner.skip(what, why);
        return Ok(());
    }
    let mut command = session.command("cargo");
    command
        .args(["+nightly", "miri", "test", "--lib"])
        .args(["-p", "codec-simd", "-p", "outbuf"])
        // It is some thousand times slower.
        .env("PROPTEST_CASES", "4")
        .env("MIRIFLAGS", "-Zmiri-disable-isolation -Zmiri-ignore-leaks");
    if cfg!(target_arch = "x86_64") {
        let vectors = "-Ctarget-cpu=x86-64-v3 -Ctarget-feature=+pclmulqdq";
        command.env("RUSTFLAGS", vectors);
    }
    runner.run(what, Speaker::Cargo, &mut command)?;
    Ok(())
}

/// What the nightly compiler compiles for by itself, if there is one.
fn nightly_host() -> Option<String> {
    let facts = process::output(process::command("rustc").args(["+nightly", "-vV"]))?;
    let host = facts.lines().find_map(|line| line.strip_prefix("host: "))?;
    Some(host.to_owned())
}
