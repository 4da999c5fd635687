//! Ask bindgen, for one configuration of CPython, what the headers declare.

use crate::allowlist::{Kind, Section};
use anyhow::{Context as _, Result};
use std::fmt::Write as _;

/// The builds whose declarations may differ: each macro of pyconfig.h, not defined and defined.
pub(crate) const FLAGS: [&str; 2] = ["Py_GIL_DISABLED", "Py_DEBUG"];

/// What a constant of C is called in bindgen's output.
pub(crate) const CONSTANT: &str = "xtask_constant_";

/// bindgen's output for the headers that `clang_args` find, configured as their pyconfig.h says,
/// except that `FLAGS[i]` is defined if bit `i` of `build` is set.
pub(crate) fn declarations(
    clang_args: &[String],
    sections: &[Section],
    build: usize,
) -> Result<syn::File> {
    let builder = bindgen::Builder::default()
        .header_contents("declarations.h", &wrapper(sections, build))
        .clang_args(clang_args)
        .use_core()
        // Comments are CPython's text.
        .generate_comments(false)
        // The verification replaces them.
        .layout_tests(false)
        .enable_function_attribute_detection()
        .formatter(bindgen::Formatter::None)
        .allowlist_item(format!("{CONSTANT}.*"));
    let entries = sections.iter().flat_map(|section| &section.entries);
    let builder = entries.fold(builder, |builder, entry| {
        builder.allowlist_item(&entry.name)
    });
    let bindings = builder
        .generate()
        .context("the headers do not compile with libclang")?;
    syn::parse_file(&bindings.to_string()).context("bindgen wrote what syn cannot read")
}

/// A header that includes everything, and turns each macro into a constant that clang evaluates:
/// bindgen by itself evaluates neither casts nor pointers.
fn wrapper(sections: &[Section], build: usize) -> String {
    let mut text = String::from("#include \"pyconfig.h\"\n#define Py_BUILD_CORE 1\n");
    for (bit, flag) in FLAGS.iter().enumerate() {
        writeln!(text, "#undef {flag}").unwrap();
        if build & (1 << bit) != 0 {
            writeln!(text, "#define {flag} 1").unwrap();
        }
    }
    text += "#include \"Python.h\"\n";
    for section in sections {
        if section.header.starts_with("internal/") {
            writeln!(text, "#include \"{}\"", section.header).unwrap();
        }
    }
    for entry in sections.iter().flat_map(|section| &section.entries) {
        if let Kind::Const { ty, .. } = &entry.kind {
            let name = &entry.name;
            let cast = if ty == "usize" {
                "(long long)(size_t)"
            } else {
                "(long long)"
            };
            // Some are defined in some builds only.
            writeln!(
                text,
                "#ifdef {name}\nstatic const long long {CONSTANT}{name} = {cast}({name});\n#endif"
            )
            .unwrap();
        }
    }
    text
}
