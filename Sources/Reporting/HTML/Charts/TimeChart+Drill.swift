import PluginAPI
import Quantities

// A drill's timeline: success and latency over the time, with the marks of what happened.

extension TimeChart {
  /// The share that was answered in full, by the moment of arrival; nil where nothing arrived.
  func success(_ operation: OperationMeasurements, _ drill: DrillMeasurements) -> Markup? {
    let shares = zip(operation.arrivalSeries, operation.fullSeries).map { came, full -> Double? in
      came > 0 && full.isFinite ? min(1, max(0, full / came)) : nil
    }
    guard isDrawable(shares.count), operation.arrivalSeries.contains(where: { $0 > 0 }) else {
      return nil
    }
    var frame = frame(shares.count, top: 1.05)
    frame.yDimension = .share
    frame.yTitle = "share answered in full"
    var parts = faults(frame) + frame.grid
    parts.append(ChartFrame.path("curve", outline(shares, gaps: frame)))
    parts += marks(drill, operation.operation, frame) + unseen(frame)
    parts += stripes(shares.count, frame) { range in
      told(shares, range, .share, "answered in full")
    }
    let least = shares.compactMap { $0 }.min() ?? 1
    return ChartFrame.figure(
      .several([.name(operation.operation), ": success"]),
      words: "Share of '\(operation.operation)' answered in full over time, at least "
        + "\(Figures.brief(least, .share)) in a step; \(markWords(drill)).",
      height: Self.height, parts + frame.axes)
  }

  /// The mean latency of full answers; nil where there were none.
  func latency(_ operation: DrillOperation, _ drill: DrillMeasurements) -> Markup? {
    let times = operation.latencySeries.map { value in
      value.flatMap { $0.isFinite ? max(0, $0) : nil }
    }
    let top = times.compactMap { $0 }.max() ?? 0
    guard isDrawable(times.count), top > 0 else { return nil }
    var frame = frame(times.count, top: top * 1.1)
    frame.yDimension = .duration
    frame.yTitle = "mean time of full answers"
    var parts = faults(frame) + frame.grid
    parts.append(ChartFrame.path("curve", outline(times, gaps: frame)))
    parts += marks(drill, operation.operation, frame) + unseen(frame)
    parts += stripes(times.count, frame) { range in
      told(times, range, .duration, "on average")
    }
    return ChartFrame.figure(
      .several([.name(operation.operation), ": time of full answers"]),
      words: "Mean time of full answers to '\(operation.operation)', at most "
        + "\(Figures.brief(top, .duration)) in a step; \(markWords(drill)).",
      height: Self.height, parts + frame.axes)
  }

  /// The mean of the steps that have a value, in words.
  private func told(
    _ values: [Double?], _ range: Range<Int>, _ dimension: Dimension, _ words: String
  ) -> String {
    let known = values[range.clamped(to: values.indices)].compactMap { $0 }
    guard !known.isEmpty else { return "nothing to measure" }
    return "\(Figures.brief(known.reduce(0, +) / Double(known.count), dimension)) \(words)"
  }

  private func markWords(_ drill: DrillMeasurements) -> String {
    drill.marks.prefix(12).map {
      "\(DrillWords.mark($0, of: scenario.replications)) at \(Figures.brief($0.at, .duration))"
    }.joined(separator: "; ")
  }

  /// Upright lines with the letters that the list beside the charts explains.
  private func marks(
    _ drill: DrillMeasurements, _ operation: String, _ frame: ChartFrame
  ) -> [Markup] {
    drill.marks.prefix(24).enumerated().flatMap { index, mark -> [Markup] in
      guard mark.kind != .fault, mark.kind != .over, mark.at.isFinite, mark.at >= 0,
        mark.at <= frame.x.range.high,
        mark.kind != .recovered || mark.subject == operation
      else { return [] }
      let at = frame.x.at(mark.at)
      let words =
        "\(DrillWords.mark(mark, of: scenario.replications)) at "
        + Figures.brief(mark.at, .duration)
      return [
        .tag(
          "g", [], .tag("title", [], .text(words)),
          ChartFrame.line("recovered", at, ChartFrame.top, at, frame.bottom)),
        ChartFrame.text(
          String(DrillWords.letter(mark.kind)), min(at + 3, ChartFrame.right - 8),
          frame.bottom - 6 - Double(index % 3) * 12, "start"),
      ]
    }
  }
}
