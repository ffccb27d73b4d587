# SPDX-FileCopyrightText: 2026 The Cocoon authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""start.py BIN [RUNS]: from the start of the process until its window can be used, beside an empty window of Qt Widgets
(bench_empty_window); then what Cocoon costs in a minute in which nothing happens, with a sandbox open. Measures, proves nothing."""

import os
import statistics
import sys
import time

from seat import Gone, Seat, fail
from setup_place import SetupPlace


def start(seat, program):
    """Until the window is on screen and answers, which it does after what its start left to do; finding a certain button would
    measure the size of the tree."""
    seat.program = program
    begun = time.monotonic()
    seat.start()
    while not seat.window():
        if time.monotonic() - begun > 60:
            raise Gone(f"{program} shows no window")
    took = time.monotonic() - begun
    seat.kill()
    return took


def ticks(pid):
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def main():
    folder = sys.argv[1]
    seat = Seat(folder, speed=1)
    cocoon = seat.program
    try:
        empty, full = [], []
        for _ in range(int(sys.argv[2]) if len(sys.argv) > 2 else 7):
            empty.append(start(seat, os.path.join(folder, "bench_empty_window")))
            full.append(start(seat, cocoon))
        print(f"until usable: empty window {statistics.median(empty) * 1000:.0f} ms, Cocoon {statistics.median(full) * 1000:.0f} ms, "
              f"ratio {statistics.median(full) / statistics.median(empty):.2f}", flush=True)
        seat.program = cocoon
        seat.start("--sandbox")
        setup = SetupPlace(seat, 120)
        seat.until(setup.is_known, 120, "every step known")
        seat.until(lambda: seat.find("push button", "Live"), 60, "live")
        seat.settle(20)
        before = ticks(seat.process.pid)
        seat.settle(60)
        share = (ticks(seat.process.pid) - before) / os.sysconf("SC_CLK_TCK") / 60 * 100
        print(f"idle: {share:.2f} % of a core")
    except Gone as error:
        fail(seat, error)
    seat.end()


main()
