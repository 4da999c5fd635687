//! Getting CPython's sources: from the cache, from `--source`, from python.org, or from the
//! operating system.
//!
//! What comes from afar is known by its hash before it is used (`checked`), and a tree or a
//! tarball has its final name only when it is whole.

mod apt;
mod cache;
mod checked;
mod local;
mod python_org;
mod releases;
mod tree;
mod unpack;

pub(crate) use apt::{Mirror, SourceParts, debian_mirror};
pub(crate) use checked::{hash_of, require_space, short_hash};
pub(crate) use tree::Tree;

use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};

use self::cache::Cache;
use self::checked::DiskFull;
use self::releases::{RELEASES, Release};
use crate::process::Interrupted;
use crate::progress::{Progress, Step};

/// Which source is wanted, and where it goes.
pub(crate) struct SourceRequest<'a> {
    /// A version in the table of releases; without it the newest that can be had.
    pub(crate) version: Option<&'a str>,
    /// A directory or tarball of the user's.
    pub(crate) source: Option<&'a Path>,
    /// The directory of unpacked trees. The caller holds its lock.
    pub(crate) trees: &'a Path,
    /// The log of whatever is run to get the source.
    pub(crate) log: &'a Path,
}

/// Somewhere that the tarball of a release may be had.
trait Origin {
    /// What a person calls it.
    fn name(&self) -> &'static str;

    /// The tarball's content, as it comes. Nobody believes it until its hash is right.
    fn open(&mut self, release: &Release, step: &mut Step<'_>) -> Result<Box<dyn Read>>;
}

/// Remembers which release was chosen when none was asked for, so that a later run builds the
/// same one and asks nobody.
const CHOSEN: &str = ".chosen";

/// Get the source that `request` describes, unpacked.
pub(crate) fn obtain(request: &SourceRequest<'_>, progress: &Progress) -> Result<Tree> {
    std::fs::create_dir_all(request.trees)
        .with_context(|| format!("cannot make the directory {}", request.trees.display()))?;
    unpack::remove_partials(request.trees);
    if let Some(source) = request.source {
        return local::obtain(source, request, progress);
    }
    let cache = Cache::open(progress)?;
    let mut origins: [Box<dyn Origin>; 2] = [
        Box::new(python_org::PythonOrg::new()),
        Box::new(apt::Apt::new(cache.dir(), request.log)),
    ];
    obtain_release(request, RELEASES, &cache, &mut origins, progress)
}

fn obtain_release(
    request: &SourceRequest<'_>,
    known: &'static [Release],
    cache: &Cache,
    origins: &mut [Box<dyn Origin>],
    progress: &Progress,
) -> Result<Tree> {
    let chosen = request.trees.join(CHOSEN);
    let wanted: Vec<&Release> = match request.version {
        Some(version) => vec![Release::named(version).map_err(|error| anyhow!(error))?],
        None => match chosen_before(&chosen, known) {
            Some(release) => vec![release],
            None => known.iter().collect(),
        },
    };

    let mut failures = Vec::new();
    let mut step = progress.step("source");
    for release in &wanted {
        if let Some(tree) = Tree::of_release(request.trees, release) {
            step.done(&format!("CPython {}, unpacked before", release.version));
            if request.version.is_none() && release.version != known[0].version {
                progress.note(&format!(
                    "a newer one could not be had then; --python-version {} tries again",
                    known[0].version
                ));
            }
            return Ok(tree);
        }
        let found = fetch(release, cache, origins, &mut failures, &mut step)?;
        let Some((tarball, from)) = found else {
            continue;
        };
        let tree = unpack::release(&tarball, release, &from, request.trees, &mut step)?;
        step.done(&format!("CPython {}, from {from}", release.version));
        for failure in &failures {
            progress.note(&format!("not from {failure}"));
        }
        if request.version.is_none() {
            std::fs::write(&chosen, release.version)
                .with_context(|| format!("cannot write {}", chosen.display()))?;
        }
        return Ok(tree);
    }

    let versions: Vec<_> = wanted.iter().map(|release| release.version).collect();
    bail!(
        "the source of CPython {} is not to be had:\n    {}\n\
         Get {} from python.org on a machine that reaches it, and name the file with --source",
        versions.join(" or "),
        failures.join("\n    "),
        wanted[0].file_name(),
    )
}

fn chosen_before(file: &Path, known: &'static [Release]) -> Option<&'static Release> {
    let version = std::fs::read_to_string(file).ok()?;
    known
        .iter()
        .find(|release| release.version == version.trim())
}

/// `release`'s tarball in the cache, and where it was had from. What went wrong on the way is
/// added to `failures`; an error is what no other origin would mend.
fn fetch(
    release: &Release,
    cache: &Cache,
    origins: &mut [Box<dyn Origin>],
    failures: &mut Vec<String>,
    step: &mut Step<'_>,
) -> Result<Option<(std::path::PathBuf, String)>> {
    step.say("the cache");
    match cache.get(release) {
        Ok(Some(tarball)) => return Ok(Some((tarball, "the cache".to_owned()))),
        Ok(None) => (),
        Err(error) => failures.push(format!("the cache: {error:#}")),
    }
    let mut failed = |origin: &str, error: &anyhow::Error| {
        let failure = format!("{origin}: {error:#}");
        // Who cannot be reached for one release cannot be for another.
        if !failures.contains(&failure) {
            failures.push(failure);
        }
    };
    for origin in origins {
        let tarball = origin
            .open(release, step)
            .and_then(|mut content| cache.put(release, &mut content, step));
        match tarball {
            Ok(tarball) => return Ok(Some((tarball, origin.name().to_owned()))),
            Err(error) if error.is::<DiskFull>() || error.is::<Interrupted>() => return Err(error),
            Err(error) => failed(origin.name(), &error),
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests;
