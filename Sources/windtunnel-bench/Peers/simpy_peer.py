"""SimPy: one process a customer and a resource a station, as its manual does it."""
import random

import simpy

import models as m

model, customers, seed = m.arguments()
chance = random.Random(seed)
env = simpy.Environment()
total = 0.0


def customer_of_one(server):
    global total
    begin = env.now
    with server.request() as place:
        yield place
        yield env.timeout(chance.expovariate(1.0))
    total += env.now - begin


def customer_of_ten(stations, i):
    global total
    begin = env.now
    while True:
        with stations[i].request() as place:
            yield place
            yield env.timeout(chance.expovariate(1 / m.MEANS[i]))
        u = chance.random()
        if u >= 0.75:
            break
        i = (i + 1) % 10 if u < 0.45 else (i + 3) % 10 if u < 0.65 else i
    total += env.now - begin


def request(app, database):
    global total
    begin = env.now
    yield env.timeout(m.HOP)
    with app.request() as worker:
        yield worker
        yield env.timeout(chance.lognormvariate(m.MU, m.SIGMA))
        yield env.timeout(m.LOOK)
        if chance.random() >= m.HIT:
            with database.request() as connection:
                yield connection
                yield env.timeout(chance.expovariate(1 / m.ANSWER))
    yield env.timeout(m.HOP)
    total += env.now - begin


def source(rate, make):
    for k in range(customers):
        yield env.timeout(chance.expovariate(rate))
        env.process(make(k))


def entry():
    u = chance.random()
    return 0 if u < 0.5 else 3 if u < 0.8 else 6


if model in m.SINGLE:
    servers, rate = m.SINGLE[model]
    server = simpy.Resource(env, capacity=servers)
    env.process(source(rate, lambda k: customer_of_one(server)))
elif model == 3:
    stations = [simpy.Resource(env, capacity=c) for c in m.SERVERS]
    env.process(source(1.0, lambda k: customer_of_ten(stations, entry())))
else:
    apps = [simpy.Resource(env, capacity=m.WORKERS) for _ in range(m.APPS)]
    database = simpy.Resource(env, capacity=m.CONNECTIONS)
    env.process(source(m.RATE, lambda k: request(apps[k % m.APPS], database)))

begin = m.processor_seconds()
env.run()
m.report(customers, m.processor_seconds() - begin, total / customers)
