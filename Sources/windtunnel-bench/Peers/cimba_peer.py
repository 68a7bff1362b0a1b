"""cimba: models compiled by numba onto the C engine Cimba, in the form that suits it best.

Server processes take the customers' times of arrival from stores. In model 4 the fixed hops are
added to the times instead of scheduled, so the engine works on 3.2 events a request where the
others work on 5.2; the latencies are the same.
"""
import linecache

import cimba as cb
import cimba.random as draw
import numpy as np

import models as m

model, customers, seed = m.arguments()


def indented(depth, *lines):
    return ["    " * depth + line for line in lines]


def put(stores, depth, key, value):
    """Puts a value into the store with the number `key`; stores have names, not numbers."""
    lines = []
    for i, store in enumerate(stores):
        word = "if" if i == 0 else "elif"
        lines += indented(depth, f"{word} {key} == {i}:", f"    self.{store}.put({value})")
    return lines


def head(stores):
    lines = ["class Model(cb.Model):"]
    lines += indented(1, f"n: cb.Param[int] = {customers}", "total: cb.Output[float]", "done: cb.Output[int]")
    lines += indented(1, *[f"{store}: cb.Store[float]" for store in stores])
    return lines


def start():
    return indented(1, "@cb.on_start", "def begin(self):", "    self.total = 0.0", "    self.done = 0")


def single(servers, rate):
    lines = head(["line"]) + start()
    lines += indented(
        1, "@cb.process", "def arrivals(self):", "    for _ in range(self.n):",
        f"        cb.hold(draw.exponential({1 / rate!r}))", "        self.line.put(cb.now())",
        f"@cb.process(copies={servers})", "def server(self):", "    while True:",
        "        came = self.line.get()", "        cb.hold(draw.exponential(1.0))",
        "        self.total += cb.now() - came", "        self.done += 1")
    return lines


def network():
    stores = [f"q{i}" for i in range(m.STATIONS)]
    lines = head(stores) + start()
    lines += indented(1, "@cb.function", "def join(self, i: int, came: float) -> None:")
    lines += put(stores, 2, "i", "came")
    lines += indented(
        1, "@cb.function", "def leave(self, i: int, came: float) -> None:",
        "    u = draw.uniform(0.0, 1.0)", "    if u < 0.25:",
        "        self.total += cb.now() - came", "        self.done += 1",
        "    elif u < 0.70:", "        self.join((i + 1) % 10, came)",
        "    elif u < 0.90:", "        self.join((i + 3) % 10, came)",
        "    else:", "        self.join(i, came)",
        "@cb.process", "def arrivals(self):", "    for _ in range(self.n):",
        "        cb.hold(draw.exponential(1.0))", "        u = draw.uniform(0.0, 1.0)",
        "        if u < 0.5:", "            self.join(0, cb.now())",
        "        elif u < 0.8:", "            self.join(3, cb.now())",
        "        else:", "            self.join(6, cb.now())")
    for i, (servers, mean) in enumerate(zip(m.SERVERS, m.MEANS)):
        lines += indented(
            1, f"@cb.process(copies={servers})", f"def server{i}(self):", "    while True:",
            f"        came = self.q{i}.get()", f"        cb.hold(draw.exponential({mean!r}))",
            f"        self.leave({i}, came)")
    return lines


def web():
    stores = [f"q{i}" for i in range(m.APPS)]
    lines = head(stores)
    lines += indented(1, f"database: cb.Resource = cb.Resource(capacity={m.CONNECTIONS})")
    lines += start()
    lines += indented(
        1, "@cb.function", "def serve(self, came: float) -> None:",
        f"    cb.hold(draw.lognormal({m.MU!r}, {m.SIGMA!r}))", f"    cb.hold({m.LOOK!r})",
        f"    if draw.uniform(0.0, 1.0) >= {m.HIT!r}:", "        self.database.acquire()",
        f"        cb.hold(draw.exponential({m.ANSWER!r}))", "        self.database.release()",
        f"    self.total += cb.now() - came + {2 * m.HOP!r}", "    self.done += 1",
        "@cb.process", "def arrivals(self):", "    for k in range(self.n):",
        f"        cb.hold(draw.exponential({1 / m.RATE!r}))")
    lines += put(stores, 3, f"k % {m.APPS}", "cb.now()")
    for i in range(m.APPS):
        lines += indented(
            1, f"@cb.process(copies={m.WORKERS})", f"def worker{i}(self):", "    while True:",
            f"        came = self.q{i}.get()", "        self.serve(came)")
    return lines


lines = single(*m.SINGLE[model]) if model in m.SINGLE else network() if model == 3 else web()
text = "\n".join(lines) + "\n"
linecache.cache["<model>"] = (len(text), None, text.splitlines(True), "<model>")
scope = {"cb": cb, "draw": draw, "__name__": "written"}
exec(compile(text, "<model>", "exec"), scope)
instance = scope["Model"]()

instance.n = 10  # a first run takes the compilation
cb.Experiment(instance, seed=seed).run(workers=1)
instance.n = customers
begin = m.processor_seconds()
result = cb.Experiment(instance, seed=seed).run(workers=1)[instance]
seconds = m.processor_seconds() - begin
mean = float(np.asarray(result.total).flat[0] / np.asarray(result.done).flat[0])
m.report(customers, seconds, mean)
