#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Cocoon authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test/fuzz/run.sh [SECONDS [TARGET…]]: a long run of the fuzz targets with libFuzzer (needs clang++), SECONDS for each (180).
# Prints a line for each: runs, runs a second, what it found. What was found lies in build/fuzz/found/.
set -uo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
seconds=${1:-180}
shift || true
targets=("$@")
[ ${#targets[@]} -gt 0 ] || mapfile -t targets < <(ls "$top/test/fuzz/corpus")
export CCACHE_BASEDIR=$top CCACHE_NOHASHDIR=1
(cd "$top" && cmake --preset fuzz >/dev/null && cmake --build --preset fuzz --target "${targets[@]/#/fuzz_}" >&2) || exit 1
found=$top/build/fuzz/found
mkdir -p "$found"
status=0
for target in "${targets[@]}"; do
    new=$(mktemp -d)
    log=$top/build/fuzz/$target.log
    if TZ=UTC LC_ALL=C.UTF-8 "$top/build/fuzz/bin/fuzz_$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
        -artifact_prefix="$found/$target-" -print_final_stats=1 "$new" "$top/test/fuzz/corpus/$target" >"$log" 2>&1; then
        result=nothing
    else
        result="something, see $log" status=1
    fi
    echo "$target: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") runs in $seconds s, $(sed -n 's/^stat::average_exec_per_sec: *//p' "$log") a second, found $result"
    rm -rf "$new"
done
exit $status
