#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Cocoon authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The same set-up as app/run.sh, then all tests under the address and undefined-behaviour sanitizers. The last line is
# "N passed, N failed, N skipped". test/run.sh PATTERN runs the tests whose name matches.
set -uo pipefail
. "$(dirname "$0")/../app/setup.sh"
install_packages "${debian_packages[@]}"
command -v kubectl >/dev/null || install_packages kubernetes-client
started=$(date +%s)
build ci || exit 1
say "Built in $(($(date +%s) - started)) s; testing"
export ASAN_OPTIONS=detect_leaks=0:abort_on_error=0 UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
log=$top/build/ci/tests.log
started=$(date +%s)
(cd "$top/build/ci" && ctest --output-on-failure --no-tests=error -j 2 ${1:+-R "$1"}) | tee "$log"
status=${PIPESTATUS[0]}
say "Tested in $(($(date +%s) - started)) s"
passed=$(grep -cE '^ *[0-9]+/[0-9]+ .* Passed ' "$log")
skipped=$(grep -cE '^ *[0-9]+/[0-9]+ .*\*\*\*Skipped' "$log")
failed=$(grep -cE '^ *[0-9]+/[0-9]+ .*\*\*\*(Failed|Timeout|Exception|Not Run)' "$log")
[ "$status" = 0 ] || [ "$failed" -gt 0 ] || failed=1
echo "$passed passed, $failed failed, $skipped skipped"
exit "$status"
