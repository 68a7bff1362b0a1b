import ArchitectureModel
import Quantities

// Stores, brokers and single writers: a leader, its members, and who takes over.
//
// One shard stands for all of them: each has its members at the same places, and a request goes to
// one shard.

extension StructureFunction {
  /// A caller is answered by a led component.
  mutating func store(
    _ index: Int, _ operation: String, from origin: Origin, _ access: Access
  ) -> Algebra.Value {
    let component = model.component(index)
    let members = model.bodies[index].members
    var asksLeader = component.asksLeader(nil)
    var isWrite = access != .read || component.has("single_writer")
    if case .readFrom(let leader) = access {
      asksLeader = leader
      isWrite = component.has("single_writer")
    }
    let needsLeader = isWrite || asksLeader
    if members.count == 1 || component.replication.mode == .none {
      let alive = alive(index, 0)
      let way = link(origin.site, members[0].site)
      let inside = visit(index, operation, at: members[0].site)
      return algebra.all([alive, way, inside])
    }
    if !needsLeader {
      var some: [Algebra.Value] = []
      for (place, member) in members.enumerated() {
        let alive = alive(index, place)
        let way = link(origin.site, member.site)
        some.append(algebra.and(alive, way))
      }
      return algebra.any(some)
    }
    return led(index, operation, from: origin, access, isWrite: isWrite)
  }

  /// The first live member that has the quorum leads; the next one when it is lost and the
  /// failover has had its time.
  private mutating func led(
    _ index: Int, _ operation: String, from origin: Origin, _ access: Access, isWrite: Bool
  ) -> Algebra.Value {
    let members = model.bodies[index].members
    let need = membersNeeded(index, access, isWrite: isWrite)
    var result = algebra.constant(false)
    for place in members.indices.reversed() {
      let alive = alive(index, place)
      var leads = alive
      if need > 1 {
        let enough = followers(of: place, index, need - 1)
        leads = algebra.and(alive, enough)
      }
      let way = link(origin.site, members[place].site)
      let inside = visit(index, operation, at: members[place].site)
      let done = isWrite ? noticed(index, besides: place, access) : algebra.constant(true)
      let serves = algebra.all([way, inside, done])
      let takenOver = takesOver(index, from: place)
      let next = algebra.and(takenOver, result)
      result = algebra.choose(leads, serves, next)
    }
    return result
  }

  /// Members that must be there, the leader included.
  ///
  /// Reads of a quorum store ask as many as meet every write: R = N - W + 1. Source: D. K. Gifford,
  /// "Weighted voting for replicated data", 7th Symposium on Operating Systems Principles, 1979.
  private func membersNeeded(_ index: Int, _ access: Access, isWrite: Bool) -> Int {
    let replication = model.component(index).replication
    if case .publish(let members) = access { return members }
    guard replication.mode == .quorum else { return 1 }
    return isWrite
      ? replication.writeQuorum : replication.copies - replication.writeQuorum + 1
  }

  /// A member is alive.
  private mutating func alive(_ index: Int, _ place: Int) -> Algebra.Value {
    let body = model.bodies[index]
    let member = body.members[place]
    let units = [body.whole] + body.shared + [model.siteUnits[member.site], member.zone]
    return limited(all(of: units + [member.unit]))
  }

  /// As many others are alive and can be reached from a member.
  private mutating func followers(of place: Int, _ index: Int, _ need: Int) -> Algebra.Value {
    let members = model.bodies[index].members
    var others: [Algebra.Value] = []
    for other in members.indices where other != place {
      let alive = alive(index, other)
      let way = link(members[place].site, members[other].site)
      others.append(algebra.and(alive, way))
    }
    return algebra.atLeast(need, of: others)
  }

  /// What can take a member away.
  private func causes(_ index: Int, _ place: Int) -> [Int] {
    let body = model.bodies[index]
    let member = body.members[place]
    var causes = body.shared + [model.siteUnits[member.site], member.zone]
    if let unit = member.unit { causes.append(unit) }
    return causes
  }

  /// The next member has taken over from this one.
  private mutating func takesOver(_ index: Int, from place: Int) -> Algebra.Value {
    let replication = model.component(index).replication
    if mode == .lasting { return algebra.constant(replication.automaticFailover) }
    var causes = causes(index, place)
    if replication.mode == .quorum {
      let members = model.bodies[index].members
      for other in members {
        if let link = model.link(members[place].site, other.site), !causes.contains(link) {
          causes.append(link)
        }
      }
    }
    var old: [Algebra.Value] = []
    for cause in causes { old.append(isOld(cause, replication.failoverTakes.seconds)) }
    return algebra.all(old)
  }

  /// No lost follower is still waited for: with `sync` a write waits until one is noticed dead.
  private mutating func noticed(
    _ index: Int, besides leader: Int, _ access: Access
  ) -> Algebra.Value {
    let component = model.component(index)
    guard mode == .steady, component.replication.mode == .sync,
      access == .write
        || component.has("single_writer")
    else { return algebra.constant(true) }
    let members = model.bodies[index].members
    var gone: [Algebra.Value] = []
    for place in members.indices where place != leader {
      var causes = causes(index, place)
      if let link = model.link(members[leader].site, members[place].site) { causes.append(link) }
      for cause in causes {
        gone.append(isOld(cause, model.noticed(component, cause)))
      }
    }
    return algebra.all(gone)
  }
}
