//! Where headers come from: a source tree, or the development files of an installed CPython.

use crate::version::Version;
use anyhow::{Context as _, Result, bail, ensure};
use std::cmp::Reverse;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The headers of one CPython.
pub(crate) struct Origin {
    /// What the user would call it.
    pub(crate) name: PathBuf,
    pub(crate) version: Version,
    /// The directory of Python.h.
    include: PathBuf,
    kind: Kind,
}

enum Kind {
    /// Its pyconfig.h is made by configure, and may be in this directory.
    Tree { config: PathBuf },
    /// Its pyconfig.h is with the other headers, and may include one below this root's
    /// `usr/include/`, where the libc's headers are too.
    Installed { root: Option<PathBuf> },
}

impl Origin {
    /// What is at `path`: a source tree, a directory of headers, or the root of a file system.
    pub(crate) fn find(path: &Path) -> Result<Self> {
        let name = path.to_owned();
        let path = fs::canonicalize(path)
            .with_context(|| format!("cannot find the headers {}", path.display()))?;
        let (include, kind) = if path.join("Include/patchlevel.h").exists() {
            (path.join("Include"), Kind::Tree { config: path })
        } else if path.join("patchlevel.h").exists() {
            let root = root_of(&path);
            (path, Kind::Installed { root })
        } else {
            let include = the_only(installed_in(&path.join("usr/include")), &path)?;
            (include, Kind::Installed { root: Some(path) })
        };
        let version = Version::of_patchlevel(&read(&include.join("patchlevel.h"))?)
            .with_context(|| format!("{} are no headers of CPython", include.display()))?;
        Ok(Self {
            name,
            version,
            include,
            kind,
        })
    }

    /// What `cargo xtask build` and `cargo xtask rootfs` have left in `build`.
    pub(crate) fn below(build: &Path) -> Vec<Self> {
        let trees = fs::read_dir(build.join("tree")).into_iter().flatten();
        let mut paths: Vec<_> = trees.flatten().map(|entry| entry.path()).collect();
        // The newest release of a version is the one to take, and comes first.
        paths.sort_by_key(|path| Reverse(micro(path)));
        paths.extend(installed_in(&build.join("rootfs/usr/include")));
        let origins = paths.iter().filter_map(|path| {
            let mut origin = Self::find(path).ok()?;
            if let Kind::Tree { config } = &mut origin.kind {
                // Where the build of a tree has been configured.
                *config = build.join(path.file_name()?);
            }
            Some(origin)
        });
        origins.collect()
    }

    /// The text of a header, named from `Include/`.
    pub(crate) fn header(&self, name: &str) -> Result<String> {
        read(&self.include.join(name))
    }

    /// What libclang is told about where headers are; `temporary` is for pyconfig.h if it has to
    /// be made.
    pub(crate) fn clang_args(&self, temporary: &Path) -> Result<Vec<String>> {
        let directory = |path: &Path| format!("-I{}", path.display());
        let mut args = Vec::new();
        match &self.kind {
            Kind::Tree { config } if config.join("pyconfig.h").exists() => {
                args.push(directory(config));
            }
            Kind::Tree { .. } => {
                self.configure(temporary)?;
                args.push(directory(temporary));
            }
            Kind::Installed { root: None } => {}
            // Not -I: the macros of one libc would meet the headers of another.
            Kind::Installed { root: Some(root) } => {
                args.push(format!("--sysroot={}", root.display()));
            }
        }
        args.push(directory(&self.include));
        args.push(directory(&self.include.join("internal")));
        Ok(args)
    }

    /// Make the pyconfig.h of a tree in `temporary`.
    fn configure(&self, temporary: &Path) -> Result<()> {
        let tree = self.include.parent().context("a tree has a directory")?;
        eprintln!("Configuring (once, outside of the tree; about a minute) ...");
        let result = Command::new(tree.join("configure"))
            .arg("--quiet")
            .current_dir(temporary)
            .stdin(Stdio::null())
            .output()
            .context("cannot run the tree's configure")?;
        ensure!(
            result.status.success(),
            "the tree's configure failed:\n{}",
            String::from_utf8_lossy(&result.stderr)
        );
        Ok(())
    }
}

/// The root of the file system in which `include` is `usr/include/pythonX.Y`, if not this one's.
fn root_of(include: &Path) -> Option<PathBuf> {
    let parent = include.parent()?;
    let root = parent.ancestors().nth(2)?;
    (parent == root.join("usr/include") && root != Path::new("/")).then(|| root.to_owned())
}

/// Each `pythonX.Y` with headers in the directory `usr_include`.
fn installed_in(usr_include: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(usr_include).into_iter().flatten().flatten();
    let is_python = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let version = name.strip_prefix("python").unwrap_or_default();
        version.parse::<Version>().is_ok() && path.join("patchlevel.h").exists()
    };
    entries
        .map(|entry| entry.path())
        .filter(is_python)
        .collect()
}

/// The one directory of headers in `root`.
fn the_only(mut found: Vec<PathBuf>, root: &Path) -> Result<PathBuf> {
    match (found.pop(), found.is_empty()) {
        (Some(include), true) => Ok(include),
        (Some(_), false) => bail!(
            "{} has the headers of several CPythons; name the directory of one",
            root.join("usr/include").display()
        ),
        (None, _) => bail!("it is neither a source tree of CPython nor has it installed headers"),
    }
}

/// The last number of a directory's name: 15 of `3.13.15`.
fn micro(path: &Path) -> Option<u32> {
    let name = path.file_name()?.to_str()?;
    name.rsplit('.').next()?.parse().ok()
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::Origin;
    use std::fs;
    use std::path::Path;

    const PATCHLEVEL: &str = "#define PY_MAJOR_VERSION 3\n#define PY_MINOR_VERSION 15\n";

    fn write(path: &Path, text: &str) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    #[test]
    fn finds_headers_by_their_root_or_by_themselves() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap();
        let include = root.join("usr/include/python3.15");
        write(&include.join("patchlevel.h"), PATCHLEVEL);
        // Another build's: the same version, and no version by its name.
        write(
            &root.join("usr/include/python3.15d/patchlevel.h"),
            PATCHLEVEL,
        );
        for path in [&root, &include] {
            let origin = Origin::find(path).unwrap();
            assert_eq!(origin.version.to_string(), "3.15");
            assert_eq!(
                origin.clang_args(Path::new("unused")).unwrap(),
                [
                    format!("--sysroot={}", root.display()),
                    format!("-I{}", include.display()),
                    format!("-I{}/internal", include.display()),
                ]
            );
        }
        write(
            &root.join("usr/include/python3.14/patchlevel.h"),
            PATCHLEVEL,
        );
        let error = Origin::find(&root).err().unwrap().to_string();
        assert!(
            error.ends_with("several CPythons; name the directory of one"),
            "{error}"
        );
    }

    #[test]
    fn the_root_file_system_has_several_versions() {
        let build = tempfile::tempdir().unwrap();
        for version in ["3.14", "3.15"] {
            let include = format!("rootfs/usr/include/python{version}/patchlevel.h");
            let text = PATCHLEVEL.replace("15", &version[2..]);
            write(&build.path().join(include), &text);
        }
        let mut versions: Vec<_> = Origin::below(build.path())
            .iter()
            .map(|origin| origin.version.to_string())
            .collect();
        versions.sort();
        assert_eq!(versions, ["3.14", "3.15"]);
    }

    #[test]
    fn a_configured_tree_has_its_own_configuration() {
        let dir = tempfile::tempdir().unwrap();
        let tree = dir.path().canonicalize().unwrap();
        write(&tree.join("Include/patchlevel.h"), PATCHLEVEL);
        write(&tree.join("pyconfig.h"), "");
        let args = Origin::find(&tree)
            .unwrap()
            .clang_args(Path::new("unused"))
            .unwrap();
        assert_eq!(args[0], format!("-I{}", tree.display()));
        assert_eq!(args[1], format!("-I{}/Include", tree.display()));
    }

    #[test]
    fn says_what_it_looks_for() {
        let dir = tempfile::tempdir().unwrap();
        let error = Origin::find(dir.path()).err().unwrap().to_string();
        assert!(error.starts_with("it is neither a source tree"), "{error}");
    }
}
