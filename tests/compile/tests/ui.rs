//! What the API refuses when it is misused, and the nearest thing that it accepts.
//!
//! - `ui/*.rs` must not compile. A letter at the beginning of a name is that of the attack in the
//!   list of the project's design; `signature_*` are mistakes in `#[function(…)]`. The `.stderr` file
//!   beside each is what rustc says, all of it: read it as a user would.
//! - `ui/pass/*.rs` must compile.
//!
//! After a change of messages: `TRYBUILD=overwrite cargo test -p compile-tests`, and read the
//! difference. Messages change with rustc, so they are compared with one version of it only, and
//! with others it is only seen that the files do not compile.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// The compiler that the `.stderr` files are from. Set it when they are written anew.
const WRITTEN_WITH: &str = "rustc 1.95.";

/// Where another run of this test has copied the files to.
const COPIES: &str = "COMPILE_TESTS_COPIES";

#[test]
fn accepted() {
    trybuild::TestCases::new().pass("ui/pass/*.rs");
}

#[test]
fn refused() {
    if let Some(copies) = env::var_os(COPIES) {
        refuse_all(&PathBuf::from(copies));
    } else if rustc_version().starts_with(WRITTEN_WITH) {
        refuse_all(Path::new("ui"));
    } else {
        refuse_with_any_message();
    }
}

fn refuse_all(folder: &Path) {
    trybuild::TestCases::new().compile_fail(folder.join("*.rs"));
}

/// Runs this test again, on copies of the files for which it may write what rustc says.
fn refuse_with_any_message() {
    let copies = tempfile::tempdir().expect("a temporary folder");
    for file in fs::read_dir("ui").expect("ui/") {
        let file = file.expect("a file in ui/").path();
        if file.extension().is_some_and(|extension| extension == "rs") {
            let copy = copies.path().join(file.file_name().expect("a file's name"));
            fs::copy(&file, copy).expect("a copy");
        }
    }
    let status = Command::new(env::current_exe().expect("this program"))
        .args(["--exact", "refused", "--nocapture"])
        .env(COPIES, copies.path())
        .env("TRYBUILD", "overwrite")
        .status()
        .expect("this program runs");
    assert!(status.success(), "see above");
}

fn rustc_version() -> String {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("--version").output();
    String::from_utf8_lossy(&output.expect("rustc runs").stdout).into_owned()
}
