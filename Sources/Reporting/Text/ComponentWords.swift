import PluginAPI
import Quantities

/// What a component did in sentences, the same in all reports for readers.
enum ComponentWords {
  /// A sentence and how it is meant.
  struct Note {
    var text: String
    var tint: TextStyle.Tint?

    init(_ text: String, _ tint: TextStyle.Tint?) {
      self.text = text
      self.tint = tint
    }
  }

  /// What it lost, and what its readers and consumers missed.
  static func data(_ component: ComponentMeasurements) -> [Note] {
    let name = component.component
    var notes: [Note] = []
    if let lost = component.lostWrites.value, lost > 0 {
      notes.append(
        Note(
          "\(name) lost \(Figures.count(lost)) of \(Figures.count(component.acknowledgedWrites)) "
            + "acknowledged writes", .bad))
    }
    if let apart = component.conflictingWrites.value, apart > 0 {
      notes.append(
        Note(
          "\(name) took \(Figures.count(apart)) writes on the two sides of a cut, which conflict; "
            + "a quorum or 'failover.fencing' prevents that", .bad))
    }
    if let stale = component.staleReads, let share = stale.value, share > 0 {
      notes.append(
        Note(
          "\(name): \(Figures.brief(stale, .share)) of its \(Figures.count(component.reads)) reads "
            + "missed a write that had been acknowledged", .warn))
    }
    // A few are always under way between publisher and consumer.
    if component.backlog >= 10 {
      notes.append(
        Note(
          "\(name) kept \(Figures.count(component.backlog)) messages at the end that no consumer "
            + "had handled", .warn))
    }
    if component.givenUp > 0 {
      notes.append(
        Note(
          "\(name) gave up \(Figures.count(component.givenUp)) messages after their last attempt",
          .warn))
    }
    return notes
  }

  /// Its copies where they come and go, what it answered as a cache, and its processors.
  static func capacity(_ component: ComponentMeasurements) -> [Note] {
    let name = component.component
    var notes: [Note] = []
    if let scaling = component.scaling {
      let least = scaling.series.min() ?? 0
      let most = scaling.series.max() ?? 0
      notes.append(
        Note(
          "\(name) had \(Figures.count(least)) to \(Figures.count(most)) of \(component.copies) "
            + "copies, \(Figures.brief(scaling.running, .count)) on average", nil))
    }
    if let starts = component.scaling?.coldStarts {
      notes.append(
        Note(
          "\(name) started \(Figures.count(starts)) copies for requests that found none, and "
            + "\(Figures.count(component.called)) requests came", nil))
    }
    if let cache = component.cache {
      notes.append(
        Note(
          "\(name) answered \(Figures.brief(cache.hits, .share)) of the requests with a key itself, "
            + "\(Figures.count(cache.misses)) went to the store", nil))
    }
    if let processors = component.processors, let share = processors.value {
      notes.append(
        Note(
          "\(name) used \(Figures.brief(processors, .share)) of its processors",
          share >= 0.9 ? .bad : nil))
    }
    return notes
  }
}
