#!/bin/sh
# available.sh: can Rust be used, and what follows from it? For people; `make rustavailable`
# runs it, and it can be run before configure: sh Rust/available.sh
#
# Compilers and flags are taken from the environment, as configure has them: RUSTC,
# RUST_TARGET, RUSTFLAGS, OBJCOPY, CC, CPPFLAGS, CFLAGS, LDFLAGS. What a build was configured
# as is told by --configured yes|no and --modules LIST. The exit status is probe.sh's: 0 if Rust
# can be used.

set -u

here=$(dirname "$0")
triplet='' configured='' modules=''
while [ $# -gt 1 ]; do
    case $1 in
    --triplet) triplet=$2 ;;
    --configured) configured=$2 ;;
    --modules) modules=$2 ;;
    *) break ;;
    esac
    shift 2
done
if [ $# -gt 0 ]; then
    echo 'usage: available.sh [--triplet TRIPLET] [--configured yes|no] [--modules LIST]' >&2
    exit 2
fi
if [ -z "$triplet" ] && [ -z "${RUST_TARGET-}" ] && [ -f "$here/../config.guess" ]; then
    triplet=$(sh "$here/../config.guess") || triplet=''
fi
policy=$(sed -n 's/^m4_define(\[RUST_POLICY\], \[\(.*\)\])$/\1/p' "$here/policy.m4")

problem=$(mktemp) || exit 2
trap 'rm -f "$problem"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
facts=$(sh "$here/probe.sh" --rustc "${RUSTC:-rustc}" --target "${RUST_TARGET-}" \
    --triplet "$triplet" --rustflags "${RUSTFLAGS-}" --objcopy "${OBJCOPY:-objcopy}" 2>"$problem")
status=$?
fact() {
    printf '%s\n' "$facts" | sed -n "s/^$1=//p"
}

if [ "$status" = 0 ]; then
    echo "Rust is available: $(fact rustc) is $(fact version), and makes code for $(fact target)."
else
    echo 'Rust is not available.'
    cat "$problem"
fi

case $status:$policy in
0:*) would='so configure builds the Rust modules' ;;
*:optional) would='so configure warns, and builds the C modules' ;;
*:opt-out) would="so configure fails, unless it is told './configure --with-rust=no'" ;;
*) would='so configure fails, and there is no way around it' ;;
esac
# A tree that is not grafted has none.
[ -z "$policy" ] || echo "This tree's policy is '$policy', $would."

case $configured:$status in
yes:0) echo "This build was configured with Rust, which has:${modules:+ $modules}." ;;
yes:*) echo "This build was configured with Rust, when it was available; type './configure' again once it is." ;;
no:0) echo "This build was configured without Rust; to have it, type './configure --with-rust=yes'." ;;
no:*) echo 'This build was configured without Rust, and does not need it.' ;;
esac
exit "$status"
