import ArchitectureModel
import PluginAPI
import Quantities

/// Faults in words, with the names of the design.
enum FaultWords {
  /// A fault as it was played, with its time from the start of the kept time.
  static func played(_ fault: Fault, warmup: TimeSpan) -> PlayedFault {
    PlayedFault(
      text: words(fault.target), at: fault.at.seconds - warmup.seconds,
      lasts: isMoment(fault.target) ? 0 : fault.lasts?.seconds)
  }

  /// Whether it is over as soon as it has happened.
  private static func isMoment(_ target: Fault.Target) -> Bool {
    switch target {
    case .wipe, .flush: true
    default: false
    }
  }

  /// What breaks.
  static func words(_ target: Fault.Target) -> String {
    switch target {
    case .crash(let component, let copies): return "crash of \(words(copies)) \(component)"
    case .slow(let component, let copies, let factor):
      return "\(words(copies)) \(component) \(number(factor)) times slower"
    case .errors(let component, let copies, let share):
      return "\(text(share)) errors in \(words(copies)) \(component)"
    case .less(let component, let copies, let share):
      return "\(text(share)) of the slots gone in \(words(copies)) \(component)"
    case .lose(let site, let zone):
      return zone.map { "loss of zone \(site).\($0)" } ?? "loss of site \(site)"
    case .cut(let one, let other): return "cut between \(one.text) and \(other.text)"
    case .drop(let link, let share): return "\(text(share)) of the messages of \(link) lost"
    case .slowLink(let link, let factor, let adds):
      let times = factor == 1 ? "" : "\(number(factor)) times as long"
      let more = adds == .zero ? "" : "\(adds.text) longer"
      return "the way of \(link) "
        + [times, more].filter { !$0.isEmpty }.joined(separator: " and ")
    case .lag(let component, let by): return "copies of \(component) \(by.text) further behind"
    case .skew(let component, let by):
      return "clocks of followers of \(component) \(by.text) behind"
    case .wipe(let component): return "data of \(component) gone"
    case .flush(let component): return "\(component) emptied"
    case .load(let operation, let factor):
      return "\(number(factor)) times the load" + (operation.map { " of \($0)" } ?? "")
    case .random(let component, let copies):
      return "random failures of \(words(copies)) \(component)"
    case .deploy(let component, let copies, let over, let errors, let slow):
      let what = [
        errors.map { "\(text($0)) errors" }, slow.map { "\(number($0)) times slower" },
      ].compactMap { $0 }.joined(separator: ", ")
      return "release to \(words(copies)) \(component) over \(over.text): \(what)"
    }
  }

  private static func text(_ share: Double) -> String { Share(fraction: share).text }

  /// Without a part where there is none: `12`, `1.5`.
  private static func number(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 1e15 ? String(Int64(value)) : String(value)
  }

  private static func words(_ copies: FaultCopies) -> String {
    switch copies {
    case .all: "all of"
    case .first(let count): count == 1 ? "a copy of" : "\(count) copies of"
    case .shard(let shard): "shard \(shard) of"
    case .leaders: "the leader of"
    }
  }
}
