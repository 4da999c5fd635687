//! What is made for the crates and modules that there are: the placeholders in `graft/`'s files.
//!
//! A module is an entry in `modules.toml` and a crate with a `Cargo.toml`. What make, configure,
//! makesetup and the root crate have to say for each is written here.

use std::fmt::Write as _;

use anyhow::{Result, bail};

use super::crates::Crate;
use super::modules::{Export, Module, Modules, Twin};
use super::msbuild;
use super::policy::Policy;
use super::sbom::Sbom;
use super::vendor::Vendored;

/// Texts by the lines that stand for them.
pub(super) struct Generated(Vec<(&'static str, String)>);

impl Generated {
    pub(super) fn new(crates: &[Crate], modules: &Modules, policy: Policy) -> Result<Generated> {
        Ok(Generated(vec![
            ("@@RUST_SOURCES@@", make_variables(crates)),
            ("@@RUST_CRATES@@", make_rules(crates, modules)?),
            ("@@RUST_KNOWN@@", known(modules)),
            ("@@RUST_CHOICES@@", each(modules, choice)),
            (
                "@@RUST_SETUP@@",
                each(modules, |module| setup(module, crates)),
            ),
            ("@@RUST_EXPORTS@@", each(modules, export)),
            ("@@RUST_NAMES@@", each(modules, name)),
            ("@@RUST_SHARED@@", each(modules, shared)),
            (
                "@@RUST_POLICY@@",
                format!("m4_define([RUST_POLICY], [{policy}])\n"),
            ),
            ("@@RUST_MSBUILD_TWINS@@", msbuild::twins(modules)),
            ("@@RUST_MSBUILD_CRATES@@", msbuild::targets(crates, modules)),
            (
                "@@RUST_PC_EXTERNS@@",
                msbuild::table(modules, |name| {
                    format!("extern PyObject* PyInit_{name}(void);\n")
                }),
            ),
            (
                "@@RUST_PC_TABLE@@",
                msbuild::table(modules, |name| {
                    format!("    {{\"{name}\", PyInit_{name}}},\n")
                }),
            ),
            ("@@RUST_SBOM@@", Sbom::new(crates).table()),
        ]))
    }

    /// Replaces the placeholders in a text of ours.
    pub(super) fn expand(&self, text: &str) -> Result<String> {
        let mut expanded = String::new();
        for line in text.split_inclusive('\n') {
            let placeholder = line.trim();
            match self.0.iter().find(|(name, _)| *name == placeholder) {
                Some((_, text)) => expanded.push_str(text),
                None if line.contains("@@") => {
                    let known: Vec<_> = self.0.iter().map(|(name, _)| *name).collect();
                    bail!(
                        "what does `{placeholder}` stand for? Only {} are known, each on a line of \
                         its own",
                        known.join(", ")
                    );
                }
                None => expanded.push_str(line),
            }
        }
        Ok(expanded)
    }
}

fn each(modules: &Modules, text: impl Fn(&Module) -> String) -> String {
    modules.modules.iter().map(text).collect()
}

/// Makefile variables with each crate's sources, so that make knows on what a crate depends:
/// `RUST_SRC_CODEC_HEX` and so on, and `RUST_SRC_VERIFY` for those of `verify` folders.
fn make_variables(crates: &[Crate]) -> String {
    let mut text = String::new();
    let mut add = |name: &str, files: Vec<&String>| {
        text.push_str(&format!("{}=", sources(name)));
        for file in files {
            text.push_str(&format!(" \\\n\t\t$(srcdir)/{file}"));
        }
        text.push('\n');
    };
    let is_verify = |file: &&String| file.split('/').nth(3) == Some("verify");
    for Crate { name, files, .. } in crates {
        add(name, files.keys().filter(|file| !is_verify(file)).collect());
    }
    let files = crates.iter().flat_map(|one| one.files.keys());
    add("verify", files.filter(is_verify).collect());
    text
}

/// The makefile variable with the sources of a crate.
fn sources(name: &str) -> String {
    format!("RUST_SRC_{}", name.to_uppercase())
}

/// A make rule for each crate.
fn make_rules(crates: &[Crate], modules: &Modules) -> Result<String> {
    if crates.iter().filter(|one| one.is_macro).count() > 1 {
        bail!("configure finds the file name of one crate of macros, and there are more now");
    }
    let mut text = String::new();
    for one in crates {
        let has_twin = modules
            .modules
            .iter()
            .any(|module| module.crate_name == one.name && module.twin.is_some());
        make_rule(&mut text, one, crates, has_twin)?;
    }
    Ok(text)
}

fn make_rule(text: &mut String, one: &Crate, crates: &[Crate], has_twin: bool) -> Result<()> {
    let Crate { name, folder, .. } = one;
    if let Some(Vendored { edition, .. }) = &one.vendored {
        writeln!(text, "{}: RUST_EDITION= {edition}", library(one))?;
    }
    write!(
        text,
        "{}: $({}) Modules/rustflags",
        made(one),
        sources(name)
    )?;
    let used: Vec<&Crate> = crates
        .iter()
        .filter(|other| one.dependencies.contains(&other.name))
        .collect();
    for used in &used {
        write!(text, " \\\n\t\t{}", made(used))?;
    }
    if used.iter().any(|used| used.is_macro) {
        // The copy has to be there; its time says nothing.
        write!(text, " \\\n\t\t| $(RUST_MACROS)")?;
    }
    write!(text, "\n\t@$(MKDIR_P) $(RUST_BUILD)\n\t")?;
    if one.is_macro {
        // Macros run in the compiler, so they are built for the machine that builds.
        write!(
            text,
            "$(RUST_COMMON) --crate-type proc-macro -C prefer-dynamic --extern proc_macro -o $@"
        )?;
    } else {
        write!(text, "$(RUST_RLIB)")?;
    }
    write!(text, " --crate-name {name}")?;
    for feature in &one.features {
        write!(text, " --cfg 'feature=\"{feature}\"'")?;
    }
    for feature in &one.std_features {
        write!(text, " $(if $(RUST_UNWINDS),--cfg 'feature=\"{feature}\"')")?;
    }
    let is_glue = !folder.starts_with("codecs/") && one.vendored.is_none();
    if is_glue && !one.is_macro {
        write!(text, " $(RUST_GLUE)")?;
    }
    if one.vendored.is_some() {
        // What it is warned of is for who wrote it.
        write!(text, " --cap-lints allow")?;
    }
    if has_twin {
        write!(text, " --cfg cpython_twin")?;
    }
    for used in &used {
        write!(text, " \\\n\t\t--extern {}={}", used.name, library(used))?;
    }
    writeln!(text, " \\\n\t\t$(RUST_SRC)/{folder}/src/lib.rs\n")?;
    Ok(())
}

/// The file that rustc makes of a crate, by whose time make decides.
fn made(one: &Crate) -> String {
    match one.is_macro {
        true => "$(RUST_MACROS_MADE)".into(),
        false => library(one),
    }
}

/// The file in which rustc finds a crate.
fn library(one: &Crate) -> String {
    match one.is_macro {
        // What a library for the compiler is called depends on its platform; configure asks it.
        true => "$(RUST_MACROS)".into(),
        false => format!("$(RUST_BUILD)/lib{}.rlib", one.name),
    }
}

/// The names of all modules, for configure.
fn known(modules: &Modules) -> String {
    let names: Vec<_> = modules.names().collect();
    format!("m4_define([RUST_MODULES_KNOWN], [{}])\n", names.join(" "))
}

/// Has configure decide on a module: where its C twin would be built, …
fn choice(module: &Module) -> String {
    let Module {
        name,
        is_test,
        twin,
        ..
    } = module;
    let available = match (twin, is_test) {
        (Some(Twin::C(_)), _) => format!("$py_cv_module_{name}"),
        (_, true) => "$TEST_MODULES".into(),
        (_, false) => "yes".into(),
    };
    let otherwise = match twin {
        Some(Twin::C(_)) => "in C",
        Some(Twin::Python(_)) => "in Python",
        None => "not built",
    };
    format!("RUST_MODULE([{name}], [{available}], [{otherwise}])\n")
}

/// The line of a module in a Setup file: its name, and its crate's root.
fn setup(module: &Module, crates: &[Crate]) -> String {
    let (name, upper) = (&module.name, module.name.to_uppercase());
    let owner = crates.iter().find(|one| one.name == module.crate_name);
    let folder = &owner.expect("Modules::read() asks for it").folder;
    format!("@MODULE_{upper}_RUST_TRUE@{name} ../Rust/{folder}/src/lib.rs\n")
}

/// The crate of a module, for make.
fn name(module: &Module) -> String {
    format!("RUST_CRATE_{}= {}\n", module.name, module.crate_name)
}

/// The rules for a module as an extension file; makesetup links what they make.
fn shared(module: &Module) -> String {
    let Module {
        name, crate_name, ..
    } = module;
    // Names of crates do not begin with an underscore.
    let root = format!("shared_{}", name.trim_start_matches('_'));
    let archive = format!("$(RUST_BUILD)/shared/{name}.archive");
    let object = format!("$(RUST_BUILD)/shared/{name}.o");
    format!(
        "{archive}: $(RUST_SRC)/root.rs $(RUST_BUILD)/lib{crate_name}.rlib\n\
         \t@$(MKDIR_P) $(RUST_BUILD)/shared\n\
         \t$(RUST_ROOT) --crate-name {root} --cfg rust_module_{name} \\\n\
         \t\t--extern {crate_name}=$(RUST_BUILD)/lib{crate_name}.rlib -o $@ $(RUST_SRC)/root.rs\n\n\
         {object}: {archive} $(RUST_C_SHARED_OBJS) \\\n\
         \t\t$(RUST_BUILD)/verify.o $(RUST_BUILD)/verify-shims.o\n\
         \t$(RUST_PRELINK) -Wl,-u,PyInit_{name} -o $@.new $(RUST_C_SHARED_OBJS) {archive}\n\
         \t$(RUST_LOCALIZE) --keep-global-symbol=PyInit_{name} $@.new\n\
         \t@mv -f $@.new $@\n\n"
    )
}

/// The export of a module that configure has chosen.
fn export(module: &Module) -> String {
    format!(
        "\n#[cfg(rust_module_{})]\n{}",
        module.name,
        module.export(Export::Init)
    )
}
