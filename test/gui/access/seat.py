# SPDX-FileCopyrightText: 2026 The Cocoon authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A seat in front of the window for somebody who cannot see it: all that is known comes from the accessibility tree, all that
is done are accessible actions. Waits end at what the tree says, never after a time that somebody guessed."""

import os
import signal
import subprocess
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

READ_ROLES = ("label", "push button", "toggle button", "check box", "list item")
NAMED_ROLES = ("push button", "toggle button", "check box", "radio button", "combo box", "text", "spin button", "list", "list item", "table", "page tab")


class Gone(Exception):
    """What was looked for did not come in time."""


class Seat:
    def __init__(self, folder, speed=60):
        self.program = os.path.join(folder, "cocoon")
        self.process = None
        self.presses = 0
        self.heard = []  # names of what the window told by itself
        config = os.path.join(os.environ["XDG_CONFIG_HOME"], "cocoon")
        os.makedirs(config, exist_ok=True)
        with open(os.path.join(config, "cocoon.ini"), "w") as settings:
            settings.write(f"[General]\nversion=1\nsandboxSpeed={speed}\ntheme=Light\n")
        Atspi.init()
        self.listener = Atspi.EventListener.new(self._hear)
        for kind in ("object:property-change:accessible-name", "object:state-changed:showing"):
            self.listener.register(kind)

    def _hear(self, event):
        if event.type.startswith("object:property-change:accessible-name"):
            try:
                self.heard.append(event.source.get_name())
            except GLib.Error:
                pass  # it is gone already

    # The process

    def start(self, *arguments):
        self.process = subprocess.Popen([self.program, *arguments])

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def end(self):
        if self.process and self.process.poll() is None:
            self.kill()
        pid = os.path.join(os.environ["XDG_STATE_HOME"], "cocoon", "sandbox", "pid")
        if os.path.exists(pid):
            with open(pid) as file:
                number = int(file.read())
            os.kill(number, signal.SIGTERM)
            while os.path.exists(f"/proc/{number}"):
                GLib.MainContext.default().iteration(False)

    # What is there

    def window(self):
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            app = desktop.get_child_at_index(i)
            try:
                if app and app.get_process_id() == self.process.pid:
                    app.set_cache_mask(Atspi.Cache.ROLE)  # all else is read anew, so that it is what is so now
                    for role, name, child in self.children(app):
                        if role in ("frame", "window"):
                            return child
            except GLib.Error:
                continue  # one that was killed is still on the list for a moment
        return None

    def children(self, top):
        """What shows in it, as (role, name, accessible)."""
        try:
            for i in range(top.get_child_count()):
                child = top.get_child_at_index(i)
                if child and child.get_state_set().contains(Atspi.StateType.SHOWING):
                    yield child.get_role_name(), child.get_name(), child
        except GLib.Error:
            return  # it went while we looked

    def walk(self, top=None):
        """Everything that shows, depth first. Cells are many: they are read where they are asked for."""
        top = top or self.window()
        for role, name, child in self.children(top) if top else ():
            yield role, name, child
            if role not in ("table", "tree table"):
                yield from self.walk(child)

    def find(self, role, name, top=None):
        """`name`: the whole name, or a function of it."""
        fits = name if callable(name) else lambda has: has == name
        for has_role, has_name, what in self.walk(top):
            if has_role == role and fits(has_name):
                return what
        return None

    def said(self):
        """What would be read out of the screen as it stands."""
        return " | ".join(name for role, name, _ in self.walk() if name and role in READ_ROLES)

    def nameless(self):
        """Controls of which a screen reader could not say what they are for."""
        found = []
        for role, name, what in self.walk():
            if role not in NAMED_ROLES or (role != "combo box" and name):
                continue
            labels = [relation for relation in what.get_relation_set() if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY]
            if not labels and not what.get_description():
                found.append(f"{role} '{name}'")
        return found

    def until(self, what, seconds, why):
        """Calls `what` until it answers; looks again when the window tells of a change, and twice a second all the same."""
        end = time.monotonic() + seconds
        context = GLib.MainContext.default()
        while True:
            answer = what()
            if answer:
                return answer
            if time.monotonic() > end or self.process.poll() is not None:
                raise Gone(f"{why}: not within {seconds} s (the window {'runs' if self.process.poll() is None else 'ended'}). On screen: {self.said()}")
            limit = GLib.timeout_source_new(500)
            limit.set_callback(lambda *_: False)
            limit.attach(context)
            context.iteration(True)
            limit.destroy()
            while context.iteration(False):
                pass

    def settle(self, seconds):
        """Lets time pass without looking: what is measured then is the window alone."""
        loop = GLib.MainLoop()
        GLib.timeout_add(int(seconds * 1000), loop.quit)
        loop.run()

    # What is done

    def can_press(self, what):
        states = what.get_state_set()
        return states.contains(Atspi.StateType.SHOWING) and states.contains(Atspi.StateType.ENABLED)

    def press(self, what):
        for i in range(what.get_n_actions()):
            if Atspi.Action.get_action_name(what, i) in ("Press", "Toggle"):
                self.presses += 1
                what.do_action(i)
                return
        raise Gone(f"{what.get_name()} has no action to press")

    def wait_for(self, role, name, seconds=20):
        def ready():
            found = self.find(role, name)
            return found if found and self.can_press(found) else None

        return self.until(ready, seconds, f"{role} {name if isinstance(name, str) else ''}")


def fail(seat, error):
    print(f"FAIL: {error}")
    seat.end()
    sys.exit(1)
