#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Cocoon authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Long runs of the fuzz targets with libFuzzer (needs clang++). Prints a line for each; what was found lies in build/fuzz/found/.
#   test/fuzz/run.sh [SECONDS [TARGET…]]      each target for SECONDS (180), with the sanitizers
#   test/fuzz/run.sh --runs N [TARGET…]       N executions of each without sanitizers, several times as fast; then every input that
#                                             reached something new once more with them
set -uo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
runs=0 seconds=180
if [ "${1:-}" = --runs ]; then
    runs=$2
    shift 2
elif [ $# -gt 0 ]; then
    seconds=$1
    shift
fi
targets=("$@")
[ ${#targets[@]} -gt 0 ] || mapfile -t targets < <(ls "$top/test/fuzz/corpus")
export CCACHE_BASEDIR=$top CCACHE_NOHASHDIR=1 TZ=UTC LC_ALL=C.UTF-8
build() { # FOLDER [CMAKE OPTION…]
    local folder=$top/build/$1
    shift
    (cd "$top" && cmake --preset fuzz -B "$folder" "$@" >/dev/null && cmake --build "$folder" --target "${targets[@]/#/fuzz_}" >&2) || exit 1
}
build fuzz
[ "$runs" = 0 ] || build fuzz-fast -DCOCOON_SANITIZE=fuzzer-no-link -DCMAKE_CXX_FLAGS=-O2
found=$top/build/fuzz/found
mkdir -p "$found"
status=0
for target in "${targets[@]}"; do
    new=$(mktemp -d)
    log=$top/build/fuzz/$target.log
    common=(-timeout=10 -rss_limit_mb=2048 -artifact_prefix="$found/$target-" "$new" "$top/test/fuzz/corpus/$target")
    if [ "$runs" = 0 ]; then
        "$top/build/fuzz/bin/fuzz_$target" -max_total_time="$seconds" -print_final_stats=1 "${common[@]}" >"$log" 2>&1
    else
        case $target in intent | kubeconfig | yaml) longest=512 ;; *) longest=1024 ;; esac # yaml-cpp is the slow part
        "$top/build/fuzz-fast/bin/fuzz_$target" -runs="$runs" -max_len=$longest -print_final_stats=1 "${common[@]}" >"$log" 2>&1 &&
            "$top/build/fuzz/bin/fuzz_$target" -runs=0 "${common[@]}" >"$log.replay" 2>&1
    fi && result=nothing || { result="something, see $log"; status=1; }
    echo "$target: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") runs, $(sed -n 's/^stat::average_exec_per_sec: *//p' "$log") a second, found $result"
    rm -rf "$new"
done
exit $status
