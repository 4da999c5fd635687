//! A C compiler with CPython's headers: this machine's, or one in a file system of its own.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The conditions that make passes to rustc.
pub(crate) const CFGS: [&str; 4] = ["Py_GIL_DISABLED", "Py_DEBUG", "Py_3_14", "Py_3_15"];

pub(crate) struct Compiler {
    /// A command with its first arguments.
    command: Vec<String>,
    includes: Vec<String>,
    /// `CPPFLAGS`, which may say what pyconfig.h leaves open.
    flags: Vec<String>,
    /// Where files are written, and what the compiler calls that directory.
    directory: PathBuf,
    seen_as: PathBuf,
    /// The build's conditions, as make passes them to rustc.
    pub(crate) cfgs: Vec<&'static str>,
}

impl Compiler {
    /// The compiler and headers that the environment names, or none and a line that says so.
    pub(crate) fn find(test: &str) -> Option<Self> {
        let mut compiler = match (variables("CPYTHON_SOURCE", "CPYTHON_BUILD"), root()) {
            (Some((source, build)), None) => Self::of_tree(&source, &build),
            (None, Some((root, include))) => Self::of_root(test, &root, &include),
            _ => {
                // Not println!, which the test harness hides.
                let mut terminal = std::io::stderr();
                writeln!(
                    terminal,
                    "{test}: skipped, neither CPYTHON_SOURCE and CPYTHON_BUILD are set nor \
                     CPYTHON_ROOT and CPYTHON_INCLUDE"
                )
                .unwrap();
                return None;
            }
        };
        let flags = std::env::var("CPPFLAGS").unwrap_or_default();
        compiler.flags = flags.split_whitespace().map(str::to_owned).collect();
        compiler.cfgs = compiler.conditions(test);
        Some(compiler)
    }

    fn of_tree(source: &Path, build: &Path) -> Self {
        let include = source.join("Include");
        let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
        Self {
            command: vec![std::env::var("CC").unwrap_or_else(|_| "cc".to_owned())],
            includes: includes(&[build, &include, &include.join("internal")]),
            flags: Vec::new(),
            seen_as: directory.clone(),
            directory,
            cfgs: Vec::new(),
        }
    }

    fn of_root(test: &str, root: &Path, include: &Path) -> Self {
        // One for each test: they run at once, and so may other runs.
        let name = format!("cpython-sys-{}-{test}", std::process::id());
        let seen_as = Path::new("/tmp").join(name);
        let directory = root.join(seen_as.strip_prefix("/").unwrap());
        fs::create_dir_all(&directory).expect("CPYTHON_ROOT can be written to");
        let words = ["chroot", root.to_str().unwrap(), "cc"];
        Self {
            command: words.map(str::to_owned).to_vec(),
            includes: includes(&[include, &include.join("internal")]),
            flags: Vec::new(),
            directory,
            seen_as,
            cfgs: Vec::new(),
        }
    }

    /// Write a file for the compiler to read.
    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.directory.join(name), text).unwrap();
    }

    /// What the compiler says about the file `name` with the text `c`: nothing, or errors.
    pub(crate) fn compile(&self, name: &str, c: &str, flags: &[&str]) -> Result<(), String> {
        let object = self.seen_as.join(name).with_extension("o");
        let mut flags = flags.to_vec();
        flags.extend(["-c", "-o", object.to_str().unwrap()]);
        self.run(name, c, &flags).map(drop)
    }

    fn run(&self, name: &str, c: &str, flags: &[&str]) -> Result<String, String> {
        self.write(name, c);
        let result = Command::new(&self.command[0])
            .args(&self.command[1..])
            .args(["-std=c11", "-Wall", "-Wextra"])
            .args(["-Wno-unused-parameter", "-Wno-sign-compare"])
            .arg("-DPy_BUILD_CORE")
            .args(&self.flags)
            .args(&self.includes)
            .args(flags)
            .arg(self.seen_as.join(name))
            .output()
            .expect("a C compiler");
        if result.status.success() {
            return Ok(String::from_utf8_lossy(&result.stdout).into_owned());
        }
        Err(String::from_utf8_lossy(&result.stderr).into_owned())
    }

    /// The conditions that hold, as the preprocessor says.
    fn conditions(&self, test: &str) -> Vec<&'static str> {
        let c = "#include \"pyconfig.h\"\n#include \"patchlevel.h\"\n\
                 #if PY_VERSION_HEX >= 0x030e0000\n#define Py_3_14 1\n#endif\n\
                 #if PY_VERSION_HEX >= 0x030f0000\n#define Py_3_15 1\n#endif\n";
        let macros = self.run(&format!("{test}-macros.c"), c, &["-dM", "-E"]);
        let macros = macros.expect("pyconfig.h and patchlevel.h");
        let is_defined = |cfg: &&str| macros.contains(&format!("#define {cfg} 1"));
        CFGS.into_iter().filter(is_defined).collect()
    }

    /// Whether the headers are those of the version that the condition `cfg` names, or later.
    pub(crate) fn is_since(&self, cfg: &str) -> bool {
        self.cfgs.contains(&cfg)
    }
}

impl Drop for Compiler {
    fn drop(&mut self) {
        // This machine's directory is cargo's to clean.
        if self.directory != self.seen_as {
            let _ = fs::remove_dir_all(&self.directory);
        }
    }
}

fn root() -> Option<(PathBuf, PathBuf)> {
    variables("CPYTHON_ROOT", "CPYTHON_INCLUDE")
}

/// Two variables, which are set together.
fn variables(first: &str, second: &str) -> Option<(PathBuf, PathBuf)> {
    let value = |name| std::env::var_os(name).map(PathBuf::from);
    Some((value(first)?, value(second)?))
}

fn includes(directories: &[&Path]) -> Vec<String> {
    let arguments = directories.iter().map(|dir| format!("-I{}", dir.display()));
    arguments.collect()
}
