import Quantities
import SimulationKernel
import Stochastics
func mm(c: Int, lambda: Double, n: Double) -> KernelModel {
  var m = KernelModel()
  var s = ComponentSpec(name: "web"); s.slots = Int32(c); s.queueLimit = -1
  m.components = [s]
  m.copies = [CopySpec(component: 0, location: 0, group: 0)]
  m.groups = [GroupSpec(first: 0, count: 1)]
  m.routes = [[0]]
  m.edges = [EdgeSpec(name: "users->web", from: -1, target: 0)]
  m.samplers = [Sampler(Spread.exponential(mean: TimeSpan(seconds: 1)))]
  m.program = [Instruction(.work, a: 0), Instruction(.done)]
  m.handlers = [0, 0]
  m.operations = [OperationSpec(edge: 0, locations: [(1, 0)])]
  m.sources = [
    SourceSpec(
      operation: 0, name: "r", arrivals: ArrivalSpec(.poisson, curve: RateCurve([(0, lambda)])))
  ]
  m.warmup = 0; m.lasts = Int64(n / lambda * 1e9)
  return m
}
let clock = ContinuousClock()
for (c, l) in [(1, 0.8), (8, 7.2)] {
  let m = mm(c: c, lambda: l, n: 1e6)
  for seed in 1...3 {
    let t0 = clock.now
    let r = Simulation(m, seed: UInt64(seed)).run()
    let dt = clock.now - t0
    let s = Double(dt.components.seconds) + Double(dt.components.attoseconds) * 1e-18
    let op = r.operations[0]
    print(
      c, l, op.arrivals, op.latencySum / Double(op.ends[0]) / 1e9, r.events, r.stopped, "M ev/s",
      Double(r.events) / s / 1e6, r.copies[0].busy / Double(m.lasts))
  }
}
