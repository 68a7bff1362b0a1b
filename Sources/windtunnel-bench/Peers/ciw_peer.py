"""Ciw: a network by its tables. Model 4 is not expressible: nobody holds a worker and a connection."""
import sys

import ciw

import models as m

model, customers, seed = m.arguments()
if model == 4:
    sys.exit("not expressible")
ciw.seed(seed)
exponential = ciw.dists.Exponential
if model in m.SINGLE:
    servers, rate = m.SINGLE[model]
    network = ciw.create_network(
        arrival_distributions=[exponential(rate)], service_distributions=[exponential(1.0)],
        number_of_servers=[servers])
else:
    stations = range(m.STATIONS)
    network = ciw.create_network(
        arrival_distributions=[exponential(m.ENTRIES[i]) if i in m.ENTRIES else None for i in stations],
        service_distributions=[exponential(1 / mean) for mean in m.MEANS],
        number_of_servers=m.SERVERS,
        routing=[[m.routes(i).get(j, 0.0) for j in stations] for i in stations])

begin = m.processor_seconds()
simulation = ciw.Simulation(network)
simulation.simulate_until_max_customers(customers, method="Finish")
times = [
    one.data_records[-1].exit_date - one.data_records[0].arrival_date
    for one in simulation.nodes[-1].all_individuals
]
mean = sum(times) / len(times)
m.report(len(times), m.processor_seconds() - begin, mean)
