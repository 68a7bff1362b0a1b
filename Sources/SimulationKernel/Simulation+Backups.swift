// What a backup keeps, and restoring from it.

extension ComponentRun {
  mutating func keepBackups(_ spec: BackupSpec?, _ lists: inout [Int32]) {
    guard let spec else { return }
    backupEvery = max(1, spec.every)
    restore = spec.restore
    backupStart = Int32(lists.count)
    backupCount = Int32(spec.locations.count)
    lists += spec.locations.map { Int32($0) }
  }
}

extension Simulation {
  /// Notes an acknowledged write that no backup has yet.
  @inline(never)
  mutating func noteUnsaved(_ state: Int, _ every: Int64) {
    let number = now / every
    if shards[state].backup != number {
      shards[state].backup = number
      shards[state].unsaved = 0
    }
    shards[state].unsaved &+= 1
  }

  /// Whether there are backups of a component, and they are not lost with their place.
  func hasBackup(_ run: ComponentRun, besides lost: [Int] = []) -> Bool {
    guard run.backupEvery > 0 else { return false }
    return (Int(run.backupStart)..<Int(run.backupStart + run.backupCount)).contains {
      deadLocations[Int(lists[$0])] == 0 && !lost.contains(Int(lists[$0]))
    }
  }

  /// The acknowledged writes that go with all data of a shard.
  mutating func allWrites(_ state: Int, _ run: ComponentRun) -> Int {
    guard hasBackup(run) else { return shards[state].acknowledged }
    let isLast = shards[state].backup == now / run.backupEvery
    defer { shards[state].unsaved = 0 }
    return isLast ? shards[state].unsaved : 0
  }

  /// Copies come back after the loss of their place: those that hold nothing any more, nor any
  /// other member of their shard, when they are restored.
  mutating func comeBack(_ hit: [Int], to locations: [Int]) {
    let restoring = hit.filter { copy in
      let run = components[Int(copies[copy].component)]
      guard run.restore > 0, run.isLed, hasBackup(run, besides: locations) else { return false }
      let first = Int(run.firstCopy) + Int(copies[copy].shard) * Int(run.members)
      return (first..<(first + Int(run.members))).allSatisfy {
        copies[$0].isDead && copies[$0].isEmptied
      }
    }
    let waits = Set(restoring)
    for copy in hit {
      guard waits.contains(copy), copies[copy].deaths == 1 else {
        revive(copy)
        continue
      }
      let restore = components[Int(copies[copy].component)].restore
      addControl(.restart(copy: copy, epoch: copies[copy].epoch), at: saturated(now, restore))
    }
  }
}
