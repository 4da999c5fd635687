//! Links the new program with the interpreter's library.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::installed::{Installed, Library};
use crate::module::Build;
use crate::process::Failed;
use crate::progress::Step;

/// The program, and the name of the library that it is linked with.
///
/// A static library may lack parts that are built into the program (Debian's has no hash
/// functions), which only the attempt can tell; then it is the shared one.
pub(super) fn link(
    build: &mut Build<'_>,
    installed: &Installed,
    rust: &Path,
    step: &mut Step<'_>,
) -> Result<(PathBuf, String)> {
    let program = build.work().join("python");
    let python = build.python;
    let mut refused = None;
    for library in installed.libraries(python) {
        let path = library.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        step.say(&name);
        let mut command = python.program(&python.own_cc[0]);
        command
            .args(&python.own_cc[1..])
            .arg("-o")
            .arg(python.inside(&program))
            .args(&installed.options)
            .arg(python.inside(rust))
            .args(arguments(installed, library));
        match build.run(&format!("linking with {name}"), &mut command) {
            Ok(()) => return Ok((program, name.into_owned())),
            Err(error) if error.is::<Failed>() => refused = Some(error),
            Err(error) => return Err(error),
        }
    }
    match refused {
        Some(error) => Err(error),
        None => bail!("there is no library of this Python to link with"),
    }
}

/// What says to the compiler driver what `library` takes.
fn arguments(installed: &Installed, library: Library<'_>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = Vec::new();
    match library {
        Library::Static(path) => {
            // Code that has its place in memory needs a program that has.
            let pie = match installed.program.is_position_independent {
                true => "-pie",
                false => "-no-pie",
            };
            // All of it: extension files may use what the program does not.
            arguments.extend([pie.into(), "-Wl,--whole-archive".into()]);
            arguments.push(path.into());
            arguments.push("-Wl,--no-whole-archive".into());
            // By the names that they have at run time: their own development files are not needed.
            let needed = installed.program.needed.iter();
            arguments.extend(needed.map(|name| format!("-l:{name}").into()));
        }
        Library::Shared(path) => {
            arguments.push(path.into());
            let folder = path.parent().unwrap_or(Path::new("/"));
            if !folder.starts_with("/usr/lib") && !folder.starts_with("/lib") {
                let mut option = OsString::from("-Wl,-rpath,");
                option.push(folder);
                arguments.push(option);
            }
        }
    }
    arguments
}
