//! What has to be known of an interpreter to compile for it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Sanitizer;
use crate::foreign::{self, Foreign};
use crate::{process, rootfs};

/// Asks an interpreter, in its build directory or installed; `sysconfig` knows the difference.
const QUESTION: &str = "
import json, os, sys, sysconfig
var = sysconfig.get_config_var
path = sysconfig.get_path
print(json.dumps({
    'implementation': sys.implementation.name,
    'version': '%d.%d' % sys.version_info[:2],
    'include': path('include'),
    'platinclude': path('platinclude'),
    'cc': (var('CC') or '').split(),
    'cflags': ((var('CFLAGS') or '') + ' ' + (var('CCSHARED') or '')).split(),
    'ext_suffix': var('EXT_SUFFIX') or '',
    'c_library': os.confstr('CS_GNU_LIBC_VERSION') or ''
        if 'CS_GNU_LIBC_VERSION' in getattr(os, 'confstr_names', ()) else '',
    'host': var('HOST_GNU_TYPE') or '',
    'debug': bool(var('Py_DEBUG')),
    'free_threaded': bool(var('Py_GIL_DISABLED')),
}))
";

/// An interpreter, as it says of itself.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Python {
    implementation: String,
    /// Of the language: `3.13`.
    pub(crate) version: String,
    include: PathBuf,
    /// Where `pyconfig.h` is; the same folder in some.
    platinclude: PathBuf,
    /// The C compiler, a word or several.
    pub(super) cc: Vec<String>,
    /// The flags of extension files.
    cflags: Vec<String>,
    pub(super) ext_suffix: String,
    /// Its name and version, or nothing if it is not glibc.
    pub(super) c_library: String,
    /// The platform, as autoconf knows it.
    pub(crate) host: String,
    pub(crate) debug: bool,
    pub(super) free_threaded: bool,
    /// What compiles for it, if it is for another processor.
    #[serde(skip)]
    pub(super) foreign: Option<Foreign>,
    /// The root file system that it is in, if it is not this machine's.
    #[serde(skip)]
    root: Option<PathBuf>,
    /// Its path, in that if there is one.
    #[serde(skip)]
    path: PathBuf,
    /// The C compiler that it was made with, which is in the same root.
    #[serde(skip)]
    pub(crate) own_cc: Vec<String>,
}

impl Python {
    /// Whether its own functions keep a frame pointer, for profilers: then so do the modules'.
    pub(super) fn has_frame_pointers(&self) -> bool {
        self.cflags
            .iter()
            .any(|flag| flag == "-fno-omit-frame-pointer")
    }

    /// Ask `interpreter`, and see whether there is what is needed.
    pub(crate) fn ask(interpreter: &Path) -> Result<Self> {
        let shown = interpreter.display();
        let root = rootfs::around(interpreter);
        let mut command = match &root {
            Some((root, inside)) => rootfs::inside(root, inside),
            None => process::command(interpreter),
        };
        let output = command
            .args(["-I", "-c", QUESTION])
            .envs([Sanitizer::Address.environment()])
            .output()
            .with_context(|| format!("cannot run {shown}; name a Python interpreter"))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            let why = said.lines().last().unwrap_or_default();
            bail!("{shown} is no usable Python ({}): {why}", output.status);
        }
        let mut python: Self = serde_json::from_slice(&output.stdout)
            .with_context(|| format!("{shown} says something unexpected"))?;
        python.own_cc.clone_from(&python.cc);
        interpreter.clone_into(&mut python.path);
        if let Some((root, inside)) = root {
            python.move_into(root);
            python.path = inside;
        }
        if let Some(foreign) = foreign::around(interpreter) {
            python.cc = foreign.cc();
            python.foreign = Some(foreign);
        }
        python
            .validate()
            .with_context(|| format!("{shown} cannot have modules built for it"))?;
        Ok(python)
    }

    /// Another interpreter, with all that is known of `python`; `path` is as that would say it.
    pub(crate) fn at(python: &Self, path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            ..python.clone()
        }
    }

    /// A program of the file system that the interpreter is in.
    pub(crate) fn program(&self, program: impl AsRef<OsStr>) -> Command {
        match &self.root {
            Some(root) => rootfs::inside(root, program),
            None => process::command(program),
        }
    }

    /// What the interpreter prints, in JSON, if it is told to run `code`.
    pub(crate) fn answer<T: DeserializeOwned>(&self, code: &str) -> Result<T> {
        let output = self
            .program(&self.path)
            .args(["-I", "-c", code])
            .envs([Sanitizer::Address.environment()])
            .output()
            .with_context(|| format!("cannot run {}", self.path.display()))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            let why = said.lines().last().unwrap_or_default().to_owned();
            bail!("{} cannot answer a question: {why}", self.path.display());
        }
        serde_json::from_slice(&output.stdout)
            .with_context(|| format!("{} says something unexpected", self.path.display()))
    }

    /// The path by which this machine knows a file of the interpreter's.
    pub(crate) fn outside(&self, path: &Path) -> PathBuf {
        match &self.root {
            Some(root) => root.join(path.strip_prefix("/").unwrap_or(path)),
            None => path.to_owned(),
        }
    }

    /// The path by which the interpreter knows a file of this machine.
    pub(crate) fn inside(&self, path: &Path) -> PathBuf {
        match &self.root {
            Some(root) => Path::new("/").join(path.strip_prefix(root).unwrap_or(path)),
            None => path.to_owned(),
        }
    }

    /// What it says is in `root`. Only its headers are used of that, with this machine's compiler:
    /// a file that is linked with an older C library runs with a newer one.
    fn move_into(&mut self, root: PathBuf) {
        for path in [&mut self.include, &mut self.platinclude] {
            *path = root.join(path.strip_prefix("/").unwrap_or(path));
        }
        if let Some(cc) = self.cc.first_mut() {
            "cc".clone_into(cc);
        }
        self.root = Some(root);
    }

    fn validate(&self) -> Result<()> {
        if self.implementation != "cpython" {
            bail!("it is {}, and not CPython", self.implementation);
        }
        if self.cc.is_empty() || self.ext_suffix.is_empty() {
            bail!("its sysconfig does not say how extension files are compiled and named");
        }
        Ok(())
    }

    /// Sees that the headers are there; which, depends on the version.
    pub(super) fn check_headers(&self) -> Result<()> {
        let internal = self.include.join("internal/pycore_modsupport.h");
        for header in [self.platinclude.join("pyconfig.h"), internal] {
            if !header.is_file() {
                bail!(
                    "{} does not exist; install the interpreter's development files",
                    header.display()
                );
            }
        }
        Ok(())
    }

    /// The compiler with the flags that CPython's own modules have, for code that may use what
    /// is internal to CPython.
    pub(super) fn compiler(&self) -> Vec<String> {
        let include = |folder: PathBuf| format!("-I{}", folder.display());
        let mut words = self.cc.clone();
        words.extend(self.cflags.iter().cloned());
        if let Some(root) = &self.root {
            words.push(format!("--sysroot={}", root.display()));
        }
        words.extend(["-std=c11".to_owned(), "-DPy_BUILD_CORE".to_owned()]);
        words.extend([
            include(self.include.join("internal")),
            include(self.platinclude.clone()),
            include(self.include.clone()),
        ]);
        words
    }

    /// The conditions under which the declarations and the crates are compiled.
    pub(super) fn cfgs(&self) -> Vec<&'static str> {
        let mut cfgs = Vec::new();
        cfgs.extend(self.debug.then_some("Py_DEBUG"));
        cfgs.extend(self.free_threaded.then_some("Py_GIL_DISABLED"));
        cfgs.extend(self.is_since(14).then_some("Py_3_14"));
        cfgs.extend(self.is_since(15).then_some("Py_3_15"));
        cfgs
    }

    /// Whether it runs in an emulator.
    pub(crate) fn is_foreign(&self) -> bool {
        self.foreign.is_some()
    }

    /// Whether it is 3.15 or later, where modules and classes are arrays of slots.
    pub(super) fn has_slots(&self) -> bool {
        self.is_since(15)
    }

    fn is_since(&self, first: u32) -> bool {
        let minor = self.version.strip_prefix("3.");
        minor.is_some_and(|minor| minor.parse().is_ok_and(|minor: u32| minor >= first))
    }
}
