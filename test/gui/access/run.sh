#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Cocoon authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# run.sh SCRIPT BIN [ARG…]: SCRIPT (walk.py …) at a desktop of its own, which it looks at as a screen reader does: an X server,
# a window manager, a session bus and the accessibility bus. BIN is the folder of cocoon and cocoonctl. Ends with 77 where a
# program is missing.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
for program in Xvfb openbox dbus-run-session; do
    command -v $program >/dev/null || { echo "skipped: $program is not here"; exit 77; }
done
/usr/bin/python3 -c 'import gi; gi.require_version("Atspi", "2.0"); from gi.repository import Atspi' 2>/dev/null ||
    { echo "skipped: python3-gi or gir1.2-atspi-2.0 is not here"; exit 77; }
[ -x /usr/libexec/at-spi-bus-launcher ] || { echo "skipped: at-spi2-core is not here"; exit 77; }
work=$(mktemp -d)
x=
cleanup() {
    [ -z "$x" ] || { kill $(jobs -p) && wait; } 2>/dev/null || true
    rm -rf "$work"
}
trap cleanup EXIT
Xvfb -displayfd 3 -screen 0 1440x900x24 -nolisten tcp 3>"$work/display" >"$work/x.log" 2>&1 &
x=$!
until [ -s "$work/display" ]; do kill -0 $x || { cat "$work/x.log"; exit 1; }; done
export DISPLAY=:$(cat "$work/display") QT_QPA_PLATFORM=xcb QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1 NO_AT_BRIDGE=1 TZ=UTC LC_ALL=C.UTF-8
export HOME=$work/home XDG_RUNTIME_DIR=$work/run XDG_CONFIG_HOME=$work/home/config XDG_STATE_HOME=$work/home/state \
    XDG_DATA_HOME=$work/home/data XDG_CACHE_HOME=$work/home/cache PYTHONDONTWRITEBYTECODE=1
unset KUBECONFIG IBMCLOUD_API_KEY HTTP_PROXY HTTPS_PROXY http_proxy https_proxy
mkdir -p -m 700 "$HOME" "$XDG_RUNTIME_DIR" "$XDG_CONFIG_HOME"
openbox --config-file /dev/null >"$work/manager.log" 2>&1 &
script=$1
shift
dbus-run-session -- /usr/bin/python3 "$here/$script" "$@"
