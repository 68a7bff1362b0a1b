import Stochastics

/// A waiting room with rules of its own, of one copy.
///
/// The plain room, first come first served with a limit, is part of `Copy`.
struct Room: BitwiseCopyable {
  let copy: Int32
  /// Slots of the copy, and requests that may wait; the largest number for any number.
  var slots: Int32
  let limit: Int32
  let order: QueueOrder
  let onFull: FullQueue
  /// The lane of deadlines of those who wait; -1 for none.
  let waitLane: Int32
  /// The first of its tails by rank in `rankTails`; -1 where the order is not by rank.
  let firstRank: Int32
  let shedFrom: Double
  /// The batch of the component; -1 for none.
  let batch: Int32
  /// The beat; -1 for none.
  let tick: Int64

  var head: UInt32 = Task.none
  var tail: UInt32 = Task.none
  /// Those who wait outside for room.
  var outerHead: UInt32 = Task.none
  var outerTail: UInt32 = Task.none
  /// Speed in use x time so far, up to `updated`.
  var used = 0.0
  /// The moment of the earliest timer event that still means something.
  var timer: Int64 = .max

  var isBeating: Bool { tick >= 0 }
}

/// A job on shared processors.
struct Job: BitwiseCopyable {
  /// The virtual time at which its work is done.
  var finish: Double
  var serial: UInt64
  var task: UInt32
  /// What follows and only holds the slot.
  var rest: Int64

  @inline(__always)
  static func before(_ left: Job, _ right: Job) -> Bool {
    left.finish < right.finish || (left.finish == right.finish && left.serial < right.serial)
  }
}

/// Processors that all jobs of a copy share equally, none getting more than one.
///
/// Virtual time runs at the speed of one job, so that a job that comes with work w is done when
/// virtual time has moved on by w; one event per copy suffices.
///
/// Source: Leonard Kleinrock, "Queueing Systems", volume 2, 1976, section 4.4, for the discipline;
/// the device of virtual time is that of Alan Demers, Srinivasan Keshav and Scott Shenker,
/// "Analysis and Simulation of a Fair Queueing Algorithm", SIGCOMM, 1989.
struct ProcessorState: BitwiseCopyable {
  var count: Double
  /// What stands on `busy` of the copy for the factor of `slowdown`.
  let slots: Int32
  /// Its copy's slowdown follows the number of jobs all along; -1 for none.
  let slowdown: Int32
  let isGauge: Bool

  var virtual = 0.0
  var updated: Int64 = 0
  var rate = 1.0
  var jobs: UnsafeMutablePointer<Job>
  var capacity: Int32 = 16
  var present: Int32 = 0
  /// Speed in use x time, less level x now, as the gauges of copies.
  var speedTime: Int64 = 0
  /// Speed in use x time so far, up to `updated`.
  var used = 0.0
  /// The moment of the earliest timer event that still means something.
  var timer: Int64 = .max

  init(count: Double, slots: Int32, slowdown: Int32, isGauge: Bool) {
    self.count = count
    self.slots = slots
    self.slowdown = slowdown
    self.isGauge = isGauge
    jobs = .allocate(capacity: 16)
  }

  func free() { jobs.deallocate() }

  /// Units of speed in use.
  var speed: Int32 { Double(present) < count ? present : Int32(count) }

  mutating func push(_ job: Job) {
    if present == capacity {
      let larger = UnsafeMutablePointer<Job>.allocate(capacity: Int(capacity) * 2)
      larger.moveInitialize(from: jobs, count: Int(present))
      jobs.deallocate()
      jobs = larger
      capacity *= 2
    }
    var index = Int(present)
    present &+= 1
    while index > 0 {
      let parent = (index &- 1) &>> 1
      if !Job.before(job, jobs[parent]) { break }
      jobs[index] = jobs[parent]
      index = parent
    }
    jobs[index] = job
  }

  mutating func pop() -> Job {
    let top = jobs[0]
    present &-= 1
    let count = Int(present)
    guard count > 0 else { return top }
    let last = jobs[count]
    var index = 0
    while true {
      var child = index &* 2 &+ 1
      if child >= count { break }
      if child &+ 1 < count, Job.before(jobs[child &+ 1], jobs[child]) { child &+= 1 }
      if !Job.before(jobs[child], last) { break }
      jobs[index] = jobs[child]
      index = child
    }
    jobs[index] = last
    return top
  }
}
