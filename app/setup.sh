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
# What Fedora calls them where the name differs; "-" = part of another package there.
declare -A fedora_names=([g++]=gcc-c++ [qt6-base-dev]=qt6-qtbase-devel [qt6-svg-dev]=qt6-qtsvg-devel [qt6-charts-dev]=qt6-qtcharts-devel
    [libqt6opengl6-dev]=- [qt6-tools-dev]=qt6-qttools-devel [qt6-l10n-tools]=qt6-linguist [libqt6svg6]=- [libqt6sql6-sqlite]=-
    [fonts-inter]=rsms-inter-fonts [fonts-jetbrains-mono]=jetbrains-mono-fonts [libexpected-dev]=expected-devel [libsimdjson-dev]=simdjson-devel
    [libyaml-cpp-dev]=yaml-cpp-devel [libtomlplusplus-dev]=tomlplusplus-devel [libssl-dev]=openssl-devel [zlib1g-dev]=zlib-devel
    [qtkeychain-qt6-dev]=qtkeychain-qt6-devel [libgl-dev]=mesa-libGL-devel [libsecret-1-0]=libsecret [kubernetes-client]=kubernetes-client
    [npm]=nodejs-npm [xvfb]=xorg-x11-server-Xvfb [at-spi2-core]=at-spi2-core [python3-gi]=python3-gobject-base [gir1.2-atspi-2.0]=at-spi2-core)

install_packages() { # Debian names; on Fedora those of the table above
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
        local missing=() package name
        for package in "$@"; do
            name=${fedora_names[$package]:-$package}
            [ "$name" = - ] || rpm -q "$name" >/dev/null 2>&1 || missing+=("$name")
        done
        [ ${#missing[@]} = 0 ] && return
        say "Installing ${missing[*]} with dnf (untried)"
        as_root dnf install -y -q "${missing[@]}"
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
