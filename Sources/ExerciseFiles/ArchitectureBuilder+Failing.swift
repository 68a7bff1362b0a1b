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
    let path = times.available == nil ? "fails.every" : "fails.available"
    let stated = times.workingShare
    let used = mayUse(
      path, scope, stated: stated, fallback: kind.workingShare, direction: .higher,
      texts: (Share(fraction: stated).text, Share(fraction: kind.workingShare).text), span: span)
    return used ? times : kind
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
    guard let setting = span(path, scope), let place = setting.origin.span,
      let text = scope.kind.fallback(path)?.value,
      let kind = parsed(text, .duration, key: "\(scope.kind.name)/\(path)")?.duration
    else { return span(path, scope) }
    let used = mayUse(
      path, scope, stated: setting.value.seconds, fallback: kind.seconds, direction: direction,
      texts: (setting.value.text, kind.text), span: place)
    return used ? setting : Setting(kind, .exercise)
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
    if let stated = record["every"], let span = stated.duration {
      result.every = place(
        Setting(span, .stated(stated.span)), fallback.every, "\(path).every",
        isBetter: span > fallback.every.value)
    }
    if let stated = record["lasts"], let span = stated.duration {
      result.lasts = place(
        Setting(span, .stated(stated.span)), fallback.lasts, "\(path).lasts",
        isBetter: span < fallback.lasts.value)
    }
    return result
  }

  private mutating func place(
    _ stated: Setting<TimeSpan>, _ fallback: Setting<TimeSpan>, _ path: String, isBetter: Bool
  ) -> Setting<TimeSpan> {
    guard isBetter, let span = stated.origin.span else { return stated }
    let field = path.split(separator: ".").suffix(2).joined(separator: ".")
    let used = believes(
      field, path: path, stated: stated.value.text, fallback: fallback.value.text, span: span,
      range: "")
    return used ? stated : Setting(fallback.value, .exercise)
  }
}

extension Setting<TimeSpan> {
  /// A time that plays no part.
  fileprivate static var none: Setting<TimeSpan> { Setting(.zero, .language) }
}
