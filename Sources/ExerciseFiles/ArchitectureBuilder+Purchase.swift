import ArchitectureModel
import Diagnostics
import Quantities

extension ArchitectureBuilder {
  /// What the machines of a component are bought as.
  ///
  /// A graded run pays for the kind's machine at least: the kind's times hold on it. A price is
  /// never believed there, whatever the exercise allows.
  mutating func purchase(_ scope: ComponentScope) -> Purchase {
    var result = Purchase()
    result.cores = cores(scope)
    result.memory = memory(scope)
    if let (value, origin) = lookUp("size.disk", scope), let size = value.size {
      result.disk = Setting(size, origin)
    }
    result.commitment = word("commit", scope, Commitment.self)?.value ?? .none
    result.price = price(scope)
    return result
  }

  private mutating func cores(_ scope: ComponentScope) -> Setting<Double>? {
    guard let (value, origin) = lookUp("size.cpu", scope), let cores = value.number else {
      return nil
    }
    guard origin.isStated, let text = scope.kind.fallback("size.cpu")?.value,
      let kind = Double(text)
    else { return Setting(cores, origin) }
    let quantity = ClaimQuantity<Double>(
      read: { $0.number }, size: { $0 }, text: { TypeWords.plain($0) })
    return held(
      Setting(cores, origin), ofComponent("size.cpu", scope), usual: kind, .lower, quantity)
  }

  private mutating func memory(_ scope: ComponentScope) -> Setting<ByteCount>? {
    guard let (value, origin) = lookUp("size.memory", scope), let size = value.size else {
      return nil
    }
    guard origin.isStated, let text = scope.kind.fallback("size.memory")?.value,
      let kind = parsed(text, .size, key: "\(scope.kind.name)/size.memory")?.size
    else { return Setting(size, origin) }
    let quantity = ClaimQuantity<ByteCount>(
      read: { $0.size }, size: { Double($0.bytes) }, text: { $0.text })
    return held(
      Setting(size, origin), ofComponent("size.memory", scope), usual: kind, .lower, quantity)
  }

  private mutating func price(_ scope: ComponentScope) -> Setting<Price>? {
    guard let (value, origin) = lookUp("price", scope), let price = value.price else { return nil }
    guard price.unit == .hour || price.unit == .month else {
      add(
        "arch.bad-value", "'price' is '\(price.text)', which is not for a machine", value.span,
        allowed: "the price of one machine by the hour or month, such as 0.192 USD/h")
      return nil
    }
    let standing: ClaimStanding = policy == .asWritten ? .asWritten : .notAllowed
    let isUsed = standing == .asWritten
    claims.append(
      Claim(
        path: "components.\(scope.id).price", stated: price.text,
        used: isUsed ? price.text : "the price book", standing: standing, isPlausible: true,
        span: value.span, range: ""))
    return isUsed ? Setting(price, origin) : nil
  }
}
