//! What MSBuild has to know of the crates and modules: the placeholders in `graft/rust.targets` and in
//! the lines for `PC/config.c`.
//!
//! It is what [`super::generate`] writes for make, in another language: a target for each crate, after
//! those that it uses. Modules that only tests use are left out.

use std::fmt::Write as _;

use super::crates::Crate;
use super::modules::{Module, Modules, Twin};

/// Modules that Windows has.
fn built(modules: &Modules) -> impl Iterator<Item = &Module> {
    modules.modules.iter().filter(|module| !module.is_test)
}

/// Takes away the C files of modules that are in Rust.
pub(super) fn twins(modules: &Modules) -> String {
    let mut text = String::new();
    for module in built(modules) {
        if let Some(Twin::C(twin)) = &module.twin {
            let file = twin.source.replace('/', "\\");
            // As pythoncore.vcxproj spells it.
            writeln!(text, "      <ClCompile Remove=\"..\\{file}\" />").expect("it fits");
        }
    }
    text
}

/// Lines of `PC/config.c` for modules that it does not have in C.
pub(super) fn table(modules: &Modules, line: impl Fn(&str) -> String) -> String {
    let mut text = "#ifdef WITH_RUST\n".to_owned();
    for module in built(modules) {
        if !matches!(module.twin, Some(Twin::C(_))) {
            text.push_str(&line(&module.name));
        }
    }
    text + "#endif\n"
}

/// A target for each crate that a module needs, and one for the library of all.
pub(super) fn targets(crates: &[Crate], modules: &Modules) -> String {
    let needed = |one: &&Crate| {
        built(modules)
            .any(|module| module.crate_name == one.name || module.needs.contains(&one.name))
    };
    let crates: Vec<&Crate> = crates.iter().filter(needed).collect();
    let mut text = String::new();
    for one in &crates {
        let has_twin =
            built(modules).any(|module| module.crate_name == one.name && module.twin.is_some());
        target(&mut text, one, &crates, has_twin);
    }
    root(&mut text, modules);
    text
}

fn target(text: &mut String, one: &Crate, crates: &[&Crate], has_twin: bool) {
    let Crate { name, folder, .. } = one;
    let used: Vec<&&Crate> = crates
        .iter()
        .filter(|other| one.dependencies.contains(&other.name))
        .collect();
    let edition = match &one.vendored {
        Some(vendored) => &vendored.edition,
        None => "2024",
    };
    let mut command = match one.is_macro {
        true => format!(
            "$(RustCommon) --edition {edition} --crate-type proc-macro -C prefer-dynamic --extern \
             proc_macro -o {}",
            quoted(&library(one))
        ),
        false => format!("$(RustRlib) --edition {edition}"),
    };
    let mut add = |word: &str| {
        command.push(' ');
        command.push_str(word);
    };
    add("--crate-name");
    add(name);
    for feature in &one.features {
        add(&condition(feature));
    }
    if !one.std_features.is_empty() {
        add(&format!("$(_RustFeatures_{name})"));
    }
    let is_glue = !folder.starts_with("codecs/") && one.vendored.is_none();
    if is_glue && !one.is_macro {
        add("$(RustGlue)");
    }
    if one.vendored.is_some() {
        add("--cap-lints allow");
    }
    if has_twin {
        add("--cfg cpython_twin");
    }
    let mut before = vec!["_RustFolder".to_owned()];
    let mut inputs = vec![
        format!("@(_RustSource_{name})"),
        "$(MSBuildThisFileFullPath)".to_owned(),
    ];
    for used in used {
        add(&format!(
            "--extern {}={}",
            used.name,
            quoted(&library(used))
        ));
        before.push(format!("_Rust_{}", used.name));
        inputs.push(library(used));
    }
    add(&quoted(&format!("$(RustSource){folder}/src/lib.rs")));

    let features: Vec<_> = one.std_features.iter().map(|one| condition(one)).collect();
    let mut line = |line: String| {
        text.push_str(&line);
        text.push('\n');
    };
    if !features.is_empty() {
        line(format!(
            "  <PropertyGroup>\n    <_RustFeatures_{name} Condition=\"'$(RustPanic)' == \
             'unwind'\">{}</_RustFeatures_{name}>\n  </PropertyGroup>",
            escaped(&features.join(" "))
        ));
    }
    line(format!(
        "  <ItemGroup>\n    <_RustSource_{name} Include=\"$(RustSource){folder}/src/**/*.*\" />\n  \
         </ItemGroup>"
    ));
    line(format!(
        "  <Target Name=\"_Rust_{name}\" DependsOnTargets=\"{}\" Inputs=\"{}\" Outputs=\"{}\">\n    \
         <Exec Command=\"{}\" />\n  </Target>",
        before.join(";"),
        inputs.join(";"),
        library(one),
        escaped(&command)
    ));
}

/// The library that is linked into the interpreter.
fn root(text: &mut String, modules: &Modules) {
    let mut command = format!(
        "$(RustCompile) --edition 2024 --crate-type staticlib $(RustLto) --crate-name rustmodules \
         --extern cpython_api={}",
        quoted("$(RustOut)libcpython_api.rlib")
    );
    let (mut before, mut inputs) = (Vec::new(), vec!["$(RustSource)root.rs".to_owned()]);
    for module in built(modules) {
        let (name, owner) = (&module.name, &module.crate_name);
        let library = format!("$(RustOut)lib{owner}.rlib");
        let library_quoted = quoted(&library);
        write!(
            command,
            " --cfg rust_module_{name} --extern {owner}={library_quoted}"
        )
        .expect("it fits");
        before.push(format!("_Rust_{owner}"));
        inputs.push(library);
    }
    write!(
        command,
        " $(RustFlags) -o {} {}",
        quoted("$(RustOut)rustmodules.lib"),
        quoted("$(RustSource)root.rs")
    )
    .expect("it fits");
    writeln!(
        text,
        "  <Target Name=\"RustModules\" BeforeTargets=\"ClCompile\" DependsOnTargets=\"{}\" Inputs=\"{}\" \
         Outputs=\"$(RustOut)rustmodules.lib\">\n    <Exec Command=\"{}\" />\n  </Target>",
        before.join(";"),
        inputs.join(";"),
        escaped(&command)
    )
    .expect("it fits");
}

fn library(one: &Crate) -> String {
    match one.is_macro {
        true => "$(RustMacros)".into(),
        false => format!("$(RustOut)lib{}.rlib", one.name),
    }
}

/// Quotes are in properties: who tries this with another shell than Windows' has others.
fn condition(feature: &str) -> String {
    format!("--cfg $(RustFeature){feature}$(RustFeatureEnd)")
}

fn quoted(path: &str) -> String {
    format!("\"{path}\"")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
