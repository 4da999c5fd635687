//! The new part of the program: `main` and the Rust modules, in one object.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;

use super::installed::Installed;
use crate::graft::Module;
use crate::module::{Build, Python};

/// Puts Rust modules into the table of built-in modules, in the place of those of the same name, and
/// starts Python. A frozen module comes before a file of that name.
const MAIN: &str = r#"
static const struct _frozen frozen[] = {
    {FACTS, facts, (int)sizeof(facts), 0},
    {0},
};

static int has_replaced(const struct _inittab *module)
{
    int replaced = 0;
    for (struct _inittab *entry = PyImport_Inittab; entry->name; entry++) {
        if (strcmp(entry->name, module->name) == 0) {
            entry->initfunc = module->initfunc;
            replaced = 1;
        }
    }
    return replaced;
}

int main(int argc, char **argv)
{
    for (struct _inittab *module = modules; module->name; module++) {
        if (!has_replaced(module)
            && PyImport_AppendInittab(module->name, module->initfunc) < 0) {
            fputs("no memory for the table of built-in modules\n", stderr);
            return 1;
        }
    }
    PyImport_FrozenModules = frozen;
    return Py_BytesMain(argc, argv);
}
"#;

/// What sysconfig knows, with what is in Rust; its code is frozen into the program. The file with the
/// facts stays where it is, and is read from there.
const FACTS: &str = "
from importlib.machinery import PathFinder
exec(PathFinder.find_spec(__name__).loader.get_code(__name__), globals())
build_time_vars.update(added)
del PathFinder
";

/// Compiles what has been said of sysconfig.
const QUESTION: &str = "
import json, marshal
print(json.dumps({'code': list(marshal.dumps(compile(text, '<frozen ' + name + '>', 'exec')))}))
";

#[derive(Deserialize)]
struct Frozen {
    code: Vec<u8>,
}

/// An object whose only global symbol is `main`: what it has in common with the interpreter's library,
/// which are the names of the modules' init functions, does not clash.
pub(super) fn object(
    build: &mut Build<'_>,
    modules: &[&Module],
    shims: &Path,
    installed: &Installed,
) -> Result<PathBuf> {
    let facts = frozen_facts(build.python, modules, installed, build.rust_version()?)?;
    let source = build.work().join("main.c");
    std::fs::write(&source, main_in_c(modules, &installed.facts, &facts))
        .with_context(|| format!("cannot write {}", source.display()))?;
    let main = build.compile_c(&source, "main.o", Vec::new())?;
    let archive = build.archive(modules)?;

    let object = build.work().join("rust.o");
    let python = build.python;
    let mut link = python.program(&python.own_cc[0]);
    link.args(&python.own_cc[1..]);
    link.args(["-nostdlib", "-r", "-Wl,--gc-sections", "-Wl,-u,main", "-o"]);
    for file in [&object, &main, shims, &archive] {
        link.arg(python.inside(file));
    }
    build.run("the linker", &mut link)?;
    // Rust's library comes with LLVM bitcode, which would make tools take the object for it.
    let mut objcopy = python.program("objcopy");
    objcopy.args(["--remove-section=.llvmbc", "--remove-section=.llvmcmd"]);
    objcopy.arg("--keep-global-symbol=main");
    objcopy.arg(python.inside(&object));
    build.run("objcopy", &mut objcopy)?;
    Ok(object)
}

/// The code of the module that sysconfig reads.
fn frozen_facts(
    python: &Python,
    modules: &[&Module],
    installed: &Installed,
    rust_version: String,
) -> Result<Vec<u8>> {
    let names: Vec<_> = modules.iter().map(|module| module.name.as_str()).collect();
    let added = serde_json::json!({
        "WITH_RUST": "yes",
        "RUST_VERSION": rust_version,
        "RUST_MODULES": names.join(" "),
    });
    let text = serde_json::json!(format!("added = {added}{FACTS}"));
    let name = serde_json::json!(installed.facts);
    let frozen: Frozen = python.answer(&format!("name = {name}\ntext = {text}{QUESTION}"))?;
    Ok(frozen.code)
}

/// `main`, with the table of the modules, and `facts` frozen.
fn main_in_c(modules: &[&Module], facts_name: &str, facts: &[u8]) -> String {
    let mut text = "#include <Python.h>\n\n".to_owned();
    for module in modules {
        let _ = writeln!(text, "extern PyObject *PyInit_{}(void);", module.name);
    }
    text.push_str("\nstatic struct _inittab modules[] = {\n");
    for module in modules {
        let name = &module.name;
        let _ = writeln!(text, "    {{\"{name}\", PyInit_{name}}},");
    }
    let bytes: Vec<_> = facts.iter().map(u8::to_string).collect();
    let _ = writeln!(
        text,
        "    {{0}},\n}};\n\n#define FACTS \"{facts_name}\"\n\
         static const unsigned char facts[] = {{{}}};",
        bytes.join(",")
    );
    text + MAIN
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::module::Here;

    #[test]
    fn main_has_a_table_of_the_modules() {
        let here = Here::read().expect("what is here");
        let names = ["binascii".to_owned(), "_xxrust".to_owned()];
        let modules = here.chosen(&names, |_| false).expect("known");
        let text = main_in_c(&modules, "_sysconfigdata_x", &[1, 200]);
        for part in [
            "extern PyObject *PyInit_binascii(void);\nextern PyObject *PyInit__xxrust(void);\n",
            "{\n    {\"binascii\", PyInit_binascii},\n    {\"_xxrust\", PyInit__xxrust},\n    {0},\n};",
            "#define FACTS \"_sysconfigdata_x\"\nstatic const unsigned char facts[] = {1,200};\n",
            "int main(int argc, char **argv)",
        ] {
            assert!(text.contains(part), "{text}");
        }
    }
}
