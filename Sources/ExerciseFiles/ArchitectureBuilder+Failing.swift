import ArchitectureModel
import Diagnostics
import Quantities

extension ArchitectureBuilder {
  /// How often a component fails; nil where neither the file nor the kind says anything.
  ///
  /// `available` and the pair exclude each other; what stands nearer to the component holds.
  mutating func failureTimes(_ scope: ComponentScope) -> FailureTimes? {
    let every = time("fails.every", scope, .higher)
    let lasts = time("fails.lasts", scope, .lower)
    let available = share("fails.available", scope)
    if let stated = scope.record.value(at: ["fails", "available"]),
      scope.record.value(at: ["fails", "every"]) != nil
        || scope.record.value(at: ["fails", "lasts"]) != nil
    {
      add(
        "arch.conflicting-fields",
        "'\(scope.id)' states 'fails.available' beside 'every' or 'lasts'", stated.span,
        allowed: "either 'available', or 'every' and 'lasts'")
    }
    guard let every, let lasts else {
      // One of the pair alone says nothing about how long it is down.
      return available.map { FailureTimes(every: .none, lasts: .none, available: $0) }
    }
    var times = FailureTimes(every: every, lasts: lasts)
    let pair = max(Self.nearness(every.origin), Self.nearness(lasts.origin))
    if let available, Self.nearness(available.origin) >= pair { times.available = available }
    return held(times, scope)
  }

  /// What is stated in another form than the kind's default is a claim where it is better.
  private mutating func held(_ times: FailureTimes, _ scope: ComponentScope) -> FailureTimes {
    let hasShare = scope.kind.fallback("fails.available") != nil
    guard hasShare != (times.available != nil), let kind = kindShare(scope),
      let span = times.available?.origin.span ?? times.every.origin.span
        ?? times.lasts.origin.span
    else { return times }
    var claimed = ofComponent("fails.available", scope)
    claimed.field = times.available == nil ? "fails.every" : "fails.available"
    claimed.path = "components.\(scope.id).\(claimed.field)"
    let quantity = ClaimQuantity<Double>(
      read: { $0.number }, size: { $0 }, text: { Share(fraction: $0).text })
    let share = held(
      Setting(times.workingShare, .stated(span)), claimed, usual: kind.workingShare, .higher,
      quantity)
    guard !share.isStated else { return times }
    if share.value == kind.workingShare { return kind }
    var bounded = times
    bounded.available = share
    return bounded
  }

  /// The kind's own times.
  private mutating func kindShare(_ scope: ComponentScope) -> FailureTimes? {
    func text(_ path: String) -> String? { scope.kind.fallback(path)?.value }
    let origin = Origin.exercise
    if let share = text("fails.available") {
      let key = "\(scope.kind.name)/fails.available"
      return parsed(share, .share, key: key)?.number.map {
        FailureTimes(every: .none, lasts: .none, available: Setting($0, origin))
      }
    }
    guard let every = text("fails.every"), let lasts = text("fails.lasts"),
      let up = parsed(every, .duration, key: "\(scope.kind.name)/fails.every")?.duration,
      let down = parsed(lasts, .duration, key: "\(scope.kind.name)/fails.lasts")?.duration
    else { return nil }
    return FailureTimes(every: Setting(up, origin), lasts: Setting(down, origin))
  }

  private static func nearness(_ origin: Origin?) -> Int {
    switch origin {
    case .stated: 3
    case .fileDefault: 2
    case .kind, .exercise: 1
    case .language, nil: 0
    }
  }

  /// A duration, held to the kind's where it is better and not believed.
  private mutating func time(
    _ path: String, _ scope: ComponentScope, _ direction: ClaimDirection
  ) -> Setting<TimeSpan>? {
    guard let setting = span(path, scope), let text = scope.kind.fallback(path)?.value,
      let kind = parsed(text, .duration, key: "\(scope.kind.name)/\(path)")?.duration
    else { return span(path, scope) }
    return held(setting, ofComponent(path, scope), usual: kind, direction, .duration)
  }

  /// The components that share a fate with one, each with the part of the failures in common.
  mutating func sharedFates(_ scope: ComponentScope) -> [SharedFate] {
    (scope.record.value(at: ["fails", "with"])?.items ?? []).compactMap { item in
      guard let name = item.record?["id"] ?? (item.text == nil ? nil : item),
        let other = componentName(name, "'\(scope.id)' fails with")
      else { return nil }
      guard let stated = item.record?["share"], let share = stated.number else {
        return SharedFate(other, share: Setting(SharedFate.usualShare, .language))
      }
      return SharedFate(other, share: Setting(share, .stated(stated.span)))
    }
  }

  /// How often a site or a zone is lost; what is better than the default is a claim.
  mutating func placeTimes(
    _ value: ReadValue?, _ path: String, _ fallback: FailureTimes
  ) -> FailureTimes {
    var result = fallback
    guard let record = value?.record else { return result }
    let field = path.split(separator: ".").last.map(String.init) ?? path
    if let stated = record["every"], let span = stated.duration {
      result.every = held(
        Setting(span, .stated(stated.span)), ofSite("\(field).every", "\(path).every"),
        usual: fallback.every.value, .higher, .duration)
    }
    if let stated = record["lasts"], let span = stated.duration {
      result.lasts = held(
        Setting(span, .stated(stated.span)), ofSite("\(field).lasts", "\(path).lasts"),
        usual: fallback.lasts.value, .lower, .duration)
    }
    return result
  }
}

extension Setting<TimeSpan> {
  /// A time that plays no part.
  fileprivate static var none: Setting<TimeSpan> { Setting(.zero, .language) }
}
