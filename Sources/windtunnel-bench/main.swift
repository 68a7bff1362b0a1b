import Foundation

// How fast the engine is on this machine, beside hand-written loops and other simulators. Run it
// on an idle machine, from the repository's folder, by `make bench`; names of models or sections
// as arguments run these alone.

let arguments = Array(CommandLine.arguments.dropFirst())
let folder = "Sources/windtunnel-bench"

/// A part that runs as a program of its own, or else the whole.
switch arguments.first {
case "engine" where arguments.count >= 3:
  let measured = try await Parts.engine(
    path: arguments[1], seed: UInt64(arguments[2]) ?? 1,
    customers: arguments.count > 3 ? Double(arguments[3]) : nil,
    repeats: arguments.count > 4 ? Int(arguments[4]) ?? 1 : 1)
  guard let measured else { exit(2) }
  print(measured.line)
case "loop" where arguments.count == 5:
  print(
    Parts.loop(
      Int32(arguments[1]) ?? 0, customers: UInt64(arguments[2]) ?? 0,
      seed: UInt64(arguments[3]) ?? 1, statistics: arguments[4] == "statistics"
    ).line)
case "arrivals-part":
  for row in ArrivalRows.all() { print(row) }
default:
  let program = CommandLine.arguments[0]
  var bench = Bench(program: program, folder: folder) { line in
    print(line)
    fflush(nil)
  }
  guard FileManager.default.isExecutableFile(atPath: bench.tool),
    FileManager.default.fileExists(atPath: folder)
  else {
    print("run this from the repository's folder, with the product windtunnel built beside it")
    exit(66)
  }
  let begin = Date()
  func wanted(_ name: String) -> Bool { arguments.isEmpty || arguments.contains(name) }
  bench.machine()
  let rates = bench.speeds(Workload.all.filter { wanted($0.id) })
  if wanted("W7") { bench.exercise() }
  if wanted("peers") { bench.peers(rates) }
  if wanted("growth") { bench.growth() }
  if wanted("threads") { bench.threads() }
  if wanted("arrivals") {
    print("\n" + padded("arrivals alone", 30) + padded("M/CPU s", 18) + "aim")
    print(Program([program, "arrivals-part"])?.output ?? "could not be run", terminator: "")
  }
  if wanted("check") { bench.check() }
  bench.verdict()
  print("\(Int(Date().timeIntervalSince(begin))) s")
  if !bench.mistakes.isEmpty { exit(1) }
}
