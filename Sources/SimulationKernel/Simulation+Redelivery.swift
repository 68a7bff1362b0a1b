// What becomes of messages whose handling is over: handled, tried again, given up, or lost.

extension Simulation {
  /// A consumer has finished with its messages, or its handling of them has failed.
  mutating func finishMessages(_ task: UInt32, _ result: Answer) {
    let channel = Int(tasks[Int(task)].mask)
    if result == .ok {
      removeMessages(of: task)
    } else {
      let wait = hasBegun(task) ? countFailure(task) : Self.reconnect
      if tasks[Int(task)].messages != Task.none, wait > 0 { return holdBack(task, wait) }
    }
    putBack(task)
    release(task)
    wakeConsumers(of: channel)
  }

  /// The time until a consumer that did not reach its broker looks again.
  private static var reconnect: Int64 { 100_000_000 }

  /// The copy of a consumer has died with messages in its hands: they can be taken again at once.
  mutating func returnMessages(_ task: UInt32) {
    if hasBegun(task) { _ = countFailure(task) }
    putBack(task)
  }

  /// Whether a consumer has its messages, rather than still fetching them.
  private func hasBegun(_ task: UInt32) -> Bool {
    let block = tasks.base + Int(task)
    let consumer = Int(copies[Int(block.pointee.copy)].component)
    return block.pointee.pc != handler(consumer, block) &- 1
  }

  /// Whether a visit is a consumer's fetch of its messages.
  func isFetch(_ visit: UInt32, by caller: UInt32) -> Bool {
    guard tasks[Int(caller)].kind == .message, !hasBegun(caller) else { return false }
    let broker = channelSpecs[Int(tasks[Int(caller)].mask)].broker
    return edges[Int(tasks[Int(visit)].edge)].target == broker
  }

  // MARK: Handled

  /// Frees messages that were handled, and their key.
  private mutating func removeMessages(of task: UInt32) {
    let channel = Int(tasks[Int(task)].mask)
    var message = tasks[Int(task)].messages
    tasks[Int(task)].messages = Task.none
    while message != Task.none {
      let next = messages[Int(message)].next
      freeKey(of: message, channel)
      discard(message, channel)
      message = next
    }
    channels[channel].isBusy = false
  }

  mutating func discard(_ message: UInt32, _ channel: Int) {
    states[Int(channelSpecs[channel].broker)].messages &-= 1
    messages[Int(message)].next = freeMessage
    freeMessage = message
  }

  // MARK: Failed

  /// Counts a failed attempt of each message; gives up those that have no other.
  ///
  /// Returns the wait before the next attempt of the first that is left.
  private mutating func countFailure(_ task: UInt32) -> Int64 {
    let at = Int(task)
    let channel = Int(tasks[at].mask)
    let consumer = Int32(copies[Int(tasks[at].copy)].component)
    let delivery = delivery(of: consumer, channel)
    var wait: Int64 = -1
    var message = tasks[at].messages
    var last = Task.none
    tasks[at].messages = Task.none
    while message != Task.none {
      let next = messages[Int(message)].next
      messages[Int(message)].failures = min(.max - 1, messages[Int(message)].failures) + 1
      let failures = messages[Int(message)].failures
      if delivery.attempts > 0, failures >= delivery.attempts {
        giveUp(message, channel, delivery)
      } else {
        if wait < 0 {
          let (product, overflow) = delivery.wait.multipliedReportingOverflow(
            by: 1 << Int64(min(6, failures - 1)))
          wait = overflow ? .max : product
        }
        messages[Int(message)].next = Task.none
        if last == Task.none {
          tasks[at].messages = message
        } else {
          messages[Int(last)].next = message
        }
        last = message
      }
      message = next
    }
    return wait
  }

  private func delivery(of consumer: Int32, _ channel: Int) -> DeliverySpec {
    let spec = channelSpecs[channel]
    for index in 0..<Int(spec.consumerCount)
    where lists[Int(spec.consumerStart) + 2 * index] == consumer {
      return deliveries[Int(spec.firstDelivery) + index]
    }
    return DeliverySpec()
  }

  /// The broker moves a message to where those go that nobody could handle.
  private mutating func giveUp(_ message: UInt32, _ channel: Int, _ delivery: DeliverySpec) {
    let broker = Int(channelSpecs[channel].broker)
    states[broker].givenUp &+= 1
    if delivery.deadLetter >= 0 {
      let carrier = allocate()
      guard carrier != Task.none else { return }
      let block = tasks.base + Int(carrier)
      block.pointee.kind = .message
      block.pointee.root = carrier
      block.pointee.rootGeneration = block.pointee.generation &+ 1  // belongs to no open request
      block.pointee.open = 0
      block.pointee.operation = messages[Int(message)].operation
      block.pointee.program = messages[Int(message)].operation
      block.pointee.key = messages[Int(message)].key
      if fillsSides { sides[Int(carrier)].bytes = messages[Int(message)].bytes }
      block.pointee.isCounted = false
      block.pointee.hasSlot = false
      block.pointee.copy =
        shards[Int(components[broker].firstShard) + Int(channelSpecs[channel].shard)].leader
      sendAndForget(carrier, edge: delivery.deadLetter)
      release(carrier)
    }
    freeKey(of: message, channel)
    discard(message, channel)
  }

  /// Keeps messages out of their channel until their next attempt is due.
  private mutating func holdBack(_ task: UInt32, _ wait: Int64) {
    let at = Int(task)
    tasks[at].state = .held
    tasks[at].copy = -1
    tasks[at].ties |= Tie.line
    sides[at].line = -1
    sides[at].stage = .redelivery
    sides[at].hasEvent = true
    schedule(task, at: saturated(now, wait))
  }

  /// The next attempt of messages is due.
  mutating func redeliver(_ task: UInt32) {
    let channel = Int(tasks[Int(task)].mask)
    putBack(task)
    release(task)
    wakeConsumers(of: channel)
  }

  /// Puts the messages of a task back: in front where their order counts, else behind the others.
  ///
  /// What its broker has lost meanwhile is not there any more.
  private mutating func putBack(_ task: UInt32) {
    let channel = Int(tasks[Int(task)].mask)
    let spec = channelSpecs[channel]
    var message = tasks[Int(task)].messages
    tasks[Int(task)].messages = Task.none
    var before = Task.none
    while message != Task.none {
      let next = messages[Int(message)].next
      if isLost(message, channel) {
        countLost(message, channel)
        freeKey(of: message, channel)
        discard(message, channel)
      } else if spec.isOrdered || spec.isKeyed {
        if spec.isKeyed { leaveKey(of: message, channel) }
        insert(message, after: before, channel)
        before = message
      } else {
        messages[Int(message)].next = Task.none
        append(message, to: channel)
      }
      message = next
    }
    channels[channel].isBusy = false
  }

  private func insert(_ message: UInt32, after before: UInt32, _ channel: Int) {
    if before == Task.none {
      messages[Int(message)].next = channels[channel].head
      channels[channel].head = message
    } else {
      messages[Int(message)].next = messages[Int(before)].next
      messages[Int(before)].next = message
    }
    if messages[Int(message)].next == Task.none { channels[channel].tail = message }
    channels[channel].count &+= 1
  }

  // MARK: Lost

  private func shard(of channel: Int) -> Int {
    Int(components[Int(channelSpecs[channel].broker)].firstShard) + Int(channelSpecs[channel].shard)
  }

  func isLost(_ message: UInt32, _ channel: Int) -> Bool {
    let state = shards[shard(of: channel)]
    let serial = messages[Int(message)].serial
    return serial >= state.lostFrom && serial < state.lostTo
  }

  /// Counts a lost message of the kept time, once however many groups still waited for it.
  mutating func countLost(_ message: UInt32, _ channel: Int) {
    let state = shard(of: channel)
    let serial = messages[Int(message)].serial
    guard serial >= shards[state].publishedBefore,
      lostMessages.insert(UInt64(state) << 32 | UInt64(serial)).inserted
    else { return }
    states[Int(channelSpecs[channel].broker)].lost &+= 1
  }

  /// The last messages of a broker's shard are lost, as far as they have not been handled.
  mutating func loseMessages(_ state: Int, _ component: Int, last count: Int) {
    let run = components[component]
    let end = shards[state].published
    let from = UInt64(count) >= UInt64(end) ? 0 : end - UInt32(count)
    guard from < end else { return }
    shards[state].lostFrom = from
    shards[state].lostTo = end
    let groupsPerShard = Int(run.channelCount) / max(1, Int(run.shards))
    let first = Int(run.channelStart) + (state - Int(run.firstShard)) * groupsPerShard
    for index in 0..<groupsPerShard {
      let channel = Int(lists[first + index])
      loseWaiting(channel)
      if channelSpecs[channel].isKeyed { loseBehindKeys(channel) }
    }
  }

  private mutating func loseWaiting(_ channel: Int) {
    var message = channels[channel].head
    channels[channel].head = Task.none
    channels[channel].tail = Task.none
    channels[channel].count = 0
    while message != Task.none {
      let next = messages[Int(message)].next
      if isLost(message, channel) {
        countLost(message, channel)
        discard(message, channel)
      } else {
        messages[Int(message)].next = Task.none
        append(message, to: channel)
      }
      message = next
    }
  }
}
