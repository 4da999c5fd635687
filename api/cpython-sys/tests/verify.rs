//! What the verification is for: the C compiler accepts the declarations as they are, and stops at
//! each one that is not CPython's, naming it.
//!
//! That takes CPython's headers. `cargo xtask test` provides them in two variables:
//!
//! - `CPYTHON_SOURCE`: a source tree of CPython 3.13;
//! - `CPYTHON_BUILD`: the directory of its pyconfig.h, which says which build it is.
//!
//! `CC` is the compiler; `cc` if not set. Without the variables, the tests that need them say that
//! they are skipped.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const VERIFY: &str = env!("CARGO_BIN_EXE_cpython-sys-verify");

fn declarations() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/v3_13.rs")
}

struct Headers {
    source: PathBuf,
    build: PathBuf,
    /// The build's conditions, as make passes them to rustc.
    cfgs: Vec<&'static str>,
}

/// The headers to verify with, or none and a line that says so.
fn headers(test: &str) -> Option<Headers> {
    let directory = |name| std::env::var_os(name).map(PathBuf::from);
    let (Some(source), Some(build)) = (directory("CPYTHON_SOURCE"), directory("CPYTHON_BUILD"))
    else {
        // Not println!, which the test harness hides.
        let mut terminal = std::io::stderr();
        writeln!(
            terminal,
            "{test}: skipped, CPYTHON_SOURCE and CPYTHON_BUILD are not set"
        )
        .unwrap();
        return None;
    };
    let config = fs::read_to_string(build.join("pyconfig.h")).expect("CPYTHON_BUILD/pyconfig.h");
    let is_defined = |cfg: &&str| config.contains(&format!("#define {cfg} 1"));
    let cfgs = ["Py_GIL_DISABLED", "Py_DEBUG"]
        .into_iter()
        .filter(is_defined)
        .collect();
    Some(Headers {
        source,
        build,
        cfgs,
    })
}

fn verify(rust: &Path, cfgs: &[&str]) -> Output {
    let cfgs = cfgs.iter().flat_map(|cfg| ["--cfg", cfg]);
    Command::new(VERIFY).arg(rust).args(cfgs).output().unwrap()
}

/// What the C compiler says about the declarations in `rust`: nothing, or errors.
fn compile(headers: &Headers, name: &str, rust: &Path, cfgs: &[&str]) -> Result<(), String> {
    let output = verify(rust, cfgs);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let c = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.c"));
    fs::write(&c, output.stdout).unwrap();
    let include = headers.source.join("Include");
    let result = Command::new(std::env::var_os("CC").unwrap_or_else(|| "cc".into()))
        .args([
            "-c",
            "-std=c11",
            "-Wall",
            "-Wextra",
            "-Wno-unused-parameter",
            "-Wno-sign-compare",
        ])
        .args(["-Werror", "-DPy_BUILD_CORE", "-I"])
        .arg(&headers.build)
        .arg("-I")
        .arg(&include)
        .arg("-I")
        .arg(include.join("internal"))
        .arg("-o")
        .arg(c.with_extension("o"))
        .arg(&c)
        .output()
        .expect("a C compiler");
    if result.status.success() {
        return Ok(());
    }
    Err(String::from_utf8_lossy(&result.stderr).into_owned())
}

#[test]
fn the_declarations_are_cpythons() {
    let Some(headers) = headers("the_declarations_are_cpythons") else {
        return;
    };
    compile(&headers, "as_they_are", &declarations(), &headers.cfgs).unwrap();
}

#[test]
fn a_wrong_declaration_stops_the_compiler_by_name() {
    let Some(headers) = headers("a_wrong_declaration_stops_the_compiler_by_name") else {
        return;
    };
    let right = fs::read_to_string(declarations()).unwrap();
    let cases = [
        // A function: an argument, constness, the result, its absence, its return at all.
        (
            "PyBytes_Size(arg1: *mut PyObject)",
            "PyBytes_Size(arg1: usize)",
            "signature of PyBytes_Size",
        ),
        (
            "PyBool_FromLong(arg1: c_long)",
            "PyBool_FromLong(arg1: c_int)",
            "signature of PyBool_FromLong",
        ),
        (
            "PyLong_AsInt(arg1: *mut",
            "PyLong_AsInt(arg1: *const",
            "signature of PyLong_AsInt",
        ),
        (
            "fn PyErr_NoMemory() -> *mut PyObject",
            "fn PyErr_NoMemory()",
            "signature of PyErr_NoMemory",
        ),
        (
            "fn PyErr_NoMemory",
            "fn PyErr_OutOfMemory",
            "PyErr_OutOfMemory",
        ),
        ("fn PyErr_Clear()", "fn PyErr_Clear() -> !", "PyErr_Clear"),
        // A struct: a field's place, type and existence.
        (
            "pub readonly: c_int,\n    pub ndim:",
            "pub ndim: c_int,\n    pub readonly:",
            "offset of Py_buffer.ndim",
        ),
        (
            "pub internal: *mut c_void",
            "pub internal: *mut c_char",
            "type of Py_buffer.internal",
        ),
        ("    pub internal: *mut c_void,\n", "", "size of Py_buffer"),
        (
            "pub tp_name: *const c_char",
            "pub tp_size: Py_ssize_t,\n    pub tp_name: *const c_char",
            "offset of PyTypeObject.tp_name",
        ),
        (
            "pub ob_sval: [c_char; 1]",
            "pub ob_sval: [c_char; 9]",
            "type of PyBytesObject.ob_sval",
        ),
        // The rest.
        ("METH_O: c_int = 8", "METH_O: c_int = 9", "value of METH_O"),
        (
            "Py_MOD_GIL_NOT_USED: usize = 1",
            "Py_MOD_GIL_NOT_USED: usize = 0",
            "value of Py_MOD_GIL_NOT_USED",
        ),
        (
            "METH_O: c_int = 8",
            "METH_O: c_int = 0x1_0000_0008",
            "range of METH_O",
        ),
        (
            "PyExc_OSError: *mut PyObject",
            "PyExc_OSError: *const PyObject",
            "type of PyExc_OSError",
        ),
        (
            "type Py_ssize_t = isize",
            "type Py_ssize_t = usize",
            "signedness of Py_ssize_t",
        ),
        (
            "fn(arg1: *mut c_void)>",
            "fn(arg1: *mut c_void) -> c_int>",
            "type freefunc",
        ),
    ];
    for (index, (from, to, item)) in cases.into_iter().enumerate() {
        assert_eq!(
            right.matches(from).count(),
            1,
            "{from} should be there once"
        );
        let name = format!("wrong_{index}");
        let rust = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.rs"));
        fs::write(&rust, right.replace(from, to)).unwrap();
        let message = compile(&headers, &name, &rust, &headers.cfgs).expect_err(item);
        assert!(message.contains(item), "{item} is not named in:\n{message}");
        // It points at the Rust line, not at the C file.
        assert!(message.contains(&format!("{name}.rs:")), "{message}");
    }
}

#[test]
fn rustc_and_c_have_to_mean_the_same_build() {
    let Some(headers) = headers("rustc_and_c_have_to_mean_the_same_build") else {
        return;
    };
    for cfg in ["Py_GIL_DISABLED", "Py_DEBUG"] {
        // The opposite of what pyconfig.h says.
        let mut cfgs = headers.cfgs.clone();
        if headers.cfgs.contains(&cfg) {
            cfgs.retain(|&other| other != cfg);
        } else {
            cfgs.push(cfg);
        }
        let message = compile(&headers, cfg, &declarations(), &cfgs).expect_err(cfg);
        assert!(
            message.contains(&format!("--cfg {cfg}, but it is")),
            "{message}"
        );
    }
}

#[test]
fn what_cannot_be_read_is_refused() {
    let rust = Path::new(env!("CARGO_TARGET_TMPDIR")).join("unreadable.rs");
    fs::write(&rust, "//! Comment.\n\npub fn surprise() {}\n").unwrap();
    let path = rust.display();
    for (output, error) in [
        (
            verify(&rust, &[]),
            format!("verify: {path}:3: expected struct, type or const, found `fn`\n"),
        ),
        (
            verify(Path::new("missing.rs"), &[]),
            "verify: cannot read missing.rs: ".to_owned(),
        ),
        (
            verify(&rust, &["Py_NONSENSE"]),
            "verify: unknown --cfg Py_NONSENSE; usage: ".to_owned(),
        ),
    ] {
        let message = String::from_utf8_lossy(&output.stderr);
        assert!(message.starts_with(&error), "{message}");
        assert!(!output.status.success() && output.stdout.is_empty());
    }
}
