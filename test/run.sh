#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Cocoon authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The same set-up as app/run.sh, then all tests under the address and undefined-behaviour sanitizers. The last line is
# "N passed, N failed"; before it, the tables of faults, kills and costs, what strangers made of the sandbox (name,
# version, points passed) and what was skipped.
# test/run.sh PATTERN runs the tests whose name matches.
#
# The tests labelled e2e play whole programs against real clocks. One of them that fails beside other work is run again alone,
# and that is said; a second failure counts, and so does at once whatever a sanitizer reports or any other test finds.
set -uo pipefail
. "$(dirname "$0")/../app/setup.sh"
install_packages "${debian_packages[@]}" gnome-keyring libsecret-1-0 curl
install_packages xvfb openbox at-spi2-core python3-gi gir1.2-atspi-2.0 # test/gui/access: the window as a screen reader meets it
command -v kubectl >/dev/null || install_packages kubernetes-client

# Node clients for tst_node_strangers: pinned in test/strangers, kept in build/strangers, never in the tree. Without them
# that test is skipped and says so.
install_strangers() {
    local home=$top/build/strangers major=0
    command -v npm >/dev/null || install_packages nodejs npm
    mkdir -p "$home/runtime"
    command -v node >/dev/null && major=$(node -p 'parseInt(process.versions.node)')
    if [ "$major" -lt 20 ] && [ ! -x "$home/runtime/node_modules/node/bin/node" ]; then
        npm install --prefix "$home/runtime" --no-save --no-audit --no-fund --silent node@20.19.5 || return
    fi
    cmp -s "$top/test/strangers/package-lock.json" "$home/node_modules/.cocoon-lock" && return
    say "Installing the Node clients of test/strangers"
    cp "$top"/test/strangers/package*.json "$home/"
    (cd "$home" && npm ci --ignore-scripts --no-audit --no-fund --silent) && cp "$home/package-lock.json" "$home/node_modules/.cocoon-lock"
}
# A real kube-apiserver for tst_real_api_server and tst_differential: found, or built once (see the script).
if assets=$("$top/test/kube_apiserver.sh"); then
    export KUBEBUILDER_ASSETS=$assets
else
    say "There is no kube-apiserver; its tests will be skipped"
fi
install_strangers || say "The Node clients could not be installed; their test will be skipped"
started=$(date +%s)
build ci || exit 1
say "Built in $(($(date +%s) - started)) s; testing"
# Short stacks of allocations, no filling of what they give, a short memory of what was freed and none given back to the kernel
# save a third of the time; run a failing test by hand with malloc_context_size=30 and without the rest. Below 2 no leak is found.
export ASAN_OPTIONS=detect_leaks=1:abort_on_error=0:malloc_context_size=2:max_malloc_fill_size=0:quarantine_size_mb=16:allocator_release_to_os_interval_ms=-1 LSAN_OPTIONS=suppressions=$top/test/leaks.supp:print_suppressions=0 UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
log=$top/build/ci/tests.log
points=$top/build/ci/strangers.txt
reasons=$top/build/ci/skipped.txt
tables=$top/build/ci/tables.txt
rm -f "$points" "$reasons" "$tables"
export COCOON_SKIPPED=$reasons COCOON_TABLES=$tables
started=$(date +%s)
# One more at once than there are cores: programs that talk to each other wait a third of the time.
run_tests() { (cd "$top/build/ci" && ctest --output-on-failure --no-tests=error "$@"); }
names() { grep -E "^ *[0-9]+/[0-9]+ .*$1" "$2" | sed -E 's/.*Test +#[0-9]+: ([^ ]+) .*/\1/'; }
run_tests -j $(($(nproc) + 1)) ${1:+-R "$1"} | tee "$log"
status=${PIPESTATUS[0]}
bad='\*\*\*(Failed|Timeout|Exception|Not Run)'
mapfile -t failures < <(names "$bad" "$log")
alone=()
if [ ${#failures[@]} -gt 0 ] && ! grep -qE 'ERROR: (Address|Leak)Sanitizer|: runtime error: ' "$log"; then
    mapfile -t e2e < <(run_tests -N -L e2e | sed -nE 's/^ *Test +#[0-9]+: //p')
    for name in "${failures[@]}"; do
        printf '%s\n' "${e2e[@]}" | grep -qxF "$name" || { alone=(); break; }
        alone+=("$name")
    done
fi
if [ ${#alone[@]} -gt 0 ]; then
    say "Failed beside other work, so once more alone: ${alone[*]}"
    run_tests -j 1 -R "^($(IFS='|'; echo "${alone[*]}"))\$" | tee "$log.alone"
    status=${PIPESTATUS[0]}
    mapfile -t failures < <(names "$bad" "$log.alone")
fi
say "Tested in $(($(date +%s) - started)) s"
failed=${#failures[@]}
passed=$(($(names ' Passed ' "$log" | wc -l) + ${#alone[@]} - (${#alone[@]} > 0 ? failed : 0)))
skipped=$(names '\*\*\*Skipped' "$log" | wc -l)
[ "$status" = 0 ] || [ "$failed" -gt 0 ] || failed=1
[ ! -s "$tables" ] || { say "Tables"; cat "$tables"; }
[ ! -s "$points" ] || { say "Strangers to the sandbox"; sort "$points"; }
[ ! -s "$reasons" ] || { say "Skipped ($skipped whole classes), and why"; sort -u "$reasons"; }
echo "$passed passed, $failed failed"
exit "$status"
