//! What the graft promises, on a tree that is small enough to read.
//!
//! Each test has its own tree, its own repository to graft from and its own autoconf, so that
//! it can spoil any of them. `real.rs` does the same with CPython itself.

mod anchors;
mod apply;
mod check;
mod configure;
mod fit;
mod generate;
mod interruption;
mod probe;
mod real;
mod revert;
mod sbom;
mod target;
mod twin;
mod twin_python;
mod vendor;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use tempfile::TempDir;

use super::{Graft, content::Content};

/// A tree with every file that the graft looks at.
const TREE: [(&str, &str); 10] = [
    (
        "Include/patchlevel.h",
        "#define PY_VERSION              \"3.13.99\"\n",
    ),
    ("configure.ac", "AC_INIT\n# the last\nAC_OUTPUT\n"),
    ("aclocal.m4", "# macros\n"),
    ("configure", "#!/bin/sh\n# made from AC_INIT\n"),
    ("Makefile.pre.in", "all:\n\ttrue\n# the end\n"),
    ("Modules/Setup", "*shared*\nbinascii binascii.c\n"),
    (
        "Modules/binascii.c",
        "PyDoc_STRVAR(doc_binascii, \"Binary and ASCII\");\n",
    ),
    (
        "Modules/clinic/binascii.c.h",
        "PyDoc_STRVAR(binascii_crc32__doc__,\n\"crc32($module, data)\\n\"\n\"--\\n\");\n",
    ),
    ("Lib/os.py", "# not the graft's business\n"),
    ("Python/read-only.c", "/* nor this */\n"),
];

/// A repository with one crate of each layer and one edit of each kind.
const REPOSITORY: [(&str, &str); 15] = [
    ("graft/anchors.toml", ANCHORS),
    (
        "graft/modules.toml",
        "[[module]]\nname = \"binascii\"\ncrate = \"module_binascii\"\ntype = \"Binascii\"\n\
         needs = [\"codec_hex\"]\n\
         twin = { clinic = \"Modules/clinic/binascii.c.h\", source = \"Modules/binascii.c\", \
         doc = \"doc_binascii\" }\n",
    ),
    ("graft/configure.m4", "AC_ARG_WITH([rust])\n"),
    ("graft/probe.sh", "#!/bin/sh\n"),
    ("graft/rules.mk", "rust:\n@@RUST_SOURCES@@\n"),
    ("api/sys/Cargo.toml", "[package]\nname = \"sys\"\n"),
    ("api/sys/src/lib.rs", "// sys\n"),
    ("codecs/hex/Cargo.toml", "[package]\nname = \"codec-hex\"\n"),
    ("codecs/hex/src/lib.rs", "// hex\n"),
    ("codecs/hex/src/table.rs", "// table\n"),
    ("codecs/hex/benches/speed.rs", "// not for the tree\n"),
    ("codecs/hex/src/lib.rs~", "// an editor's\n"),
    (
        "modules/binascii/Cargo.toml",
        "[package]\nname = \"module-binascii\"\n",
    ),
    ("modules/binascii/src/lib.rs", "// binascii\n"),
    ("modules/binascii/verify/main.rs", "// checks\n"),
];

const ANCHORS: &str = r##"
versions = ["3.13"]

[[edit]]
file = "configure.ac"
place = "before"
anchor = "# the last"
insert = '''
m4_include([Rust/configure.m4])
'''

[[edit]]
file = "Makefile.pre.in"
place = "after"
anchor = "# the end"
insert_file = "rules.mk"

[[edit]]
file = "Modules/Setup"
place = "replace"
anchor = "  *shared*"
comment = "none"
insert = "*static*"
"##;

struct Fixture {
    folder: TempDir,
}

impl Fixture {
    fn new() -> Fixture {
        let fixture = Fixture {
            folder: TempDir::new().expect("a temporary folder"),
        };
        for (path, text) in TREE {
            fixture.write_tree(path, text);
        }
        for (path, text) in REPOSITORY {
            write(&fixture.repository().join(path), text);
        }
        // What it makes shows from what, like the real one.
        fixture.set_autoconf("echo '#!/bin/sh' && sed 's/^/# made from /' configure.ac Rust/*.m4");
        for script in ["tree/configure", "repository/graft/probe.sh"] {
            make_executable(&fixture.folder.path().join(script));
        }
        make_old(&fixture.tree());
        fixture
    }

    fn tree(&self) -> PathBuf {
        self.folder.path().join("tree")
    }

    fn repository(&self) -> PathBuf {
        self.folder.path().join("repository")
    }

    fn write_tree(&self, path: &str, text: &str) {
        write(&self.tree().join(path), text);
    }

    fn read_tree(&self, path: &str) -> String {
        fs::read_to_string(self.tree().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Makes autoconf a script that prints `configure`.
    fn set_autoconf(&self, script: &str) {
        write(
            &self.folder.path().join("autoconf"),
            &format!("( {script} ) >configure\n"),
        );
    }

    fn graft(&self) -> Graft {
        let script = self.folder.path().join("autoconf");
        let mut graft = Graft::new(self.repository());
        graft.autoconf = format!("sh {}", script.display());
        graft.cargo = self.folder.path().join("cargo").into();
        graft
    }

    fn apply(&self) -> super::Outcome {
        self.graft()
            .apply(&self.tree())
            .expect("the tree can be grafted")
    }

    fn revert(&self) -> super::Outcome {
        self.graft()
            .revert(&self.tree())
            .expect("the tree can be reverted")
    }

    /// The message of an apply that fails and must have left the tree alone.
    fn refused(&self) -> String {
        let before = snapshot(&self.tree());
        let error = self
            .graft()
            .apply(&self.tree())
            .expect_err("the tree should be refused");
        assert_eq!(
            before,
            snapshot(&self.tree()),
            "a refused tree is as it was"
        );
        format!("{error:#}")
    }
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

fn make_executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("permissions");
}

/// Makes every file an hour old, so that one that is written again is seen to be.
fn make_old(folder: &Path) {
    let then = SystemTime::now() - std::time::Duration::from_secs(3600);
    for path in snapshot(folder).keys() {
        let file = fs::File::options()
            .append(true)
            .open(folder.join(path))
            .expect("a file");
        file.set_modified(then).expect("a time");
    }
}

/// All files of a folder: bytes, permissions and times.
fn snapshot(folder: &Path) -> BTreeMap<String, Content> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path
                    .strip_prefix(folder)
                    .expect("inside")
                    .display()
                    .to_string();
                files.insert(name, Content::read(&path).expect("a file"));
            }
        }
    }
    files
}

/// Asserts that a message has each of these in it.
#[track_caller]
fn says(message: &str, parts: &[&str]) {
    for part in parts {
        assert!(message.contains(part), "{part:?} is not in {message:?}");
    }
}
