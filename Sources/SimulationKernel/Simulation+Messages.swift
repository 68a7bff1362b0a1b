import Stochastics

// Messages: from brokers to consumers, at least once.

extension Simulation {
  /// Puts a message into the channel of each group of consumers.
  mutating func publish(_ visit: UInt32, _ run: ComponentRun, _ component: Int) {
    let groupsPerShard = Int(run.channelCount) / max(1, Int(run.shards))
    let first = Int(run.channelStart) + Int(tasks[Int(visit)].shard) * groupsPerShard
    let key = tasks[Int(visit)].key
    let operation = tasks[Int(visit)].operation
    let state = Int(run.firstShard) + Int(tasks[Int(visit)].shard)
    let serial = shards[state].published
    shards[state].published &+= 1
    for index in 0..<groupsPerShard {
      let channel = Int(lists[first + index])
      let message = allocateMessage()
      messages[Int(message)] = Message(
        next: Task.none, key: key, serial: serial, operation: operation)
      if fillsSides { messages[Int(message)].bytes = sides[Int(visit)].bytes }
      append(message, to: channel)
      states[component].messages &+= 1
      wakeConsumers(of: channel)
    }
  }

  mutating func wakeConsumers(of channel: Int) {
    let start = Int(channelSpecs[channel].consumerStart)
    for index in 0..<Int(channelSpecs[channel].consumerCount) {
      if channels[channel].count == 0 { return }
      pull(Int(lists[start + 2 * index]))
    }
  }

  /// A copy of a consumer has died: others take what it had.
  mutating func wakeConsumers(besides component: Int) {
    let run = components[component]
    for index in 0..<Int(run.consumesCount) {
      wakeConsumers(of: Int(lists[Int(run.consumesStart) + index]))
    }
  }

  /// A broker's shard has a leader again: its messages can be fetched.
  mutating func wakeConsumers(ofShard shard: Int, _ broker: Int) {
    let run = components[broker]
    guard run.channelCount > 0 else { return }
    let groupsPerShard = Int(run.channelCount) / max(1, Int(run.shards))
    let first = Int(run.channelStart) + (shard - Int(run.firstShard)) * groupsPerShard
    for index in 0..<groupsPerShard { wakeConsumers(of: Int(lists[first + index])) }
  }

  /// Whether the leader that keeps the messages of a channel serves.
  private func isServed(_ channel: Int) -> Bool {
    let spec = channelSpecs[channel]
    let state = Int(components[Int(spec.broker)].firstShard) + Int(spec.shard)
    return !copies[Int(shards[state].leader)].isDead
  }

  /// Whether a cut lies between a consumer's copy and the leader that keeps the messages.
  private func isParted(_ copy: Int, from channel: Int) -> Bool {
    let spec = channelSpecs[channel]
    let state = Int(components[Int(spec.broker)].firstShard) + Int(spec.shard)
    return isCut(
      Int(copies[copy].location), Int(copies[Int(shards[state].leader)].location))
  }

  private func fetchEdge(_ channel: Int, _ consumer: Int) -> Int {
    let start = Int(channelSpecs[channel].consumerStart)
    for index in 0..<Int(channelSpecs[channel].consumerCount)
    where Int(lists[start + 2 * index]) == consumer { return Int(lists[start + 2 * index + 1]) }
    return 0
  }

  mutating func append(_ message: UInt32, to channel: Int) {
    if channels[channel].tail == Task.none {
      channels[channel].head = message
    } else {
      messages[Int(channels[channel].tail)].next = message
    }
    channels[channel].tail = message
    channels[channel].count &+= 1
  }

  /// Gives messages to the free slots of a consumer.
  mutating func pull(_ consumer: Int) {
    let run = components[consumer]
    let count = Int(run.consumesCount)
    var fruitless = 0
    while fruitless < count {
      let turn = states[consumer].turn
      states[consumer].turn = turn &+ 1 == count ? 0 : turn &+ 1
      let channel = Int(lists[Int(run.consumesStart) &+ turn])
      let isFree = !channelSpecs[channel].isOrdered || !channels[channel].isBusy
      guard isFree, channels[channel].count > 0, isServed(channel), hasFreeKey(channel) else {
        fruitless &+= 1
        continue
      }
      let copy = freeCopy(consumer, channel)
      if copy < 0 {
        // Behind a cut there may be free copies that reach another channel.
        guard troubles.separations > 0 else { return }
        fruitless &+= 1
        continue
      }
      handle(channel, at: copy, consumer)
      fruitless = 0
    }
  }

  /// The live copy of a consumer with the fewest requests and a free slot, or -1.
  private func freeCopy(_ consumer: Int, _ channel: Int) -> Int {
    let run = components[consumer]
    var best = -1
    var least = Int32.max
    for index in 0..<Int(run.copyCount) {
      let copy = Int(run.firstCopy) &+ index
      if copies[copy].isDead || copies[copy].isAway || copies[copy].waiting > 0 { continue }
      if run.slots >= 0, copies[copy].busy >= run.slots { continue }
      if copies[copy].isHampered, copies[copy].busy >= slotsLeft(copy) { continue }
      if troubles.separations > 0, isParted(copy, from: channel) { continue }
      if copies[copy].busy < least {
        least = copies[copy].busy
        best = copy
      }
    }
    return best
  }

  private mutating func handle(_ channel: Int, at copy: Int, _ consumer: Int) {
    let task = allocate()
    if task == Task.none { return }
    let at = Int(task)
    let head = takeMessages(from: channel)
    channels[channel].isBusy = true
    tasks[at].kind = .message
    tasks[at].parent = Task.none
    tasks[at].root = task
    tasks[at].rootGeneration = tasks[at].generation &+ 1  // belongs to no open request
    tasks[at].operation = messages[Int(head)].operation
    tasks[at].program = messages[Int(head)].operation
    tasks[at].key = messages[Int(head)].key
    if fillsSides { sides[at].bytes = messages[Int(head)].bytes }
    tasks[at].isCounted = false
    tasks[at].isWrite = false
    tasks[at].arrived = now
    tasks[at].messages = head
    tasks[at].mask = UInt32(channel)
    tasks[at].copy = Int32(truncatingIfNeeded: copy)
    tasks[at].pc = handler(consumer, tasks.base + at) &- 1  // the fetch comes before the program
    states[consumer].called &+= 1
    takeSlot(task, copy)
    startCall(task, edge: fetchEdge(channel, consumer))
  }

  /// Takes the first messages of a channel, as many as are handled together.
  private mutating func takeMessages(from channel: Int) -> UInt32 {
    let head = channels[channel].head
    var last = head
    var taken = 1
    while taken < Int(channelSpecs[channel].batch), messages[Int(last)].next != Task.none {
      last = messages[Int(last)].next
      taken &+= 1
    }
    channels[channel].head = messages[Int(last)].next
    if channels[channel].head == Task.none { channels[channel].tail = Task.none }
    messages[Int(last)].next = Task.none
    channels[channel].count &-= taken
    if channelSpecs[channel].isKeyed { occupyKey(of: head, channel) }
    return head
  }

  private mutating func allocateMessage() -> UInt32 {
    if freeMessage != Task.none {
      let message = freeMessage
      freeMessage = messages[Int(message)].next
      return message
    }
    if messageCount == messageCapacity {
      let larger = Table<Message>(uninitialized: messageCapacity * 2)
      for index in 0..<messageCount { larger[index] = messages[index] }
      messages.free()
      messages = larger
      messageCapacity *= 2
      if messageCapacity > 1 << 27 { stop = .requestsInFlight }
    }
    messageCount += 1
    return UInt32(messageCount - 1)
  }
}
