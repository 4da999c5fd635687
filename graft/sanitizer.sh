#!/bin/sh
# sanitizer.sh: with which flags does rustc instrument code for the sanitizer that the C compiler uses?
#
# Found by doing: a function with a bug is compiled and linked to a C program, and the runtime
# that CC brings has to report it. CC, CPPFLAGS, CFLAGS, LDFLAGS and LIBS are taken from the
# environment, with the C compiler's own -fsanitize=.
#
# Standard output has flags=…; there may be none to pass, for a target that is always instrumented.
# If it cannot be done, standard error says why and what to type next, and the exit status is 1.

set -u

usage='usage: sanitizer.sh [-v] [--no-run] --sanitizer address|thread --rustc RUSTC --target TARGET
       [--rustflags FLAGS]'
sanitizer='' rustc=rustc target='' rustflags='' verbose='' may_run=yes
while [ $# -gt 0 ]; do
    case $1 in
    -v) verbose=yes && shift && continue ;;
    --no-run) may_run='' && shift && continue ;;
    esac
    case ${2+$1} in
    --sanitizer) sanitizer=$2 ;;
    --rustc) rustc=$2 ;;
    --target) target=$2 ;;
    --rustflags) rustflags=$2 ;;
    *) echo "$usage" >&2 && exit 2 ;;
    esac
    shift 2
done

# shellcheck source=try.sh
. "$(dirname "$0")/try.sh"

# What marks code as instrumented; what a report begins with; flags besides -Zsanitizer, and one
# that only newer compilers know, and need. The runtime is the C compiler's: a process has one.
flags="-Zsanitizer=$sanitizer -Zexternal-clangrt" newer=''
case $sanitizer in
address)
    mark=__asan_ report=AddressSanitizer
    cat >"$work/main.c" <<'C'
#include <stdlib.h>
void rust_write(char *at);
int main(int argc, char **argv)
{
    char *data = malloc(40);
    rust_write(data + (argc > 1 ? 48 : 5));
    free(data);
    return 0;
}
C
    ;;
thread)
    mark=__tsan_ report=ThreadSanitizer
    # gcc's runtime has no __tsan_memcpy before version 13, and intercepts memcpy.
    flags="$flags -C llvm-args=-tsan-instrument-memintrinsics=0"
    # Rust's own libraries come without, and rustc would not mix them with ours.
    newer=' -C unsafe-allow-abi-mismatch=sanitizer'
    cat >"$work/main.c" <<'C'
#include <pthread.h>
void rust_write(char *at);
static char data[2];
static void *run(void *at) { rust_write(at); return 0; }
int main(int argc, char **argv)
{
    pthread_t one, other;
    pthread_create(&one, 0, run, data);
    pthread_create(&other, 0, run, data + (argc > 1 ? 0 : 1));
    pthread_join(one, 0);
    pthread_join(other, 0);
    return 0;
}
C
    ;;
*) echo "$usage" >&2 && exit 2 ;;
esac
cat >"$work/bug.rs" <<'RUST'
#![no_std]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rust_write(at: *mut u8) {
    unsafe { at.write_volatile(1) }
}
RUST

# Compiles the bug with flags $1; whether it is instrumented.
instrumented() {
    # RUSTC and flags may consist of several words.
    # shellcheck disable=SC2086
    try $rustc --edition 2024 --target "$target" --crate-type rlib -C opt-level=1 --emit obj $1 $rustflags \
        -o "$work/bug.o" "$work/bug.rs" && grep -q "$mark" "$work/bug.o"
}

if instrumented ''; then
    flags=''
elif [ -n "$newer" ] && instrumented "$flags$newer"; then
    flags=$flags$newer
elif ! instrumented "$flags"; then
    case $(said) in
    *nightly*)
        fail 1 "'$rustc' cannot instrument code, for only nightly compilers can." \
            "Install one: 'rustup toolchain install nightly', and type './configure' again; or name one: './configure RUSTC=\"rustc +nightly\"'." \
            "Or let this one behave as one: './configure RUSTC=\"env RUSTC_BOOTSTRAP=1 $rustc\"'."
        ;;
    esac
    fail 1 "'$rustc' cannot instrument code for '$target' ($(said))." \
        "Take another compiler: './configure RUSTC=/path/to/rustc'."
fi

another="Take clang, whose runtime rustc makes code for, of rustc's LLVM ('$rustc -vV' tells): './configure CC=clang'."
# shellcheck disable=SC2086
try ${CC:-cc} ${CPPFLAGS-} ${CFLAGS-} ${LDFLAGS-} "-fsanitize=$sanitizer" -pthread -o "$work/program" \
    "$work/main.c" "$work/bug.o" ${LIBS-} ||
    fail 1 "'${CC:-cc}' cannot link Rust's instrumented code ($(said))." "$another"
if [ -n "$may_run" ]; then
    # They can send reports elsewhere, or have no exit status: what is set is for the interpreter's tests.
    unset ASAN_OPTIONS TSAN_OPTIONS UBSAN_OPTIONS
    try "$work/program" ||
        fail 1 "A C program with Rust's instrumented code, linked by '${CC:-cc}', does not run ($(said))." "$another"
    if try "$work/program" bug || ! grep -q "$report" "$work/err"; then
        fail 1 "The sanitizer's runtime, linked by '${CC:-cc}', does not report a bug in Rust's code." "$another"
    fi
fi
echo "flags=$flags"
