//! `verify`: turn cpython-sys's declarations into C that compiles only if CPython agrees.
//!
//! make compiles this program for the machine that builds (no crate but std, plain `rustc`), runs
//!
//!     verify .../src/v3_14.rs --cfg Py_3_14 [--cfg Py_GIL_DISABLED] [--cfg Py_DEBUG] > verified.c
//!
//! and compiles the output with the tree's own C compiler, headers and flags. Wherever a
//! declaration differs from the headers, a static assertion fails at the line of the Rust file and
//! names the item. What this program does not understand it refuses: an unchecked declaration is
//! not an option.

mod emit;
mod parse;

use std::io::Write as _;
use std::process::ExitCode;

const USAGE: &str =
    "usage: verify DECLARATIONS.rs [--cfg Py_3_14 …] [--cfg Py_GIL_DISABLED] [--cfg Py_DEBUG]";

fn main() -> ExitCode {
    match run(std::env::args().skip(1)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("verify: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(mut args: impl Iterator<Item = String>) -> Result<(), String> {
    let mut path = None;
    let mut cfgs = Vec::new();
    while let Some(arg) = args.next() {
        if arg == "--cfg" {
            let name = args.next().ok_or(USAGE)?;
            // What the crates of codecs are compiled with says nothing of declarations.
            if name.starts_with("simd_") {
                continue;
            }
            if !emit::is_known(&name) {
                return Err(format!("unknown --cfg {name}; {USAGE}"));
            }
            cfgs.push(name);
        } else if arg.starts_with('-') || path.replace(arg).is_some() {
            return Err(USAGE.to_owned());
        }
    }
    let path = path.ok_or(USAGE)?;
    let source = std::fs::read_to_string(&path).map_err(|e| format!("cannot read {path}: {e}"))?;
    let items = parse::parse(&source).map_err(|e| format!("{path}:{e}"))?;
    let c = emit::c_source(&path, &items, &cfgs).map_err(|e| format!("{path}:{e}"))?;
    std::io::stdout()
        .write_all(c.as_bytes())
        .map_err(|e| format!("cannot write the C file: {e}"))
}
