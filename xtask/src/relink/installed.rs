//! What an installed CPython consists of, as far as its program is made from it.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::module::Python;
use crate::process;

const QUESTION: &str = "
import json, os, sys, sysconfig
var = sysconfig.get_config_var
def existing(name, folders):
    paths = [os.path.join(folder, name) for folder in folders if folder and name]
    return next(filter(os.path.isfile, paths), (paths or [''])[0])
# An installation that was moved is where it is now, and not where it was configured to be.
config = os.path.dirname(sysconfig.get_makefile_filename())
lib = os.path.join(sys.base_exec_prefix, 'lib')
print(json.dumps({
    'version': sys.version.split()[0],
    'executable': os.path.realpath(getattr(sys, '_base_executable', '') or sys.executable),
    'prefix': sys.base_prefix,
    'standard_library': os.path.dirname(os.__file__),
    'static_library': existing(var('LIBRARY'), [config, var('LIBPL'), lib]),
    'shared_library': existing(var('LDLIBRARY') if var('Py_ENABLE_SHARED') else '',
                               [var('LIBDIR'), lib]),
    'options': ((var('LDFLAGS') or '') + ' ' + (var('LINKFORSHARED') or '')).split(),
    'facts': sysconfig._get_sysconfigdata_name(),
    'is_in_build_directory': sysconfig.is_python_build(),
}))
";

/// An installed CPython; its paths are those that it has for itself.
#[derive(Deserialize)]
pub(super) struct Installed {
    pub(super) version: String,
    pub(super) executable: PathBuf,
    pub(super) prefix: PathBuf,
    pub(super) standard_library: PathBuf,
    /// Where it should be if it is not there; so the other.
    static_library: PathBuf,
    shared_library: PathBuf,
    /// The linker's.
    pub(super) options: Vec<String>,
    /// The module that sysconfig reads.
    pub(super) facts: String,
    is_in_build_directory: bool,
    #[serde(skip)]
    pub(super) program: Program,
}

/// How the interpreter's own program was linked.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Program {
    /// Whether it can be loaded at any address, and its library for that reason, too.
    pub(super) is_position_independent: bool,
    /// The shared libraries that it needs.
    pub(super) needed: Vec<String>,
}

impl Installed {
    pub(super) fn of(python: &Python) -> Result<Self> {
        if !python.host.contains("linux") {
            bail!(
                "relink knows how programs are linked on Linux only, and the interpreter is for {}; \
                 build its source instead (cargo xtask graft)",
                python.host
            );
        }
        for (program, package) in [
            (python.own_cc[0].as_str(), "gcc"),
            ("readelf", "binutils"),
            ("objcopy", "binutils"),
        ] {
            if process::output(python.program(program).arg("--version")).is_none() {
                bail!("relink needs `{program}`, which does not run; install {package}");
            }
        }
        let mut installed: Self = python.answer(QUESTION)?;
        if installed.is_in_build_directory {
            bail!(
                "{} is in its build directory; install it (make install), or build its source tree \
                 with Rust (cargo xtask graft)",
                installed.executable.display()
            );
        }
        let mut readelf = python.program("readelf");
        readelf.args(["--wide", "--file-header", "--dynamic"]);
        readelf.arg(&installed.executable).env("LC_ALL", "C");
        let text = process::output(&mut readelf).with_context(|| {
            format!(
                "cannot see how {} is linked; name the interpreter itself, not a script",
                installed.executable.display()
            )
        })?;
        installed.program = Program::read(&text);
        if installed.libraries(python).next().is_none() {
            bail!(
                "there is no library of {} to link with: {} does not exist, nor a shared one; install \
                 its development files (Debian: libpython{}-dev)",
                installed.executable.display(),
                installed.static_library.display(),
                python.version
            );
        }
        Ok(installed)
    }

    /// What there is to link with, and what comes first if there are both: the way in which the
    /// interpreter itself is linked.
    pub(super) fn libraries(&self, python: &Python) -> impl Iterator<Item = Library<'_>> {
        let mut libraries = vec![
            Library::Static(&self.static_library),
            Library::Shared(&self.shared_library),
        ];
        libraries.retain(|library| python.outside(library.path()).is_file());
        if self.program.has_shared_python() {
            libraries.reverse();
        }
        libraries.into_iter()
    }
}

/// CPython as a library.
#[derive(Debug, Clone, Copy)]
pub(super) enum Library<'a> {
    Static(&'a Path),
    Shared(&'a Path),
}

impl<'a> Library<'a> {
    pub(super) fn path(self) -> &'a Path {
        match self {
            Self::Static(path) | Self::Shared(path) => path,
        }
    }
}

impl Program {
    /// What `readelf` says of it.
    fn read(text: &str) -> Self {
        let mut program = Self::default();
        for line in text.lines().map(str::trim) {
            if let Some(kind) = line.strip_prefix("Type:") {
                program.is_position_independent = kind.trim().starts_with("DYN");
            } else if let Some((_, name)) = line.split_once("(NEEDED)") {
                let name = name.split_once('[').map_or("", |(_, name)| name);
                program.needed.push(name.trim_end_matches(']').to_owned());
            }
        }
        program
    }

    fn has_shared_python(&self) -> bool {
        self.needed.iter().any(|name| name.starts_with("libpython"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readelf_says_how_a_program_is_linked() {
        let text = "ELF Header:\n  Type:                              EXEC (Executable file)\n\
             Dynamic section at offset 0x9f8d68 contains 33 entries:\n\
             \x20 Tag        Type                         Name/Value\n\
             0x0000000000000001 (NEEDED)             Shared library: [libm.so.6]\n\
             0x0000000000000001 (NEEDED)             Shared library: [libzstd.so.1]\n\
             0x000000000000000c (INIT)               0x420000\n";
        let program = Program::read(text);
        assert!(!program.is_position_independent && !program.has_shared_python());
        assert_eq!(program.needed, ["libm.so.6", "libzstd.so.1"]);
        let text = "  Type:  DYN (Position-Independent Executable file)\n\
             0x0000000000000001 (NEEDED)  Shared library: [libpython3.15.so.1.0]\n";
        let program = Program::read(text);
        assert!(program.is_position_independent && program.has_shared_python());
    }
}
