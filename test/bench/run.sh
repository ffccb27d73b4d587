#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Cocoon authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test/bench/run.sh [--nodes N] [--pods N] [--vsis N] [--rows N] [--storm SECONDS] [--churn MINUTES] [--json FILE] [--real]
# What the big tables cost, all in one run: Cocoon, curl, kubectl and @kubernetes/client-node list the same pods of a sandbox of
# that size, --vsis of them confidential with a VSI each (clients.NAME.{bytes,wall_s,cpu_s,peak_mib}); filter, sort and clear at
# --rows rows; 2,000 changes a second, in the process (storm) and over TLS (wire). --churn cuts, resets and silences the way again and again, and then compares pod by pod.
# With --real only list and watch of --pods pods on a real kube-apiserver (test/kube_apiserver.sh), all clients in one run.
# Who is not installed is left out. The optimised build is made in build/bench.
set -euo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
nodes=5000 pods=50000 vsis=3000 real= rows=50000 storm=60 churn=0 json=/dev/stdout
while [ $# -gt 0 ]; do
    case $1 in
    --nodes) nodes=$2 ;;
    --pods) pods=$2 ;;
    --vsis) vsis=$2 ;;
    --rows) rows=$2 ;;
    --storm) storm=$2 ;;
    --churn) churn=$2 ;;
    --json) json=$2 ;;
    --real) real=1 && shift && continue ;;
    *) sed -n '5,11s/^# //p' "$0" >&2; exit 2 ;;
    esac
    shift 2
done
say() { echo "== $*" >&2; }

build=${COCOON_BENCH_BUILD:-$top/build/bench}
if [ -z "${COCOON_BENCH_BUILD:-}" ]; then
    say "Building"
    (cd "$top" && cmake --preset release -B "$build" -DCOCOON_TESTS=ON >/dev/null && ninja -C "$build" cocoonctl bench_tables bench_watch bench_real_pods >/dev/null)
fi
if [ -n "$real" ]; then
    KUBEBUILDER_ASSETS=$("$top/test/kube_apiserver.sh")
    export KUBEBUILDER_ASSETS
    strangers=$top/build/strangers
    [ ! -x "$strangers/runtime/node_modules/node/bin/node" ] || PATH=$strangers/runtime/node_modules/node/bin:$PATH
    [ ! -d "$strangers/node_modules" ] || cp "$top/test/bench/read_pods.mjs" "$strangers/"
    "$build/bin/bench_real_pods" "$pods" "$nodes" $([ ! -f "$strangers/read_pods.mjs" ] || echo "$strangers") >"$json"
    exit
fi
bench=$build/bin/bench_tables
work=$(mktemp -d)
sandbox=
cleanup() {
    [ -z "$sandbox" ] || { kill "$sandbox" && wait "$sandbox"; } 2>/dev/null || true
    rm -rf "$work"
}
trap cleanup EXIT

say "Calibrating"
"$bench" calibrate >"$work/calibration.json"
say "Filter, sort and clear at $rows rows"
"$bench" latency "$rows" >"$work/latency.json"
say "2,000 changes a second for $storm s"
"$bench" storm "$rows" "$storm" >"$work/storm.json"

say "The same over the wire"
"$build/bin/bench_watch" storm "$rows" "$storm" >"$work/wire.json"
echo null >"$work/churn.json"
if [ "$churn" -gt 0 ]; then
    say "$churn minutes on a way that breaks"
    "$build/bin/bench_watch" churn 5000 "$churn" >"$work/churn.json"
fi

say "A sandbox of $nodes nodes, $pods pods and $vsis VSIs"
"$build/bin/cocoonctl" sandbox --nodes "$nodes" --pods "$pods" --peer-pods "$vsis" --speed 0 --state "$work/world" >"$work/ready.json" 2>"$work/sandbox.log" &
sandbox=$!
for ((i = 0; i < 3600; ++i)); do
    [ ! -s "$work/ready.json" ] || break
    kill -0 "$sandbox" 2>/dev/null || { cat "$work/sandbox.log" >&2; exit 1; }
    sleep 0.5
done
field() { sed -n 's/.*"'"$1"'": *"\([^"]*\)".*/\1/p' "$work/ready.json"; }
kubeconfig=$(field kubeconfig)
ca=$(field ca)
server=$(sed -n 's/^ *server: *//p' "$kubeconfig" | head -1 | tr -d '"')
secret() { sed -n 's/^ *'"$1"': *//p' "$kubeconfig" | head -1 | tr -d '"' | base64 -d; }
(umask 077; secret client-certificate-data >"$work/cert.pem"; secret client-key-data >"$work/key.pem")
fetch=(curl -sS --fail --noproxy '*' --cacert "$ca" --cert "$work/cert.pem" --key "$work/key.pem" -A cocoon-bench)
say "Until its DaemonSets stand"
before=
for ((i = 0; i < 120; ++i)); do
    now=$("${fetch[@]}" "$server/api/v1/pods?limit=1" | tr ',' '\n' | grep '"resourceVersion"' | tail -n 1) # the list's own
    [ "$now" != "$before" ] || break
    before=$now
    sleep 10
done
bytes() { "${fetch[@]}" -o /dev/null -w '%{size_download}' "$@"; }
failed=
add() { # NAME BYTES FILE: one client into the report
    grep -q '"exit": 0' "$3" || { say "$1 failed: its figures mean nothing"; failed=1; }
    clients+="${clients:+,}\"$1\": $(sed "s/^{/{ \"bytes\": $2,/" "$3")"
}

clients=
say "curl"
whole=$(bytes "$server/api/v1/pods")
"$bench" run -- "${fetch[@]}" -o /dev/null "$server/api/v1/pods" >"$work/curl.json"
add curl "$whole" "$work/curl.json"
page=$(bytes "$server/api/v1/pods?limit=500")
"$bench" run -- "${fetch[@]}" -o /dev/null "$server/api/v1/pods?limit=500" >"$work/page.json"
say "Cocoon"
others=$("${fetch[@]}" "$server/api/v1/pods?limit=1" | tr ',' '\n' | sed -n 's/.*"remainingItemCount": *\([0-9]*\).*/\1/p')
"$bench" list "$kubeconfig" "$((${others:-0} + 1))" >"$work/cocoon.json"
clients+=",\"cocoon\": $(cat "$work/cocoon.json")"
if command -v kubectl >/dev/null; then
    say "kubectl"
    "$bench" run -- kubectl --kubeconfig "$kubeconfig" get pods -A >"$work/kubectl.json"
    add kubectl "$(bytes -H 'Accept: application/json;as=Table;g=meta.k8s.io;v=v1' "$server/api/v1/pods")" "$work/kubectl.json"
fi
strangers=$top/build/strangers
if [ -d "$strangers/node_modules/@kubernetes/client-node" ] && command -v node >/dev/null; then
    say "client-node"
    cat >"$strangers/bench-list.mjs" <<'JS'
import * as k8s from '@kubernetes/client-node';
const config = new k8s.KubeConfig();
config.loadFromFile(process.argv[2]);
const list = await config.makeApiClient(k8s.CoreV1Api).listPodForAllNamespaces();
process.exit((list.items ?? list.body.items).length > 0 ? 0 : 1);
JS
    (cd "$strangers" && NODE_EXTRA_CA_CERTS=$ca "$bench" run -- node --max-old-space-size=6000 bench-list.mjs "$kubeconfig") >"$work/node.json"
    add clientnode "$whole" "$work/node.json"
    rm -f "$strangers/bench-list.mjs"
fi

{
    echo "{ \"nodes\": $nodes, \"pods\": $pods, \"vsis\": $vsis, \"calibration\": $(cat "$work/calibration.json"),"
    echo "\"clients\": { $clients },"
    echo "\"first_page\": { \"bytes\": $page, \"curl\": $(cat "$work/page.json") },"
    echo "\"latency\": $(cat "$work/latency.json"), \"storm\": $(cat "$work/storm.json"),"
    echo "\"wire\": $(cat "$work/wire.json"), \"churn\": $(cat "$work/churn.json") }"
} >"$json"
say "Written to $json"
[ -z "$failed" ]
