//! Public functions of the API say how they fail.
//!
//! What can be seen in the text is checked: a public function or method whose result is a `PyResult` or
//! `Result` has a section `# Errors`, and one that panics in its own lines has `# Panics`. Functions that
//! macros write are not seen, nor panics of what is called. That there is documentation at all is
//! rustc's to say (`missing_docs`).

use std::fs;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{Attribute, Block, ImplItem, Item, ReturnType, Signature, TraitItem, Type, Visibility};

/// The crates that modules are written against; `raw` is private.
const CRATES: [&str; 2] = ["api/cpython-api/src", "api/outbuf/src"];
const PRIVATE: [&str; 2] = ["raw", "tests.rs"];

const PANICKING_MACROS: [&str; 6] = [
    "panic",
    "assert",
    "assert_eq",
    "assert_ne",
    "todo",
    "unimplemented",
];
const PANICKING_METHODS: [&str; 4] = ["unwrap", "expect", "unwrap_err", "expect_err"];

#[test]
fn public_functions_document_errors_and_panics() {
    let mut found = Vec::new();
    for folder in CRATES {
        walk(&Path::new(&super::root()).join(folder), &mut found);
    }
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

fn walk(folder: &Path, found: &mut Vec<String>) {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap_or_default();
        if PRIVATE.iter().any(|private| name == *private) {
            continue;
        }
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("text");
            let file = syn::parse_file(&text).expect("Rust");
            let problems = of_items(&file.items);
            found.extend(
                problems
                    .iter()
                    .map(|problem| format!("{}: {problem}", path.display())),
            );
        }
    }
}

fn of_items(items: &[Item]) -> Vec<String> {
    let mut found = Vec::new();
    for item in items {
        match item {
            Item::Fn(item) if is_public(&item.vis) => {
                found.extend(of_function(&item.attrs, &item.sig, Some(&item.block)));
            }
            Item::Impl(block) if block.trait_.is_none() => {
                for item in &block.items {
                    match item {
                        ImplItem::Fn(item) if is_public(&item.vis) => {
                            found.extend(of_function(&item.attrs, &item.sig, Some(&item.block)));
                        }
                        _ => (),
                    }
                }
            }
            Item::Trait(item) if is_public(&item.vis) => {
                for item in &item.items {
                    if let TraitItem::Fn(item) = item {
                        found.extend(of_function(&item.attrs, &item.sig, item.default.as_ref()));
                    }
                }
            }
            Item::Mod(module) => {
                if let Some((_, items)) = &module.content {
                    found.extend(of_items(items));
                }
            }
            _ => (),
        }
    }
    found
}

fn of_function(
    attributes: &[Attribute],
    signature: &Signature,
    body: Option<&Block>,
) -> Vec<String> {
    let text: Vec<String> = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("doc"))
        .map(|attribute| attribute.to_token_stream().to_string())
        .collect();
    // `#[doc(hidden)]` is for what macros write.
    if text.iter().any(|line| line.contains("(hidden)")) {
        return Vec::new();
    }
    let has = |section: &str| text.iter().any(|line| line.contains(section));
    let name = &signature.ident;
    let mut found = Vec::new();
    if fails(&signature.output) && !has("# Errors") {
        found.push(format!("`{name}` returns a result and has no `# Errors`"));
    }
    if body.is_some_and(|body| panics(body.to_token_stream())) && !has("# Panics") {
        found.push(format!("`{name}` panics and has no `# Panics`"));
    }
    found
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Whether the result is one of success or failure.
fn fails(output: &ReturnType) -> bool {
    let ReturnType::Type(_, result) = output else {
        return false;
    };
    let Type::Path(path) = &**result else {
        return false;
    };
    path.path
        .segments
        .last()
        .is_some_and(|last| last.ident == "PyResult" || last.ident == "Result")
}

/// Whether something that panics is called by name.
fn panics(tokens: TokenStream) -> bool {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is = |index: usize, mark: char| matches!(tokens.get(index), Some(TokenTree::Punct(punct)) if punct.as_char() == mark);
    tokens.iter().enumerate().any(|(index, token)| match token {
        TokenTree::Group(group) => panics(group.stream()),
        TokenTree::Ident(ident) => {
            let called = |name: &&str| ident == *name;
            let is_method = index > 0 && is(index - 1, '.');
            PANICKING_MACROS.iter().any(called) && is(index + 1, '!')
                || PANICKING_METHODS.iter().any(called) && is_method
        }
        _ => false,
    })
}

#[test]
fn what_is_missing_is_found() {
    let text = r##"
        pub fn silent() -> PyResult<u32> { Ok(1) }
        /// # Errors
        /// Always.
        pub fn honest() -> Result<(), ()> { Err(()) }
        pub(crate) fn private() -> PyResult<u32> { panic!() }
        #[doc(hidden)]
        pub fn of_macros() -> PyResult<u32> { panic!() }
        impl Thing {
            pub fn deep(&self) { if true { assert!(false) } }
            /// # Panics
            /// Always.
            pub fn said(&self) { self.thing.unwrap() }
            fn unseen(&self) { panic!() }
        }
        pub trait Open { fn call() -> PyResult<()>; }
        impl Open for Thing { fn call() -> PyResult<()> { Ok(()) } }
        mod inner { pub fn get() { debug_assert!(true); x.unwrap_or(1); y.expect("it") } }
    "##;
    let file = syn::parse_file(text).expect("Rust");
    assert_eq!(
        of_items(&file.items),
        [
            "`silent` returns a result and has no `# Errors`",
            "`deep` panics and has no `# Panics`",
            "`call` returns a result and has no `# Errors`",
            "`get` panics and has no `# Panics`",
        ]
    );
}
