/// What the structure function of a design is evaluated in.
///
/// The same walk over the design gives its variables, its truth under one assignment, or its
/// decision diagram, depending on the algebra. Implementers: equal functions must give equal
/// values, because circles of hand-overs are followed until nothing changes.
protocol BooleanAlgebra {
  /// A function of the variables.
  associatedtype Value: Equatable
  /// The function that is always `value`.
  mutating func constant(_ value: Bool) -> Value
  /// The function that is true where the variable is in its good state.
  mutating func literal(_ variable: Int) -> Value
  /// `first` where `condition` holds, else `second`.
  mutating func choose(_ condition: Value, _ first: Value, _ second: Value) -> Value
}

extension BooleanAlgebra {
  mutating func and(_ left: Value, _ right: Value) -> Value {
    let no = constant(false)
    return choose(left, right, no)
  }

  mutating func or(_ left: Value, _ right: Value) -> Value {
    let yes = constant(true)
    return choose(left, yes, right)
  }

  mutating func not(_ value: Value) -> Value {
    let yes = constant(true)
    let no = constant(false)
    return choose(value, no, yes)
  }

  mutating func all(_ values: [Value]) -> Value {
    var result = constant(true)
    for value in values.reversed() { result = and(value, result) }
    return result
  }

  mutating func any(_ values: [Value]) -> Value {
    var result = constant(false)
    for value in values.reversed() { result = or(value, result) }
    return result
  }

  /// At least `need` of the functions hold.
  ///
  /// By dynamic programming over the functions and the number that is still wanted, so that a
  /// threshold costs n times k choices instead of n over k products.
  ///
  /// Source: R. E. Barlow and K. D. Heidtmann, "Computing k-out-of-n system reliability", IEEE
  /// Transactions on Reliability R-33(4), 1984.
  mutating func atLeast(_ need: Int, of values: [Value]) -> Value {
    if need <= 0 { return constant(true) }
    if need > values.count { return constant(false) }
    // wanted[j]: at least j + 1 of the values looked at so far, from the end, hold.
    var wanted = [Value](repeating: constant(false), count: need)
    for value in values.reversed() {
      var previous = constant(true)
      for place in 0..<need {
        let old = wanted[place]
        wanted[place] = choose(value, previous, old)
        previous = old
      }
    }
    return wanted[need - 1]
  }
}

/// Collects the variables that a structure function asks for, in the order of the first use.
struct VariableCollector: BooleanAlgebra {
  private(set) var order: [Int] = []
  private var seen: Set<Int> = []

  mutating func constant(_ value: Bool) -> Bool { true }
  mutating func literal(_ variable: Int) -> Bool {
    if seen.insert(variable).inserted { order.append(variable) }
    return true
  }
  mutating func choose(_ condition: Bool, _ first: Bool, _ second: Bool) -> Bool { true }
}

/// The truth of a structure function under one assignment of its variables.
struct Assignment: BooleanAlgebra {
  /// The variables in their bad state.
  var bad: Set<Int>

  mutating func constant(_ value: Bool) -> Bool { value }
  mutating func literal(_ variable: Int) -> Bool { !bad.contains(variable) }
  mutating func choose(_ condition: Bool, _ first: Bool, _ second: Bool) -> Bool {
    condition ? first : second
  }
}
