#!/bin/sh
# target.sh TRIPLET [RUSTC-HOST]: print rustc's name for an autoconf triplet.
#
# Fails if there is none. RUSTC-HOST, the platform that the compiler itself runs
# on, decides between names for one triplet; and it is the answer if it differs
# from the name only in the vendor, as in compilers that a distribution renamed.
# The names are in target.txt.

set -u

triplet=${1:?usage: target.sh TRIPLET [RUSTC-HOST]}
rustc_host=${2-}
table=$(dirname "$0")/target.txt

# Prints the names of triplet $1, if there are any.
names_of() {
    while read -r pattern names; do
        case $pattern in '' | '#'*) continue ;; esac
        # shellcheck disable=SC2254 # The pattern is to be matched as one.
        case $1 in
        $pattern)
            case $names in -) ;; *) echo "$names" ;; esac
            return
            ;;
        esac
    done <"$table"
}

# Prints a platform without its vendor; Android's and WASI's names have none.
without_vendor() {
    case $1 in
    *-linux-android* | *-wasi*) echo "$1" ;;
    *) echo "${1%%-*}-${1#*-*-}" ;;
    esac
}

names=$(names_of "$triplet")
# People also write triplets without a vendor.
[ -n "$names" ] || names=$(names_of "${triplet%%-*}-unknown-${triplet#*-}")
if [ -z "$names" ]; then
    echo "no Rust target for $triplet" >&2
    exit 1
fi

if [ -n "$rustc_host" ]; then
    for name in $names; do
        if [ "$(without_vendor "$name")" = "$(without_vendor "$rustc_host")" ]; then
            echo "$rustc_host"
            exit
        fi
    done
fi
echo "${names%% *}"
