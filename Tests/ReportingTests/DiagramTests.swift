import ArchitectureModel
import PluginAPI
import Testing

@testable import Reporting

/// Who reaches whom, drawn.
@Suite struct DiagramTests {
  static func shop() throws -> Diagram { Diagram(try SampleDesign.read(SampleDesign.shop)) }

  @Test func arrowsFollowCallsMissesAndMessages() throws {
    let diagram = try Self.shop()
    let arrows = diagram.edges.map { edge in
      let (from, to) = (diagram.nodes[edge.from], diagram.nodes[edge.to])
      return "\(from.isUsers ? "users" : from.component) \(edge.way.rawValue) \(to.component)"
    }
    #expect(
      arrows == [
        "edge waits web", "web waits pages", "web handsOver mail", "web waits db",
        "pages waits db", "mail pulls mailer", "users waits edge",
      ])
  }

  @Test func pathsOfOperationsAreTold() throws {
    let diagram = try Self.shop()
    #expect(diagram.operations == ["browse", "buy"])
    let paths = Dictionary(
      uniqueKeysWithValues: diagram.nodes.map { ($0.component, $0.isOnPath) })
    #expect(paths["pages"] == [true, false])
    #expect(paths["mail"] == [false, true])
    #expect(paths["mailer"] == [false, true])
    #expect(paths["db"] == [true, true])
  }

  @Test func framesAreBoundariesAndSites() throws {
    let diagram = try Self.shop()
    #expect(
      diagram.groups.map(\.title) == [
        "outside at north: Open to all, trust low", "inside at north: trust high",
        "inside at south: trust high",
      ])
    #expect(diagram.nodes.map(\.group) == [0, 1, 1, 2, 1, 1, nil])
    let plain = Diagram(
      try SampleDesign.read(
        "format: arch/1\nentry: web\ncomponents: { web: { kind: service } }\n"
          + "workload: { lasts: 1s, operations: { a: { arrivals: { process: regular, rate: 1/s } } } }"
      ))
    #expect(plain.groups.isEmpty)
  }

  @Test func theTextsForOtherProgramsAreAsRecorded() throws {
    let diagram = try Self.shop()
    #expect(
      diagram.dot.contains(
        """
          subgraph cluster_0 {
            graph [label="outside at north: Open to all, trust low", labeljust=l]
            n0 [label="edge\\nservice x2"]
          }
        """))
    #expect(diagram.dot.contains("  n1 -> n4 [style=dashed]\n"))
    #expect(
      diagram.mermaid.hasPrefix(
        """
        flowchart TB
          subgraph g0["outside at north#58; Open to all, trust low"]
            n0["edge<br>service x2"]
          end
        """))
    #expect(diagram.mermaid.contains("  n1 -.->|hands over| n4\n"))
    #expect(diagram.mermaid.contains("  n6([\"users\"])\n"))
  }

  @Test(arguments: SampleDesign.nasty.indices)
  func hostileTextsStayLabels(_ index: Int) throws {
    let text = SampleDesign.nasty[index]
    let diagram = Diagram(try SampleDesign.hostile(text))
    let clean = Diagram(try SampleDesign.hostile("x"))
    // Without its labels a text has the same structure, whatever the names are.
    func bare(_ source: String) -> String {
      var kept = ""
      var isInside = false
      var isEscaped = false
      for character in source {
        if isInside {
          if isEscaped {
            isEscaped = false
          } else if character == "\\" {
            isEscaped = true
          } else if character == "\"" {
            isInside = false
          }
        } else {
          kept.append(character)
          isInside = character == "\""
        }
      }
      return kept
    }
    #expect(bare(diagram.dot) == bare(clean.dot))
    for source in [diagram.dot, diagram.mermaid] {
      #expect(!source.contains("<script"))
      #expect(!source.contains("\u{202E}"))
      #expect(source.utf8.count < 20_000)
    }
    // In a label of Mermaid nothing but letters, digits and a few signs stands for itself.
    let signs = Set("#;<>()[]{}&%\\`=|'$!+*~^/:@?\"")
    for line in diagram.mermaid.split(separator: "\n") {
      let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
      guard parts.count > 1 else { continue }
      #expect(parts.count == 3, "\(line)")
      let label = parts[1].replacing("<br>", with: "")
      let signsOnly = label.filter { signs.contains($0) }
      #expect(signsOnly.allSatisfy { $0 == "#" || $0 == ";" }, "\(line)")
    }
    #expect(diagram.layoutRequest(sideways: false) == clean.layoutRequest(sideways: false))
    let reading = try PageReader.read("picture", diagram.placed(by: nil).svg)
    #expect(reading.problems == [])
    #expect(reading.boxes == 6)
    #expect(reading.arrows == 7)
    #expect(reading.frames == 3)
  }
}
