//! What a machine needs for a build, and in which package systems have it.

/// How much a build needs something.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Need {
    /// Nothing can be built without it.
    Tool,
    /// An interpreter without it is not what most people want; `--allow-missing` says otherwise.
    Library,
    /// Some module of the standard library is left out without it.
    Optional,
}

/// How to see whether it is there: by using it.
#[derive(Debug)]
pub(crate) enum Probe {
    /// The C compiler (`$CC`, or the first of cc, gcc and clang) makes a program.
    Compiler,
    /// One of these programs runs with `--version`.
    Program(&'static [&'static str]),
    /// An autoconf that CPython's configure.ac accepts.
    Autoconf,
    /// A program that includes these headers and is linked so can be made.
    Library {
        headers: &'static [&'static str],
        pkg_config: &'static str,
        link: &'static [&'static str],
    },
}

/// Something that a build needs.
#[derive(Debug)]
pub(crate) struct Package {
    pub(crate) name: &'static str,
    pub(crate) need: Need,
    pub(crate) probe: Probe,
    /// The package's name for apt.
    pub(crate) apt: &'static str,
    /// The package's name for dnf.
    pub(crate) dnf: &'static str,
}

const fn library(
    name: &'static str,
    need: Need,
    headers: &'static [&'static str],
    pkg_config: &'static str,
    link: &'static [&'static str],
    apt: &'static str,
    dnf: &'static str,
) -> Package {
    Package {
        name,
        need,
        probe: Probe::Library {
            headers,
            pkg_config,
            link,
        },
        apt,
        dnf,
    }
}

const fn program(
    name: &'static str,
    need: Need,
    probe: Probe,
    apt: &'static str,
    dnf: &'static str,
) -> Package {
    Package {
        name,
        need,
        probe,
        apt,
        dnf,
    }
}

#[rustfmt::skip]
pub(crate) static PACKAGES: &[Package] = &[
    program("a C compiler", Need::Tool, Probe::Compiler, "gcc libc6-dev", "gcc"),
    program("make", Need::Tool, Probe::Program(&["make"]), "make", "make"),
    program("objcopy", Need::Tool, Probe::Program(&["objcopy", "llvm-objcopy"]), "binutils", "binutils"),
    program("autoconf 2.71", Need::Tool, Probe::Autoconf, "autoconf", "autoconf"),
    program("pkg-config", Need::Optional, Probe::Program(&["pkg-config", "pkgconf"]), "pkgconf", "pkgconf-pkg-config"),
    library("zlib", Need::Library, &["zlib.h"], "zlib", &["z"], "zlib1g-dev", "zlib-devel"),
    library("ssl", Need::Library, &["openssl/ssl.h"], "openssl", &["ssl", "crypto"], "libssl-dev", "openssl-devel"),
    library("ffi", Need::Library, &["ffi.h"], "libffi", &["ffi"], "libffi-dev", "libffi-devel"),
    library("bz2", Need::Optional, &["bzlib.h"], "bzip2", &["bz2"], "libbz2-dev", "bzip2-devel"),
    library("lzma", Need::Optional, &["lzma.h"], "liblzma", &["lzma"], "liblzma-dev", "xz-devel"),
    library("sqlite3", Need::Optional, &["sqlite3.h"], "sqlite3", &["sqlite3"], "libsqlite3-dev", "sqlite-devel"),
    library("readline", Need::Optional, &["stdio.h", "readline/readline.h"], "readline", &["readline"], "libreadline-dev", "readline-devel"),
    library("ncurses", Need::Optional, &["curses.h", "panel.h"], "panelw ncursesw", &["panelw", "ncursesw"], "libncurses-dev", "ncurses-devel"),
    library("uuid", Need::Optional, &["uuid/uuid.h"], "uuid", &["uuid"], "uuid-dev", "libuuid-devel"),
    library("gdbm", Need::Optional, &["gdbm.h"], "gdbm", &["gdbm"], "libgdbm-dev", "gdbm-devel"),
];
