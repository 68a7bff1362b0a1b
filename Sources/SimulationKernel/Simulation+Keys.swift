// Messages of one key, handled in order and one at a time.

/// The messages of a key that wait for the one that is being handled.
struct KeyLine {
  /// Whether one is being handled, or waits for its next attempt.
  var isBusy = true
  var head = Task.none
  var tail = Task.none
}

extension Simulation {
  private func hasKey(_ message: UInt32) -> Bool {
    operations[Int(messages[Int(message)].operation)].keys > 0
  }

  private func slot(_ message: UInt32, _ channel: Int) -> UInt64 {
    UInt64(channel) << 32 | UInt64(messages[Int(message)].key)
  }

  /// Whether a channel has a message whose key is free, moved to its front; those before it stand
  /// in the lines of their keys from then on.
  mutating func hasFreeKey(_ channel: Int) -> Bool {
    guard channelSpecs[channel].isKeyed else { return true }
    while channels[channel].head != Task.none {
      let message = channels[channel].head
      guard hasKey(message), var line = keyLines[slot(message, channel)], line.isBusy else {
        return true
      }
      channels[channel].head = messages[Int(message)].next
      if channels[channel].head == Task.none { channels[channel].tail = Task.none }
      channels[channel].count &-= 1
      messages[Int(message)].next = Task.none
      if line.tail == Task.none {
        line.head = message
      } else {
        messages[Int(line.tail)].next = message
      }
      line.tail = message
      keyLines[slot(message, channel)] = line
    }
    return false
  }

  /// A message of a key is being handled.
  mutating func occupyKey(of message: UInt32, _ channel: Int) {
    guard hasKey(message) else { return }
    keyLines[slot(message, channel), default: KeyLine()].isBusy = true
  }

  /// A message is no longer being handled: the next one of its key comes to the front.
  mutating func freeKey(of message: UInt32, _ channel: Int) {
    guard channelSpecs[channel].isKeyed, hasKey(message) else { return }
    let slot = slot(message, channel)
    guard var line = keyLines[slot] else { return }
    let next = line.head
    guard next != Task.none else {
      keyLines[slot] = nil
      return
    }
    line.head = messages[Int(next)].next
    if line.head == Task.none { line.tail = Task.none }
    line.isBusy = false
    keyLines[slot] = line
    messages[Int(next)].next = channels[channel].head
    if channels[channel].head == Task.none { channels[channel].tail = next }
    channels[channel].head = next
    channels[channel].count &+= 1
  }

  /// A message goes back to the front of its channel, before the others of its key.
  mutating func leaveKey(of message: UInt32, _ channel: Int) {
    guard hasKey(message) else { return }
    let slot = slot(message, channel)
    guard let line = keyLines[slot] else { return }
    if line.head == Task.none { keyLines[slot] = nil } else { keyLines[slot]?.isBusy = false }
  }

  /// A broker has lost what waits in the lines of its keys.
  mutating func loseBehindKeys(_ channel: Int) {
    for slot in keyLines.keys.sorted() where slot >> 32 == UInt64(channel) {
      guard var line = keyLines[slot] else { continue }
      var message = line.head
      line.head = Task.none
      line.tail = Task.none
      while message != Task.none {
        let next = messages[Int(message)].next
        messages[Int(message)].next = Task.none
        if isLost(message, channel) {
          countLost(message, channel)
          discard(message, channel)
        } else {
          if line.tail == Task.none {
            line.head = message
          } else {
            messages[Int(line.tail)].next = message
          }
          line.tail = message
        }
        message = next
      }
      keyLines[slot] = line
    }
  }
}
