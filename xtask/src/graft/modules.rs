//! `graft/modules.toml`: the modules that exist in Rust.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::crates::Crate;
use super::version::Version;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Modules {
    #[serde(rename = "module")]
    pub(crate) modules: Vec<Module>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Module {
    /// As Python knows it.
    pub(crate) name: String,
    #[serde(rename = "crate")]
    pub(crate) crate_name: String,
    /// What its crate calls it, in `module!`.
    #[serde(rename = "type")]
    pub(crate) type_name: String,
    /// The crates it needs, each after those that it needs itself.
    pub(crate) needs: Vec<String>,
    /// Whether only tests use it, so that it is built if CPython's own test modules are.
    #[serde(default, rename = "test")]
    pub(crate) is_test: bool,
    /// The first version of CPython that has no place for it.
    pub(crate) before: Option<Version>,
    /// What its functions take the place of, if there is something.
    pub(crate) twin: Option<Twin>,
}

/// The function that CPython's import system looks for.
#[derive(Clone, Copy)]
pub(crate) enum Export {
    /// `PyInit_name`: in a built-in module always, in a file of its own before 3.15.
    Init,
    /// `PyModExport_name`: in a file of its own, since 3.15.
    ModExport,
}

/// Where the docstrings are of what a module takes the place of.
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Twin {
    C(CTwin),
    Python(PythonTwin),
}

/// A C module, which is built where the one in Rust is not.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CTwin {
    /// The file that Argument Clinic wrote, with the docstrings of its functions.
    pub(crate) clinic: String,
    /// The file with the module's own,
    pub(crate) source: String,
    /// and its C name.
    pub(crate) doc: String,
}

/// A module in Python, whose functions stay where there is no Rust.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PythonTwin {
    /// Its file.
    pub(crate) python: String,
}

impl Twin {
    /// The files with its docstrings.
    pub(super) fn files(&self) -> Vec<&str> {
        match self {
            Twin::C(twin) => vec![&twin.clinic, &twin.source],
            Twin::Python(twin) => vec![&twin.python],
        }
    }
}

impl Modules {
    pub(crate) fn read(graft: &Path, crates: &[Crate]) -> Result<Modules> {
        let path = graft.join("modules.toml");
        let shown = path.display();
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {shown}"))?;
        let modules: Modules =
            toml::from_str(&text).with_context(|| format!("{shown} is wrong"))?;
        for module in &modules.modules {
            module
                .validate(crates)
                .with_context(|| format!("{shown} is wrong"))?;
        }
        Ok(modules)
    }

    /// Those that `version` has a place for.
    pub(crate) fn of(mut self, version: Version) -> Modules {
        self.modules
            .retain(|module| version.is_within(None, module.before));
        self
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.modules.iter().map(|module| module.name.as_str())
    }
}

impl Module {
    /// The crates that it is made of, each after those that it uses; its own is the last.
    pub(crate) fn crates(&self) -> impl Iterator<Item = &String> {
        self.needs.iter().chain([&self.crate_name])
    }

    /// Whether a version of CPython, such as 3.15, has a place for it.
    pub(crate) fn has_place_in(&self, version: &str) -> bool {
        let version = version.parse::<Version>();
        version.is_ok_and(|version| version.is_within(None, self.before))
    }

    /// The line of Rust that exports it, for the crate that is linked.
    pub(crate) fn export(&self, hook: Export) -> String {
        let Module {
            name,
            crate_name,
            type_name,
            ..
        } = self;
        let prefix = match hook {
            Export::Init => "PyInit",
            Export::ModExport => "PyModExport",
        };
        format!("cpython_api::export!({prefix}_{name}, {crate_name}::{type_name});\n")
    }

    fn validate(&self, crates: &[Crate]) -> Result<()> {
        let name = &self.name;
        let mut before = Vec::new();
        for needed in self.crates() {
            let Some(needed) = crates.iter().find(|one| one.name == *needed) else {
                bail!("{name} needs a crate {needed}, which is not here");
            };
            for dependency in &needed.dependencies {
                if !before.contains(&dependency) {
                    bail!(
                        "{name} needs {dependency}, which {} uses, before it",
                        needed.name
                    );
                }
            }
            before.push(&needed.name);
        }
        Ok(())
    }
}
