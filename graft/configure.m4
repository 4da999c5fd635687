dnl Rust for the standard library's extension modules.
dnl
dnl Included by configure.ac after the last PY_STDLIB_MOD(), so that the state of
dnl each module is known. Decides whether Rust is used, with which compiler, for
dnl which target and for which modules; the rules are in Makefile.pre.in.

dnl Modules that Rust can provide (see modules.toml). If one has a C twin, that is built otherwise.
@@RUST_KNOWN@@

dnl The oldest compiler that is tested: the one of Debian stable.
m4_define([RUST_MINIMUM], [1.85])

AC_ARG_VAR([RUSTC], [Rust compiler command])
AC_ARG_VAR([RUSTFLAGS], [Rust compiler flags])
AC_ARG_VAR([RUST_TARGET], [Rust target, when it cannot be derived from --host])
AC_ARG_VAR([OBJCOPY], [program that makes the symbols of Rust code local])

m4_include([Rust/policy.m4])
m4_case(RUST_POLICY,
  [optional], [
    m4_define([RUST_AUTO], [auto])
    m4_define([RUST_HELP], [auto uses Rust if it is usable and warns if not (default),
     yes fails if it is not, no builds the C modules])
    m4_define([RUST_OR_C], [Or build the C modules: './configure --with-rust=no'.])],
  [opt-out], [
    m4_define([RUST_AUTO], [yes])
    m4_define([RUST_HELP], [auto and yes (default) use Rust, and fail if it is not usable;
     no builds the C modules])
    m4_define([RUST_OR_C], [Or build the C modules: './configure --with-rust=no'.])],
  [required], [
    m4_define([RUST_AUTO], [yes])
    m4_define([RUST_HELP], [auto and yes (default) use Rust, and fail if it is not usable;
     no is refused: this tree requires Rust])
    m4_define([RUST_OR_C], [This tree requires Rust: there is no way around it.])],
  [m4_fatal([Rust/policy.m4 has an unknown policy])])

AC_ARG_WITH([rust],
  [AS_HELP_STRING([--with-rust@<:@=auto|yes|no@:>@], ]m4_dquote(
    [build the extension modules that exist in Rust with rustc: ]m4_defn([RUST_HELP]))[)],
  [], [with_rust=auto])
rust_asked="--with-rust=$with_rust was asked for"
AS_CASE([$with_rust],
  [auto], [with_rust=RUST_AUTO; rust_asked="this tree is built with Rust (its policy is 'RUST_POLICY')"],
  [yes], [],
  [no], [AS_CASE([RUST_POLICY], [required],
    [AC_MSG_ERROR([--with-rust=no was asked for, but this tree requires Rust (its policy is 'required').
'sh $srcdir/Rust/available.sh' tells whether Rust can be used here; then type './configure'.])])],
  [AC_MSG_ERROR([--with-rust takes auto, yes or no, not '$with_rust'])])

AC_ARG_WITH([rust-panic],
  [AS_HELP_STRING([--with-rust-panic=unwind|abort],
    [what a panic in Rust does: unwind makes it a Python exception (default where Rust unwinds),
     abort ends the process, and makes the modules smaller])],
  [], [with_rust_panic=auto])
AS_CASE([$with_rust_panic],
  [auto|unwind|abort], [],
  [AC_MSG_ERROR([--with-rust-panic takes unwind or abort, not '$with_rust_panic'])])

AC_ARG_WITH([rust-modules],
  [AS_HELP_STRING([--with-rust-modules=LIST], ]m4_dquote(
    [comma-separated modules to build in Rust rather than in C
     (default: all of them: ]m4_defn([RUST_MODULES_KNOWN])[)])[)],
  [], [with_rust_modules=yes])
AS_CASE([$with_rust_modules],
  [yes], [rust_wanted="RUST_MODULES_KNOWN"],
  [no], [rust_wanted=],
  [rust_wanted=`AS_ECHO(["$with_rust_modules"]) | tr ',' ' '`])
for rust_name in $rust_wanted; do
  AS_CASE([" RUST_MODULES_KNOWN "],
    [*" $rust_name "*], [],
    [AC_MSG_ERROR([--with-rust-modules: there is no Rust module '$rust_name'; known: RUST_MODULES_KNOWN])])
done

AC_SUBST([WITH_RUST])
AC_SUBST([RUST_VERSION])
AC_SUBST([RUST_PANIC])
AC_SUBST([RUST_CFG])
AC_SUBST([RUST_DECLARATIONS])
AC_SUBST([RUST_PROFILE])
AC_SUBST([RUST_SANITIZER])
AC_SUBST([RUST_GLUE])
AC_SUBST([RUST_ROOT_FLAGS])
AC_SUBST([RUST_PRELINK])
AC_SUBST([RUST_MACROS])
WITH_RUST=no
RUST_VERSION= RUST_PANIC= RUST_CFG= RUST_PROFILE= RUST_SANITIZER= RUST_GLUE= RUST_ROOT_FLAGS= RUST_PRELINK= RUST_MACROS=
rust_modules= rust_summary= rust_commit= rust_nightly=
dnl The declarations for this version of CPython, or for the last before it that has its own: make
dnl has the compiler prove them in any case. A condition holds for its version and all later ones.
RUST_DECLARATIONS=v3_13.rs
for rust_since in 14 15; do
  AS_IF([test "${VERSION#3.}" -ge "$rust_since"],
    [RUST_DECLARATIONS=v3_$rust_since.rs
     RUST_CFG="$RUST_CFG --cfg Py_3_$rust_since"])
done

dnl Which sanitizers the C code is compiled for, by options of CPython's configure or by CFLAGS. The
dnl compiler instruments for one of the first three.
rust_words=`AS_ECHO(["$BASECFLAGS $CFLAGS "]) | tr ' ' '\n' | sed -n 's/^-fsanitize=//p' | tr ',\n' '  '`
rust_sanitizer= rust_sanitized= rust_checks=
AS_CASE([" $rust_words "],
  [*" address "*], [rust_sanitizer=address],
  [*" thread "*], [rust_sanitizer=thread],
  [*" memory "*], [rust_sanitizer=memory])
AS_CASE([" $rust_words "], [*" undefined "*], [rust_checks=yes])

AS_VAR_IF([with_rust], [no], [], [
  AC_CHECK_TOOL([OBJCOPY], [objcopy])
  rust_no_run=
  AS_VAR_IF([cross_compiling], [yes], [rust_no_run=--no-run])
  dnl What there is to know of a compiler; if it is not usable, conftest.rust has the reason.
  rust_probe() {
    CC="$CC" CPPFLAGS="$CPPFLAGS" CFLAGS="$CFLAGS" LDFLAGS="$LDFLAGS" LIBS="$LIBS" \
      $SHELL $srcdir/Rust/probe.sh $rust_no_run --rustc "$[1]" --target "$RUST_TARGET" \
      --triplet "$host" --min RUST_MINIMUM --rustflags "$RUSTFLAGS" --objcopy "$OBJCOPY" 2>conftest.rust
  }
  dnl Only nightly compilers instrument. If none is named, one that rustup has is taken, if it is usable.
  AS_CASE([$rust_sanitizer:$RUSTC], [address:|thread:],
    [AS_IF([RUSTUP_AUTO_INSTALL=0 rustc +nightly --version >/dev/null 2>&1],
      [AS_IF([rust_probe "rustc +nightly" >/dev/null],
        [RUSTC="rustc +nightly"],
        [rust_nightly=`cat conftest.rust`])])])
  AC_CHECK_PROGS([RUSTC], [rustc])

  AC_MSG_CHECKING([whether Rust is usable])
  rust_reason=
  AS_IF(
    [rust_facts=`rust_probe "${RUSTC:-rustc}"`],
    [rust_fact() { AS_ECHO(["$rust_facts"]) | sed -n "s/^$[1]=//p"; }
     RUST_VERSION=`rust_fact version`
     rust_commit=`rust_fact commit`
     RUST_TARGET=`rust_fact target`
     RUST_PRELINK=`rust_fact prelink`
     RUST_PANIC=`rust_fact panic`
     rust_avx512=`rust_fact avx512`],
    [rust_reason=`cat conftest.rust`
     rust_reason=${rust_reason:-"Rust/probe.sh has ended without an answer; run it: sh Rust/probe.sh -v."}])
  cat conftest.rust >&AS_MESSAGE_LOG_FD 2>/dev/null
  rm -f conftest.rust

  AS_VAR_IF([rust_reason], [],
    [WITH_RUST=yes
     AC_MSG_RESULT([yes, $RUST_VERSION for $RUST_TARGET])],
    [AC_MSG_RESULT([no])
     AS_VAR_IF([with_rust], [yes],
       [AC_MSG_ERROR([$rust_asked, but Rust is not usable.
$rust_reason
RUST_OR_C])],
       [AC_MSG_WARN([Rust is not usable, so the C modules are built.
$rust_reason
To build without this warning: './configure --with-rust=no'.])])])
])

dnl RUST_MODULE(NAME, AVAILABLE, OTHERWISE)
dnl Gives module NAME to Rust if it is wanted and AVAILABLE: the platform has it at all. What it
dnl is if not, and why, is said at the end.
AC_DEFUN([RUST_MODULE], [
  AC_SUBST([MODULE_]m4_toupper([$1])[_RUST_TRUE])
  AS_VAR_SET([MODULE_]m4_toupper([$1])[_RUST_TRUE], ['#'])
  AS_CASE(["$2:$WITH_RUST:$with_rust: $rust_wanted "],
    [yes:yes:*" $1 "*], [
      AS_VAR_SET([MODULE_]m4_toupper([$1])[_RUST_TRUE], [''])
      AS_VAR_SET([MODULE_]m4_toupper([$1])[_TRUE], ['#'])
      rust_modules="$rust_modules${rust_modules:+ }$1"
      rust_where="in Rust"],
    [yes:yes:*], [rust_where="$3: --with-rust-modules leaves it out"],
    [yes:no:no:*], [rust_where="$3: --with-rust=no"],
    [yes:*], [rust_where="$3: Rust is not usable"],
    [no:*], [rust_where="not built: --disable-test-modules"],
    [rust_where="not built: it is $2"])
  rust_summary="$rust_summary
  $1 $rust_where"
])
@@RUST_CHOICES@@

AS_VAR_IF([rust_modules], [], [
  AS_VAR_IF([with_rust], [yes],
    [AC_MSG_ERROR([$rust_asked, but no module is left to build in Rust; check --with-rust-modules.
RUST_OR_C])])
  WITH_RUST=no RUST_VERSION= RUST_PANIC=
], [
  RUST_MACROS=`$RUSTC --crate-type proc-macro --crate-name cpython_macros --print file-names - </dev/null`
  AS_VAR_IF([Py_DEBUG], [true],
    [RUST_PROFILE="-C opt-level=1 -C debuginfo=2 -C debug-assertions=on -C overflow-checks=on"
     RUST_CFG="$RUST_CFG --cfg Py_DEBUG"],
    [RUST_PROFILE="-C opt-level=3 -C codegen-units=1 -C debuginfo=line-tables-only"
     RUST_ROOT_FLAGS="$RUST_ROOT_FLAGS -C lto=fat"])
  AS_VAR_IF([rust_checks], [yes],
    [RUST_PROFILE="$RUST_PROFILE -C debug-assertions=on -C overflow-checks=on"
     rust_sanitized=", with debug assertions and overflow checks"])
  AS_CASE([$with_rust_panic], [auto], [], [RUST_PANIC=$with_rust_panic])
  RUST_PROFILE="$RUST_PROFILE -C panic=$RUST_PANIC"
  AS_CASE([$RUST_PANIC:$Py_DEBUG], [abort:true], [], [abort:*], [RUST_GLUE="-C opt-level=s"])
  AS_VAR_IF([disable_gil], [yes], [RUST_CFG="$RUST_CFG --cfg Py_GIL_DISABLED"])
  AS_VAR_IF([rust_avx512], [yes], [RUST_CFG="$RUST_CFG --cfg simd_avx512"])
])
AS_CASE([$WITH_RUST:$rust_sanitizer],
  [no:*|yes:], [],
  [AC_MSG_CHECKING([whether Rust can be instrumented by the $rust_sanitizer sanitizer])
   rust_reason=
   AS_VAR_IF([rust_sanitizer], [memory],
     [rust_reason="What Rust's standard library writes, it would take for uninitialized.
To have no false reports: './configure --with-rust=no'."],
     [AS_IF(
       [rust_facts=`CC="$CC" CPPFLAGS="$CPPFLAGS" CFLAGS="$BASECFLAGS $CFLAGS" LDFLAGS="$LDFLAGS" LIBS="$LIBS" \
         $SHELL $srcdir/Rust/sanitizer.sh $rust_no_run --sanitizer "$rust_sanitizer" --rustc "$RUSTC" \
         --target "$RUST_TARGET" --rustflags "$RUSTFLAGS" 2>conftest.rust`],
       [RUST_SANITIZER=`AS_ECHO(["$rust_facts"]) | sed -n 's/^flags=//p'`],
       [rust_reason=`cat conftest.rust`
        rust_reason=${rust_nightly:-${rust_reason:-"Rust/sanitizer.sh has ended without an answer."}}])
      cat conftest.rust >&AS_MESSAGE_LOG_FD 2>/dev/null
      rm -f conftest.rust])
   AS_VAR_IF([rust_reason], [],
     [AC_MSG_RESULT([yes, by $RUSTC])
      rust_sanitized=", instrumented by the $rust_sanitizer sanitizer$rust_sanitized"],
     [AC_MSG_RESULT([no])
      rust_sanitized=", NOT INSTRUMENTED by the $rust_sanitizer sanitizer$rust_sanitized"
      AC_MSG_WARN([the modules in Rust are NOT INSTRUMENTED by the $rust_sanitizer sanitizer, unlike C.
$rust_reason])])])

dnl For people, who may look here first.
AS_VAR_IF([WITH_RUST], [yes],
  [rust_heading="$RUST_VERSION for $RUST_TARGET, panic=$RUST_PANIC$rust_sanitized"],
  [rust_heading="not used"])
AC_MSG_NOTICE([Rust: $rust_heading (policy: RUST_POLICY)$rust_summary])
AC_MSG_NOTICE([modules in Rust: ${rust_modules:-none}])

dnl What the Rust objects depend on besides their sources: how rustc is called.
rust_frame_pointers=
AS_CASE([" $BASECFLAGS $OPT $CFLAGS $CFLAGS_NODIST "],
  [*" -fno-omit-frame-pointer "*], [rust_frame_pointers="frame pointers"])
AS_MKDIR_P([Modules])
AS_ECHO(["$RUSTC
$RUST_VERSION $rust_commit
$RUST_TARGET
$RUSTFLAGS
$RUST_CFG
$RUST_PROFILE
$RUST_SANITIZER
$rust_frame_pointers
$RUST_GLUE
$RUST_PRELINK
$RUST_ROOT_FLAGS"]) > Modules/rustflags.new
AS_IF([cmp -s Modules/rustflags.new Modules/rustflags],
  [rm -f Modules/rustflags.new],
  [mv -f Modules/rustflags.new Modules/rustflags])
