//! Seeing what is there by using it: packages can be installed in other ways than by the system.

use std::path::Path;

use super::table::{PACKAGES, Package, Probe};
use crate::process;

/// The oldest autoconf that CPython's configure.ac accepts.
const AUTOCONF: (u32, u32) = (2, 71);

/// The packages that are not there.
pub(crate) fn missing() -> Vec<&'static Package> {
    let Ok(dir) = tempfile::tempdir() else {
        return Vec::new();
    };
    // Some twenty short runs of the compiler; each writes to a file of its own.
    std::thread::scope(|scope| {
        let probes: Vec<_> = PACKAGES
            .iter()
            .map(|package| {
                let output = dir.path().join(package.name.replace(' ', "-"));
                (
                    package,
                    scope.spawn(move || is_there(&package.probe, &output)),
                )
            })
            .collect();
        let absent = probes.into_iter().filter_map(|(package, probe)| {
            let there = probe.join().unwrap_or(false);
            (!there).then_some(package)
        });
        absent.collect()
    })
}

fn is_there(probe: &Probe, output: &Path) -> bool {
    match probe {
        Probe::Compiler => compiles(
            "#include <stdio.h>\nint main(void) { return 0; }\n",
            &[],
            output,
        ),
        Probe::Program(names) => names.iter().any(|name| version_of(name).is_some()),
        Probe::Autoconf => version_of("autoconf")
            .and_then(|text| autoconf_version(&text))
            .is_some_and(|version| version >= AUTOCONF),
        Probe::Library {
            headers,
            pkg_config,
            link,
        } => {
            let includes: String = headers
                .iter()
                .map(|header| format!("#include <{header}>\n"))
                .collect();
            let plain = link.iter().map(|name| format!("-l{name}")).collect();
            let flags = pkg_config_flags(pkg_config).unwrap_or(plain);
            compiles(
                &format!("{includes}int main(void) {{ return 0; }}\n"),
                &flags,
                output,
            )
        }
    }
}

fn version_of(program: &str) -> Option<String> {
    process::output(
        process::command(program)
            .arg("--version")
            .stderr(std::process::Stdio::null()),
    )
}

/// `autoconf (GNU Autoconf) 2.71`
fn autoconf_version(text: &str) -> Option<(u32, u32)> {
    let (major, minor) = text.lines().next()?.rsplit(' ').next()?.split_once('.')?;
    let digits = minor.split(|c: char| !c.is_ascii_digit()).next()?;
    Some((major.parse().ok()?, digits.parse().ok()?))
}

fn pkg_config_flags(names: &str) -> Option<Vec<String>> {
    let mut command = process::command("pkg-config");
    command.args(["--cflags", "--libs"]).args(names.split(' '));
    Some(words(&process::output(
        command.stderr(std::process::Stdio::null()),
    )?))
}

/// Whether the compiler that configure would use makes a program of `source`.
fn compiles(source: &str, flags: &[String], output: &Path) -> bool {
    let variable = |name| {
        std::env::var(name)
            .map(|value| words(&value))
            .unwrap_or_default()
    };
    let mut compiler = variable("CC");
    if compiler.is_empty() {
        let found = ["cc", "gcc", "clang"]
            .into_iter()
            .find(|name| process::search_path(name).is_some());
        compiler.extend(found.map(str::to_owned));
    }
    let Some((program, arguments)) = compiler.split_first() else {
        return false;
    };
    let file = output.with_extension("c");
    if std::fs::write(&file, source).is_err() {
        return false;
    }
    let mut command = process::command(program);
    command
        .args(arguments)
        .args(variable("CPPFLAGS"))
        .args(variable("CFLAGS"))
        .arg(&file)
        .arg("-o")
        .arg(output)
        .args(variable("LDFLAGS"))
        .args(flags);
    process::output(command.stderr(std::process::Stdio::null())).is_some()
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_autoconf() {
        let version = |text| autoconf_version(text);
        assert_eq!(version("autoconf (GNU Autoconf) 2.71\nmore"), Some((2, 71)));
        assert_eq!(version("autoconf (GNU Autoconf) 2.72e"), Some((2, 72)));
        assert_eq!(version("autoconf (GNU Autoconf) 2.73.12-ab"), Some((2, 73)));
        assert_eq!(version("nonsense"), None);
    }

    #[test]
    fn a_library_is_there_if_a_program_can_be_made_with_it() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let there = |headers, link| {
            let probe = Probe::Library {
                headers,
                pkg_config: "no-such-package",
                link,
            };
            is_there(&probe, &dir.path().join("probe"))
        };
        assert!(there(&["math.h"], &["m"]));
        assert!(!there(&["no-such-header.h"], &["m"]));
        assert!(!there(&["math.h"], &["no-such-library"]));
    }

    #[test]
    fn a_program_is_there_if_it_runs() {
        let output = Path::new("unused");
        assert!(is_there(
            &Probe::Program(&["no-such-program", "sh", "make"]),
            output
        ));
        assert!(!is_there(&Probe::Program(&["no-such-program"]), output));
    }
}
