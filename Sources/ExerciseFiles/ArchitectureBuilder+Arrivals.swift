import ArchitectureModel
import Diagnostics
import Quantities
import Stochastics

extension ArchitectureBuilder {
  /// Most users of one closed loop; each is followed by itself.
  static let mostUsers = 5_000_000
  /// Most changes of a random rate within a run; each is drawn.
  static let mostChanges = 1e8
  /// Most bursts that go on at once.
  static let mostBursts = 1000.0

  /// What a process must have and may have besides, in the order of the reference.
  private static let parameters: [(process: String, needs: [String], takes: [String])] = [
    ("poisson", ["rate"], ["factors"]), ("regular", ["rate"], ["factors"]),
    ("gamma", ["rate", "cv"], ["factors"]), ("weibull", ["rate", "cv"], ["factors"]),
    ("hawkes", ["rate"], ["branching", "decay", "kernels", "factors"]),
    ("mmpp", ["states"], ["factors"]), ("on_off", ["rate", "active", "idle"], ["factors"]),
    ("burst", ["count"], ["at", "every", "over"]),
    ("batch", ["rate", "size"], ["spacing", "shared_key", "factors"]),
    ("closed", ["users", "think"], []), ("trace", ["file"], []), ("sum", ["of"], []),
  ]

  /// The arrivals of an operation; a sum gives several.
  mutating func arrivals(_ record: ReadRecord, of operation: String) -> [Arrivals] {
    guard let process = record["process"]?.text,
      let parameters = Self.parameters.first(where: { $0.process == process })
    else { return [] }
    var complete = true
    for key in parameters.needs where record[key] == nil {
      missing(key, process, record)
      complete = false
    }
    let allowed = parameters.needs + parameters.takes
    for entry in record.entries where entry.key != "process" && !allowed.contains(entry.key) {
      add(
        "arch.wrong-parameter", "'\(entry.key)' has no meaning for the process '\(process)'",
        entry.keySpan, allowed: allowed.joined(separator: ", "))
    }
    if process == "sum" {
      let parts = record["of"]?.items ?? []
      if complete, parts.isEmpty { missing("of", process, record) }
      return parts.compactMap(\.record).flatMap { arrivals($0, of: operation) }
    }
    guard complete, let made = make(process, record, of: operation) else { return [] }
    let (points, variation) = rate(record["rate"])
    return [
      Arrivals(
        made, rate: points, variation: variation, factors: factors(record["factors"]?.record))
    ]
  }

  private mutating func missing(_ key: String, _ process: String, _ record: ReadRecord) {
    guard !record.refused.contains(key) else { return }
    add(
      "arch.missing-field", "the process '\(process)' needs '\(key)'",
      record["process"]?.span ?? record.span, fix: FixIt(message: "add '\(key)'", edits: []))
  }

  private mutating func make(
    _ process: String, _ record: ReadRecord, of operation: String
  ) -> Arrivals.Process? {
    switch process {
    case "poisson": .poisson
    case "regular": .regular
    case "gamma": cv(record).map { .gamma(cv: $0) }
    case "weibull": cv(record).map { .weibull(cv: $0) }
    case "hawkes": hawkes(record)
    case "mmpp": states(record)
    case "on_off": onOff(record)
    case "burst": burst(record)
    case "batch": batch(record)
    case "closed": closed(record)
    case "trace": trace(record, of: operation)
    default: nil
    }
  }

  private mutating func outOfRange(_ message: String, _ span: SourceSpan, allowed: String) {
    add("arch.out-of-range", message, span, allowed: allowed)
  }

  // MARK: Rates

  private mutating func rate(_ value: ReadValue?) -> ([RatePoint], RateVariation?) {
    guard let record = value?.record else { return (value?.rateCurve ?? [], nil) }
    let points = record["mean"]?.rateCurve ?? []
    guard let cv = record["cv"]?.number, let redrawn = record["redrawn"] else {
      return (points, nil)
    }
    let span = redrawn.duration ?? .zero
    checkChanges("redrawn", span, redrawn.span)
    return (points, RateVariation(cv: cv, redrawn: span))
  }

  /// A rate that changes by chance must not change too often.
  private mutating func checkChanges(_ key: String, _ stay: TimeSpan, _ span: SourceSpan) {
    let workload = root["workload"]?.record
    let run =
      (workload?["warmup"]?.duration?.seconds ?? 0)
      + (workload?["lasts"]?.duration?.seconds ?? 0)
    guard stay <= .zero || run / stay.seconds > Self.mostChanges else { return }
    let least = TimeSpan(nanoseconds: Int64(run / Self.mostChanges * 1e9) + 1)
    outOfRange(
      "'\(key)' is \(stay.text): the rate would change too often in this run", span,
      allowed: "at least \(least.text), a hundred-millionth of the run")
  }

  private mutating func factors(_ record: ReadRecord?) -> RateFactors? {
    guard let record else { return nil }
    func list(_ key: String, _ count: Int, _ what: String) -> [Double] {
      guard let value = record[key] else { return [] }
      let numbers = value.items.compactMap(\.number)
      if value.items.count != count {
        add(
          "arch.bad-value", "'\(key)' has \(value.items.count) factors", value.span,
          allowed: "\(count) factors, \(what)")
      }
      return numbers.count == count ? numbers : []
    }
    if record["hour_of_day"] == nil, record["day_of_week"] == nil {
      add(
        "arch.missing-field", "'factors' needs 'hour_of_day' or 'day_of_week'", record.span,
        fix: FixIt(message: "add 'day_of_week: [1, 1, 1, 1, 1, 0.5, 0.5]'", edits: []))
    }
    return RateFactors(
      hourOfDay: list("hour_of_day", 24, "from midnight on"),
      dayOfWeek: list("day_of_week", 7, "from Monday on"), starts: startOfRun)
  }

  /// The moment of the week at which the run starts.
  private var startOfRun: TimeSpan {
    guard let record = root["workload"]?.record?["starts"]?.record,
      let day = record["day"]?.text.flatMap({ Vocabulary.days.firstIndex(of: $0) })
    else { return .zero }
    let time = record["time"]?.duration ?? .zero
    return TimeSpan(nanoseconds: Int64(day) * 86_400_000_000_000 + time.nanoseconds)
  }

  private mutating func cv(_ record: ReadRecord) -> Double? {
    guard let value = record["cv"], let cv = value.number else { return nil }
    guard cv >= 0.01, cv <= 20 else {
      outOfRange("'cv' is \(cv)", value.span, allowed: "from 0.01 to 20")
      return nil
    }
    return cv
  }

  // MARK: Processes

  private mutating func hawkes(_ record: ReadRecord) -> Arrivals.Process? {
    var kernels: [HawkesKernel] = []
    if let list = record["kernels"] {
      kernels = list.items.compactMap(\.record).map {
        HawkesKernel(
          branching: $0["branching"]?.number ?? 0, decay: $0["decay"]?.duration ?? .zero)
      }
      for key in ["branching", "decay"] {
        guard let entry = record.entry(key) else { continue }
        add(
          "arch.wrong-parameter", "'\(key)' has no meaning beside 'kernels'", entry.keySpan,
          allowed: "'kernels', or 'branching' and 'decay'")
      }
    } else if let branching = record["branching"]?.number, let decay = record["decay"]?.duration {
      kernels = [HawkesKernel(branching: branching, decay: decay)]
    } else {
      missing("branching' and 'decay", "hawkes", record)
      return nil
    }
    let sum = kernels.reduce(0) { $0 + $1.branching }
    guard sum < 0.999, kernels.allSatisfy({ $0.decay > .zero }), kernels.count <= 32 else {
      outOfRange(
        "a branching ratio of \(sum) explodes, or a decay does not last", record.span,
        allowed: "a sum of branching ratios below 0.999, decays above 0, at most 32 kernels")
      return nil
    }
    return .hawkes(kernels)
  }

  private mutating func states(_ record: ReadRecord) -> Arrivals.Process? {
    let states = (record["states"]?.items ?? []).compactMap(\.record).map {
      RateState(perSecond: $0["rate"]?.number ?? 0, lasts: $0["lasts"]?.duration ?? .zero)
    }
    let span = record["states"]?.span ?? record.span
    guard states.count > 1, states.allSatisfy({ $0.lasts > .zero }) else {
      add(
        "arch.bad-value", "'states' needs at least two states that last", span,
        allowed: "[{ rate: 5/s, lasts: 30s }, …]")
      return nil
    }
    let mean = states.reduce(0) { $0 + $1.lasts.seconds } / Double(states.count)
    checkChanges("lasts", TimeSpan(seconds: mean), span)
    return .mmpp(states)
  }

  private mutating func onOff(_ record: ReadRecord) -> Arrivals.Process? {
    let active = record["active"]?.duration ?? .zero
    let idle = record["idle"]?.duration ?? .zero
    guard active > .zero, idle > .zero else {
      outOfRange("'active' and 'idle' must last", record.span, allowed: "more than 0")
      return nil
    }
    checkChanges(
      "active' and 'idle", TimeSpan(seconds: (active.seconds + idle.seconds) / 2),
      record["active"]?.span ?? record.span)
    return .onOff(active: active, idle: idle)
  }

  private mutating func burst(_ record: ReadRecord) -> Arrivals.Process? {
    let over = record["over"]?.duration ?? .zero
    let every = record["every"]?.duration
    if let every, let span = record["every"]?.span {
      guard every > .zero, over.seconds / every.seconds <= Self.mostBursts else {
        outOfRange(
          "'every' is \(every.text)", span,
          allowed: "more than 0, and at least a thousandth of 'over'")
        return nil
      }
    }
    return .burst(
      count: (record["count"]?.count ?? 1) ?? 1, at: record["at"]?.duration ?? .zero,
      every: every, over: over)
  }

  private mutating func batch(_ record: ReadRecord) -> Arrivals.Process? {
    guard let value = record["size"], let size = size(value) else { return nil }
    let shared = record["shared_key"]
    let share = shared?.flag.map { $0 ? 1.0 : 0 } ?? shared?.number ?? 0
    return .batch(
      size: size, spacing: record["spacing"]?.duration ?? .zero, sharedKey: share)
  }

  mutating func size(_ value: ReadValue) -> CountSpread? {
    guard let record = value.record else { return .geometric(mean: value.number ?? 1) }
    let exact = record["exact"]?.count ?? nil
    let mean = record["mean"]?.number
    guard (exact == nil) != (mean == nil), exact == nil || record["cv"] == nil else {
      add(
        "arch.bad-spread", "a size has either 'exact' or 'mean', with 'mean' perhaps 'cv'",
        record.span, allowed: "20, { exact: 20 } or { mean: 20, cv: 1 }")
      return nil
    }
    if let exact {
      guard Double(exact) <= CountSpread.greatestMean else {
        outOfRange("a batch of \(exact)", record.span, allowed: "at most 1M")
        return nil
      }
      return .exact(exact)
    }
    guard let mean else { return nil }
    guard let cv = record["cv"]?.number else { return .geometric(mean: mean) }
    do throws(QuantityProblem) {
      return try CountSpread.make(mean: mean, cv: cv)
    } catch {
      add(
        "arch.bad-spread", error.message, record.span, allowed: error.allowed,
        fix: error.hint.map { FixIt(message: "write '\($0)'", edits: []) })
      return nil
    }
  }

  private mutating func closed(_ record: ReadRecord) -> Arrivals.Process? {
    let users = (record["users"]?.count ?? 1) ?? 1
    if users > Self.mostUsers, let span = record["users"]?.span {
      outOfRange("\(users) users", span, allowed: "at most 5M")
    }
    guard
      let think = record["think"]?.spread.flatMap({
        complete($0, kindShape: .exponential(mean: TimeSpan(nanoseconds: 1)))
      })
    else { return nil }
    return .closed(users: min(Self.mostUsers, users), think: think)
  }

  // MARK: Traces

  private mutating func trace(_ record: ReadRecord, of operation: String) -> Arrivals.Process? {
    guard let value = record["file"], let path = value.text else { return nil }
    if traces[path] == nil { traces[path] = readTrace(path, value.span) }
    guard let table = traces[path], table.isWhole else { return nil }
    let moments = table.moments(of: operation)
    if moments.isEmpty {
      add(
        "arch.empty-value", "'\(path)' has no arrival of '\(operation)'", value.span,
        allowed: "at least one row")
      return nil
    }
    return .trace(ArrivalTrace(file: path, moments: moments))
  }

  private mutating func readTrace(_ path: String, _ span: SourceSpan) -> TraceTable {
    let reader = FolderReader(folder: folder.folder, limit: TraceReader.mostBytes)
    let bytes: [UInt8]
    do throws(FolderReader.Problem) {
      bytes = try reader.read(path)
    } catch {
      add(error.code, error.message, span, allowed: "a CSV file below the folder of this file")
      return TraceTable()
    }
    let parent = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
    var trace = TraceReader(bytes, file: parent + path, operations: operations)
    let table = trace.read()
    if !trace.problems.isEmpty {
      problems += trace.problems
      texts.append(SourceText(name: parent + path, text: String(decoding: bytes, as: UTF8.self)))
    }
    return table
  }
}
