# hints.sh: the commands that probe.sh tells people to type next.
#
# Each function prints one command in quotes. Where Rust comes from is found by what
# is there: rustup, or the system's package manager.
# shellcheck shell=sh

# The command that installs package $1, as the package manager here calls it; $2 is a
# description for where there is none.
hint_package() {
    for manager in apt-get dnf zypper apk pacman emerge pkg brew; do
        command -v "$manager" >/dev/null 2>&1 || continue
        package=$1
        case $manager:$1 in
        apt-get:rust) package=rustc ;;
        emerge:rust) package=dev-lang/rust-bin ;;
        emerge:binutils) package=sys-devel/binutils ;;
        emerge:gcc) package=sys-devel/gcc ;;
        esac
        case $manager in
        apk) echo "'apk add $package'" ;;
        pacman) echo "'pacman -S $package'" ;;
        emerge) echo "'emerge $package'" ;;
        *) echo "'$manager install $package'" ;;
        esac
        return
    done
    echo "${2:-the package '$1'}"
}

# Whether the compiler $1 is one of rustup's.
is_rustup() {
    command -v rustup >/dev/null 2>&1 || return 1
    case $1 in */.cargo/bin/* | */.rustup/*) return 0 ;; esac
    [ "$(dirname "$1")" = "$(dirname "$(command -v rustup)")" ]
}

hint_install() {
    if command -v rustup >/dev/null 2>&1; then
        echo "'rustup default stable'"
    else
        hint_package rust "with rustup or the system's packages"
    fi
}

# The compiler $1 does not run; file $2 has what it said.
hint_repair() {
    if is_rustup "$1" || grep -qi rustup "$2"; then
        echo "'rustup default stable'"
    else
        case $(hint_package rust) in
        "'apt-get install "*) echo "'apt-get install --reinstall rustc'" ;;
        *) hint_package rust "install it anew" ;;
        esac
    fi
}

# The compiler $1 is too old.
hint_newer() {
    if is_rustup "$1"; then
        echo "'rustup update stable'"
    else
        case $(hint_package rust) in
        "'apt-get install "*) echo "'apt-cache search ^rustc-' lists newer ones, if there are" ;;
        *) hint_package rust "install it anew" ;;
        esac
    fi
}

# There is no library for target $1; the compiler runs on $2, and lives in $3.
hint_std() {
    case $3 in
    */toolchains/*) echo "'rustup target add --toolchain ${3##*/toolchains/} $1'" && return ;;
    esac
    case $(hint_package rust):$1 in
    "'apt-get install "*":$2") echo "'apt-get install libstd-rust-dev'" ;;
    "'apt-get install "*) echo "'apt-cache search libstd-rust-dev' lists those that there are" ;;
    *) echo "with rustup it is 'rustup target add $1'" ;;
    esac
}

hint_cc() {
    hint_package gcc "the system's"
}

hint_rustc() {
    echo "'./configure RUSTC=/path/to/rustc'"
}

# How to see what compiler $1 says.
hint_verbose() {
    echo "sh $here/probe.sh -v --rustc \"$1\""
}
