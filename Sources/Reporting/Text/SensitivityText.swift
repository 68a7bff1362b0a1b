import PluginAPI

/// Which claims and defaults a result hangs on, as text.
enum SensitivityText {
  /// Numbers that are told unless all are asked for.
  static let most = 12

  static func render(
    _ results: SensitivityResults?, showAll: Bool, _ page: inout TextPage
  ) {
    guard let results else { return }
    page.heading(results.points == nil ? "WHAT THE RESULT HANGS ON" : "WHAT THE SCORE HANGS ON")
    page.say(
      "Each claim and each default halved and doubled, one at a time, with the same luck.",
      indent: 2, tint: .quiet)
    guard !results.numbers.isEmpty else {
      page.say("None of \(results.unmoved.count) numbers changes anything.", indent: 2)
      return
    }
    table(results, showAll: showAll, &page)
    let hidden = showAll ? 0 : max(0, results.numbers.count - most)
    if hidden > 0 {
      page.say(
        "\(Figures.counted(hidden, "more number")) \(hidden == 1 ? "moves" : "move") less "
          + "(--full shows all)", indent: 2, tint: .quiet)
    }
    if !results.unmoved.isEmpty {
      page.say(
        "\(Figures.counted(results.unmoved.count, "number")) changed nothing", indent: 2,
        tint: .quiet)
    }
  }

  private static func table(
    _ results: SensitivityResults, showAll: Bool, _ page: inout TextPage
  ) {
    let style = page.style
    let isGraded = results.points != nil
    let rest = max(20, style.width - (isGraded ? 56 : 42))
    var columns: [Table.Column] = [.init("number", most: 28), .init("value", most: 8)]
    if isGraded { columns += [.init("half", right: true), .init("double", right: true)] }
    columns.append(.init("moves most", most: rest))
    var table = Table(columns)
    for number in results.numbers.prefix(showAll ? results.numbers.count : most) {
      var cells: [Table.Cell] = [.init(number.path), .init(shortened(number.value))]
      if isGraded { cells += [gain(number.halved), gain(number.doubled)] }
      cells.append(.init(strongest(number)))
      table.add(cells)
    }
    table.lines(style: style).forEach { page.raw($0) }
  }

  /// The value without the words of a spread.
  private static func shortened(_ value: String) -> String {
    let mean = "mean "
    guard value.hasPrefix(mean) else { return value }
    return String(value.dropFirst(mean.count).prefix { $0 != "," })
  }

  private static func gain(_ change: SensitivityChange?) -> Table.Cell {
    guard let gain = change?.gain else { return .init("-", .quiet) }
    return .init(signed(gain), gain < 0 ? .bad : gain > 0 ? .good : .quiet)
  }

  /// Points with their sign.
  static func signed(_ points: Double) -> String {
    points == 0 ? "0" : (points > 0 ? "+" : "") + Figures.points(points)
  }

  /// The effect that counts most: most points, then the furthest way.
  private static func strongest(_ number: SensitivityNumberEffects) -> String {
    guard let (isHalf, effect) = number.strongest else { return "" }
    return "\(isHalf ? "/2" : "x2") \(words(effect))"
  }

  private static func strongest(_ number: SensitiveNumber) -> String {
    strongest(SensitivityNumberEffects(number))
  }

  /// An effect in words, such as `R2 82 ms to 130 ms`.
  static func words(_ effect: SensitivityEffect) -> String {
    let unit = effect.unit.isEmpty ? "" : " \(effect.unit)"
    guard effect.before != .none || effect.after != .none else {
      return "\(effect.id) \(signed(effect.pointsAfter - effect.pointsBefore))"
    }
    let before = Figures.brief(effect.before, effect.dimension)
    return "\(effect.id) \(before) to \(Figures.brief(effect.after, effect.dimension))\(unit)"
  }
}

/// The effects of a number, with the direction that has each.
struct SensitivityNumberEffects {
  let all: [(isHalf: Bool, effect: SensitivityEffect)]

  init(_ number: SensitiveNumber) {
    let halved = number.halved?.effects ?? []
    let doubled = number.doubled?.effects ?? []
    all = halved.map { (true, $0) } + doubled.map { (false, $0) }
  }

  /// The effect that counts most: most points, then the furthest way; the first of equals.
  var strongest: (isHalf: Bool, effect: SensitivityEffect)? {
    all.reduce(nil) { best, next in
      guard let best else { return next }
      let (old, new) = (Self.weight(best.effect), Self.weight(next.effect))
      return new > old ? next : best
    }
  }

  private static func weight(_ effect: SensitivityEffect) -> (Double, Double) {
    ((effect.pointsAfter - effect.pointsBefore).magnitude, effect.reach)
  }
}
