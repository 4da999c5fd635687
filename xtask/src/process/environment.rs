//! What a child inherits: the user's environment, less what would make a build depend on how
//! it was started.

use std::env;
use std::ffi::{OsStr, OsString};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Variables of an outer make, or of a Python that is not the one being built.
const NOT_INHERITED: [&str; 9] = [
    "MAKEFLAGS",
    "GNUMAKEFLAGS",
    "MFLAGS",
    "MAKELEVEL",
    "PYTHONHOME",
    "PYTHONPATH",
    "PYTHONSTARTUP",
    "PYTHONSAFEPATH",
    "PYTHONPLATLIBDIR",
];

/// Libraries that the dynamic linker looks for; cargo puts its own folders in front.
const LIBRARY_PATH: &str = "LD_LIBRARY_PATH";

/// A command in its own process group, without standard input.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.stdin(Stdio::null()).process_group(0);
    for name in NOT_INHERITED {
        command.env_remove(name);
    }
    for (name, _) in env::vars_os() {
        if is_cargos(&name) {
            command.env_remove(name);
        }
    }
    if let Some(path) = env::var_os(LIBRARY_PATH) {
        match users_library_path(&path, cargo_output_dir().as_deref()) {
            Some(path) => command.env(LIBRARY_PATH, path),
            None => command.env_remove(LIBRARY_PATH),
        };
    }
    command
}

/// The first executable file called `program` on PATH; a name with a slash is taken as it is.
pub(crate) fn search_path(program: &str) -> Option<PathBuf> {
    if program.contains('/') {
        return is_executable(Path::new(program)).then(|| PathBuf::from(program));
    }
    env::split_paths(&env::var_os("PATH")?)
        .map(|dir| dir.join(program))
        .find(|path| is_executable(path))
}

fn is_executable(path: &Path) -> bool {
    path.is_file() && rustix::fs::access(path, rustix::fs::Access::EXEC_OK).is_ok()
}

/// What `cargo run` says to the program that it runs; CARGO_HOME and the like are the user's.
fn is_cargos(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name == "CARGO"
        || [
            "CARGO_PKG_",
            "CARGO_MANIFEST_",
            "CARGO_CRATE_",
            "CARGO_BIN_",
            "CARGO_PRIMARY_",
        ]
        .iter()
        .any(|prefix| name.starts_with(prefix))
}

/// `target/debug` of the running xtask.
fn cargo_output_dir() -> Option<PathBuf> {
    Some(env::current_exe().ok()?.parent()?.to_owned())
}

/// `path` without the folders that cargo added: its output and the toolchain's libraries.
fn users_library_path(path: &OsStr, cargo_output: Option<&Path>) -> Option<OsString> {
    let is_users = |dir: &PathBuf| {
        let text = dir.to_string_lossy();
        !text.is_empty()
            && !text.contains("/rustlib/")
            && !text.contains("/toolchains/")
            && !cargo_output.is_some_and(|output| dir.starts_with(output))
    };
    let kept: Vec<PathBuf> = env::split_paths(path).filter(is_users).collect();
    if kept.is_empty() {
        None
    } else {
        env::join_paths(kept).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargos_library_folders_are_dropped_and_the_users_kept() {
        let path = "/p/target/debug/build/ring-1/out:/p/target/debug/deps:/p/target/debug:\
                    /r/toolchains/stable/lib/rustlib/x/lib:/r/toolchains/stable/lib:/opt/ssl/lib";
        let kept = users_library_path(OsStr::new(path), Some(Path::new("/p/target/debug")));
        assert_eq!(kept.as_deref(), Some(OsStr::new("/opt/ssl/lib")));
        assert_eq!(
            users_library_path(OsStr::new("/r/toolchains/stable/lib:"), None),
            None
        );
    }

    #[test]
    fn a_child_does_not_see_an_outer_make_nor_cargo() {
        assert!(is_cargos(OsStr::new("CARGO")) && is_cargos(OsStr::new("CARGO_PKG_NAME")));
        assert!(!is_cargos(OsStr::new("CARGO_HOME")));
        let removed = |name| {
            command("true")
                .get_envs()
                .any(|(key, value)| key == OsStr::new(name) && value.is_none())
        };
        assert!(removed("MAKEFLAGS") && removed("PYTHONPATH") && !removed("PATH"));
    }

    #[test]
    fn programs_are_found_on_path() {
        assert!(search_path("sh").is_some());
        assert_eq!(search_path("no-such-program"), None);
        assert_eq!(search_path("/etc/passwd"), None);
    }
}
