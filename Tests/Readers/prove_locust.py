"""Runs a Locust script against a server on loopback and compares what arrives with the profile.

    prove_locust.py SCRIPT BASE FACTOR QUIET RAMP PLATEAU DECAY ORDER_SHARE

The profile is computed here from the settings of the load model 'foundations/rush' alone. Counts
in bins of a second must be Poisson at its rate: Pearson's chi-squared over all bins, and the total
of each operation, each at 1e-4. With about 1500 arrivals a rate that is wrong by a fifth lies more
than seven standard errors away and is found with a probability above 0.999. Three wrong profiles
(a fifth more, the same number spread evenly, the operations exchanged) must be refused by the same
comparison. A request may come half a second late, which counts for the last bin only. On a machine
that stood still for a moment a second run with another seed decides; a wrong profile passes one of
two with a probability below 0.002.
"""

import collections
import http.server
import json
import math
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

script = sys.argv[1]
base, factor, quiet, ramp, plateau, decay, share = map(float, sys.argv[2:9])
level = 1e-4
seen = collections.defaultdict(list)


class Server(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        seen[urllib.parse.unquote(self.path.lstrip("/"))].append(time.time())
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *words):
        pass


def integral(until):
    """The expected number of requests of all operations up to a time."""
    peak = base * factor
    corners, now = [(0, base)], 0
    for length, rate in ((quiet, base), (ramp, peak), (plateau, peak), (decay, base), (quiet, base)):
        now += length
        corners.append((now, rate))
    total = 0
    for (start, low), (end, high) in zip(corners, corners[1:]):
        stop = min(until, end)
        if stop > start:
            there = low + (high - low) * (stop - start) / (end - start)
            total += (low + there) / 2 * (stop - start)
    return total


def chance_above(value, degrees):
    """The upper tail of chi-squared, by Wilson and Hilferty's cube root."""
    spread = 2 / (9 * degrees)
    root = ((value / degrees) ** (1 / 3) - (1 - spread)) / math.sqrt(spread)
    return 1 - statistics.NormalDist().cdf(root)


def compare(counts, wanted):
    """The least chance of what was seen under a profile, with the correction for all tests."""
    cells = [(n, w) for o in wanted for n, w in zip(counts[o], wanted[o]) if w >= 5]
    chances = [chance_above(sum((n - w) ** 2 / w for n, w in cells), len(cells))]
    for operation in wanted:
        total = sum(wanted[operation])
        z = (sum(counts[operation]) - total) / math.sqrt(total)
        chances.append(2 * (1 - statistics.NormalDist().cdf(abs(z))))
    return min(1, min(chances) * len(chances))


def run(seed):
    """One run of the script: what it said, and the problems."""
    seen.clear()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "locust", "-f", os.path.abspath(script), "--headless"]
        command += ["--host", f"http://127.0.0.1:{server.server_port}", "--only-summary"]
        running = subprocess.Popen(
            command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, cwd=folder,
            env={**os.environ, "SEED": str(seed), "SCALE": "1", "GRACE": "5"},
        )
        try:
            words = running.communicate(timeout=60)[1]
        except subprocess.TimeoutExpired:
            running.kill()
            words = running.communicate()[1] + "\ntoo slow"
    server.shutdown()
    server.server_close()
    begins = re.search(r"the profile begins at ([0-9.]+)", words)
    begin = float(begins.group(1)) if begins else 0
    problems = []
    if running.returncode != 0:
        problems.append(f"locust ended with {running.returncode}: {words[-600:]}")
    counts = {o: [0] * bins for o in shares}
    for operation, times in seen.items():
        for moment in times:
            # The script says the time in milliseconds.
            index = math.floor(moment - begin + 0.001)
            if index == bins and moment - begin < lasts + 0.5:
                index = bins - 1
            if operation not in counts or not 0 <= index < bins:
                problems.append(f"{operation} at {moment - begin:.3f}")
            else:
                counts[operation][index] += 1
    chance = compare(counts, wanted)
    controls = {name: compare(counts, profile) for name, profile in wrong.items()}
    if chance < level:
        problems.append(f"not this profile: {chance}")
    problems += [f"also fits {name}: {p}" for name, p in controls.items() if p >= level]
    return counts, chance, controls, problems


lasts = quiet + ramp + plateau + decay + quiet
bins = round(lasts)
shares = {"browse": 1 - share, "order": share}
wanted = {o: [part * (integral(i + 1) - integral(i)) for i in range(bins)] for o, part in shares.items()}
wrong = {
    "a fifth more": {o: [1.2 * w for w in all_] for o, all_ in wanted.items()},
    "spread evenly": {o: [sum(all_) / bins] * bins for o, all_ in wanted.items()},
    "exchanged": {"browse": wanted["order"], "order": wanted["browse"]},
}
for seed in (1, 2):
    counts, chance, controls, problems = run(seed)
    if not problems:
        break
found = {
    "chance": chance, "controls": controls, "problems": problems[:10],
    "counts": counts, "wanted": wanted,
    "arrived": sum(map(sum, counts.values())), "expected": integral(lasts),
}
json.dump(found, sys.stdout)
sys.exit(1 if problems else 0)
