import ArchitectureModel

extension Diagram {
  /// The diagram in the language of Graphviz without any name or text, for `dot -Tjson0`.
  ///
  /// Nodes are called `n0`, `n1`, …, frames `cluster_0`, …: no name from a file reaches the
  /// program, and its answer is matched by number.
  ///
  /// - Parameter sideways: Whether requests go from left to right instead of downwards.
  /// - Returns: The text for the program.
  public func layoutRequest(sideways: Bool) -> String {
    let direction = sideways ? "LR" : "TB"
    var lines = ["digraph {"]
    lines.append(
      "  graph [rankdir=\(direction), newrank=true, nodesep=0.3, ranksep=0.6, margin=0, pad=0]")
    // From side to side, so that arrows keep clear of the boxes beside their ends.
    let (tail, head) = sideways ? ("e", "w") : ("s", "n")
    lines.append("  edge [tailport=\(tail), headport=\(head)]")
    lines.append("  node [shape=box, fixedsize=true, label=\"\"]")
    lines += groups.indices.flatMap { group -> [String] in
      let members = nodes.indices.filter { nodes[$0].group == group }.map { "n\($0)" }
      // The label of a letter keeps room for the title.
      return [
        "  subgraph cluster_\(group) {",
        "    graph [label=\"M\", labeljust=l, fontsize=14, margin=12]",
        "    " + members.joined(separator: " "), "  }",
      ]
    }
    for (index, node) in nodes.enumerated() {
      let size = DiagramLayout.size(node)
      lines.append("  n\(index) [width=\(size.width / 72), height=\(size.height / 72)]")
    }
    for edge in edges { lines.append("  n\(edge.from) -> n\(edge.to)") }
    return lines.joined(separator: "\n") + "\n}\n"
  }

  /// The diagram in the language of Graphviz, with titles and frames, to be drawn by its programs.
  public var dot: String {
    var lines = ["digraph architecture {"]
    lines.append("  graph [rankdir=TB, fontname=\"sans-serif\", label=\(Self.quoted(caption))]")
    lines.append("  node [shape=box, style=rounded, fontname=\"sans-serif\"]")
    for (index, group) in groups.enumerated() {
      lines.append("  subgraph cluster_\(index) {")
      lines.append("    graph [label=\(Self.quoted(group.title)), labeljust=l]")
      for (place, node) in nodes.enumerated() where node.group == index {
        lines.append("    " + Self.node(place, node))
      }
      lines.append("  }")
    }
    for (place, node) in nodes.enumerated() where node.group == nil {
      lines.append("  " + Self.node(place, node))
    }
    for edge in edges {
      lines.append("  n\(edge.from) -> n\(edge.to) [style=\(Self.style(edge.way))]")
    }
    return lines.joined(separator: "\n") + "\n}\n"
  }

  /// The name of the design; that of the file where it has none.
  var caption: String { architecture.name.isEmpty ? architecture.file : architecture.name }

  private static func node(_ place: Int, _ node: Node) -> String {
    let label = quoted([node.title, node.detail].filter { !$0.isEmpty })
    return "n\(place) [label=\(label)\(node.isUsers ? ", shape=ellipse" : "")]"
  }

  private static func style(_ way: Way) -> String {
    switch way {
    case .waits: "solid"
    case .handsOver: "dashed"
    case .pulls: "dotted"
    }
  }

  /// A label of one line.
  private static func quoted(_ text: String) -> String { quoted([text]) }

  /// A label of several lines.
  ///
  /// In a label a backslash begins an escape (`\N` is the name of the node), and `&` an entity.
  ///
  /// Source: Graphviz documentation, "escString" and "Character Set, Entities", graphviz.org.
  private static func quoted(_ lines: [String]) -> String {
    let escaped = lines.map { line in
      var text = ""
      for scalar in SafeText.clipped(SafeText.line(line), to: 120).unicodeScalars {
        switch scalar {
        case "\\": text += "\\\\"
        case "\"": text += "\\\""
        case "&": text += "&amp;"
        case "<": text += "&lt;"
        case ">": text += "&gt;"
        default: text.unicodeScalars.append(scalar)
        }
      }
      return text
    }
    return "\"" + escaped.joined(separator: "\\n") + "\""
  }
}
