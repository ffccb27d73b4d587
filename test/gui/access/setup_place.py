# SPDX-FileCopyrightText: 2026 The Cocoon authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The set-up as a screen reader meets it: a list of steps, a page, a bar with what can be done."""

from seat import Atspi

GOES_ON = ("Make ", "Watch it", "Go to ")


class SetupPlace:
    def __init__(self, seat, seconds):
        self.seat = seat
        if seat.until(lambda: seat.find("filler", "Setup") or seat.find("filler", "Overview"), seconds, "a place").get_name() == "Overview":
            seat.press(next(what for role, name, what in seat.walk() if name == "Setup" and what.get_n_actions() > 0))  # a cluster whose workers are set up is opened there
        self.place = seat.until(lambda: seat.find("filler", "Setup"), seconds, "the set-up")
        self.steps = seat.find("list", "Steps of the set-up", self.place)

    def step(self):
        """The step that the list has chosen, as it is read out: "1 · Operator, ready to go"."""
        for role, name, item in self.seat.children(self.steps):
            if item.get_state_set().contains(Atspi.StateType.SELECTED):
                return name
        return ""

    def states(self):
        """Of every step, by its name."""
        return dict(name.rsplit(", ", 1) for role, name, item in self.seat.children(self.steps) if ", " in name)

    def is_known(self):
        states = self.states()
        return states and "not known yet" not in states.values()

    def is_done(self):
        return self.step().startswith("Done")

    def is_running(self):
        """Also while it waits for an answer: a step may be over before anybody looks, its next question is not."""
        return any(self.seat.find("push button", name, self.place) for name in ("Stop at a clean point", "Agree and go on"))

    def offered(self):
        """The button that leads on from here; None while there is only to wait."""
        agree = self.seat.find("push button", "Agree and go on", self.place)
        if agree:
            return agree
        parts = {name: what for role, name, what in self.seat.children(self.place) if name}
        buttons = {name: what for role, name, what in self.seat.children(parts["Go"]) if role == "push button"} if "Go" in parts else {}
        for name, what in buttons.items():
            if name.startswith(GOES_ON) and self.seat.can_press(what):
                return what
        return buttons.get("Next") if self.step().endswith((", done", ", skipped")) else None
