//! The architectures for which Debian has CPython, a Rust library and a cross compiler, and QEMU a processor.

use anyhow::{Context, Result};

#[derive(Debug, PartialEq)]
pub(crate) struct Architecture {
    /// As Debian calls it.
    pub(crate) debian: &'static str,
    /// As its C compilers are called.
    pub(crate) gnu: &'static str,
    /// As QEMU calls the processor.
    processor: &'static str,
    /// As rustc calls it.
    pub(crate) target: &'static str,
}

/// All of them; the first is big-endian, and the next two have 32 bits.
pub(crate) const ALL: [Architecture; 7] = [
    Architecture {
        debian: "s390x",
        gnu: "s390x-linux-gnu",
        processor: "s390x",
        target: "s390x-unknown-linux-gnu",
    },
    Architecture {
        debian: "i386",
        gnu: "i686-linux-gnu",
        processor: "i386",
        target: "i686-unknown-linux-gnu",
    },
    Architecture {
        debian: "armhf",
        gnu: "arm-linux-gnueabihf",
        processor: "arm",
        target: "armv7-unknown-linux-gnueabihf",
    },
    Architecture {
        debian: "arm64",
        gnu: "aarch64-linux-gnu",
        processor: "aarch64",
        target: "aarch64-unknown-linux-gnu",
    },
    Architecture {
        debian: "ppc64el",
        gnu: "powerpc64le-linux-gnu",
        processor: "ppc64le",
        target: "powerpc64le-unknown-linux-gnu",
    },
    Architecture {
        debian: "riscv64",
        gnu: "riscv64-linux-gnu",
        processor: "riscv64",
        target: "riscv64gc-unknown-linux-gnu",
    },
    Architecture {
        debian: "loong64",
        gnu: "loongarch64-linux-gnu",
        processor: "loongarch64",
        target: "loongarch64-unknown-linux-gnu",
    },
];

impl Architecture {
    /// As the folders of its libraries and its extension files are called.
    pub(super) fn multiarch(&self) -> &'static str {
        match self.debian {
            "i386" => "i386-linux-gnu",
            _ => self.gnu,
        }
    }

    /// The program that runs its programs.
    pub(super) fn emulator(&self) -> String {
        format!("qemu-{}", self.processor)
    }
}

/// Those called `names`, or all.
pub(super) fn chosen(names: &[String]) -> Result<Vec<&'static Architecture>> {
    if names.is_empty() {
        return Ok(ALL.iter().collect());
    }
    let find = |name: &String| {
        let found = ALL.iter().find(|one| one.debian == *name);
        found.with_context(|| {
            let known: Vec<_> = ALL.iter().map(|one| one.debian).collect();
            format!("{name} is not among the architectures {}", known.join(", "))
        })
    };
    names.iter().map(find).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_architecture_that_is_not_there_is_told_those_that_are() {
        assert_eq!(chosen(&[]).expect("all").len(), ALL.len());
        let message = chosen(&["vax".to_owned()]).expect_err("none").to_string();
        assert!(
            message.contains("vax") && message.contains("s390x"),
            "{message}"
        );
    }
}
