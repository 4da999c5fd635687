//! Links a module to an extension file.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::crates::{Build, EDITION};
use super::{Panic, small};
use crate::graft::{Export, Module};

/// What unwinding calls to pass through a Rust function. Rust's core library comes compiled with
/// references to it, of which an optimiser may leave some; where nothing unwinds, nothing calls it.
const PERSONALITY: &str = "#include <stdlib.h>\nvoid rust_eh_personality(void) { abort(); }\n";

impl Build<'_> {
    /// Links a module; the path of its file in `out`.
    pub(super) fn link(&mut self, module: &Module, shims: &Path, out: &Path) -> Result<PathBuf> {
        let root = self.work().join("root.rs");
        let (head, handler) = match self.options.panic {
            Panic::Unwind => ("", ""),
            Panic::Abort => ("#![no_std]\n", "cpython_api::panic_handler!();\n"),
        };
        let hook = match self.python.has_slots() {
            true => Export::ModExport,
            false => Export::Init,
        };
        std::fs::write(&root, format!("{head}{handler}{}", module.export(hook)))
            .with_context(|| format!("cannot write {}", root.display()))?;

        let personality = match self.options.panic {
            Panic::Unwind => None,
            Panic::Abort => {
                let source = self.work().join("personality.c");
                std::fs::write(&source, PERSONALITY)
                    .with_context(|| format!("cannot write {}", source.display()))?;
                Some(self.compile_c(&source, "personality.o", Vec::new())?)
            }
        };
        let linked = self.work().join("module.so");
        let mut command = self.compile(Path::new(""), EDITION);
        command.args(["--crate-type", "cdylib", "--crate-name", "module"]);
        for name in ["cpython_api", &module.crate_name] {
            command
                .arg("--extern")
                .arg(self.external(self.find(name)?)?);
        }
        if !self.is_debug() {
            command.args(["-C", "lto=fat"]);
        }
        if self.options.strip {
            command.args(["-C", "strip=symbols"]);
        }
        let mut option = |value: &str| {
            command.args(["-C", value]);
        };
        option(&format!("linker={}", self.python.cc[0]));
        for word in &self.python.cc[1..] {
            option(&format!("link-arg={word}"));
        }
        if let Some(personality) = personality {
            option(&format!("link-arg={}", personality.display()));
            // The C library, which Rust's own would have brought.
            option("default-linker-libraries=yes");
            if self.toolchain.target.contains("-linux-") && !self.is_debug() {
                let relr = small::has_relr(&self.python.c_library);
                for word in small::linker_options(self.options.strip, relr, self.work())? {
                    option(&format!("link-arg={word}"));
                }
            }
        }
        if self.toolchain.target.contains("-apple-") {
            // The interpreter has what the file leaves undefined.
            option("link-arg=-undefined");
            option("link-arg=dynamic_lookup");
        }
        option(&format!("link-arg={}", shims.display()));
        if !self.toolchain.target.contains("-apple-") {
            // rustc names it before that object. A part of glibc is a static library, of which a linker takes
            // what is missing so far: `pthread_atfork`, which on most processors is nowhere else.
            option("link-arg=-lc");
        }
        command.arg("-o").arg(&linked).arg(&root);
        self.run(&module.name, &mut command)?;

        // An interpreter may have the former file mapped: it is replaced, not written to.
        let file = out.join(format!("{}{}", module.name, self.python.ext_suffix));
        let new = file.with_extension("new");
        std::fs::copy(&linked, &new)
            .and_then(|_| std::fs::rename(&new, &file))
            .with_context(|| format!("cannot write {}", file.display()))?;
        Ok(file)
    }

    /// One static library with `modules`, each with the function that a built-in module has.
    pub(crate) fn archive(&mut self, modules: &[&Module]) -> Result<PathBuf> {
        let root = self.work().join("root.rs");
        let exports: String = modules
            .iter()
            .map(|module| module.export(Export::Init))
            .collect();
        std::fs::write(&root, exports)
            .with_context(|| format!("cannot write {}", root.display()))?;
        let archive = self.work().join("librustmodules.a");
        let mut command = self.compile(Path::new(""), EDITION);
        command.args(["--crate-type", "staticlib", "--crate-name", "rustmodules"]);
        let crates = modules.iter().map(|module| module.crate_name.as_str());
        for name in crates.chain(["cpython_api"]) {
            command
                .arg("--extern")
                .arg(self.external(self.find(name)?)?);
        }
        if !self.is_debug() {
            command.args(["-C", "lto=fat"]);
        }
        command.arg("-o").arg(&archive).arg(&root);
        self.run("the static library", &mut command)?;
        Ok(archive)
    }
}
