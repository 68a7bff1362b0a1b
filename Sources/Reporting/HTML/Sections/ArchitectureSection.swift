import PluginAPI

/// The diagram with its switches, and the same as a table.
enum ArchitectureSection {
  static func build(_ context: ReportContext) -> ReportSection? {
    guard let placed = context.diagram else { return nil }
    return ReportSection(
      anchor: "architecture", title: "The architecture",
      content: .several([switched(placed, context, number: 0), table(placed.diagram, context)]))
  }

  /// The diagram in its box, with the switches before it.
  ///
  /// - Parameters:
  ///   - placed: The diagram.
  ///   - context: What was found out about it.
  ///   - number: Tells the diagrams of a page apart.
  /// - Returns: The box.
  static func switched(
    _ placed: PlacedDiagram, _ context: ReportContext, number: Int
  ) -> Markup {
    var findings: [String: Int] = [:]
    for finding in context.report.findings
    where finding.outcome == .violated && finding.severity >= .minor {
      for component in Set(finding.components) { findings[component, default: 0] += 1 }
    }
    let picture = DiagramPicture(placed: placed, loads: context.loads, findings: findings)
    let least = min(placed.layout.width, max(640, placed.layout.width * 0.7))
    return .tag(
      "div", [.kind(context.loads.count == 1 ? "switched only" : "switched")],
      paths(context, number), scenarios(context, number),
      .tag(
        "div",
        [
          .kind("scroll"), .init("tabindex", "0"), .init("role", "group"),
          .init("aria-label", "Architecture diagram"),
        ], picture.sized(least: least)),
      legend(context, isByGraphviz: placed.isByGraphviz, hasFindings: !findings.isEmpty))
  }

  // MARK: Switches

  private static func paths(_ context: ReportContext, _ number: Int) -> Markup {
    guard context.paths.count > 1 else { return .none }
    let all = context.diagram?.diagram.operations.count ?? 0
    return .tag(
      "fieldset", [.kind("switch")],
      all: [
        .tag("legend", [], "Path of"),
        choice("path", number, "every", "all operations", isChosen: true),
      ]
        + context.paths.enumerated().map { index, operation in
          choice("path", number, "p\(index)", operation, isChosen: false)
        } + [
          all > context.paths.count
            ? .text("and \(all - context.paths.count) more without a switch") : .none
        ])
  }

  private static func scenarios(_ context: ReportContext, _ number: Int) -> Markup {
    let scenarios = context.measuredScenarios
    guard !scenarios.isEmpty else { return .none }
    let notes = scenarios.enumerated().map { index, scenario -> Markup in
      let faults = scenario.faults.map {
        "\($0.text) at \(Figures.brief($0.at, .duration))"
      }
      let title = scenario.title.isEmpty ? scenario.scenario : scenario.title
      return .tag(
        "p", [.init("class", "note small n\(index)")],
        .text("Shaded by how busy in "), .tag("strong", [], .name(scenario.scenario)),
        .text(": \(title)" + (faults.isEmpty ? "" : "; fault: " + faults.joined(separator: ", "))),
        .text(StopWords.isEarly(scenario.stopped) ? "; the run stopped, so it is too low" : ""))
    }
    // One scenario alone is shown without a switch.
    guard scenarios.count > 1 else { return .several(notes) }
    let choices = scenarios.enumerated().map { index, scenario in
      choice(
        "load", number, "u\(index)", scenario.scenario, isChosen: index == context.worstScenario)
    }
    return .several([
      .tag("fieldset", [.kind("switch")], all: [.tag("legend", [], "Busy in")] + choices),
      .several(notes),
    ])
  }

  private static func choice(
    _ group: String, _ number: Int, _ kind: String, _ label: String, isChosen: Bool
  ) -> Markup {
    var attributes: [Markup.Attribute] = [
      .init("type", "radio"), .init("name", "\(group)-\(number)"), .init("class", "pick-\(kind)"),
    ]
    if isChosen { attributes.append(.init("checked", "checked")) }
    return .tag("label", [], .tag("input", attributes), .name(label))
  }

  // MARK: Words

  private static func legend(
    _ context: ReportContext, isByGraphviz: Bool, hasFindings: Bool
  ) -> Markup {
    func sample(_ kind: String, _ words: String) -> Markup {
      .tag(
        "li", [],
        .tag(
          "svg",
          [
            .init("viewBox", "0 0 34 12"), .init("width", "34"), .init("height", "12"),
            .init("role", "img"), .init("aria-label", words), .kind("diagram"),
          ], .tag("title", [], .text(words)),
          .tag(
            "g", [.init("class", "arrow \(kind)")], .tag("path", [.init("d", "M1 6H27")]),
            .tag("polygon", [.init("points", "34,6 26,2 26,10")]))), .text(" \(words)"))
    }
    let ways = Set(context.diagram?.diagram.edges.map(\.way) ?? [])
    let words: [Diagram.Way: String] = [
      .waits: "waits for the answer", .handsOver: "hands over, nobody waits",
      .pulls: "is read by",
    ]
    var items = Diagram.Way.allCases.filter(ways.contains).map { way in
      sample(way.rawValue, words[way] ?? "")
    }
    if !context.loads.isEmpty {
      items += DiagramPicture.Shade.allCases.map { shade in
        let words = "busy \(shade.words)"
        return .tag(
          "li", [],
          .tag(
            "svg",
            [
              .init("viewBox", "0 0 18 12"), .init("width", "18"), .init("height", "12"),
              .init("role", "img"), .init("aria-label", words), .kind("diagram"),
            ], .tag("title", [], .text(words)),
            .tag(
              "g", [.init("class", shade.rawValue)],
              .tag(
                "rect",
                [
                  .init("x", "1.5"), .init("y", "1.5"), .init("width", "15"),
                  .init("height", "9"),
                ]))), .text(" \(words)"))
      }
    }
    if hasFindings {
      items.append(.tag("li", [], "triangle: how many findings name the component"))
    }
    return .tag("ul", [.kind("facts small")], all: items)
  }

  /// The diagram in words, for those who do not see it.
  static func table(_ diagram: Diagram, _ context: ReportContext) -> Markup {
    let rows = diagram.nodes.enumerated().map { index, node -> [Markup] in
      let targets = diagram.edges.filter { $0.from == index }.map { edge in
        let to = diagram.nodes[edge.to]
        return "\(edge.way.words) \(to.isUsers ? "users" : to.component)"
      }
      let paths = zip(diagram.operations, node.isOnPath).filter(\.1).map(\.0)
      return [
        node.isUsers
          ? "users" : .several([.name(node.component), .text(title(node))]),
        .text(node.isUsers ? "" : "\(node.kind): \(node.detail)"),
        .text(node.group.map { diagram.groups[$0].title } ?? ""),
        .text(targets.joined(separator: "; ")),
        .text(paths.joined(separator: ", ")),
      ]
    }
    return .tag(
      "details", [], .tag("summary", [], "The diagram as a table"),
      HTMLPage.table(
        "Components and whom they reach",
        head: [
          ("component", false), ("kind", false), ("in", false), ("reaches", false),
          ("on the path of", false),
        ], rows: rows))
  }

  private static func title(_ node: Diagram.Node) -> String {
    node.title == node.component ? "" : " (\(node.title))"
  }
}

extension DiagramPicture {
  /// The picture with the least width down to which it may shrink on a small screen.
  func sized(least: Double) -> Markup {
    guard case .element(let name, var attributes, let content) = markup else { return markup }
    attributes.append(
      .init("style", "max-width:100%;height:auto;min-width:\(Coordinate.text(least))px"))
    return .element(name, attributes, content)
  }

  /// A share with room for seven signs: none of many nines.
  private static func brief(_ share: Double) -> String {
    if share > 0.999, share < 1 { return "> 99.9 %" }
    if share < 0.001, share > 0 { return "< 0.1 %" }
    return Figures.brief(share, .share)
  }

  /// How busy the components were in a scenario.
  static func loads(_ scenario: ScenarioMeasurements) -> [String: Load] {
    var loads: [String: Load] = [:]
    for component in scenario.components {
      let value = component.utilisation.value ?? 0
      // Where slots are unlimited the utilisation is a number in progress, not a share.
      let isShare = value <= 1.0001
      let waiting = Figures.brief(component.queueMean, .count)
      let busy =
        isShare
        ? "busy \(Figures.full(component.utilisation, .share))"
        : "\(Figures.count(value)) in progress"
      var words = "\(busy), \(waiting) waiting on average, at most \(component.queueMax) at a copy"
      if component.refused > 0 { words += ", \(Figures.count(component.refused)) refused" }
      if let lost = component.lostWrites.value, lost > 0 {
        words += ", lost \(Figures.count(lost)) acknowledged writes"
      }
      loads[component.component] = Load(
        share: isShare ? value : nil,
        text: isShare ? brief(value) : Figures.count(value) + " in",
        words: words)
    }
    return loads
  }
}
