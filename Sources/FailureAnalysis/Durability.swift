import ArchitectureModel
import PluginAPI
import Quantities
import Stochastics

/// What a store loses, and for how long, when a zone is lost with what stands in it.
struct Durability {
  let model: FailureModel

  /// The durable stores and brokers in the order of the file.
  var all: [StoreDurability] {
    model.architecture.components.indices.compactMap { index in
      model.component(index).has("durable") ? store(index) : nil
    }
  }

  private func store(_ index: Int) -> StoreDurability {
    let members = model.bodies[index].members
    var zones: [Int] = []
    for member in members where !zones.contains(member.zone) { zones.append(member.zone) }
    let losses = zones.map { loss(index, zone: $0) }
    guard var worst = losses.first else {
      return StoreDurability(
        component: model.component(index).id, rpo: .zero, rto: .zero, because: [])
    }
    for loss in losses.dropFirst() {
      if Self.isWorse(loss.rpo, than: worst.rpo) {
        worst.rpo = loss.rpo
        worst.because = loss.because + worst.because.filter { !loss.because.contains($0) }
      }
      if loss.rto > worst.rto {
        worst.rto = loss.rto
        worst.because += loss.because.filter { !worst.because.contains($0) }
      }
    }
    return worst
  }

  private static func isWorse(_ left: TimeSpan?, than right: TimeSpan?) -> Bool {
    guard let right else { return false }
    guard let left else { return true }
    return left > right
  }

  /// The loss of one zone.
  private func loss(_ index: Int, zone: Int) -> StoreDurability {
    let component = model.component(index)
    let members = model.bodies[index].members
    let replication = component.replication
    let left = members.filter { $0.zone != zone }
    let takesLeader = members.first?.zone == zone
    let place = model.units[zone].about
    var result = StoreDurability(component: component.id, rpo: .zero, rto: .zero, because: [])
    result.takesBackups = component.has("store")
    result.wiped = component.backup.map {
      WipedStore(rpo: $0.every, rto: model.architecture.restoreTime(component))
    }
    let repair = TimeSpan(seconds: model.units[zone].lasts)
    if left.isEmpty || replication.mode == .none {
      result.rpo = nil
      result.rto = repair
      if let backup = component.backup, backupOutlives(zone, component) {
        let restore = model.architecture.restoreTime(component)
        result.rpo = backup.every
        result.rto = TimeSpan(seconds: min(9e9, repair.seconds + restore.seconds))
        result.because = [
          "all copies stand in \(place); it is restored from a backup made every "
            + "\(backup.every.text), in \(restore.text) once the place is back"
        ]
        return result
      }
      result.because = ["all copies stand in \(place), and what is lost with it does not come back"]
      return result
    }
    let taken = min(replication.failoverTakes, repair)
    switch replication.mode {
    case .none: break
    case .async:
      guard takesLeader else { return result }
      result.rpo = replication.lag
      result.rto = taken
      result.because = ["copies are up to \(replication.lag.text) behind"]
    case .sync:
      result.rpo = isAnsweredEarly(index) ? inFlight(index) : .zero
      result.rto = takesLeader ? taken : min(repair, noticed(component, zone))
    case .quorum:
      let lost = members.count - left.count
      let have = answering(index)
      result.rpo = have > lost ? .zero : inFlight(index)
      let goesOn = left.count >= replication.writeQuorum
      result.rto = goesOn ? (takesLeader ? taken : .zero) : repair
      if !goesOn {
        result.because.append(
          "\(left.count) of \(members.count) members are left without \(place), a write needs \(replication.writeQuorum)"
        )
      }
    }
    if replication.mode != .async, result.rpo != .zero {
      result.because.append("writes are answered before members in another zone have them")
    }
    if takesLeader, result.rto == taken {
      let who =
        replication.automaticFailover ? "another member takes over" : "people promote a copy"
      result.because.append("\(who) in \(replication.failoverTakes.text)")
    }
    return result
  }

  /// Whether the backups of a component stand elsewhere too when a zone is lost.
  private func backupOutlives(_ zone: Int, _ component: Component) -> Bool {
    let keeper = model.architecture.backupSite(component)
    let site = model.architecture.sites.first { $0.id == keeper }
    guard let member = model.bodies.flatMap(\.members).first(where: { $0.zone == zone }) else {
      return true
    }
    return model.architecture.sites[member.site].id != keeper || (site?.zones.count ?? 1) > 1
  }

  private func noticed(_ component: Component, _ zone: Int) -> TimeSpan {
    TimeSpan(seconds: model.noticed(component, zone))
  }

  /// The fewest members that any caller waits for.
  private func answering(_ index: Int) -> Int {
    let component = model.component(index)
    return acks(index).contains { $0 != .quorum } ? 1 : component.replication.writeQuorum
  }

  private func isAnsweredEarly(_ index: Int) -> Bool {
    acks(index).contains { $0 != .quorum }
  }

  /// What those who publish to a broker wait for; nothing for stores.
  private func acks(_ index: Int) -> [Call.Acks] {
    let component = model.component(index)
    guard component.has("broker") else { return [] }
    return model.architecture.components.flatMap(\.allSteps).flatMap(\.calls)
      .filter { $0.target.name == component.id && $0.verb == .send }.map(\.acks)
  }

  /// How far the members are behind that a write goes to at once but nobody waits for: the way and
  /// the mean work.
  private func inFlight(_ index: Int) -> TimeSpan {
    let component = model.component(index)
    let members = model.bodies[index].members
    guard let leader = members.first else { return .zero }
    let ways = members.dropFirst().map { member in
      member.site == leader.site
        ? (member.zone == leader.zone
          ? TimeSpan.zero : model.architecture.sites[member.site].zoneLatency.value)
        : model.distances.between(leader.site, member.site)
    }
    let work = component.write?.value.meanSeconds ?? 0
    return TimeSpan(seconds: (ways.max() ?? .zero).seconds + work)
  }
}
