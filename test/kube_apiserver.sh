#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Cocoon authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Prints a folder that holds the programs `etcd` and `kube-apiserver`, for the tests that run on a real API server:
# KUBEBUILDER_ASSETS where it is set; else the cache; else, on Debian 12, Kubernetes 1.20 built once from Debian's own source
# package into that cache (5 to 10 minutes, 1.5 GiB of scratch space). Elsewhere it says how to get the programs and fails.
set -euo pipefail
. "$(dirname "$0")/../app/setup.sh"

complete() { [ -x "$1/etcd" ] && [ -x "$1/kube-apiserver" ]; }

if [ -n "${KUBEBUILDER_ASSETS:-}" ]; then
    complete "$KUBEBUILDER_ASSETS" || { echo "KUBEBUILDER_ASSETS=$KUBEBUILDER_ASSETS has no etcd or no kube-apiserver." >&2; exit 1; }
    echo "$KUBEBUILDER_ASSETS"
    exit
fi
home=${XDG_CACHE_HOME:-$HOME/.cache}/cocoon/kube-apiserver
if complete "$home"; then
    echo "$home"
    exit
fi
. /etc/os-release 2>/dev/null || true
if [ "${VERSION_CODENAME:-}" != bookworm ] || ! command -v apt-get >/dev/null; then
    echo "Only Debian 12 can build a kube-apiserver from its own packages. Put the programs etcd and kube-apiserver of any" \
        "Kubernetes from 1.20 into a folder (envtest's archive is one) and set KUBEBUILDER_ASSETS to it." >&2
    exit 1
fi

mkdir -p "$home"
exec 9>"$home/.lock"
flock 9 # a second run waits for the first one's build
if complete "$home"; then
    echo "$home"
    exit
fi
install_packages golang-go rsync jq make dpkg-dev xz-utils >&2
work=$(mktemp -d "$home/build.XXXXXX")
trap 'chmod -R u+w "$work" && rm -rf "$work"' EXIT

# The machine's own entries, with their sources switched on, in a configuration of our own: the system's stays as it is.
mkdir -p "$work"/apt/{sources,lists/partial,cache/archives/partial} "$work/aside"
for file in /etc/apt/sources.list /etc/apt/sources.list.d/*; do
    case $file in
    *.sources) sed -E 's/^Types:.*/Types: deb deb-src/' "$file" >"$work/apt/sources/${file##*/}" ;;
    *.list) [ -f "$file" ] && sed -nE 's/^deb(-src)?[[:space:]](.*)/deb \2\ndeb-src \2/p' "$file" | sort -u >"$work/apt/sources/${file##*/}" ;;
    esac
done
apt=(apt-get -q -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$work/apt/sources"
    -o Dir::State::Lists="$work/apt/lists" -o Dir::Cache="$work/apt/cache" -o APT::Sandbox::User=root)
say "Reading Debian's lists of sources"
"${apt[@]}" update >"$work/log" 2>&1 || say "Some lists could not be read; going on with the others"
say "Getting the source of Kubernetes"
(cd "$work" && "${apt[@]}" source --only-source kubernetes && cd aside && "${apt[@]}" download etcd-server golang-github-modern-go-reflect2-dev) \
    >>"$work/log" 2>&1 || { tail -20 "$work/log" >&2; exit 1; }
for package in "$work"/aside/*.deb; do dpkg -x "$package" "$work/aside"; done # unpacked, not installed: no service starts

tree=$(find "$work" -maxdepth 1 -type d -name 'kubernetes-*')
version=$(basename "$tree" | sed -E 's/kubernetes-([0-9.]+).*/\1/')
# The vendored reflect2 1.0.1 crashes at random with Go from 1.18; Debian's 1.0.2 does not.
reflect=$tree/vendor/github.com/modern-go/reflect2
find "$reflect" -maxdepth 1 -type f \( -name '*.go' -o -name '*.s' \) -delete
cp "$work"/aside/usr/share/gocode/src/github.com/modern-go/reflect2/*.{go,s} "$reflect/"
mkdir -p "$tree/.go/src/k8s.io"
ln -s "$tree" "$tree/.go/src/k8s.io/kubernetes"
printf "KUBE_GIT_COMMIT='debian'\nKUBE_GIT_TREE_STATE='clean'\nKUBE_GIT_VERSION='v%s'\nKUBE_GIT_MAJOR='1'\nKUBE_GIT_MINOR='%s'\n" \
    "$version" "$(cut -d. -f2 <<<"$version")" >"$work/version"
say "Building kube-apiserver $version (once; 5 to 10 minutes)"
(cd "$tree/.go/src/k8s.io/kubernetes" && env GOPATH="$tree/.go" GOCACHE="$work/go-cache" GO111MODULE=off CGO_ENABLED=0 \
    GOFLAGS=-tags=providerless KUBE_GIT_VERSION_FILE="$work/version" make WHAT=cmd/kube-apiserver) >>"$work/log" 2>&1 ||
    { tail -30 "$work/log" >&2; exit 1; }
cp "$work/aside/usr/bin/etcd" "$home/etcd"
install "$(find "$tree/_output" -type f -name kube-apiserver | head -1)" "$home/kube-apiserver"
echo "$home"
