//! What the verification is for: the C compiler accepts the declarations as they are, and stops at
//! each one that is not CPython's, naming it.
//!
//! That takes CPython's headers. `cargo xtask test` provides them in two variables, either
//!
//! - `CPYTHON_SOURCE`: a source tree of CPython;
//! - `CPYTHON_BUILD`: the directory of its pyconfig.h, which says which build it is;
//!
//! with `CC`, or `cc`, as the compiler, or those of a file system with a compiler of its own:
//!
//! - `CPYTHON_ROOT`: its root, which takes a user who may chroot;
//! - `CPYTHON_INCLUDE`: the headers in it, such as `/usr/include/python3.15`.
//!
//! `CPPFLAGS` may add what pyconfig.h leaves open: `-DPy_GIL_DISABLED=1`, for the headers of a
//! free-threaded build. Without the variables, the tests that need them say that they are skipped.

mod compiler;

use compiler::{CFGS, Compiler};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const VERIFY: &str = env!("CARGO_BIN_EXE_cpython-sys-verify");

/// A file of this crate's sources.
fn source(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(name)
}

/// The declarations for the CPython of `compiler`.
fn declarations(compiler: &Compiler) -> PathBuf {
    source(match () {
        () if compiler.is_since("Py_3_15") => "v3_15.rs",
        () if compiler.is_since("Py_3_14") => "v3_14.rs",
        () => "v3_13.rs",
    })
}

fn verify(rust: &Path, cfgs: &[&str]) -> Output {
    let cfgs = cfgs.iter().flat_map(|cfg| ["--cfg", cfg]);
    Command::new(VERIFY).arg(rust).args(cfgs).output().unwrap()
}

/// What the C compiler says about the declarations in `rust`: nothing, or errors.
fn compile(compiler: &Compiler, name: &str, rust: &Path, cfgs: &[&str]) -> Result<(), String> {
    let output = verify(rust, cfgs);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let c = String::from_utf8(output.stdout).unwrap();
    compiler.compile(&format!("{name}.c"), &c, &["-Werror"])
}

#[test]
fn the_declarations_are_cpythons() {
    let Some(compiler) = Compiler::find("the_declarations_are_cpythons") else {
        return;
    };
    let rust = declarations(&compiler);
    compile(&compiler, "as_they_are", &rust, &compiler.cfgs).unwrap();
}

#[test]
fn the_shims_are_as_declared() {
    let Some(compiler) = Compiler::find("the_shims_are_as_declared") else {
        return;
    };
    for name in ["shims.h", "shims.c"] {
        let text = fs::read_to_string(source(name)).unwrap();
        compiler.write(name, &text);
    }
    let text = fs::read_to_string(source("shims.c")).unwrap();
    compiler.compile("shims.c", &text, &["-Werror"]).unwrap();
    let output = verify(&source("shims.rs"), &compiler.cfgs);
    let c = String::from_utf8(output.stdout).unwrap();
    let with_header = format!("#include \"shims.h\"\n{c}");
    compiler
        .compile("verify_shims.c", &with_header, &["-Werror"])
        .unwrap();
    // It is the header that decides.
    let wrong = with_header.replace("(*)(PyObject *)", "(*)(int)");
    assert_ne!(wrong, with_header);
    let message = compiler
        .compile("wrong_shims.c", &wrong, &["-Werror"])
        .unwrap_err();
    assert!(
        message.contains("signature of cpython_rust_str_as_ascii"),
        "{message}"
    );
}

#[test]
fn a_wrong_declaration_stops_the_compiler_by_name() {
    let Some(compiler) = Compiler::find("a_wrong_declaration_stops_the_compiler_by_name") else {
        return;
    };
    let right = fs::read_to_string(declarations(&compiler)).unwrap();
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
    // What only some versions have.
    let more: &[(&str, &str, &str)] = if compiler.is_since("Py_3_15") {
        &[
            (
                "pub sl_size: Py_ssize_t",
                "pub sl_size: usize",
                "type of PySlot.sl_size",
            ),
            (
                "pub sl_ptr: *mut c_void",
                "pub sl_ptr: *const c_void",
                "type of PySlot.sl_ptr",
            ),
            (
                "pub sl_reserved: u32",
                "pub sl_reserved: u16",
                "type of PySlot.sl_reserved",
            ),
            (
                "Py_mod_exec: c_int = 0x55",
                "Py_mod_exec: c_int = 2",
                "value of Py_mod_exec",
            ),
        ]
    } else {
        &[(
            "Py_mod_exec: c_int = 2",
            "Py_mod_exec: c_int = 0x55",
            "value of Py_mod_exec",
        )]
    };
    let cases = cases.into_iter().chain(more.iter().copied());
    for (index, (from, to, item)) in cases.enumerate() {
        assert_eq!(
            right.matches(from).count(),
            1,
            "{from} should be there once"
        );
        let name = format!("wrong_{index}");
        let rust = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.rs"));
        fs::write(&rust, right.replace(from, to)).unwrap();
        let message = compile(&compiler, &name, &rust, &compiler.cfgs).expect_err(item);
        assert!(message.contains(item), "{item} is not named in:\n{message}");
        // It points at the Rust line, not at the C file.
        assert!(message.contains(&format!("{name}.rs:")), "{message}");
    }
}

#[test]
fn rustc_and_c_have_to_mean_the_same_build() {
    let Some(compiler) = Compiler::find("rustc_and_c_have_to_mean_the_same_build") else {
        return;
    };
    for cfg in CFGS {
        // The opposite of what pyconfig.h says.
        let mut cfgs = compiler.cfgs.clone();
        if compiler.cfgs.contains(&cfg) {
            cfgs.retain(|&other| other != cfg);
        } else {
            cfgs.push(cfg);
        }
        let message = compile(&compiler, cfg, &declarations(&compiler), &cfgs).expect_err(cfg);
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
            format!("verify: {path}:3: expected struct, union, type or const, found `fn`\n"),
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
