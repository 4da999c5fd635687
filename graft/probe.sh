#!/bin/sh
# probe.sh: is there a Rust compiler with which the modules can be built?
#
# The one answer to that question: configure, make and people ask it here. It is
# found by doing, not from a table: the compiler is run, and a small program is
# compiled and linked the way the modules will be. CC, CPPFLAGS, CFLAGS, LDFLAGS
# and LIBS are taken from the environment.
#
# Standard output has what was found out, as key=value lines. If the compiler is
# not usable, standard error says why, what was looked for and which command to
# type next (hints.sh has those), and the exit status is one of these:
#
#     2  wrong usage                       15  cannot link for the target
#    10  there is no such compiler         16  cannot compile (RUSTFLAGS?)
#    11  the compiler does not run         17  cannot make macros for itself
#    12  it is too old                     18  the platform has no target
#    13  it does not know the target       19  there is no objcopy
#    14  no standard library for           20  the C compiler makes no
#        the target                            relocatable objects
#
# The target is RUST_TARGET (--target), or found for --triplet, an autoconf triplet,
# or else the compiler's own. With --objcopy, that and what else it takes to make
# one object of the modules are looked for as well.

set -u

here=$(dirname "$0")
usage='usage: probe.sh [-v] [--no-run] [--rustc RUSTC] [--target TARGET] [--triplet TRIPLET]
       [--min VERSION] [--rustflags FLAGS] [--objcopy OBJCOPY]'
rustc=rustc target='' triplet='' minimum=1.85 rustflags='' verbose='' may_run=yes
objcopy='' one_object=''
while [ $# -gt 0 ]; do
    case $1 in
    -v) verbose=yes && shift && continue ;;
    --no-run) may_run='' && shift && continue ;;
    --help) echo "$usage" && exit ;;
    esac
    if [ $# -lt 2 ]; then
        echo "$usage" >&2
        exit 2
    fi
    case $1 in
    --rustc) rustc=${2:-rustc} ;;
    --target) target=$2 ;;
    --triplet) triplet=$2 ;;
    --objcopy) objcopy=$2 one_object=yes ;;
    --min) minimum=$2 ;;
    --rustflags) rustflags=$2 ;;
    *) echo "$usage" >&2 && exit 2 ;;
    esac
    shift 2
done

# shellcheck source=hints.sh
. "$here/hints.sh"

# shellcheck source=try.sh
. "$here/try.sh"

# Fails for want of a standard library for target $1, if that was the last error.
fail_without_std() {
    if grep -q -e "can't find crate for .std" -e "can't find crate for .core" "$work/err"; then
        fail 14 "Rust's standard library for '$1' is not installed: '$rustc' does not find it." \
            "Install it: $(hint_std "$1" "$host" "$sysroot"). Or take a compiler that has it: $(hint_rustc)."
    fi
}

# older FOUND MINIMUM, as MAJOR.MINOR…
older() {
    found_minor=${1#*.} minimum_minor=${2#*.}
    [ "${1%%.*}" -lt "${2%%.*}" ] ||
        { [ "${1%%.*}" -eq "${2%%.*}" ] && [ "${found_minor%%.*}" -lt "${minimum_minor%%.*}" ]; }
}

# RUSTC and the flags may consist of several words.
# shellcheck disable=SC2086
set -- $rustc
program=${1:-rustc}
path=$(command -v "$program") ||
    fail 10 "There is no Rust compiler: looked for '$program'." \
        "Install Rust $minimum or newer: $(hint_install). Or say where it is: $(hint_rustc)."
echo "rustc=$path${rustc#"$program"}"

try "$@" -vV ||
    fail 11 "The Rust compiler does not run: '$rustc -vV' failed ($(said))." \
        "Repair that installation: $(hint_repair "$path" "$work/err"). Or take another compiler: $(hint_rustc)."
version=$(sed -n 's/^release: //p' "$work/out")
host=$(sed -n 's/^host: //p' "$work/out")
case $version in
[0-9]*.[0-9]*) ;;
*)
    fail 11 "'$rustc' is not a Rust compiler: '$rustc -vV' does not tell its version." \
        "Take a Rust compiler, $minimum or newer: $(hint_rustc)."
    ;;
esac
echo "version=$version"
# What tells one nightly from the next.
echo "commit=$(sed -n 's/^commit-hash: //p' "$work/out")"
echo "host=$host"
if older "$version" "$minimum"; then
    fail 12 "The Rust compiler is too old: '$path' is $version, and $minimum is needed." \
        "Bring it up to date: $(hint_newer "$path"). Or take a newer one: $(hint_rustc)."
fi
sysroot=$("$@" --print sysroot </dev/null 2>/dev/null)

if [ -z "$target" ] && [ -n "$triplet" ]; then
    target=$(sh "$here/target.sh" "$triplet" "$host" 2>/dev/null) ||
        fail 18 "Rust has no known target for '$triplet'." \
            "If '$rustc --print target-list' has one that fits, name it: './configure RUST_TARGET=NAME'."
fi
target=${target:-$host}
echo "target=$target"

try "$@" --print cfg --target "$target" ||
    fail 13 "The Rust compiler does not know the target '$target' ($(said))." \
        "Name one of those that '$rustc --print target-list' lists: './configure RUST_TARGET=NAME'."
echo "panic=$(sed -n 's/^panic="\(.*\)"$/\1/p' "$work/out")"
if grep -q '^target_feature="crt-static"$' "$work/out"; then
    echo crt_static=yes
else
    echo crt_static=no
fi
echo "sysroot=$sysroot"

cat >"$work/macros.rs" <<'RUST'
extern crate proc_macro;
#[proc_macro]
pub fn one(_: proc_macro::TokenStream) -> proc_macro::TokenStream { "1".parse().unwrap() }
RUST
cat >"$work/probe.rs" <<'RUST'
#[unsafe(no_mangle)]
pub extern "C" fn rust_probe(number: i32) -> i32 {
    let text = std::panic::catch_unwind(|| number.to_string()).unwrap_or_default();
    core::hint::black_box(text).len() as i32 + probe_macros::one!()
}
RUST
cat >"$work/main.c" <<'C'
int rust_probe(int);
int main(void) { return rust_probe(-41) == 4 ? 0 : 1; }
C

macros=$("$@" --crate-type proc-macro --crate-name probe_macros --print file-names - </dev/null 2>/dev/null)
if ! try "$@" --edition 2024 --crate-type proc-macro --crate-name probe_macros -C prefer-dynamic \
    -o "$work/$macros" "$work/macros.rs"; then
    fail_without_std "$host"
    fail 17 "The Rust compiler cannot make a macro library for '$host', where it runs ($(said))." \
        "It needs a C compiler called 'cc': $(hint_cc). To see what it says: '$(hint_verbose "$rustc")'."
fi

# shellcheck disable=SC2086
if ! try "$@" --edition 2024 --target "$target" --crate-type staticlib --crate-name probe \
    --extern "probe_macros=$work/$macros" --print native-static-libs $rustflags \
    -o "$work/libprobe.a" "$work/probe.rs"; then
    fail_without_std "$target"
    fail 16 "The Rust compiler cannot compile a small program for '$target' ($(said))." \
        "RUSTFLAGS are '$rustflags'; try without them: './configure RUSTFLAGS='."
fi
libraries=$(sed -n 's/^note: native-static-libs: //p' "$work/err")
echo "native_static_libs=$libraries"

# shellcheck disable=SC2086
try ${CC:-cc} ${CPPFLAGS-} ${CFLAGS-} ${LDFLAGS-} -o "$work/probe.exe" \
    "$work/main.c" "$work/libprobe.a" $libraries ${LIBS-} ||
    fail 15 "'${CC:-cc}' cannot link Rust's code for '$target' into a C program ($(said))." \
        "RUST_TARGET and CC must be for the same platform: './configure CC=COMPILER RUST_TARGET=NAME'."
if [ -n "$may_run" ] && [ "$host" = "$target" ]; then
    try "$work/probe.exe" ||
        fail 15 "A C program with Rust's code, linked by '${CC:-cc}' for '$target', does not run ($(said))." \
            "RUST_TARGET and CC must be for the same platform: './configure CC=COMPILER RUST_TARGET=NAME'."
fi

# One object with only the modules' init functions global. Dropping what they do not
# reach needs a linker that can do so in a relocatable link.
if [ -n "$one_object" ]; then
    command -v "${objcopy%% *}" >/dev/null ||
        fail 19 "There is no objcopy, which keeps Rust's symbols out of the interpreter's: looked for '${objcopy:-objcopy}'." \
            "Install it: $(hint_package binutils). Or say where it is: './configure OBJCOPY=/path/to/objcopy'."
    echo 'int kept(void) { return 0; }' >"$work/kept.c"
    prelink=''
    # As make compiles the functions in C: objcopy needs machine code.
    # shellcheck disable=SC2086
    if try ${CC:-cc} ${CFLAGS-} -fno-lto -c "$work/kept.c" -o "$work/kept.o"; then
        for option in '-Wl,--gc-sections' ''; do
            if try ${CC:-cc} ${CFLAGS-} -nostdlib -r $option -Wl,-u,kept -o "$work/whole.o" "$work/kept.o"; then
                prelink="-nostdlib -r $option"
                break
            fi
        done
    fi
    [ -n "$prelink" ] ||
        fail 20 "'${CC:-cc}' cannot make a relocatable object with -r ($(said))." \
            "Take a toolchain that can: './configure CC=COMPILER'."
    # shellcheck disable=SC2086
    try $objcopy --remove-section=.llvmbc --keep-global-symbol=kept "$work/whole.o" ||
        fail 19 "objcopy does not work on what '${CC:-cc}' makes for '$target': '$objcopy' ($(said))." \
            "Take one that does: $(hint_package binutils). Or: './configure OBJCOPY=/path/to/objcopy'."
    # Where symbols have an underscore before their names, as on macOS, it may have kept none.
    echo 'int kept(void); int main(void) { return kept(); }' >"$work/keeps.c"
    # shellcheck disable=SC2086
    try ${CC:-cc} ${CPPFLAGS-} ${CFLAGS-} ${LDFLAGS-} -o "$work/keeps.exe" \
        "$work/keeps.c" "$work/whole.o" ${LIBS-} ||
        fail 19 "objcopy does not keep the one symbol that it is told to: '$objcopy' ($(said))." \
            "Take one that does: $(hint_package binutils). Or: './configure OBJCOPY=/path/to/objcopy'."
    echo "prelink=$prelink"
fi

# Not needed, but used where it is there.
# shellcheck disable=SC2086
if try "$@" --edition 2024 --target "$target" $rustflags --emit metadata -o "$work/avx512" "$here/avx512.rs"; then
    echo avx512=yes
else
    echo avx512=no
fi
