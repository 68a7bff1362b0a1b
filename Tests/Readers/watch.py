"""Watches the tool at a pseudo-terminal while a file is saved, and leaves with Ctrl-C.

    watch.py TOOL EXERCISES FOLDER COMMAND...

The file FOLDER/design.arch.yaml is saved three times: in place with a mistake, by replacing it, and
by taking it away for a while first.
"""

import json
import os
import pathlib
import pty
import select
import subprocess
import sys
import termios
import time

tool, exercises, folder, *command = sys.argv[1:]
design = pathlib.Path(folder) / "design.arch.yaml"
good = design.read_text(encoding="utf-8")
main, other = pty.openpty()
before = termios.tcgetattr(other)
running = subprocess.Popen(
    [tool] + command, stdin=other, stdout=other, stderr=other, cwd=folder, start_new_session=True,
    preexec_fn=lambda: __import__("fcntl").ioctl(0, termios.TIOCSCTTY, 0),
    env={**os.environ, "TERM": "xterm", "WINDTUNNEL_EXERCISES": exercises, "NO_COLOR": ""},
)
shown = ""


def until(done, limit=60):
    """Reads until what was shown is enough; tells whether it came in time."""
    global shown
    end = time.monotonic() + limit
    while not done() and time.monotonic() < end:
        if select.select([main], [], [], 0.1)[0]:
            try:
                shown += os.read(main, 65536).decode("utf-8", "replace")
            except OSError:
                break
    return done()


def rounds():
    return shown.count(": save it to run again")


found = {"first": until(lambda: rounds() == 1)}
# Without a save nothing happens.
until(lambda: rounds() > 1, limit=1.5)
found["quiet"] = rounds() == 1
design.write_text(good.replace("kind: service", "kind: servce"), encoding="utf-8")
found["mistake"] = until(lambda: rounds() == 2) and "arch.unknown-kind" in shown
fresh = design.with_name("fresh")
fresh.write_text(good + "# mended\n", encoding="utf-8")
os.replace(fresh, design)
found["mended"] = until(lambda: rounds() == 3)
design.unlink()
until(lambda: rounds() > 3, limit=1)
design.write_text(good + "# back again\n", encoding="utf-8")
found["back"] = until(lambda: rounds() == 4)
parts = shown.split("\x1b[2J")
found["cleared"] = len(parts) - 1
found["last"] = parts[-1]
os.write(main, b"\x03")
try:
    found["code"] = running.wait(timeout=10)
except subprocess.TimeoutExpired:
    running.kill()
    found["code"] = None
until(lambda: False, limit=0.3)
found["cursor"] = shown.rfind("\x1b[?25h") > shown.rfind("\x1b[?25l") >= 0
found["terminal"] = termios.tcgetattr(other) == before
json.dump(found, sys.stdout)
