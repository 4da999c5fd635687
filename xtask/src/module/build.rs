//! From the names of modules to their files.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::crates::Build;
use super::python::Python;
use super::{Panic, Sanitizer, glibc, toolchain};
use crate::build::{Layout, repository};
use crate::graft::{Crate, Module, Modules, read_crates, read_layer};
use crate::progress::{Progress, shown_size};

/// Modules for tests, which no tree receives.
const TESTS: &str = "tests/modules";

/// What is built, and how.
pub(crate) struct Options {
    pub(crate) python: PathBuf,
    pub(crate) panic: Panic,
    /// `build/modules` if it is not given.
    pub(crate) out: Option<PathBuf>,
    pub(crate) sanitize: Option<Sanitizer>,
    pub(crate) debug_assertions: bool,
    pub(crate) strip: bool,
}

impl Options {
    /// Modules for `python`, as they are built unless something else is asked for.
    pub(crate) fn new(python: PathBuf) -> Self {
        Self {
            python,
            panic: Panic::default(),
            out: None,
            sanitize: None,
            debug_assertions: false,
            strip: false,
        }
    }
}

/// Build the modules called `names`, or all that are not for tests; the paths of their files.
pub(crate) fn build(
    options: &Options,
    names: &[String],
    progress: &Progress,
) -> Result<Vec<PathBuf>> {
    let here = Here::read()?;
    let python = Python::ask(&options.python)?;
    let is_usual = |module: &Module| !module.is_test && module.has_place_in(&python.version);
    let modules = here.chosen(names, is_usual)?;
    let mut build = Build::start(options, &here, &python, here.layout.root(), "module.log")?;
    let shims = build.crates(&modules, progress)?;

    let out = options
        .out
        .clone()
        .unwrap_or_else(|| here.layout.root().join("modules"));
    std::fs::create_dir_all(&out)
        .with_context(|| format!("cannot make the directory {}", out.display()))?;
    let mut files = Vec::new();
    for module in modules {
        let mut step = progress.step("link");
        step.say(&module.name);
        let file = build.link(module, &shims, &out)?;
        let size = std::fs::metadata(&file).map_or(0, |metadata| metadata.len());
        let needs = glibc::oldest(&file).map_or(String::new(), |version| {
            format!(", for glibc {version} or newer")
        });
        step.done(&format!("{}, {}{needs}", module.name, shown_size(size)));
        files.push(file);
    }
    if let Some(sanitize) = options.sanitize {
        progress.note(&advice(&python, sanitize));
    }
    Ok(files)
}

/// What this repository has.
pub(crate) struct Here {
    pub(super) repository: PathBuf,
    pub(crate) layout: Layout,
    pub(super) crates: Vec<Crate>,
    known: Modules,
}

impl Here {
    pub(crate) fn read() -> Result<Self> {
        let repository = repository()?;
        let mut crates = read_crates(&repository)?;
        crates.extend(read_layer(&repository, TESTS)?);
        let mut known = Modules::read(&repository.join("graft"), &crates)?;
        let mut tests = Modules::read(&repository.join(TESTS), &crates)?;
        for module in &mut tests.modules {
            module.is_test = true;
        }
        known.modules.extend(tests.modules);
        Ok(Self {
            repository,
            layout: Layout::of_repository()?,
            crates,
            known,
        })
    }

    /// The modules called `names`, or those that are `usual` if there are no names.
    pub(crate) fn chosen(
        &self,
        names: &[String],
        usual: impl Fn(&Module) -> bool,
    ) -> Result<Vec<&Module>> {
        let known = &self.known.modules;
        if names.is_empty() {
            return Ok(known.iter().filter(|module| usual(module)).collect());
        }
        let find = |name: &String| {
            let module = known.iter().find(|module| module.name == *name);
            module.with_context(|| {
                let known: Vec<_> = self.known.names().collect();
                format!(
                    "there is no Rust module '{name}'; there are: {}",
                    known.join(", ")
                )
            })
        };
        names.iter().map(find).collect()
    }
}

/// How to start an interpreter with what is sanitized.
fn advice(python: &Python, sanitize: Sanitizer) -> String {
    match toolchain::runtime(&python.cc, sanitize) {
        Some(runtime) => format!(
            "an interpreter that is not built with the {} sanitizer itself needs LD_PRELOAD={runtime}",
            sanitize.name()
        ),
        None => format!(
            "only an interpreter that is built with the {} sanitizer itself can load it: `{}` has \
             no shared runtime to preload",
            sanitize.name(),
            python.cc.join(" ")
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_that_does_not_exist_is_told_those_that_do() {
        let here = Here::read().expect("what is here");
        assert!(here.chosen(&["binascii".to_owned()], |_| false).is_ok());
        let message = here
            .chosen(&["nothing".to_owned()], |_| false)
            .err()
            .expect("unknown")
            .to_string();
        assert!(
            message.contains("'nothing'") && message.contains("binascii"),
            "{message}"
        );
    }

    #[test]
    fn without_names_it_is_what_is_not_for_tests() {
        let here = Here::read().expect("what is here");
        let chosen = here.chosen(&[], |module| !module.is_test).expect("some");
        let names: Vec<_> = chosen.iter().map(|module| module.name.as_str()).collect();
        assert!(names.contains(&"binascii") && !names.contains(&"_xxrust"));
    }
}
