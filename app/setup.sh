#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Cocoon authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Sourced by app/run.sh and test/run.sh: installs what is missing (Debian 12; Ubuntu 24.04 and Fedora untried), and offers
# `build PRESET [TARGET…]`. Installs only what neither `command -v` nor the package manager finds.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '\033[1m==> %s\033[0m\n' "$*" >&2; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else
        echo "These packages are missing and there is neither root nor sudo to install them: $*" >&2
        exit 1
    fi
}

debian_packages=(g++ cmake ninja-build ccache lld jq qt6-base-dev qt6-svg-dev qt6-charts-dev libqt6opengl6-dev qt6-tools-dev qt6-l10n-tools
    libqt6svg6 libqt6sql6-sqlite dbus-daemon fonts-inter fonts-jetbrains-mono libexpected-dev libsimdjson-dev libyaml-cpp-dev libtomlplusplus-dev
    libssl-dev zlib1g-dev qtkeychain-qt6-dev libgl-dev)
fedora_packages=(gcc-c++ cmake ninja-build ccache lld jq qt6-qtbase-devel qt6-qtsvg-devel qt6-qtcharts-devel qt6-qttools-devel
    dbus-daemon rsms-inter-fonts jetbrains-mono-fonts expected-devel simdjson-devel yaml-cpp-devel
    tomlplusplus-devel openssl-devel zlib-devel qtkeychain-qt6-devel mesa-libGL-devel)

install_packages() { # Debian names; on Fedora the list above is taken instead
    if command -v dpkg-query >/dev/null; then
        local missing=() package
        for package in "$@"; do
            dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
        done
        [ ${#missing[@]} = 0 ] && return
        say "Installing ${missing[*]}"
        as_root apt-get update -qq
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
    elif command -v dnf >/dev/null; then
        say "Installing packages with dnf (untried)"
        as_root dnf install -y -q "${fedora_packages[@]}"
    else
        echo "Neither apt nor dnf is here. Install by hand: $*" >&2
        exit 1
    fi
}

build() { # PRESET [TARGET…]
    local preset=$1
    shift
    export CCACHE_BASEDIR=$top CCACHE_NOHASHDIR=1
    say "Building ($preset)"
    (cd "$top" && cmake --preset "$preset" >"/tmp/cocoon-cmake-$$.log" 2>&1) || { cat "/tmp/cocoon-cmake-$$.log" >&2; exit 1; }
    rm -f "/tmp/cocoon-cmake-$$.log"
    local targets=()
    for target in "$@"; do targets+=(--target "$target"); done
    (cd "$top" && cmake --build --preset "$preset" "${targets[@]}" >&2)
}
