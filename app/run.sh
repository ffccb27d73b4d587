#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Cocoon authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Installs what is missing, builds Cocoon and opens its window on the sandbox. Where there is no display, it runs the whole
# set-up in the sandbox with cocoonctl instead: from an empty cluster to an attested confidential pod (SPEED=60 divides the
# sandbox's waits; 1 = as long as in the real world).
set -euo pipefail
. "$(dirname "$0")/setup.sh"
install_packages "${debian_packages[@]}"
build release cocoon cocoonctl

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    say "Opening Cocoon on its sandbox"
    exec "$top/build/release/bin/cocoon" --sandbox "$@"
fi
say "There is no display here: cocoonctl runs the set-up instead"
ctl=$top/build/release/bin/cocoonctl
work=$(mktemp -d)
sandbox=
cleanup() {
    [ -n "$sandbox" ] && kill "$sandbox" 2>/dev/null && wait "$sandbox" 2>/dev/null
    rm -rf "$work"
}
trap cleanup EXIT

say "Starting the sandbox: a simulated OpenShift cluster and IBM Cloud on loopback, ${SPEED:-60} times faster"
"$ctl" sandbox --speed "${SPEED:-60}" --state "$work/sandbox" >"$work/ready.json" &
sandbox=$!
for _ in $(seq 300); do
    [ -s "$work/ready.json" ] && break
    kill -0 "$sandbox" || exit 1
    sleep 0.1
done
profile=$(jq -r .profile "$work/ready.json")
key=$(jq -r .apiKeyFile "$work/ready.json")
common=(--profile "$profile" --api-key-file "$key" --cluster demo --state-dir "$work/state")

say "What stands in the way? (cocoonctl check)"
"$ctl" "${common[@]}" check | grep -v '^  ✓' || true
say "What would be done? (cocoonctl plan)"
"$ctl" "${common[@]}" plan | grep -E '^[0-9]+\.|^[A-Z]|Changes' || true
say "Doing it (cocoonctl apply --yes)"
"$ctl" "${common[@]}" apply --yes
say "Once more: nothing is left to do (cocoonctl plan)"
"$ctl" "${common[@]}" plan
