//! With which C libraries a file can be loaded.
//!
//! glibc gives each function the version in which it came or changed, and a file names those that it was
//! linked with; so it can be loaded with that glibc and all newer ones.

use std::path::Path;

use crate::process;

/// What a file needs that has packed relocations, and since when that is there.
const PACKED: (&str, (u32, u32)) = ("ABI_DT_RELR", (2, 36));

/// The oldest glibc that `file` can be loaded with, such as `2.34`; none if it does not say.
pub(super) fn oldest(file: &Path) -> Option<String> {
    let mut readelf = process::command("readelf");
    readelf.args(["--wide", "--version-info"]).arg(file);
    let text = process::output(&mut readelf)?;
    newest_named(&text).map(|(major, minor)| format!("{major}.{minor}"))
}

/// The newest of the versions that readelf lists.
fn newest_named(text: &str) -> Option<(u32, u32)> {
    let names = text.split("Name: GLIBC_").skip(1);
    let versions = names.filter_map(|name| {
        let name = name.split_whitespace().next()?;
        if name == PACKED.0 {
            return Some(PACKED.1);
        }
        let mut numbers = name.split('.').map(str::parse);
        Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
    });
    versions.max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_version_that_is_named_is_the_oldest_that_will_do() {
        let text = "Version needs section '.gnu.version_r' contains 2 entries:\n\
             000000: Version: 1  File: libgcc_s.so.1  Cnt: 1\n\
             0x0010:   Name: GCC_3.0  Flags: none  Version: 9\n\
             0x0020: Version: 1  File: libc.so.6  Cnt: 3\n\
             0x0030:   Name: GLIBC_2.2.5  Flags: none  Version: 2\n\
             0x0040:   Name: GLIBC_2.34  Flags: none  Version: 5\n\
             0x0050:   Name: GLIBC_2.3  Flags: none  Version: 3\n";
        assert_eq!(newest_named(text), Some((2, 34)));
        let packed = format!("{text}0x0060:   Name: GLIBC_ABI_DT_RELR  Flags: none\n");
        assert_eq!(newest_named(&packed), Some((2, 36)));
        assert_eq!(newest_named("No version information found."), None);
    }
}
