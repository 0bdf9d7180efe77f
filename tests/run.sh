#!/usr/bin/env bash
# Builds and tests everything; on a fresh Debian or Ubuntu it first installs
# what is missing.
#
#   tests/run.sh [STEP] [CTEST-ARGUMENT...]
#
# STEP is one of dev (also called quick), format, clang, asan, fuzz and tsan;
# without it all are done, the later ones also after one that failed. Another
# one, release, is left to continuous integration. Whatever else is there goes
# to ctest: tests/run.sh asan -R unit
#
# ODB_PREFIX is the prefix of another ODB than Debian's, and CXX_STANDARD that
# in which all is compiled, 14 by default. Each pair has build directories of
# its own, named after the last part of the prefix:
#
#   ODB_PREFIX=/opt/odb-2.6 CXX_STANDARD=20 tests/run.sh dev
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# The layout is this version's; later ones differ in some places.
clang_format_major=14

# The exit code of a step that could not be done here, as automake has it.
skipped=77

jobs=$(nproc)

# Prints the build directory of the preset $1.
build_dir ()
{
  local of_odb=${ODB_PREFIX:+-${ODB_PREFIX##*/}}
  echo "build/$1$of_odb${CXX_STANDARD:+-c++$CXX_STANDARD}"
}

# Configures and builds the preset $1; the rest goes to cmake --build.
build ()
{
  local preset=$1 dir
  shift
  dir=$(build_dir "$preset")
  cmake --preset "$preset" -B "$dir" \
        ${ODB_PREFIX:+-D "CMAKE_PREFIX_PATH=$ODB_PREFIX"} \
        ${CXX_STANDARD:+-D "CMAKE_CXX_STANDARD=$CXX_STANDARD"} &&
    cmake --build "$dir" --parallel "$jobs" "$@"
}

# Tests the preset $1; the rest goes to ctest, as do the script's arguments.
# Finding no test is a failure, except where the caller says which. Tests count
# halves of processors.
run_ctest ()
{
  local preset=$1
  shift
  ((${#for_ctest[@]})) || set -- --no-tests=error "$@"
  "${under[@]}" ctest --test-dir "$(build_dir "$preset")" --parallel "$((2 * jobs))" \
                      --output-on-failure "$@" "${for_ctest[@]}"
}

step_dev ()
{
  build dev && run_ctest dev
}

step_format ()
{
  local version
  version=$(clang-format --version) || return
  [[ $version == *"version $clang_format_major."* ]] || {
    echo "not checked: this needs clang-format $clang_format_major," \
         "here is $version"
    return $skipped
  }
  git ls-files -z '*.hxx' '*.cxx' | xargs -0r clang-format --dry-run --Werror
}

# The other compiler's warnings.
step_clang ()
{
  build clang --target odb_alkey tests/unit/all &&
    run_ctest clang -L '^unit$'
}

# The sanitizers look at no examples, and not at every database: what differs
# between them is little, and building it takes long. Nor do they run the tests
# of one server on a cluster again.
step_asan ()
{
  build asan --target unit-tests integration-tests databases-sqlite \
        differential-sqlite odb-releases &&
    run_ctest asan -L '^(unit|integration)$' \
              -E '^((databases|differential).(pgsql|mysql|dynamic)|integration.on-a-cluster)$'
}

# The thread sanitizer tests nothing that has one thread only. It refuses to
# start where the kernel randomises addresses over more bits than it was made
# for, and a container may forbid to change that. It also ends the child of a
# fork that starts a thread, unless an option says that this is meant.
step_tsan ()
{
  local under=(env "TSAN_OPTIONS=die_after_fork=0 ${TSAN_OPTIONS-}")
  ! setarch -R true 2>/dev/null || under+=(setarch -R)
  build tsan --target unit-tests integration-tests &&
    run_ctest tsan -L '^(unit|integration)$' \
              -E '^(databases|differential|odb-releases|integration.on-a-cluster)'
}

# Targets that feed the parsers with what libFuzzer makes up, some seconds
# each; tests/fuzz/run.sh does it for longer. They take the library of the step
# asan.
step_fuzz ()
{
  build asan --target fuzz-targets || return
  grep -q '^ODB_ALKEY_HAS_LIBFUZZER:INTERNAL=1' \
       "$(build_dir asan)/CMakeCache.txt" || {
    echo "not fuzzed: clang++ has no libFuzzer here (see libclang-rt-dev)"
    return $skipped
  }
  run_ctest asan -L '^fuzz$'
}

# With optimisation g++ finds more to warn of, and tests run at another pace.
# Tests that compile programs of their own, or none, would do the same as in the
# first step.
step_release ()
{
  build release && run_ctest release -LE '^(package|model)$'
}

main ()
{
  local steps=(dev format clang asan fuzz tsan)
  case ${1--} in
    -*) ;;
    quick) steps=(dev); shift ;;
    dev|format|clang|asan|fuzz|tsan|release) steps=("$1"); shift ;;
    *)
      echo "usage: ${0##*/}" \
           "[quick|dev|format|clang|asan|fuzz|tsan|release]" \
           "[CTEST-ARGUMENT...]" >&2
      exit 2
      ;;
  esac
  local for_ctest=("$@") under=()

  bash odb_alkey/dependencies.sh tests

  # Sanitizers and compilers build the same sources again and again.
  if [[ -z ${CMAKE_CXX_COMPILER_LAUNCHER-} ]] && command -v ccache >/dev/null
  then
    export CMAKE_CXX_COMPILER_LAUNCHER=ccache
  fi

  local step begin status word results=() failed=0
  for step in "${steps[@]}"; do
    printf '\n=== %s\n' "$step"
    begin=$SECONDS
    status=0
    "step_$step" || status=$?
    case $status in
      0) word=passed ;;
      "$skipped") word=skipped ;;
      *) word=FAILED; failed=1 ;;
    esac
    results+=("$(printf '%-8s %-8s %4d s' "$step" "$word" \
                        $((SECONDS - begin)))")
  done

  printf '\n=== summary\n'
  printf '%s\n' "${results[@]}"
  return $failed
}

main "$@"
