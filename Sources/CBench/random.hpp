#pragma once

// Random numbers: xoshiro256++, and the ziggurat for exponential and normal variates.
// Sources: David Blackman, Sebastiano Vigna, "Scrambled Linear Pseudorandom Number Generators",
// ACM TOMS 47(4), 2021; George Marsaglia, Wai Wan Tsang, "The Ziggurat Method for Generating
// Random Variables", Journal of Statistical Software 5(8), 2000.

#include <cmath>
#include <cstdint>

namespace bench {

class Random {
 public:
  explicit Random(uint64_t seed) {
    for (uint64_t &word : state_) {  // splitmix64
      seed += 0x9e3779b97f4a7c15ull;
      uint64_t z = seed;
      z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
      z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
      word = z ^ (z >> 31);
    }
  }

  inline uint64_t next() {
    const uint64_t result = rotated(state_[0] + state_[3], 23) + state_[0];
    const uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = rotated(state_[3], 45);
    return result;
  }

  /// In [0, 1).
  inline double uniform() { return double(next() >> 11) * 0x1.0p-53; }

  /// In (0, 1].
  inline double positive() { return double((next() >> 11) + 1) * 0x1.0p-53; }

 private:
  static inline uint64_t rotated(uint64_t x, int bits) {
    return (x << bits) | (x >> (64 - bits));
  }

  uint64_t state_[4];
};

class Ziggurat {
 public:
  Ziggurat() {
    const double r = 7.69711747013104972, v = 0.0039496598225815571993;
    exp_x_[0] = v / std::exp(-r);
    exp_x_[1] = r;
    for (int i = 2; i < 256; i++) exp_x_[i] = -std::log(v / exp_x_[i - 1] + std::exp(-exp_x_[i - 1]));
    exp_x_[256] = 0;
    for (int i = 0; i <= 256; i++) exp_y_[i] = std::exp(-exp_x_[i]);

    const double s = 3.6541528853610088, w = 0.00492867323399;
    normal_x_[0] = w / std::exp(-s * s / 2);
    normal_x_[1] = s;
    for (int i = 2; i < 256; i++) {
      const double last = normal_x_[i - 1];
      normal_x_[i] = std::sqrt(-2 * std::log(w / last + std::exp(-last * last / 2)));
    }
    normal_x_[256] = 0;
    for (int i = 0; i <= 256; i++) normal_y_[i] = std::exp(-normal_x_[i] * normal_x_[i] / 2);
  }

  /// Exponential with mean 1.
  inline double exponential(Random &random) const {
    for (double base = 0;;) {
      const uint64_t bits = random.next();
      const int i = int(bits & 255);
      const double x = double(bits >> 11) * 0x1.0p-53 * exp_x_[i];
      if (__builtin_expect(x < exp_x_[i + 1], 1)) return base + x;
      if (i == 0) {
        base += exp_x_[1];
      } else if (exp_y_[i] + random.uniform() * (exp_y_[i + 1] - exp_y_[i]) < std::exp(-x)) {
        return base + x;
      }
    }
  }

  /// Normal with mean 0 and variance 1.
  inline double normal(Random &random) const {
    for (;;) {
      const uint64_t bits = random.next();
      const int i = int(bits & 255);
      const double x = double(bits >> 11) * 0x1.0p-53 * normal_x_[i];
      const double sign = (bits & 256) ? -1.0 : 1.0;
      if (__builtin_expect(x < normal_x_[i + 1], 1)) return sign * x;
      if (i == 0) {
        double a, y;
        do {
          a = -std::log(random.positive()) / normal_x_[1];
          y = -std::log(random.positive());
        } while (2 * y < a * a);
        return sign * (normal_x_[1] + a);
      }
      if (normal_y_[i] + random.uniform() * (normal_y_[i + 1] - normal_y_[i]) < std::exp(-x * x / 2)) {
        return sign * x;
      }
    }
  }

 private:
  double exp_x_[257], exp_y_[257], normal_x_[257], normal_y_[257];
};

}  // namespace bench
