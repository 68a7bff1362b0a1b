import ArchitectureModel
import Diagnostics
import Quantities
import Stochastics
import YAMLTree

extension ArchitectureBuilder {
  // MARK: Sites

  mutating func sites() -> [Site] {
    let entries = root["sites"]?.map ?? []
    guard !entries.isEmpty else {
      return [
        Site(
          id: "site", span: root.span, zones: ["z1"], place: nil,
          zoneLatency: Setting(.zero, .language))
      ]
    }
    return entries.compactMap { entry in
      guard let record = entry.value.record else { return nil }
      return site(entry, record)
    }
  }

  private mutating func site(_ entry: ReadEntry, _ record: ReadRecord) -> Site {
    let zones = record["zones"]?.texts ?? ["z1"]
    if zones.isEmpty, let value = record["zones"] {
      add("arch.no-zones", "'\(entry.key)' has no zones", value.span, allowed: "at least one zone")
    }
    for (index, zone) in zones.enumerated() where zones.firstIndex(of: zone) != index {
      let span = record["zones"]?.items[index].span ?? record.span
      add("arch.duplicate-zone", "the zone '\(zone)' stands twice", span)
    }
    var place: String?
    if let value = record["place"], let name = value.text {
      let legal = frame?.places ?? []
      if legal.contains(name) {
        place = name
      } else {
        unknown(
          "arch.unknown-place", name, "'\(name)' is not a place of the exercise", value.span,
          legal: legal)
      }
    }
    var site = Site(
      id: entry.key, span: entry.keySpan, zones: zones.isEmpty ? ["z1"] : zones, place: place,
      zoneLatency: zoneLatency(entry.key, record),
      latencyTo: latencyTo(entry.key, record), bandwidthTo: bandwidthTo(entry.key, record),
      fails: placeTimes(record["fails"], "sites.\(entry.key).fails", .site),
      zoneFails: placeTimes(record["zone_fails"], "sites.\(entry.key).zone_fails", .zone))
    site.prices = record["prices"].flatMap { value in value.text.map { Named($0, value.span) } }
    return site
  }

  private mutating func zoneLatency(_ site: String, _ record: ReadRecord) -> Setting<TimeSpan> {
    let fallback = TimeSpan(nanoseconds: 500_000)
    guard let value = record["zone_latency"], let stated = value.duration else {
      return Setting(fallback, .language)
    }
    return held(
      Setting(stated, .stated(value.span)), ofSite("zone_latency", "sites.\(site).zone_latency"),
      usual: fallback, .lower, .duration)
  }

  private mutating func latencyTo(_ site: String, _ record: ReadRecord) -> [String: TimeSpan] {
    let usual = TimeSpan(nanoseconds: 30_000_000)
    var result: [String: TimeSpan] = [:]
    for (other, value) in otherSites(record["latency_to"]) {
      guard let span = value.duration else { continue }
      let path = "sites.\(site).latency_to.\(other)"
      result[other] =
        held(
          Setting(span, .stated(value.span)), ofSite("latency_to", path), usual: usual, .lower,
          .duration
        ).value
    }
    return result
  }

  private mutating func bandwidthTo(_ site: String, _ record: ReadRecord) -> [String: Double] {
    let quantity = ClaimQuantity<Double>(
      read: { $0.number }, size: { $0 }, text: { "\(TypeWords.plain($0 / 1e9))Gbps" })
    var result: [String: Double] = [:]
    for (other, value) in otherSites(record["bandwidth_to"]) {
      guard let number = value.number else { continue }
      let path = "sites.\(site).bandwidth_to.\(other)"
      result[other] =
        held(
          Setting(number, .stated(value.span)), ofSite("bandwidth_to", path, .bandwidth),
          usual: 10e9, .higher, quantity
        ).value
    }
    return result
  }

  /// The entries of a map from sites, those of no site being said.
  private mutating func otherSites(_ value: ReadValue?) -> [(site: String, value: ReadValue)] {
    (value?.map ?? []).compactMap { entry in
      if siteIDs.contains(entry.key) { return (entry.key, entry.value) }
      unknown(
        "arch.unknown-site", entry.key, "'\(entry.key)' is not a site", entry.keySpan,
        legal: siteIDs)
      return nil
    }
  }

  // MARK: Distributions

  mutating func readDistributions() {
    for entry in root["distributions"]?.map ?? [] {
      if let spread = entry.value.spread {
        if case .like = spread.form {
          add(
            "arch.bad-spread", "'\(entry.key)' refers to another distribution", entry.value.span,
            allowed: "a spread of its own, or { file: … }")
        } else if let complete = complete(spread, kindShape: nil) {
          distributions[entry.key] = complete
        }
      } else if let file = entry.value.record?["file"], let path = file.text {
        readTable(path, file.span, as: entry.key)
      }
    }
  }

  private mutating func readTable(_ path: String, _ span: SourceSpan, as name: String) {
    let bytes: [UInt8]
    do throws(FolderReader.Problem) {
      bytes = try folder.read(path)
    } catch {
      add(error.code, error.message, span, allowed: "a CSV file below the folder of this file")
      return
    }
    var points: [(share: Double?, value: TimeSpan)] = []
    let lines = String(decoding: bytes, as: UTF8.self).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() {
      let text = line.split(separator: ",").map { trim($0) }
      if text.isEmpty || text[0].isEmpty || text[0].hasPrefix("#") { continue }
      let value = text.count > 1 ? text[1] : text[0]
      let share = text.count > 1 ? Double(text[0]) : nil
      guard case .success(let duration) = TimeSpan.parse(value), text.count == 1 || share != nil
      else {
        if index == 0 { continue }  // a heading
        add(
          "arch.bad-table", "line \(index + 1) of '\(path)' is '\(line.prefix(40))'", span,
          allowed: "a duration, or share,duration")
        return
      }
      points.append((share, duration))
    }
    makeTable(points, path, span, as: name)
  }

  private mutating func makeTable(
    _ points: [(share: Double?, value: TimeSpan)], _ path: String, _ span: SourceSpan,
    as name: String
  ) {
    let sorted = points.first?.share == nil ? points.sorted { $0.value < $1.value } : points
    let count = Double(max(1, sorted.count - 1))
    let table = sorted.enumerated().map { index, point in
      Spread.Point(share: point.share ?? Double(index) / count, value: point.value)
    }
    do throws(QuantityProblem) {
      distributions[name] = try Spread.empirical(table)
    } catch {
      add("arch.bad-table", "'\(path)': \(error.message)", span, allowed: error.allowed)
    }
  }

  func trim(_ text: Substring) -> String {
    var text = text
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }

  /// A complete spread: a lone mean takes the shape of the kind, which is log-normal.
  func complete(_ text: SpreadText, kindShape: Spread?) -> Spread? {
    switch text.form {
    case .complete(let spread): return spread
    case .like(let name): return distributions[name]
    case .lone(let mean):
      let cv = kindShape?.cv ?? 0.7
      if cv == 0 || mean == .zero { return .exact(mean) }
      if let kindShape, case .exponential = kindShape.shape { return .exponential(mean: mean) }
      return (try? Spread.lognormal(mean: mean, cv: cv)) ?? .exact(mean)
    }
  }
}
