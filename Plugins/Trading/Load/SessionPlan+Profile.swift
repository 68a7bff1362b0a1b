import ArchitectureModel
import PluginAPI
import Quantities
import Stochastics

extension SessionPlan {
  /// The operations with their arrivals, in the order of the mix.
  var operations: [OperationLoad] {
    let auction = mix.split(auctionCount)
    let certain = mix.split(certainCount)
    return mix.parts.indices.map { index in
      let part = mix.parts[index]
      var arrivals = [
        Arrivals(
          kernels.isEmpty ? .poisson : .hawkes(kernels),
          rate: flow.scaled(by: (1 - branching) * part.share).points)
      ]
      if let bursts {
        arrivals.append(
          Arrivals(
            .batch(
              size: .geometric(mean: bursts.meanSize), spacing: bursts.spacing,
              sharedKey: bursts.sameSymbol),
            perSecond: bursts.perSecond * part.share))
      }
      if auction[index] > 0 {
        arrivals.append(
          Arrivals(
            .burst(
              count: auction[index], at: .zero, every: nil,
              over: TimeSpan(seconds: auctionSeconds))))
      }
      if let certainAt, certain[index] > 0 {
        arrivals.append(
          Arrivals(
            .burst(
              count: certain[index], at: TimeSpan(seconds: certainAt), every: nil,
              over: TimeSpan(seconds: Self.certainSeconds))))
      }
      return OperationLoad(
        part.operation, arrivals: arrivals, keys: mix.symbols,
        payload: ByteCount(bytes: part.bytes))
    }
  }

  /// The moments in order of time.
  var moments: [LoadProfile.Moment] {
    func moment(_ name: String, _ second: Double, _ about: String) -> LoadProfile.Moment {
      LoadProfile.Moment(name, at: TimeSpan(seconds: second), about: about)
    }
    var moments = [
      moment("open", 0, "The opening auction is released; the rate is high and falls."),
      moment("midday", Self.seconds / 2, "Half the session is over; the rate is low."),
      moment(
        "close_auction", Self.seconds - Self.rampSeconds,
        "The last 10 minutes begin, with the ramp into the closing auction."),
      moment("close", Self.seconds - 60, "The last minute begins, the busiest of the ramp."),
    ]
    if let certainAt {
      moments.append(
        moment(
          "microburst", max(0, certainAt - Self.leadSeconds),
          "Half a second before the certain microburst of 10 ms."))
    }
    if let news {
      moments.append(moment("news", news.at, "The rate jumps on news and falls back."))
    }
    return moments.enumerated().sorted {
      ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
    }.map(\.element)
  }
}

extension SessionPlan {
  /// What a reader of the brief wants to know, all computed from the plan.
  var facts: [Fact] {
    let peak = busiest
    let messages = mean * Self.seconds
    let half = 1800.0
    return [
      Fact("mean rate, everything included", Rate(perSecond: mean).brief),
      Fact("messages in the session", Figure.text(messages, digits: 0)),
      Fact("expected busiest second", Rate(perSecond: peak.perSecond).brief),
      Fact("busiest second over mean", Figure.text(peak.perSecond / mean, digits: 1)),
      Fact(
        "busiest second begins", TimeSpan(seconds: peak.at).brief + " after the open"),
      Fact(
        "first 30 minutes' share",
        Share(fraction: expected(from: 0, to: half) / messages).brief),
      Fact(
        "last 30 minutes' share",
        Share(fraction: expected(from: Self.seconds - half, to: Self.seconds) / messages).brief),
    ] + burstFacts(peak: peak.perSecond) + excitationFacts + mix.facts(mean: mean)
  }

  private func burstFacts(peak: Double) -> [Fact] {
    var facts: [Fact] = []
    if let certainAt {
      let count = expected(from: certainAt, to: certainAt + Self.certainSeconds)
      facts = [
        Fact("certain microburst", "\(certainCount) messages in 10 ms"),
        Fact(
          "burst factor, those 10 ms over the busiest second",
          Figure.text(count / Self.certainSeconds / peak, digits: 1)),
      ]
    }
    guard let bursts else { return facts }
    let number = bursts.perSecond * Self.seconds
    return facts + [
      Fact("random microbursts expected", Figure.text(number, digits: 0)),
      Fact("their mean size", Figure.text(bursts.meanSize, digits: 0) + " messages"),
      Fact("their share of the messages", Share(fraction: bursts.mean / mean).brief),
      Fact("gap between their messages", bursts.spacing.brief),
    ]
  }

  /// Source: José Da Fonseca, Riadh Zaatour, "Hawkes Process: Fast Calibration, Application to
  /// Trade Clustering, and Diffusive Limit", Journal of Futures Markets 34(6), 2014, for the
  /// dispersion of counts in long windows.
  private var excitationFacts: [Fact] {
    let amplification = 1 / (1 - branching)
    return [
      Fact("messages caused by other messages", Share(fraction: branching).brief),
      Fact(
        "variance over mean of counts in long windows, without bursts",
        Figure.text(amplification * amplification, digits: 1)),
    ]
  }
}
