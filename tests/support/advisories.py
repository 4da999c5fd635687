"""A database of advisories as RustSec has it, with one that is made up."""

import subprocess

ID = "RUSTSEC-2026-9999"

ADVISORY = """```toml
[advisory]
id = "{id}"
package = "{package}"
date = "2026-11-25"
categories = ["memory-corruption"]

[versions]
patched = [">= {patched}"]
```

# Planted by a test

Nothing is wrong with it.
"""


def planted(folder, package, patched):
    """A git repository at `folder`, where versions of `package` before `patched` are vulnerable."""
    file = folder / f"crates/{package}/{ID}.md"
    file.parent.mkdir(parents=True)
    file.write_text(ADVISORY.format(id=ID, package=package, patched=patched))
    for words in (["init", "--quiet", "--initial-branch=main"], ["add", "--all"],
                  ["-c", "user.name=test", "-c", "user.email=test@localhost", "commit", "--quiet", "-m", "planted"]):
        subprocess.run(["git", "-C", folder, *words], check=True)
    return folder
