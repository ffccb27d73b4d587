#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Cocoon authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# screenshots.sh [CLASS…]: pictures of every place and page (light, dark and high contrast, 1024×640 and 1440×900, text at
# 200 %; 500 workers and 50,000 pods where there are many) into build/bench/screenshots; with TstFaultPictures, which takes its time, every fault of the sandbox as well.
set -euo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
cd "$top"
cmake --preset release -B build/bench -DCOCOON_TESTS=ON >/dev/null # the optimised build of test/bench
ninja -C build/bench tst_gui cocoon cocoonctl
classes=("$@")
[ ${#classes[@]} -gt 0 ] || classes=(TstWizard TstDashboard TstPodsPlace TstSetupPages TstConnections TstCloudLogin TstFleet TstActivity)
export QT_QPA_PLATFORM=offscreen COCOON_ALL_SHOTS=1 TZ=UTC LC_ALL=C.UTF-8
for class in "${classes[@]}"; do
    build/bench/bin/tst_gui "$class"
done
find build/bench/screenshots -name '*.png' | wc -l
