//! What has to be known of an interpreter to compile for it.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::Sanitizer;
use crate::process;

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
#[derive(Debug, Deserialize)]
pub(super) struct Python {
    implementation: String,
    /// Of the language: `3.13`.
    pub(super) version: String,
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
    pub(super) host: String,
    pub(super) debug: bool,
    pub(super) free_threaded: bool,
}

impl Python {
    /// Whether its own functions keep a frame pointer, for profilers: then so do the modules'.
    pub(super) fn has_frame_pointers(&self) -> bool {
        self.cflags
            .iter()
            .any(|flag| flag == "-fno-omit-frame-pointer")
    }

    /// Ask `interpreter`, and see whether there is what is needed.
    pub(super) fn ask(interpreter: &Path) -> Result<Self> {
        let shown = interpreter.display();
        let output = process::command(interpreter)
            .args(["-I", "-c", QUESTION])
            .envs([Sanitizer::Address.environment()])
            .output()
            .with_context(|| format!("cannot run {shown}; name a Python interpreter"))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            let why = said.lines().last().unwrap_or_default();
            bail!("{shown} is no usable Python ({}): {why}", output.status);
        }
        let python: Self = serde_json::from_slice(&output.stdout)
            .with_context(|| format!("{shown} says something unexpected"))?;
        python
            .validate()
            .with_context(|| format!("{shown} cannot have modules built for it"))?;
        Ok(python)
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
        cfgs
    }
}
