//! What is made for each crate and module, so that a new one needs no line in any other file.

use super::{Fixture, says, write};
use crate::graft::Policy;

/// A fixture whose repository has a module without a C twin, too, and this text in a file.
fn with(text: &str) -> Fixture {
    let fixture = Fixture::new();
    let repository = fixture.repository();
    for (path, text) in [
        (
            "api/macros/Cargo.toml",
            "[package]\nname = \"macros\"\n[lib]\nproc-macro = true\n",
        ),
        (
            "api/sys/Cargo.toml",
            "[package]\nname = \"sys\"\n[features]\ndefault = [\"std\"]\nstd = []\n",
        ),
        (
            "modules/xx/Cargo.toml",
            "[package]\nname = \"module-xx\"\n\
             [dependencies]\nsys = { path = \"../../api/sys\" }\nmacros = {}\n",
        ),
        ("modules/xx/src/lib.rs", "// xx\n"),
        ("graft/made", text),
    ] {
        write(&repository.join(path), text);
    }
    let modules = repository.join("graft/modules.toml");
    let known = std::fs::read_to_string(&modules).expect("it");
    let more = "[[module]]\nname = \"_xx\"\ncrate = \"module_xx\"\ntype = \"Xx\"\ntest = true\n\
                needs = [\"macros\", \"sys\"]\n";
    write(&modules, &format!("{known}{more}"));
    fixture
}

/// What a placeholder becomes.
#[track_caller]
fn made(placeholder: &str) -> String {
    let fixture = with(&format!("{placeholder}\n"));
    fixture.apply();
    fixture.read_tree("Rust/made")
}

#[test]
fn make_has_a_rule_for_each_crate() {
    let rules = made("@@RUST_CRATES@@");
    says(
        &rules,
        &[
            // With features, unless panics end the process; nothing but its sources to wait for.
            "$(RUST_BUILD)/libsys.rlib: $(RUST_SRC_SYS) Modules/rustflags\n\
             \t@$(MKDIR_P) $(RUST_BUILD)\n\
             \t$(RUST_RLIB) --crate-name sys $(if $(RUST_UNWINDS),--cfg 'feature=\"std\"') \
             $(RUST_GLUE) \\\n\
             \t\t$(RUST_SRC)/api/sys/src/lib.rs\n",
            // Macros are for the compiler.
            "$(RUST_MACROS_MADE): $(RUST_SRC_MACROS) Modules/rustflags\n",
            "\t$(RUST_COMMON) --crate-type proc-macro ",
            // With a twin.
            "$(RUST_RLIB) --crate-name module_binascii $(RUST_GLUE) --cfg cpython_twin \\\n",
            // Without, and after the crates that it uses.
            "$(RUST_BUILD)/libmodule_xx.rlib: $(RUST_SRC_MODULE_XX) Modules/rustflags \\\n\
             \t\t$(RUST_MACROS_MADE) \\\n\
             \t\t$(RUST_BUILD)/libsys.rlib \\\n\
             \t\t| $(RUST_MACROS)\n",
            "\t$(RUST_RLIB) --crate-name module_xx $(RUST_GLUE) \\\n\
             \t\t--extern macros=$(RUST_MACROS) \\\n\
             \t\t--extern sys=$(RUST_BUILD)/libsys.rlib \\\n\
             \t\t$(RUST_SRC)/modules/xx/src/lib.rs\n",
        ],
    );
}

#[test]
fn configure_knows_each_module_and_where_it_is_built() {
    assert_eq!(
        made("@@RUST_KNOWN@@"),
        "m4_define([RUST_MODULES_KNOWN], [binascii _xx])\n"
    );
    assert_eq!(
        made("@@RUST_CHOICES@@"),
        "RUST_MODULE([binascii], [$py_cv_module_binascii], [in C])\n\
         RUST_MODULE([_xx], [$TEST_MODULES], [not built])\n"
    );
}

#[test]
fn each_module_is_set_up_and_exported() {
    assert_eq!(
        made("@@RUST_SETUP@@"),
        "@MODULE_BINASCII_RUST_TRUE@binascii ../Rust/modules/binascii/src/lib.rs\n\
         @MODULE__XX_RUST_TRUE@_xx ../Rust/modules/xx/src/lib.rs\n"
    );
    says(
        &made("@@RUST_EXPORTS@@"),
        &["#[cfg(rust_module__xx)]\ncpython_api::export!(PyInit__xx, module_xx::Xx);\n"],
    );
}

#[test]
fn each_module_can_be_a_file_of_its_own() {
    assert_eq!(
        made("@@RUST_NAMES@@"),
        "RUST_CRATE_binascii= module_binascii\nRUST_CRATE__xx= module_xx\n"
    );
    says(
        &made("@@RUST_SHARED@@"),
        &[
            "$(RUST_BUILD)/shared/_xx.archive: $(RUST_SRC)/root.rs $(RUST_BUILD)/libmodule_xx.rlib\n",
            "--crate-name shared_xx --cfg rust_module__xx ",
            "$(RUST_BUILD)/shared/_xx.o: $(RUST_BUILD)/shared/_xx.archive ",
            "\t$(RUST_LOCALIZE) --keep-global-symbol=PyInit__xx $@.new\n",
        ],
    );
}

#[test]
fn a_policy_is_kept_until_another_is_asked_for() {
    let fixture = with("@@RUST_POLICY@@\n");
    let policy = |asked| {
        let mut graft = fixture.graft();
        graft.policy = asked;
        graft.apply(&fixture.tree()).expect("grafted");
        fixture.read_tree("Rust/made")
    };
    let defined = |policy| format!("m4_define([RUST_POLICY], [{policy}])\n");
    assert_eq!(policy(None), defined("optional"));
    assert_eq!(policy(Some(Policy::OptOut)), defined("opt-out"));
    assert_eq!(policy(None), defined("opt-out"));
    let state = fixture.graft().state(&fixture.tree()).expect("a tree");
    let (kept, drift) = state.graft.expect("a graft");
    assert_eq!(kept, Policy::OptOut);
    assert_eq!(drift.expect("it can be told"), []);
    assert_eq!(policy(Some(Policy::Required)), defined("required"));
    assert_eq!(policy(Some(Policy::Optional)), defined("optional"));
}

#[test]
fn a_module_needs_what_its_crates_use() {
    let fixture = with("");
    let cargo = "[package]\nname = \"sys\"\n[dependencies]\ncodec-hex = {}\n";
    write(&fixture.repository().join("api/sys/Cargo.toml"), cargo);
    says(
        &fixture.refused(),
        &["modules.toml is wrong: _xx needs codec_hex, which sys uses, before it"],
    );
}

#[test]
fn a_placeholder_that_stands_for_nothing_is_named() {
    says(
        &with("@@RUST_NOTHING@@\n").refused(),
        &["Rust/made", "`@@RUST_NOTHING@@`", "@@RUST_CRATES@@"],
    );
}
