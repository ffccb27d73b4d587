#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Cocoon authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Long runs of the fuzz targets with libFuzzer (needs clang++). Prints a line for each; what was found lies in build/fuzz/found/.
#   test/fuzz/run.sh [SECONDS [TARGET…]]      each target for SECONDS (180), with the sanitizers
#   test/fuzz/run.sh --runs N [TARGET…]       N executions of each without sanitizers, several times as fast; then every input that
#                                             reached something new once more with them. Goes on where an earlier run ended: inputs
#                                             and count are kept in ~/.cache/cocoon/fuzz (removed, it begins anew)
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
kept=${XDG_CACHE_HOME:-$HOME/.cache}/cocoon/fuzz
mkdir -p "$found" "$kept"
status=0
say() { echo "$target: $1 runs, $(sed -n 's/^stat::average_exec_per_sec: *//p' "$log") a second, found $2"; }
for target in "${targets[@]}"; do
    log=$top/build/fuzz/$target.log
    common=(-timeout=120 -rss_limit_mb=2048 -artifact_prefix="$found/$target-")
    given=$top/test/fuzz/corpus/$target
    result=nothing
    if [ "$runs" = 0 ]; then
        new=$(mktemp -d)
        "$top/build/fuzz/bin/fuzz_$target" -max_total_time="$seconds" -print_final_stats=1 "${common[@]}" "$new" "$given" >"$log" 2>&1 || result="something, see $log"
        rm -rf "$new"
        done=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    else
        case $target in intent | kubeconfig | yaml) longest=256 ;; *) longest=1024 ;; esac # yaml-cpp is the slow part
        new=$kept/$target
        mkdir -p "$new"
        done=$(cat "$kept/$target.runs" 2>/dev/null || echo 0)
        while [ "$done" -lt "$runs" ] && [ "$result" = nothing ]; do # in pieces, so that an end in between loses little
            piece=$((runs - done < 250000 ? runs - done : 250000))
            "$top/build/fuzz-fast/bin/fuzz_$target" -runs=$piece -max_len=$longest -print_final_stats=1 "${common[@]}" "$new" "$given" >"$log" 2>&1 || result="something, see $log"
            done=$((done + piece))
            echo "$done" >"$kept/$target.runs"
        done
        [ "$result" != nothing ] || "$top/build/fuzz/bin/fuzz_$target" -runs=0 "${common[@]}" "$new" "$given" >"$log.replay" 2>&1 || result="something, see $log.replay"
    fi
    [ "$result" = nothing ] || status=1
    say "$done" "$result"
done
exit $status
