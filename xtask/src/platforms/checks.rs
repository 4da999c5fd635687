//! How it is known that a platform works: what was run there, and by which command.

use super::data::Platform;
use crate::test;

/// What the machines are on which all suites run.
const NATIVE: &str = "x86_64-unknown-linux-gnu";

/// From most to least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Check {
    /// Everything, on the processor itself.
    Native,
    /// The codecs' tests, on an emulated processor.
    Emulated,
    /// Only that configure finds the target, or that there is none.
    Map,
}

impl Check {
    /// All of them, in the page's order.
    pub(super) const ALL: [Self; 3] = [Self::Native, Self::Emulated, Self::Map];

    /// A word or two, for the table.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Emulated => "emulated: codecs",
            Self::Map => "map only",
        }
    }

    /// What that means.
    pub(super) fn meaning(self) -> &'static str {
        match self {
            Self::Native => {
                "interpreters are built and pass CPython's tests and ours, on the processor itself \
                 ([versions](versions.md) says which, how often and when)"
            }
            Self::Emulated => "the codecs' unit tests pass under QEMU; no interpreter was built",
            Self::Map => {
                "nothing was compiled; configure's map has the target, which rustc has, or says \
                 that there is none"
            }
        }
    }

    pub(super) fn command(self) -> &'static str {
        match self {
            Self::Native => "cargo xtask test",
            Self::Emulated => "cargo xtask test --only foreign",
            Self::Map => "cargo test -p xtask platforms target",
        }
    }

    /// How `platform` is checked.
    pub(super) fn of(platform: &Platform) -> Self {
        let target = platform.target.as_deref();
        let is = |name: &str| target == Some(name);
        if platform.too_old.is_some() || platform.shared {
            Self::Map
        } else if is(NATIVE) {
            Self::Native
        } else if test::emulated().any(is) {
            Self::Emulated
        } else {
            Self::Map
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Check, Platform};

    #[test]
    fn a_platform_is_checked_as_its_target_is_unless_it_is_another_s() {
        let platform = |target: &str| Platform {
            target: Some(target.to_owned()),
            ..Platform::default()
        };
        let linux = platform("x86_64-unknown-linux-gnu");
        assert_eq!(Check::of(&linux), Check::Native);
        let too_old = Some("glibc 2.12".to_owned());
        assert_eq!(Check::of(&Platform { too_old, ..linux }), Check::Map);
        assert_eq!(
            Check::of(&platform("s390x-unknown-linux-gnu")),
            Check::Emulated
        );
        assert_eq!(Check::of(&platform("m68k-unknown-linux-gnu")), Check::Map);
        assert_eq!(Check::of(&Platform::default()), Check::Map);
    }
}
