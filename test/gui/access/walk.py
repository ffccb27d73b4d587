# SPDX-FileCopyrightText: 2026 The Cocoon authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""walk.py BIN: from the welcome page to an attested confidential pod, by what a screen reader finds and presses."""

import sys
import time

from seat import Gone, Seat, fail
from setup_place import SetupPlace

PAGES = ["1 · Operator", "2 · Command-line access", "3 · Peer pod image", "4 · Credential", "5 · SSH key", "6 · Configuration, nodes",
         "7 · Trust authority", "8 · Workload"]


def main():
    seat = Seat(sys.argv[1], speed=600)
    begun = time.monotonic()
    try:
        seat.start()
        door = seat.wait_for("push button", "Try it in the sandbox", 60)
        if seat.nameless():
            raise Gone(f"the welcome page has controls without a name: {seat.nameless()}")
        seat.press(door)
        setup = SetupPlace(seat, 120)
        agreed = 0
        seen = []
        while True:
            button = seat.until(lambda: setup.is_done() or setup.offered(), 300, f"something to press on {setup.step()}")
            if setup.is_done():  # the list may get there between two looks
                break
            here = setup.step().rsplit(",", 1)[0]
            if here not in seen:
                seen.append(here)
                if seat.nameless():
                    raise Gone(f"{here} has controls without a name: {seat.nameless()}")
            name = button.get_name()
            agreed += name.startswith("Agree")
            seat.press(button)
            print(f"{time.monotonic() - begun:6.1f} s  {here}: {name}", flush=True)
        if seen != PAGES:
            raise Gone(f"the pages were {seen}")
        seat.until(lambda: seat.find("label", "Done: a confidential pod runs, and it has proven itself"), 20, "the Done page")
        seat.until(lambda: seat.find("label", lambda name: "Pod default/helloworld runs in a confidential VM" in name), 5, "the pod")
        # What a run does is told while it goes on, not only when somebody looks.
        for start in ("Waiting for ", "Kata is installed on 3 workers", "Running for "):
            if not any(name.startswith(start) for name in seat.heard):
                raise Gone(f"nothing was told of '{start} …'")
        print(f"AT-SPI: {seat.presses} presses, {agreed} of them agreed to something new, {time.monotonic() - begun:.0f} s; "
              f"the window told of {len(seat.heard)} changes by itself")
        if agreed != 1 or seat.presses > 30:
            raise Gone("that was more than a page asks for")
    except Gone as error:
        fail(seat, error)
    seat.end()


main()
