//! The interpreter that a build made: where it is, and what it says of itself.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::module::Sanitizer;
use crate::process;

/// Asks an interpreter how it was configured.
const QUESTION: &str = "
import json, sys, sysconfig
var = sysconfig.get_config_var
print(json.dumps({
    'version': sys.version.split()[0],
    'rust_version': var('RUST_VERSION') or '',
    'rust_modules': (var('RUST_MODULES') or '').split(),
    'debug': hasattr(sys, 'gettotalrefcount'),
    'free_threaded': bool(var('Py_GIL_DISABLED')),
}))
";

/// What an interpreter says of itself.
#[derive(Debug, Clone, Deserialize, PartialEq)]
pub(crate) struct Facts {
    pub(crate) version: String,
    /// Of rustc; empty if there is no Rust in it.
    pub(crate) rust_version: String,
    pub(crate) rust_modules: Vec<String>,
    pub(crate) debug: bool,
    pub(crate) free_threaded: bool,
}

impl Facts {
    /// Ask `interpreter`, which proves that it runs, too.
    pub(crate) fn ask(interpreter: &Path) -> Result<Self> {
        let mut command = process::command(interpreter);
        let output = command
            .args(["-I", "-c", QUESTION])
            .envs([Sanitizer::Address.environment()])
            .output()
            .with_context(|| format!("cannot run {}", interpreter.display()))?;
        if !output.status.success() {
            bail!(
                "{} was built but does not run ({}):\n{}",
                interpreter.display(),
                output.status,
                String::from_utf8_lossy(&output.stderr).trim_end()
            );
        }
        serde_json::from_slice(&output.stdout)
            .with_context(|| format!("{} says something unexpected", interpreter.display()))
    }
}

/// The interpreter in `build_dir`. (Where file names know no case, it cannot be called as the
/// folder `Python` is.)
pub(crate) fn find(build_dir: &Path) -> Result<PathBuf> {
    ["python", "python.exe"]
        .iter()
        .map(|name| build_dir.join(name))
        .find(|path| path.is_file())
        .with_context(|| format!("make left no interpreter in {}", build_dir.display()))
}
