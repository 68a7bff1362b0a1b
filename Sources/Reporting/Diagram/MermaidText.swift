extension Diagram {
  /// The diagram as a Mermaid flow chart, for pages that draw it.
  public var mermaid: String {
    var lines = ["flowchart TB"]
    for (index, group) in groups.enumerated() {
      lines.append("  subgraph g\(index)[\"\(Self.entities(group.title))\"]")
      for (place, node) in nodes.enumerated() where node.group == index {
        lines.append("    " + Self.node(place, node))
      }
      lines.append("  end")
    }
    for (place, node) in nodes.enumerated() where node.group == nil {
      lines.append("  " + Self.node(place, node))
    }
    for edge in edges {
      let arrow = edge.way == .waits ? "-->" : "-.->"
      let label =
        switch edge.way {
        case .waits: ""
        case .handsOver: "|hands over|"
        case .pulls: "|is read by|"
        }
      lines.append("  n\(edge.from) \(arrow)\(label) n\(edge.to)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func node(_ place: Int, _ node: Node) -> String {
    let title = entities(node.title)
    if node.isUsers { return "n\(place)([\"\(title)\"])" }
    return "n\(place)[\"\(title)<br>\(entities(node.detail))\"]"
  }

  /// A text whose signs are written as numbers, so that none means anything to Mermaid.
  ///
  /// Letters, digits, spaces and `_`, `-`, `.`, `,` stay; every other sign becomes `#code;`.
  ///
  /// Source: Mermaid documentation, "Flowcharts: entity codes to escape characters".
  static func entities(_ text: String) -> String {
    var shown = ""
    for scalar in SafeText.clipped(SafeText.line(text), to: 120).unicodeScalars {
      let isPlain =
        scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
        || " _-.,".unicodeScalars.contains(scalar)
      if isPlain {
        shown.unicodeScalars.append(scalar)
      } else {
        shown += "#\(scalar.value);"
      }
    }
    return shown
  }
}
