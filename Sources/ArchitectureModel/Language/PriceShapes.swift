/// The shapes of a price book, `prices/1`.
enum PriceShapes {
  static let book = Shape(
    "prices", title: "Price book", about: "What things cost: a file that an exercise names.",
    [
      FieldRecord("format", .choice(["prices/1"]), .required, "The version.", acts: [.cost]),
      FieldRecord("id", .identifier, .required, "A short id, for reports.", acts: [.review]),
      FieldRecord("title", .text, .documentation, "In a few words.", acts: [.review]),
      FieldRecord(
        "currency", .text, .required, "The currency of all amounts, three capital letters.",
        acts: [.cost], example: "USD"),
      FieldRecord(
        "date", .date, .required, "When the prices held; items may say their own.",
        acts: [.review], example: "2026-01-01"),
      FieldRecord(
        "synthetic", .flag, .required,
        "Whether the amounts are made up for teaching; items may say their own.", acts: [.review]),
      FieldRecord(
        "region", .identifier, .number,
        "The region of sites that name none; items without a region hold there if absent.",
        acts: [.cost]),
      FieldRecord("items", .list(.shape("price_item")), .required, "The prices.", acts: [.cost]),
      FieldRecord(
        "commitments", .list(.shape("price_commitment")), .mechanism,
        "What taking machines for longer saves.", acts: [.cost]),
    ])

  static let item = Shape(
    "price_item", title: "Price", about: "One price with where it comes from.",
    [
      FieldRecord(
        "item", .choice(PriceItem.allCases.map(\.rawValue)), .required,
        PriceItem.allCases.map { "`\($0.rawValue)`: \($0.about)" }.joined(separator: "; ")
          + ". Those of functions may be left out: they are paid by the machines in use then.",
        acts: [.cost]),
      FieldRecord(
        "region", .identifier, .number, "Where it holds; everywhere else if absent.",
        acts: [.cost]),
      FieldRecord(
        "amount", .money, .required, "The price in the unit of the item.", acts: [.cost],
        example: "0.02 USD/GiB"),
      FieldRecord("source", .text, .required, "Where the amount comes from.", acts: [.review]),
      FieldRecord("date", .date, .number, "When it held; the book's if absent.", acts: [.review]),
      FieldRecord(
        "synthetic", .flag, .number, "Whether it is made up; the book's word if absent.",
        acts: [.review]),
    ])

  static let commitment = Shape(
    "price_commitment", title: "Commitment", about: "What taking machines for longer saves.",
    [
      FieldRecord("term", .choice(["1y", "3y", "spot"]), .required, "How long.", acts: [.cost]),
      FieldRecord(
        "saves", .share, .required, "Share of the price of machines, memory included.",
        acts: [.cost], example: "30%"),
      FieldRecord("source", .text, .required, "Where the share comes from.", acts: [.review]),
    ])

  static let all = [book, item, commitment, PurchaseShapes.size]
}
