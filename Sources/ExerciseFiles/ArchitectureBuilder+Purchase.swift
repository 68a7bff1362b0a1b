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
    let used = mayUse(
      "size.cpu", scope, stated: cores, fallback: kind, direction: .lower,
      texts: (TypeWords.plain(cores), text), span: value.span)
    return used ? Setting(cores, origin) : Setting(kind, .exercise)
  }

  private mutating func memory(_ scope: ComponentScope) -> Setting<ByteCount>? {
    guard let (value, origin) = lookUp("size.memory", scope), let size = value.size else {
      return nil
    }
    guard origin.isStated, let text = scope.kind.fallback("size.memory")?.value,
      let kind = parsed(text, .size, key: "\(scope.kind.name)/size.memory")?.size
    else { return Setting(size, origin) }
    let used = mayUse(
      "size.memory", scope, stated: Double(size.bytes), fallback: Double(kind.bytes),
      direction: .lower, texts: (size.text, text), span: value.span)
    return used ? Setting(size, origin) : Setting(kind, .exercise)
  }

  private mutating func price(_ scope: ComponentScope) -> Setting<Price>? {
    guard let (value, origin) = lookUp("price", scope), let price = value.price else { return nil }
    guard price.unit == .hour || price.unit == .month else {
      add(
        "arch.bad-value", "'price' is '\(price.text)', which is not for a machine", value.span,
        allowed: "the price of one machine by the hour or month, such as 0.192 USD/h")
      return nil
    }
    let isBelieved = policy == .asWritten
    claims.append(
      Claim(
        path: "components.\(scope.id).price", stated: price.text,
        used: isBelieved ? price.text : "the price book", isBelieved: isBelieved, span: value.span,
        range: ""))
    return isBelieved ? Setting(price, origin) : nil
  }
}
