public import ArchitectureModel

/// What a design uses in a month at a load: all that its bill depends on.
///
/// It says nothing of how it was found; the bill needs no simulation.
public struct Usage: Sendable {
  /// Hours of a month: a twelfth of the 8760 hours of a year.
  public static let hoursPerMonth = 730.0

  /// The components, each once, in the order of the design.
  public var components: [ComponentUsage]
  /// What goes over paid links.
  public var transfers: [Transfer]
  /// What the operations ask for.
  public var operations: [OperationUsage]

  /// Creates a usage.
  public init(
    components: [ComponentUsage], transfers: [Transfer] = [], operations: [OperationUsage] = []
  ) {
    self.components = components
    self.transfers = transfers
    self.operations = operations
  }
}

/// Machines of a component that are alike and stand in one region.
public struct Fleet: Sendable, Hashable {
  /// The region of the price book; nil for the book's own.
  public var region: String?
  /// Copies, shards or partitions.
  public var units: Int
  /// How many of them one machine carries.
  public var unitsPerMachine: Int
  /// Machine-hours in the month where the number changes with time; nil where all run all month.
  public var hours: Double?

  /// Creates a fleet.
  public init(region: String?, units: Int, unitsPerMachine: Int = 1, hours: Double? = nil) {
    self.region = region
    self.units = units
    self.unitsPerMachine = unitsPerMachine
    self.hours = hours
  }

  /// Machines that carry the units.
  public var machines: Int {
    let carriers = max(1, unitsPerMachine)
    return units / carriers + (units % carriers == 0 ? 0 : 1)
  }

  /// Machine-hours in the month.
  public var machineHours: Double { hours ?? Double(machines) * Usage.hoursPerMonth }
}

/// What rests somewhere.
public struct Stored: Sendable, Hashable {
  /// The region; nil for the book's own.
  public var region: String?
  /// Bytes, all copies there together.
  public var bytes: Double
  /// Whether there is more of it under more load.
  public var growsWithLoad: Bool

  /// Creates what rests somewhere.
  public init(region: String?, bytes: Double, growsWithLoad: Bool) {
    self.region = region
    self.bytes = bytes
    self.growsWithLoad = growsWithLoad
  }
}

/// What one component uses.
public struct ComponentUsage: Sendable {
  /// The component.
  public var id: String
  /// How it is charged.
  public var charge: Charge
  /// Its machines.
  public var fleets: [Fleet]
  /// What they are bought as.
  public var purchase: Purchase
  /// What it keeps.
  public var stored: [Stored]
  /// What its backups keep.
  public var backups: [Stored] = []
  /// Calls in the month, for what is charged by them.
  public var calls: Double
  /// Where those are charged.
  public var region: String?
  /// Slots in use over all slots at the load, 0...1; nil where that is not known or slots are
  /// unlimited.
  public var utilisation: Double?

  /// Creates the usage of a component.
  public init(
    id: String, charge: Charge, fleets: [Fleet] = [], purchase: Purchase = Purchase(),
    stored: [Stored] = [], calls: Double = 0, region: String? = nil, utilisation: Double? = nil
  ) {
    self.id = id
    self.charge = charge
    self.fleets = fleets
    self.purchase = purchase
    self.stored = stored
    self.calls = calls
    self.region = region
    self.utilisation = utilisation
  }
}

/// What goes over one paid link in the month.
public struct Transfer: Sendable, Hashable {
  /// The component that pays: the one that sends.
  public var component: String
  /// Where it goes, in words.
  public var to: String
  /// The price item: between zones, between sites, or egress.
  public var item: PriceItem
  /// The region where it leaves.
  public var region: String?
  /// Bytes in the month.
  public var bytes: Double

  /// Creates a transfer.
  public init(component: String, to: String, item: PriceItem, region: String?, bytes: Double) {
    self.component = component
    self.to = to
    self.item = item
    self.region = region
    self.bytes = bytes
  }
}

/// What one operation asks for.
public struct OperationUsage: Sendable {
  /// The operation.
  public var operation: String
  /// Requests in the month.
  public var requests: Double
  /// Busy time that they cause at each component, in any unit, in the order of the components.
  public var weights: [Double]

  /// Creates the usage of an operation.
  public init(operation: String, requests: Double, weights: [Double]) {
    self.operation = operation
    self.requests = requests
    self.weights = weights
  }
}
