//! From crates to an extension file: verify, compile, link.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::python::Python;
use super::small;
use super::toolchain::{self, Toolchain};
use super::{Panic, Sanitizer};
use crate::build::{Layout, repository};
use crate::graft::{self, Crate, Export, Module, Modules, read_crates, read_layer};
use crate::process::{self, Log};
use crate::progress::{Progress, shown_size};

/// In which our crates are written.
const EDITION: &str = "2024";

/// Where cpython-sys has its declarations.
const SYS: &str = "api/cpython-sys";

/// What unwinding calls to pass through a Rust function. Rust's core library comes compiled with
/// references to it, of which an optimiser may leave some; where nothing unwinds, nothing calls it.
const PERSONALITY: &str = "#include <stdlib.h>\nvoid rust_eh_personality(void) { abort(); }\n";

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

/// Build the modules called `names`; the paths of their files.
pub(crate) fn build(
    options: &Options,
    names: &[String],
    progress: &Progress,
) -> Result<Vec<PathBuf>> {
    let repository = repository()?;
    let layout = Layout::of_repository()?;
    let graft = repository.join("graft");
    let mut crates = read_crates(&repository)?;
    crates.extend(read_layer(&repository, TESTS)?);
    let mut known = Modules::read(&graft, &crates)?;
    let tests = Modules::read(&repository.join(TESTS), &crates)?;
    known.modules.extend(tests.modules);
    let modules = chosen(&known, names)?;

    let python = Python::ask(&options.python)?;
    let declarations = declarations(&repository, &python.version)?;
    python.check_headers()?;
    let mut log = Log::create(&layout.log("module.log"))?;
    let work = tempfile::Builder::new()
        .prefix("module-")
        .tempdir_in(layout.root())
        .context("cannot make a temporary directory")?;
    let toolchain = Toolchain::find(&python, options.sanitize, &graft, work.path())?;
    let mut build = Build {
        options,
        repository: &repository,
        crates: &crates,
        python: &python,
        toolchain: &toolchain,
        work: work.path(),
        log: &mut log,
    };

    let step = progress.step("declarations");
    let shims = build.c_parts(&declarations)?;
    step.done(&format!(
        "those of CPython {} fit its headers",
        python.version
    ));

    let mut step = progress.step("crates");
    let mut built: Vec<&String> = Vec::new();
    for name in modules.iter().flat_map(|module| module.crates()) {
        if !built.contains(&name) {
            step.say(name);
            build.library(name)?;
            built.push(name);
        }
    }
    step.done(&format!("{}, with {}", built.len(), build.toolchain.target));

    let out = options
        .out
        .clone()
        .unwrap_or_else(|| layout.root().join("modules"));
    std::fs::create_dir_all(&out)
        .with_context(|| format!("cannot make the directory {}", out.display()))?;
    let mut files = Vec::new();
    for module in modules {
        let mut step = progress.step("link");
        step.say(&module.name);
        let file = build.link(module, &shims, &out)?;
        let size = std::fs::metadata(&file).map_or(0, |metadata| metadata.len());
        step.done(&format!("{}, {}", module.name, shown_size(size)));
        files.push(file);
    }
    if let Some(sanitize) = options.sanitize {
        progress.note(&advice(&python, sanitize));
    }
    Ok(files)
}

fn chosen<'a>(known: &'a Modules, names: &[String]) -> Result<Vec<&'a Module>> {
    names
        .iter()
        .map(|name| {
            let module = known.modules.iter().find(|module| module.name == *name);
            module.with_context(|| {
                let known: Vec<_> = known.names().collect();
                format!(
                    "there is no Rust module '{name}'; there are: {}",
                    known.join(", ")
                )
            })
        })
        .collect()
}

/// The file with the declarations of a version of CPython.
fn declarations(repository: &Path, version: &str) -> Result<PathBuf> {
    let name = |version: &str| format!("v{}.rs", version.replace('.', "_"));
    let folder = repository.join(SYS).join("src");
    let path = folder.join(name(version));
    if !path.is_file() {
        bail!(
            "the interpreter is CPython {version}, for which {SYS}/src has no {}; take an \
             interpreter of a version that has its declarations there",
            name(version)
        );
    }
    Ok(path)
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

/// One build: everything is made in `work`.
struct Build<'a> {
    options: &'a Options,
    repository: &'a Path,
    crates: &'a [Crate],
    python: &'a Python,
    toolchain: &'a Toolchain,
    work: &'a Path,
    log: &'a mut Log,
}

impl Build<'_> {
    /// Has the C compiler accept the declarations, and compiles the functions of our own.
    fn c_parts(&mut self, declarations: &Path) -> Result<PathBuf> {
        let sys = self.repository.join(SYS);
        let verify = self.work.join("verify");
        let mut command = self.rustc(EDITION);
        command
            .arg("-o")
            .arg(&verify)
            .arg(sys.join("verify/main.rs"));
        self.run("verify", &mut command)?;
        let shims = sys.join("src/shims");
        let header = vec!["-include".into(), shims.with_extension("h").into()];
        self.verify(&verify, declarations, Vec::new())?;
        self.verify(&verify, &shims.with_extension("rs"), header)?;
        self.compile_c(&shims.with_extension("c"), "shims.o", Vec::new())
    }

    /// Has the C compiler accept the declarations in a file.
    fn verify(&mut self, verify: &Path, declarations: &Path, options: Vec<OsString>) -> Result<()> {
        let mut command = process::command(verify);
        command.arg(declarations);
        for cfg in self.python.cfgs() {
            command.args(["--cfg", cfg]);
        }
        let output = command.output().context("cannot run verify")?;
        if !output.status.success() {
            bail!("{}", String::from_utf8_lossy(&output.stderr).trim_end());
        }
        let c = self.work.join("verify.c");
        std::fs::write(&c, output.stdout)
            .with_context(|| format!("cannot write {}", c.display()))?;
        self.compile_c(&c, "verify.o", options)?;
        Ok(())
    }

    fn compile_c(
        &mut self,
        source: &Path,
        object: &str,
        options: Vec<OsString>,
    ) -> Result<PathBuf> {
        let object = self.work.join(object);
        let words = self.python.compiler();
        let mut command = process::command(&words[0]);
        command
            .args(&words[1..])
            .args(["-fno-lto", "-fvisibility=hidden"]);
        if let Some(sanitize) = self.options.sanitize {
            command.arg(format!("-fsanitize={}", sanitize.name()));
        }
        command.args(options);
        command.arg("-c").arg("-o").arg(&object).arg(source);
        self.run("the C compiler", &mut command)?;
        Ok(object)
    }

    /// Compiles a crate that others use.
    fn library(&mut self, name: &str) -> Result<()> {
        let one = self.find(name)?;
        let source = match &one.vendored {
            Some(vendored) => vendored.obtain(self.repository, &graft::cargo())?,
            None => self.repository.join(&one.folder),
        };
        let mut command = if one.is_macro {
            let mut command = self.rustc(EDITION);
            command.args(["--crate-type", "proc-macro", "-C", "prefer-dynamic"]);
            command.args(["--extern", "proc_macro"]);
            command
        } else {
            let vendored = one.vendored.as_ref();
            let edition = vendored.map_or(EDITION, |vendored| &vendored.edition);
            let mut command = self.compile(Path::new(&one.folder), edition);
            command.args(["--crate-type", "rlib"]);
            if vendored.is_some() {
                command.args(["--cap-lints", "allow"]);
            }
            command
        };
        let std_features = match self.options.panic {
            Panic::Unwind => one.std_features.as_slice(),
            Panic::Abort => &[],
        };
        for feature in one.features.iter().chain(std_features) {
            command.arg("--cfg").arg(format!("feature=\"{feature}\""));
        }
        command.args(["--crate-name", name]);
        for used in &one.dependencies {
            command
                .arg("--extern")
                .arg(self.external(self.find(used)?)?);
        }
        command.arg("-o").arg(self.work.join(self.file(one)?));
        command.arg(source.join("src/lib.rs"));
        self.run(name, &mut command)
    }

    /// Links a module; the path of its file in `out`.
    fn link(&mut self, module: &Module, shims: &Path, out: &Path) -> Result<PathBuf> {
        let root = self.work.join("root.rs");
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
                let source = self.work.join("personality.c");
                std::fs::write(&source, PERSONALITY)
                    .with_context(|| format!("cannot write {}", source.display()))?;
                Some(self.compile_c(&source, "personality.o", Vec::new())?)
            }
        };
        let linked = self.work.join("module.so");
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
                for word in small::linker_options(self.options.strip, relr, self.work)? {
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

    /// rustc, with what all crates have in common.
    fn rustc(&self, edition: &str) -> Command {
        let mut command = self.toolchain.command();
        command.args(["--edition", edition]);
        command
    }

    /// rustc, with what crates have in common that become a part of the module.
    fn compile(&self, folder: &Path, edition: &str) -> Command {
        let mut command = self.rustc(edition);
        let mut add = |words: &[&str]| {
            command.args(words);
        };
        add(&["--target", &self.toolchain.target]);
        add(&["-C", &format!("panic={}", self.options.panic.name())]);
        add(&["-C", "relocation-model=pic"]);
        if self.is_debug() {
            add(&["-C", "opt-level=1", "-C", "debuginfo=2"]);
            add(&["-C", "debug-assertions=on", "-C", "overflow-checks=on"]);
        } else {
            let level = match self.options.panic {
                Panic::Unwind => "3",
                Panic::Abort => small::opt_level(folder),
            };
            add(&["-C", &format!("opt-level={level}"), "-C", "codegen-units=1"]);
            add(&["-C", "debuginfo=line-tables-only"]);
        }
        if self.python.has_frame_pointers() {
            add(&["-C", "force-frame-pointers=yes"]);
        }
        if let Some(sanitize) = self.options.sanitize {
            add(&[
                &format!("-Zsanitizer={}", sanitize.name()),
                "-Zexternal-clangrt",
            ]);
            if sanitize == Sanitizer::Thread {
                // Rust's own libraries come without, and rustc would not mix them with ours.
                add(&["-C", "unsafe-allow-abi-mismatch=sanitizer"]);
                // gcc's runtime has no __tsan_memcpy before version 13; memcpy it intercepts.
                add(&["-C", "llvm-args=-tsan-instrument-memintrinsics=0"]);
            }
        }
        add(&[&format!(
            "--remap-path-prefix={}=Rust",
            self.repository.display()
        )]);
        for cfg in self.python.cfgs() {
            add(&["--cfg", cfg]);
        }
        if self.toolchain.avx512 {
            add(&["--cfg", "simd_avx512"]);
        }
        command
            .arg("-L")
            .arg(format!("dependency={}", self.work.display()));
        command
    }

    fn is_debug(&self) -> bool {
        self.options.debug_assertions || self.python.debug
    }

    fn find(&self, name: &str) -> Result<&Crate> {
        let found = self.crates.iter().find(|one| one.name == name);
        found.with_context(|| format!("there is no crate {name}"))
    }

    /// What a crate's file in `work` is called.
    fn file(&self, one: &Crate) -> Result<String> {
        match one.is_macro {
            true => self.toolchain.macro_file(&one.name),
            false => Ok(format!("lib{}.rlib", one.name)),
        }
    }

    fn external(&self, one: &Crate) -> Result<String> {
        let file = self.work.join(self.file(one)?);
        Ok(format!("{}={}", one.name, file.display()))
    }

    fn run(&mut self, what: &str, command: &mut Command) -> Result<()> {
        process::run(what, command, self.log, &mut |_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_without_declarations_is_refused() {
        let repository = repository().expect("it");
        assert!(declarations(&repository, "3.13").is_ok());
        let message = declarations(&repository, "3.12")
            .expect_err("unknown")
            .to_string();
        assert!(
            message.contains("CPython 3.12") && message.contains("v3_12.rs"),
            "{message}"
        );
    }

    #[test]
    fn a_module_that_does_not_exist_is_told_those_that_do() {
        let repository = repository().expect("it");
        let crates = read_crates(&repository).expect("crates");
        let known = Modules::read(&repository.join("graft"), &crates).expect("modules");
        assert!(chosen(&known, &["binascii".to_owned()]).is_ok());
        let message = chosen(&known, &["nothing".to_owned()])
            .err()
            .expect("unknown")
            .to_string();
        assert!(
            message.contains("'nothing'") && message.contains("binascii"),
            "{message}"
        );
    }
}
