//! How the origins work together, with origins that need no network.

use std::path::PathBuf;

use super::*;

/// A tarball of a very small CPython.
fn tarball(version: &str) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    let mut add = |name: &str, text: String| {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        header.set_mtime(1_700_000_000);
        let path = format!("Python-{version}/{name}");
        archive
            .append_data(&mut header, path, text.as_bytes())
            .expect("in memory");
    };
    add("configure.ac", "dnl\n".to_owned());
    add(
        "Include/patchlevel.h",
        format!("#define PY_VERSION      \"{version}\"\n"),
    );
    archive.into_inner().expect("in memory")
}

fn release_of(version: &'static str, content: &[u8]) -> Release {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let path = dir.path().join("tarball");
    std::fs::write(&path, content).expect("written");
    let sha256 = checked::digest(&path).expect("hashed").sha256;
    Release {
        version,
        sha256: sha256.leak(),
        size: content.len() as u64,
    }
}

/// An origin that has these bytes for these versions.
struct Fake {
    name: &'static str,
    has: Vec<(&'static str, Vec<u8>)>,
}

impl Origin for Fake {
    fn name(&self) -> &'static str {
        self.name
    }

    fn open(&mut self, release: &Release, _: &mut Step<'_>) -> Result<Box<dyn Read>> {
        let found = self
            .has
            .iter()
            .find(|(version, _)| *version == release.version);
        let (_, content) = found.context("no network")?;
        Ok(Box::new(std::io::Cursor::new(content.clone())))
    }
}

struct Setting {
    dir: tempfile::TempDir,
    known: &'static [Release],
    progress: Progress,
}

impl Setting {
    /// Two releases are known: 3.13.2 and 3.13.1.
    fn new() -> Self {
        let known = ["3.13.2", "3.13.1"].map(|version| release_of(version, &tarball(version)));
        Self {
            dir: tempfile::tempdir().expect("a temporary directory"),
            known: Vec::from(known).leak(),
            progress: Progress::silent(),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn obtain_with(&self, origins: Vec<Fake>, source: Option<&Path>) -> Result<Tree> {
        let (trees, log) = (self.path("trees"), self.path("log"));
        let request = SourceRequest {
            version: None,
            source,
            trees: &trees,
            log: &log,
        };
        std::fs::create_dir_all(&trees).expect("made");
        if let Some(source) = source {
            return local::obtain(source, &request, &self.progress);
        }
        let cache = Cache::at(&self.path("cache"), &self.progress).expect("a cache");
        let mut origins: Vec<Box<dyn Origin>> = origins
            .into_iter()
            .map(|origin| Box::new(origin) as Box<dyn Origin>)
            .collect();
        obtain_release(&request, self.known, &cache, &mut origins, &self.progress)
    }

    fn obtain(&self, origins: Vec<Fake>) -> Result<Tree> {
        self.obtain_with(origins, None)
    }

    fn files(&self, dir: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.path(dir)).expect("a directory");
        let mut names: Vec<_> = entries
            .map(|entry| {
                entry
                    .expect("entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .filter(|name| name != ".lock" && name != CHOSEN)
            .collect();
        names.sort();
        names
    }
}

fn fake(name: &'static str, has: &[(&'static str, &[u8])]) -> Fake {
    Fake {
        name,
        has: has
            .iter()
            .map(|(version, bytes)| (*version, bytes.to_vec()))
            .collect(),
    }
}

#[test]
fn the_newest_that_can_be_had_is_taken_and_kept_to() {
    let setting = Setting::new();
    let one = tarball("3.13.1");
    let tree = setting
        .obtain(vec![fake("a", &[]), fake("b", &[("3.13.1", &one)])])
        .expect("one");
    assert_eq!(
        (tree.version.as_str(), tree.name.as_str()),
        ("3.13.1", "3.13.1")
    );
    assert!(tree.path.join("Include/patchlevel.h").is_file());
    assert_eq!(setting.files("cache"), ["Python-3.13.1.tar.xz"]);

    // A newer one that turns up later does not change what is built from one day to the next.
    let two = tarball("3.13.2");
    let again = setting
        .obtain(vec![fake("a", &[("3.13.2", &two)])])
        .expect("one");
    assert_eq!(again.version, "3.13.1");
}

#[test]
fn nothing_is_asked_for_what_is_in_the_cache() {
    let setting = Setting::new();
    let two = tarball("3.13.2");
    setting
        .obtain(vec![fake("a", &[("3.13.2", &two)])])
        .expect("fetched");
    std::fs::remove_dir_all(setting.path("trees")).expect("removed");
    assert_eq!(setting.obtain(vec![]).expect("cached").version, "3.13.2");
}

#[test]
fn a_wrong_hash_and_a_truncated_file_are_refused_and_leave_nothing() {
    let setting = Setting::new();
    let mut wrong = tarball("3.13.2");
    wrong[700] ^= 1;
    let cut = &tarball("3.13.1")[..1000];
    let origins = vec![
        fake("a", &[("3.13.2", &wrong)]),
        fake("b", &[("3.13.1", cut)]),
    ];
    let text = setting.obtain(origins).expect_err("refused").to_string();
    assert!(
        text.starts_with("the source of CPython 3.13.2 or 3.13.1 is not to be had:"),
        "{text}"
    );
    assert!(
        text.contains("a: it is not what was released: its SHA-256 is "),
        "{text}"
    );
    assert!(
        text.contains("b: it is truncated: it ends after 1000 of "),
        "{text}"
    );
    assert!(text.contains("a: no network"), "{text}");
    assert!(text.ends_with("name the file with --source"), "{text}");
    assert!(setting.files("cache").is_empty() && setting.files("trees").is_empty());
}

#[test]
fn a_damaged_file_in_the_cache_is_replaced() {
    let setting = Setting::new();
    let two = tarball("3.13.2");
    let origins = || vec![fake("a", &[("3.13.2", two.as_slice())])];
    setting.obtain(origins()).expect("fetched");
    std::fs::remove_dir_all(setting.path("trees")).expect("removed");
    std::fs::write(setting.path("cache/Python-3.13.2.tar.xz"), "short").expect("damaged");
    setting.obtain(origins()).expect("fetched again");
    let length = std::fs::metadata(setting.path("cache/Python-3.13.2.tar.xz"))
        .expect("there")
        .len();
    assert_eq!(length, two.len() as u64);
}

#[test]
fn a_tree_without_its_stamp_is_unpacked_anew() {
    let setting = Setting::new();
    let two = tarball("3.13.2");
    std::fs::create_dir_all(setting.path("trees/3.13.2/Include")).expect("half a tree");
    std::fs::create_dir_all(setting.path("trees/.partial-x")).expect("a killed run's");
    let tree = setting
        .obtain(vec![fake("a", &[("3.13.2", &two)])])
        .expect("unpacked");
    assert!(tree.path.join("configure.ac").is_file());
    unpack::remove_partials(&setting.path("trees"));
    assert_eq!(setting.files("trees"), ["3.13.2"]);
}

#[test]
fn a_tarball_that_is_not_in_the_table_is_taken_from_source_only() {
    let setting = Setting::new();
    let path = setting.path("Python.tar");
    std::fs::write(&path, tarball("3.13.9")).expect("written");
    let tree = setting.obtain_with(vec![], Some(&path)).expect("taken");
    assert_eq!(tree.version, "3.13.9");
    assert!(tree.name.starts_with("3.13.9-") && tree.path.join("configure.ac").is_file());
    // A second time it is found, not unpacked.
    std::fs::write(tree.path.join("mark"), "").expect("written");
    let again = setting.obtain_with(vec![], Some(&path)).expect("found");
    assert!(again.path.join("mark").exists());
}

#[test]
fn a_directory_is_copied_anew_when_it_changes_and_never_written_to() {
    let setting = Setting::new();
    let source = setting.path("mine");
    std::fs::create_dir_all(source.join("Include")).expect("made");
    std::fs::create_dir_all(source.join(".git/objects")).expect("made");
    std::fs::write(source.join("configure.ac"), "dnl\n").expect("written");
    std::fs::write(
        source.join("Include/patchlevel.h"),
        "#define PY_VERSION \"3.13.7+\"\n",
    )
    .expect("written");
    std::os::unix::fs::symlink("configure.ac", source.join("link")).expect("linked");

    let tree = setting.obtain_with(vec![], Some(&source)).expect("copied");
    assert_eq!(tree.version, "3.13.7+");
    assert!(tree.path.join("link").is_symlink() && !tree.path.join(".git").exists());
    let time = |path: &Path| path.metadata().expect("there").modified().expect("a time");
    assert_eq!(
        time(&tree.path.join("configure.ac")),
        time(&source.join("configure.ac"))
    );

    std::fs::write(tree.path.join("grafted"), "").expect("written");
    let same = setting
        .obtain_with(vec![], Some(&source))
        .expect("unchanged");
    assert!(same.path.join("grafted").exists() && !source.join("grafted").exists());

    std::fs::write(source.join("new.c"), "").expect("written");
    let fresh = setting
        .obtain_with(vec![], Some(&source))
        .expect("copied again");
    assert_eq!(fresh.path, tree.path);
    assert!(fresh.path.join("new.c").exists() && !fresh.path.join("grafted").exists());
}

#[test]
fn a_source_that_is_none_is_called_that() {
    let setting = Setting::new();
    let source = setting.path("mine");
    std::fs::create_dir_all(&source).expect("made");
    let error = setting
        .obtain_with(vec![], Some(&source))
        .expect_err("no CPython");
    assert!(
        format!("{error:#}").contains("it is not the source of CPython"),
        "{error:#}"
    );
    let path = setting.path("x.tar.xz");
    std::fs::write(&path, "hello").expect("written");
    let error = setting
        .obtain_with(vec![], Some(&path))
        .expect_err("no tarball");
    assert!(format!("{error:#}").ends_with("it is neither .tar.xz nor .tar.gz nor .tar"));
    let error = setting
        .obtain_with(vec![], Some(&setting.path("gone")))
        .expect_err("gone");
    assert!(
        error.to_string().starts_with("cannot read --source "),
        "{error}"
    );
}
