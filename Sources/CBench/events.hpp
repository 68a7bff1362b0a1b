#pragma once

// What the loops are made of: a heap of small events, queues of ids, and statistics.

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <vector>

namespace bench {

/// Sixteen bytes: when, who, what.
struct Event {
  double time;
  uint32_t id, kind;
};

/// A heap with four children a node; the four share a cache line.
class Heap {
 public:
  explicit Heap(size_t capacity) : memory_(aligned(capacity + 8)), events_(memory_ + 3) {}
  ~Heap() { std::free(memory_); }
  Heap(const Heap &) = delete;
  Heap &operator=(const Heap &) = delete;

  inline bool empty() const { return count_ == 0; }
  inline const Event &top() const { return events_[0]; }

  inline void push(Event event) {
    int i = count_++;
    while (i > 0) {
      const int parent = (i - 1) / 4;
      if (events_[parent].time <= event.time) break;
      events_[i] = events_[parent];
      i = parent;
    }
    events_[i] = event;
  }

  /// Puts an event in the place of the first: one sift in place of two.
  inline void replace(Event event) {
    int i = 0;
    for (;;) {
      const int child = i * 4 + 1;
      if (child >= count_) break;
      int least = child;
      if (child + 4 <= count_) {
        const int a = events_[child + 1].time < events_[child].time ? child + 1 : child;
        const int b = events_[child + 3].time < events_[child + 2].time ? child + 3 : child + 2;
        least = events_[b].time < events_[a].time ? b : a;
      } else {
        for (int k = child + 1; k < count_; k++)
          if (events_[k].time < events_[least].time) least = k;
      }
      if (events_[least].time >= event.time) break;
      events_[i] = events_[least];
      i = least;
    }
    events_[i] = event;
  }

  inline void pop() {
    const Event last = events_[--count_];
    if (count_ > 0) replace(last);
  }

 private:
  static Event *aligned(size_t count) {
    void *memory = nullptr;
    if (posix_memalign(&memory, 64, count * sizeof(Event)) != 0) std::abort();
    return static_cast<Event *>(memory);
  }

  Event *memory_;
  Event *events_;
  int count_ = 0;
};

/// First in, first out; grows by doubling.
class Queue {
 public:
  inline bool empty() const { return count_ == 0; }

  inline void push(uint32_t id) {
    if (count_ > mask_) grow();
    ids_[(head_ + count_++) & mask_] = id;
  }

  inline uint32_t pop() {
    const uint32_t id = ids_[head_];
    head_ = (head_ + 1) & mask_;
    count_--;
    return id;
  }

 private:
  void grow() {
    std::vector<uint32_t> larger(2 * ids_.size());
    for (uint32_t i = 0; i < count_; i++) larger[i] = ids_[(head_ + i) & mask_];
    ids_.swap(larger);
    head_ = 0;
    mask_ = uint32_t(ids_.size()) - 1;
  }

  std::vector<uint32_t> ids_ = std::vector<uint32_t>(64);
  uint32_t head_ = 0, count_ = 0, mask_ = 63;
};

/// Blocks of customers, used again.
template <class Block>
class Arena {
 public:
  explicit Arena(uint32_t count) : blocks_(count) {
    for (uint32_t i = count; i-- > 0;) free_.push_back(i);
  }

  inline uint32_t take() {
    if (free_.empty()) grow();
    const uint32_t id = free_.back();
    free_.pop_back();
    return id;
  }

  inline void give(uint32_t id) { free_.push_back(id); }
  inline Block &operator[](uint32_t id) { return blocks_[id]; }

 private:
  void grow() {
    const uint32_t old = uint32_t(blocks_.size());
    blocks_.resize(2 * old);
    for (uint32_t i = 2 * old; i-- > old;) free_.push_back(i);
  }

  std::vector<Block> blocks_;
  std::vector<uint32_t> free_;
};

/// A histogram whose steps are 1/128 of a power of two: the top bits of a double number the steps.
class Histogram {
 public:
  inline void record(double seconds) { counts_[step(seconds)]++; }

  double percentile(double share) const {
    uint64_t total = 0, sum = 0;
    for (uint64_t count : counts_) total += count;
    const uint64_t wanted = uint64_t(share * double(total));
    for (size_t i = 0; i < counts_.size(); i++) {
      sum += counts_[i];
      if (sum > wanted) return value(i);
    }
    return 0;
  }

 private:
  // From 2^-32 to 2^32 seconds.
  static constexpr uint64_t kLow = uint64_t(1023 - 32) << 7, kSteps = 64u << 7;

  static inline size_t step(double seconds) {
    uint64_t bits;
    std::memcpy(&bits, &seconds, 8);
    const uint64_t number = bits >> 45;
    return number < kLow ? 0 : number - kLow < kSteps ? number - kLow : kSteps - 1;
  }

  static double value(size_t step) {
    const uint64_t bits = ((uint64_t(step) + kLow) << 45) | (uint64_t(1) << 44);
    double seconds;
    std::memcpy(&seconds, &bits, 8);
    return seconds;
  }

  std::vector<uint64_t> counts_ = std::vector<uint64_t>(kSteps);
};

/// The integral of a level over time, as the sum of the moments at which it changed.
class Gauge {
 public:
  inline void rise(double now) { sum_ -= now, level_++; }
  inline void fall(double now) { sum_ += now, level_--; }
  double integral(double now) const { return sum_ + level_ * now; }

 private:
  double sum_ = 0;
  int level_ = 0;
};

}  // namespace bench
