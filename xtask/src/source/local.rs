//! `--source`: a tarball or a directory of the user's. It is read, never written to.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use anyhow::{Context, Result, bail};

use super::SourceRequest;
use super::cache::Cache;
use super::checked::{digest, hash_of, short_hash, write_error};
use super::releases::Release;
use super::tree::{Stamp, Tree, version_of};
use super::unpack::{Unpacked, finish, partial_directory, release as unpack_release};
use crate::process::check_interrupt;
use crate::progress::{Progress, Step, Unit};

pub(crate) fn obtain(
    source: &Path,
    request: &SourceRequest<'_>,
    progress: &Progress,
) -> Result<Tree> {
    let source = source
        .canonicalize()
        .with_context(|| format!("cannot read --source {}", source.display()))?;
    let mut step = progress.step("source");
    let (tree, how) = if source.is_dir() {
        from_directory(&source, request, &mut step)?
    } else {
        from_tarball(&source, request, progress, &mut step)?
    };
    step.done(&format!("CPython {}, {how}", tree.version));
    Ok(tree)
}

fn from_tarball(
    source: &Path,
    request: &SourceRequest<'_>,
    progress: &Progress,
    step: &mut Step<'_>,
) -> Result<(Tree, String)> {
    step.say(&format!("the hash of {}", source.display()));
    let digest = digest(source)?;
    if let Some(release) = Release::with_sha256(&digest.sha256) {
        check_version(request, release.version, source)?;
        if let Some(tree) = Tree::of_release(request.trees, release) {
            return Ok((tree, "unpacked before".to_owned()));
        }
        // The cache has it from now on, so that --source is needed once.
        let cache = Cache::open(progress)?;
        if !matches!(cache.get(release), Ok(Some(_))) {
            let mut file = File::open(source)?;
            cache.put(release, &mut file, step)?;
        }
        let from = source.display().to_string();
        let tree = unpack_release(source, release, &from, request.trees, step)?;
        return Ok((tree, format!("from {from}")));
    }

    progress.note(&format!(
        "{} is no release in our table; taken as it is, with SHA-256 {}",
        source.display(),
        digest.sha256
    ));
    if let Some(tree) = Tree::with_identity(request.trees, &digest.sha256) {
        check_version(request, &tree.version, source)?;
        return Ok((tree, "unpacked before".to_owned()));
    }
    let unpacked = Unpacked::new(source, request.trees, step)?;
    let version = unpacked
        .version()
        .with_context(|| format!("cannot use --source {}", source.display()))?;
    check_version(request, &version, source)?;
    let from = source.display().to_string();
    let name = format!("{version}-{}", &digest.sha256[..8]);
    let stamp = Stamp {
        version,
        from: from.clone(),
        identity: digest.sha256,
    };
    Ok((
        finish(&unpacked.root, &name, stamp, request.trees)?,
        format!("from {from}"),
    ))
}

fn from_directory(
    source: &Path,
    request: &SourceRequest<'_>,
    step: &mut Step<'_>,
) -> Result<(Tree, String)> {
    let version =
        version_of(source).with_context(|| format!("cannot use --source {}", source.display()))?;
    check_version(request, &version, source)?;
    // The files by which CPython's own makefile knows that a build elsewhere would go wrong.
    for product in [
        "Programs/python.o",
        "Python/frozen_modules/importlib._bootstrap.h",
    ] {
        if source.join(product).exists() {
            bail!(
                "{} has been built in place; run `make distclean` there, or name a clean tree",
                source.display()
            );
        }
    }

    step.say(&source.display().to_string());
    let files = Files::below(source)?;
    let name = format!(
        "{version}-{}",
        short_hash([source.as_os_str().as_encoded_bytes()])
    );
    let identity = files.fingerprint(source);
    if let Some(tree) = Tree::find(request.trees, &name, &identity) {
        return Ok((tree, format!("unchanged in {}", source.display())));
    }
    let copy = partial_directory(request.trees)?;
    let root = copy.path().join(&name);
    files.copy(source, &root, step)?;
    let from = source.display().to_string();
    let stamp = Stamp {
        version,
        from,
        identity,
    };
    let tree = finish(&root, &name, stamp, request.trees)?;
    Ok((tree, format!("copied from {}", source.display())))
}

fn check_version(request: &SourceRequest<'_>, version: &str, source: &Path) -> Result<()> {
    match request.version {
        Some(wanted) if wanted != version => bail!(
            "--python-version says {wanted}, but {} is {version}; leave one of the two away",
            source.display()
        ),
        _ => Ok(()),
    }
}

/// What a source directory consists of, sorted, relative to it.
struct Files {
    directories: Vec<PathBuf>,
    files: Vec<(PathBuf, std::fs::Metadata)>,
}

impl Files {
    /// Version control, and what Python wrote while it ran, is no source.
    const SKIPPED: [&str; 3] = [".git", ".hg", "__pycache__"];

    fn below(root: &Path) -> Result<Self> {
        let mut found = Self {
            directories: vec![PathBuf::new()],
            files: Vec::new(),
        };
        let mut next = 0;
        while let Some(directory) = found.directories.get(next).cloned() {
            next += 1;
            check_interrupt()?;
            let path = root.join(&directory);
            let context = || format!("cannot read {}", path.display());
            for entry in std::fs::read_dir(&path).with_context(context)? {
                let entry = entry.with_context(context)?;
                let name = entry.file_name();
                if Self::SKIPPED.iter().any(|skipped| name == *skipped) {
                    continue;
                }
                let metadata = entry.metadata().with_context(context)?;
                if metadata.is_dir() {
                    found.directories.push(directory.join(name));
                } else {
                    found.files.push((directory.join(name), metadata));
                }
            }
        }
        found.files.sort_by(|(a, _), (b, _)| a.cmp(b));
        Ok(found)
    }

    /// Changes when a file comes, goes, or is written to.
    fn fingerprint(&self, root: &Path) -> String {
        let lines: Vec<String> = self
            .files
            .iter()
            .map(|(path, metadata)| {
                let modified = metadata.modified().ok();
                let modified = modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
                format!("{} {} {modified:?}", path.display(), metadata.len())
            })
            .collect();
        let parts = lines.iter().map(String::as_bytes);
        format!("{} {}", root.display(), hash_of(parts))
    }

    /// Copy everything to `to`, with its time of modification, by which make decides.
    fn copy(&self, from: &Path, to: &Path, step: &mut Step<'_>) -> Result<()> {
        step.expect(self.files.len() as u64, Unit::Count("files"));
        for directory in &self.directories {
            std::fs::create_dir_all(to.join(directory)).map_err(|error| write_error(error, to))?;
        }
        for (done, (path, metadata)) in self.files.iter().enumerate() {
            check_interrupt()?;
            let (source, target) = (from.join(path), to.join(path));
            let copied = if metadata.is_symlink() {
                std::fs::read_link(&source)
                    .and_then(|link| std::os::unix::fs::symlink(link, &target))
            } else {
                std::fs::copy(&source, &target).and_then(|_| {
                    // A read-only file is copied as such, and takes a new time all the same.
                    let modified = metadata.modified()?;
                    File::open(&target)?.set_modified(modified)
                })
            };
            copied
                .map_err(|error| write_error(error, to))
                .with_context(|| format!("cannot copy {}", source.display()))?;
            step.at(done as u64 + 1, "copying");
        }
        Ok(())
    }
}
