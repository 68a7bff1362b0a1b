public import Quantities

/// What a price book has prices for.
public enum PriceItem: String, Sendable, Hashable, CaseIterable {
  /// A core of a machine that its owner runs.
  case core
  /// Memory of such a machine.
  case memory
  /// A core of a machine that the provider runs: databases, caches, brokers.
  case managedCore = "managed_core"
  /// Memory of such a machine.
  case managedMemory = "managed_memory"
  /// Disk of machines that their owner runs.
  case disk
  /// Disk of machines that the provider runs.
  case managedDisk = "managed_disk"
  /// What an object store keeps.
  case objects
  /// What an object store is asked.
  case objectCalls = "object_calls"
  /// What an object store keeps that is seldom read.
  case coldObjects = "cold_objects"
  /// A version of a customer's key in a key service.
  case key
  /// What a key service is asked.
  case keyCalls = "key_calls"
  /// What goes from zone to zone.
  case betweenZones = "between_zones"
  /// What goes from site to site.
  case betweenSites = "between_sites"
  /// What leaves for somebody else's systems.
  case egress
  /// Memory of a function while it works.
  case functionTime = "function_time"
  /// Calls of functions.
  case functionCalls = "function_calls"
  /// A call to somebody else's service.
  case externalCall = "external_call"

  /// Whether every book has a price of it.
  ///
  /// Where a book has none for them, functions are paid by the machines in use, cold data as all
  /// others, and keys not at all.
  public var isNeeded: Bool {
    switch self {
    case .functionTime, .functionCalls, .coldObjects, .key, .keyCalls: false
    default: true
    }
  }

  /// The unit of its price.
  public var unit: PriceUnit {
    switch self {
    case .core, .managedCore: .coreHour
    case .memory, .managedMemory, .functionTime: .gibHour
    case .disk, .managedDisk, .objects, .coldObjects: .gibMonth
    case .key: .month
    case .objectCalls, .functionCalls, .keyCalls: .millionCalls
    case .betweenZones, .betweenSites, .egress: .gib
    case .externalCall: .call
    }
  }

  /// What it is, in words.
  public var about: String {
    switch self {
    case .core: "a core of a machine that its owner runs"
    case .memory: "a GiB of memory of such a machine"
    case .managedCore: "a core of a machine that the provider runs"
    case .managedMemory: "a GiB of memory of such a machine"
    case .disk: "a GiB of disk of machines that their owner runs"
    case .managedDisk: "a GiB of disk of machines that the provider runs"
    case .objects: "a GiB in an object store"
    case .objectCalls: "a million calls of an object store"
    case .coldObjects: "a GiB in an object store that is seldom read"
    case .key: "a version of a customer's key"
    case .keyCalls: "a million requests of a key service"
    case .betweenZones: "a GiB from zone to zone, both ends together"
    case .betweenSites: "a GiB from site to site"
    case .egress: "a GiB that leaves for somebody else's systems"
    case .functionTime: "a GiB of memory of a function while it works or starts"
    case .functionCalls: "a million calls of functions"
    case .externalCall: "a call of somebody else's service"
    }
  }
}
