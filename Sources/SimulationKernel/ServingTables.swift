/// The rooms and processors of copies whose serving has rules of its own.
struct ServingTables {
  let ranks: Int
  var rooms: [Room] = []
  var rankTailCount = 0
  var processors: [ProcessorState] = []
  var slowdowns: [SlowdownSpec] = []
  var batches: [BatchSpec] = []
  private var batchOf: [Int32: Int32] = [:]
  private var slowdownOf: [Int32: Int32] = [:]

  init(ranks: Int) { self.ranks = ranks }

  /// Gives a copy what its component's serving needs.
  mutating func add(_ copy: inout Copy, _ index: Int, _ spec: ComponentSpec, waitLane: Int32) {
    let serving = spec.serving
    let slots = copy.slots
    let limit = copy.queueLimit
    var slowdown: Int32 = -1
    if let rule = serving.slowdown { slowdown = place(rule, of: copy.component) }
    if serving.hasRoom { addRoom(&copy, index, serving, waitLane: waitLane) }
    if serving.processors > 0 {
      let follows = serving.gaugesProcessors
      copy.processor = Int32(processors.count)
      processors.append(
        ProcessorState(
          count: serving.processors, slots: slots, slowdown: follows ? slowdown : -1,
          isGauge: follows))
      if follows {
        // All present share; nobody waits.
        let (present, overflow) = slots.addingReportingOverflow(limit)
        copy.slots = overflow ? .max : present
        copy.queueLimit = 0
        slowdown = -1
      }
    }
    copy.slowdown = slowdown
  }

  private mutating func addRoom(
    _ copy: inout Copy, _ index: Int, _ serving: ServingSpec, waitLane: Int32
  ) {
    var batch: Int32 = -1
    if let rule = serving.batch { batch = place(rule, of: copy.component) }
    copy.room = Int32(rooms.count)
    let byRank = serving.order == .priority
    rooms.append(
      Room(
        copy: Int32(index), slots: copy.slots, limit: copy.queueLimit, order: serving.order,
        onFull: serving.onFull, waitLane: waitLane, firstRank: byRank ? Int32(rankTailCount) : -1,
        shedFrom: serving.shedFrom, batch: batch, tick: serving.tick))
    if byRank { rankTailCount += ranks }
    copy.looksForWork = true
    copy.isBatched = batch >= 0
    copy.queueLimit = -1
    if batch >= 0 || serving.tick >= 0 { copy.slots = 0 }
  }

  private mutating func place(_ rule: BatchSpec, of component: Int32) -> Int32 {
    if let index = batchOf[component] { return index }
    batches.append(rule)
    batchOf[component] = Int32(batches.count - 1)
    return Int32(batches.count - 1)
  }

  private mutating func place(_ rule: SlowdownSpec, of component: Int32) -> Int32 {
    if let index = slowdownOf[component] { return index }
    slowdowns.append(rule)
    slowdownOf[component] = Int32(slowdowns.count - 1)
    return Int32(slowdowns.count - 1)
  }
}
