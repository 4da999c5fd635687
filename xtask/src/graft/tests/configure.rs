//! What configure makes of CPython's version: which declarations are proven, and which conditions
//! the crates are compiled with. The configure is a small one, around the graft's part.
//!
//! autoconf is needed, as it is to graft.

use std::fs;
use std::process::Command;

use crate::graft::crates::read_crates;
use crate::graft::generate::Generated;
use crate::graft::{autoconf, repository, wanted};

/// `RUST_DECLARATIONS` and `RUST_CFG`, in a tree of this version.
fn configured(version: &str) -> String {
    let graft = repository().join("graft");
    let mut crates = read_crates(&repository()).expect("crates");
    let feature = version.parse().expect("a version");
    let modules = wanted::modules_of(&graft, &mut crates, feature).expect("modules");
    let ours = fs::read_to_string(graft.join("configure.m4")).expect("it");
    let ours = Generated::new(&crates, &modules)
        .expect("made")
        .expand(&ours)
        .expect("expanded");
    let ac = format!(
        "AC_INIT([python], [{version}])\n\
         VERSION={version} Py_DEBUG=false disable_gil=no TEST_MODULES=yes\n\
         m4_include([Rust/configure.m4])\n\
         AC_CONFIG_FILES([out])\nAC_OUTPUT\n"
    );
    let inputs = autoconf::Inputs::from([
        ("configure.ac", ac.as_bytes()),
        ("Rust/configure.m4", ours.as_bytes()),
    ]);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let configure = autoconf::run("autoconf", &inputs).expect("autoconf accepts it");
    fs::write(folder.path().join("configure"), configure).expect("written");
    fs::write(
        folder.path().join("out.in"),
        "@RUST_DECLARATIONS@@RUST_CFG@\n",
    )
    .expect("written");
    let output = Command::new("sh")
        .args(["configure", "--with-rust=no"])
        .current_dir(folder.path())
        .output()
        .expect("a shell");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    fs::read_to_string(folder.path().join("out")).expect("configure wrote it")
}

#[test]
fn a_condition_holds_from_its_version_on() {
    for (version, expected) in [
        ("3.13", "v3_13.rs\n"),
        ("3.14", "v3_14.rs --cfg Py_3_14\n"),
        ("3.15", "v3_15.rs --cfg Py_3_14 --cfg Py_3_15\n"),
        // There are no declarations of its own yet.
        ("3.16", "v3_15.rs --cfg Py_3_14 --cfg Py_3_15\n"),
    ] {
        assert_eq!(configured(version), expected, "{version}");
    }
}
