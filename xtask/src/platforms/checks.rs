//! How it is known that a platform works: what was run there, and by which command.

use super::compile::Table;
use super::data::Platform;
use super::results::{Kind, Results};

/// What the machines are on which all suites run.
const NATIVE: &str = "x86_64-unknown-linux-gnu";

/// All that is known of platforms other than that.
pub(super) struct Checks {
    pub(super) results: Results,
    pub(super) compiled: Table,
}

/// From most to least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Check {
    /// Everything, on the processor itself.
    Native,
    /// An interpreter with the modules, on an emulated processor.
    Emulated,
    /// The codecs' tests, on an emulated processor.
    Codecs,
    /// All crates compile, without Rust's library.
    Compiled,
    /// Only that configure finds the target, or that there is none.
    Map,
}

impl Check {
    /// All of them, in the page's order.
    pub(super) const ALL: [Self; 5] = [
        Self::Native,
        Self::Emulated,
        Self::Codecs,
        Self::Compiled,
        Self::Map,
    ];

    /// A word or two, for the table.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Emulated => "emulated",
            Self::Codecs => "emulated: codecs",
            Self::Compiled => "compiled",
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
            Self::Emulated => {
                "an interpreter runs in an emulator with the Rust modules, and passes CPython's tests \
                 of them and ours ([what ran](#what-ran))"
            }
            Self::Codecs => "the codecs' unit tests pass under QEMU; no interpreter was built",
            Self::Compiled => {
                "the API, the codecs and the modules compile for it without Rust's standard library, \
                 as far as that goes without making code; nothing was linked or run"
            }
            Self::Map => {
                "nothing was compiled; configure's map has the target, which rustc has, or says \
                 that there is none"
            }
        }
    }

    pub(super) fn command(self) -> &'static str {
        match self {
            Self::Native => "cargo xtask test",
            Self::Emulated => "cargo xtask test --only python-ARCH",
            Self::Codecs => "cargo xtask test --only foreign",
            Self::Compiled => "cargo xtask platforms --compile",
            Self::Map => "cargo test -p xtask -- platforms target",
        }
    }
}

impl Checks {
    /// How `platform` is checked, and on which day if that is recorded.
    pub(super) fn of(&self, platform: &Platform) -> (Check, Option<&str>) {
        let Some(target) = platform.target.as_deref() else {
            return (Check::Map, None);
        };
        if platform.too_old.is_some() || platform.shared {
            return (Check::Map, None);
        }
        if target == NATIVE {
            return (Check::Native, None);
        }
        let passed = |kind| {
            let ran = self.results.of(target, kind)?;
            (ran.failed == 0 && ran.passed > 0).then_some(ran)
        };
        if let Some(ran) = passed(Kind::Python) {
            (Check::Emulated, Some(&ran.date))
        } else if let Some(ran) = passed(Kind::Codecs) {
            (Check::Codecs, Some(&ran.date))
        } else if let Some(compiled) = self.compiled.of(target) {
            (Check::Compiled, Some(&compiled.date))
        } else {
            (Check::Map, None)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::compile::Compiled;
    use super::super::results::Ran;
    use super::*;

    #[test]
    fn a_platform_is_checked_as_its_target_is_unless_it_is_another_s() {
        let platform = |target: &str| Platform {
            target: Some(target.to_owned()),
            ..Platform::default()
        };
        let ran = |kind, target: &str, passed, failed| {
            let mut ran = Ran::start(kind, target, "QEMU").expect("a date");
            ran.passed = passed;
            ran.failed = failed;
            ran
        };
        let compiled = Compiled {
            crates: 21,
            stopped: None,
            rustc: "1.97.1".to_owned(),
            date: "2026-11-24".to_owned(),
        };
        let targets = ["s390x-unknown-linux-gnu", "m68k-unknown-linux-gnu"];
        let checks = Checks {
            results: Results {
                ran: vec![
                    ran(Kind::Python, "s390x-unknown-linux-gnu", 9, 0),
                    ran(Kind::Codecs, "s390x-unknown-linux-gnu", 9, 0),
                    ran(Kind::Python, "armv7-unknown-linux-gnueabihf", 9, 1),
                    ran(Kind::Codecs, "armv7-unknown-linux-gnueabihf", 9, 0),
                ],
            },
            compiled: Table {
                targets: targets
                    .map(|name| (name.to_owned(), compiled.clone()))
                    .into(),
            },
        };
        let of = |target: &str| checks.of(&platform(target)).0;
        assert_eq!(of(NATIVE), Check::Native);
        assert_eq!(of("s390x-unknown-linux-gnu"), Check::Emulated);
        // What failed does not count.
        assert_eq!(of("armv7-unknown-linux-gnueabihf"), Check::Codecs);
        let m68k = platform("m68k-unknown-linux-gnu");
        assert_eq!(checks.of(&m68k), (Check::Compiled, Some("2026-11-24")));
        assert_eq!(of("sparc-unknown-linux-gnu"), Check::Map);
        let too_old = Some("glibc 2.12".to_owned());
        let old = Platform {
            too_old,
            ..platform(NATIVE)
        };
        assert_eq!(checks.of(&old).0, Check::Map);
        assert_eq!(checks.of(&Platform::default()).0, Check::Map);
    }
}
