//! Counting `unsafe` in Rust text, token by token: macros count like any code.

use std::collections::BTreeSet;
use std::str::FromStr;

use anyhow::{Result, anyhow};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// What there is of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) files: usize,
    /// `unsafe { … }`
    pub(super) blocks: usize,
    /// Lines that such a block covers, in whole or in part.
    pub(super) lines: usize,
    /// `unsafe fn`, but not the types of function pointers.
    pub(super) functions: usize,
    /// `unsafe impl` and `unsafe trait`
    pub(super) impls: usize,
    /// `unsafe extern { … }`, and attributes such as `#[unsafe(no_mangle)]`
    pub(super) externs: usize,
}

impl Counts {
    /// What is in the text of one file.
    pub(super) fn of(text: &str) -> Result<Counts> {
        let tokens = TokenStream::from_str(text).map_err(|error| anyhow!("{error}"))?;
        let mut counter = Counter::default();
        counter.walk(tokens);
        Ok(Counts {
            files: 1,
            lines: counter.lines.len(),
            ..counter.counts
        })
    }

    pub(super) fn add(&mut self, other: Counts) {
        self.files += other.files;
        self.blocks += other.blocks;
        self.lines += other.lines;
        self.functions += other.functions;
        self.impls += other.impls;
        self.externs += other.externs;
    }

    pub(super) fn any(&self) -> bool {
        self.blocks + self.functions + self.impls + self.externs != 0
    }
}

#[derive(Default)]
struct Counter {
    counts: Counts,
    lines: BTreeSet<usize>,
}

impl Counter {
    fn walk(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for (index, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Ident(word) if word == "unsafe" => {
                    self.one(word.span().start().line, &tokens[index + 1..]);
                }
                TokenTree::Group(group) => self.walk(group.stream()),
                _ => {}
            }
        }
    }

    /// Counts what follows an `unsafe` in line `line`.
    fn one(&mut self, line: usize, rest: &[TokenTree]) {
        match rest {
            [TokenTree::Group(group), ..] if group.delimiter() == Delimiter::Brace => {
                self.counts.blocks += 1;
                self.lines.extend(line..=group.span_close().end().line);
            }
            [TokenTree::Group(_), ..] => self.counts.externs += 1,
            [TokenTree::Ident(word), ..] if word == "impl" || word == "trait" => {
                self.counts.impls += 1;
            }
            [TokenTree::Ident(word), TokenTree::Literal(_), rest @ ..]
            | [TokenTree::Ident(word), rest @ ..]
                if word == "extern" =>
            {
                match rest {
                    [TokenTree::Group(_), ..] => self.counts.externs += 1,
                    rest => self.function(rest),
                }
            }
            rest => self.function(rest),
        }
    }

    fn function(&mut self, rest: &[TokenTree]) {
        let is_fn = matches!(rest, [TokenTree::Ident(word), ..] if word == "fn");
        // After the `fn` of a type there is no name.
        if is_fn && !matches!(rest, [_, TokenTree::Group(_), ..]) {
            self.counts.functions += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(text: &str) -> Counts {
        Counts::of(text).expect("Rust")
    }

    #[test]
    fn nothing_in_comments_strings_and_names() {
        let text = "#![forbid(unsafe_code)]
            // unsafe { }
            /// unsafe fn
            fn f() -> &'static str { let unsafely = r#\"unsafe { }\"#; unsafely }";
        let expected = Counts {
            files: 1,
            ..Counts::default()
        };
        assert_eq!(counts(text), expected);
        assert!(!counts(text).any());
    }

    #[test]
    fn blocks_and_their_lines() {
        let text = "fn f() {
            let a = unsafe { g() }; let b = unsafe { g() };
            unsafe {
                g();
                unsafe { g() }
            }
        }";
        let counts = counts(text);
        assert_eq!((counts.blocks, counts.lines), (4, 5));
    }

    #[test]
    fn blocks_in_macros() {
        let text = "macro_rules! m { ($f:ident) => { unsafe { $f() } unsafe fn $f() {} } }";
        let counts = counts(text);
        assert_eq!((counts.blocks, counts.functions), (1, 1));
    }

    #[test]
    fn functions_and_their_types() {
        let text = "unsafe fn f() {} pub unsafe extern \"C\" fn g() {} unsafe extern fn h() {}
            type F = unsafe fn(u8); type G = unsafe extern \"C\" fn();";
        assert_eq!(counts(text).functions, 3);
    }

    #[test]
    fn impls_traits_and_what_is_outside() {
        let text = "unsafe impl Sync for S {} unsafe trait T {} unsafe extern \"C\" { fn f(); }
            unsafe extern { fn g(); } #[unsafe(no_mangle)] fn h() {}";
        let counts = counts(text);
        assert_eq!((counts.impls, counts.externs), (2, 3));
    }

    #[test]
    fn what_is_not_rust() {
        assert!(Counts::of("fn f( {").is_err());
    }
}
