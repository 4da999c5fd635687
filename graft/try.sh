# try.sh: how probe.sh and sanitizer.sh run compilers by way of trial. With $verbose, each command is shown.
# shellcheck shell=sh

# Messages are looked into; make's job server is not ours; a crash leaves no file.
LC_ALL=C RUSTC_ICE=0
export LC_ALL RUSTC_ICE
unset MAKEFLAGS MFLAGS CARGO_MAKEFLAGS

# Compilers run in the caller's folder, which can decide what `rustc` is.
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# fail STATUS REASON NEXT-STEP…
fail() {
    status=$1
    shift
    printf '%s\n' "$@" >&2
    exit "$status"
}

# Runs a command and keeps what it says for `said`.
try() {
    [ -z "$verbose" ] || printf '+ %s\n' "$*" >&2
    "$@" >"$work/out" 2>"$work/err" </dev/null
    status=$?
    [ -z "$verbose" ] || cat "$work/out" "$work/err" >&2
    return "$status"
}

# The first error that the last command reported, or else its last line.
said() {
    line=$(sed -n '/[Ee]rror/{p;q;}' "$work/err")
    [ -n "$line" ] || line=$(tail -n 1 "$work/err")
    printf '%s' "${line:-it said nothing}"
}
