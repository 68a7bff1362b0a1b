import ArchitectureModel

/// A set of components that one event takes together.
struct SharedFateGroup: Equatable {
  /// The components by their place in the file, rising.
  var components: [Int]
  /// The part of the failures that is common, 0...1.
  var share: Double

  /// The groups of a design, in the order of the file.
  ///
  /// What one component states with one share is one group; the statement holds both ways, so a
  /// group that lies in another with at least its share says nothing new.
  static func all(_ architecture: Architecture, _ index: [String: Int]) -> [SharedFateGroup] {
    var groups: [SharedFateGroup] = []
    for (own, component) in architecture.components.enumerated() {
      var byShare: [(share: Double, members: Set<Int>)] = []
      for fate in component.failsWith {
        guard let other = index[fate.other.name], other != own else { continue }
        if let known = byShare.firstIndex(where: { $0.share == fate.share.value }) {
          byShare[known].members.insert(other)
        } else {
          byShare.append((fate.share.value, [own, other]))
        }
      }
      for group in byShare where group.share > 0 {
        groups.append(
          SharedFateGroup(components: group.members.sorted(), share: group.share))
      }
    }
    return groups.enumerated().filter { place, group in
      !groups.enumerated().contains { other, larger in
        guard other != place, larger.share >= group.share,
          Set(group.components).isSubset(of: larger.components)
        else { return false }
        let isSame = larger == group
        return !isSame || other < place
      }
    }.map(\.element)
  }
}
