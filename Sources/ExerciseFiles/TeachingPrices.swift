public import Pricing
import ArchitectureModel
import Diagnostics

/// The price book of the tool itself, for exercises and files that bring none.
///
/// It is compiled in, so that it is there wherever the tool is, cannot be edited beside it, and
/// the same version of the tool gives the same bill everywhere.
public enum TeachingPrices {
  /// The book as read; a book that does not read is a mistake of this package.
  public static let book: PriceBook = {
    let reading = PriceBookReader(Vocabulary()).read(
      bytes: Array(text.utf8), file: "teaching prices")
    guard let book = reading.book else {
      preconditionFailure("\(reading.problems.map(\.message))")
    }
    return book
  }()

  /// The file.
  public static let text = """
    format: prices/1
    id: teaching
    title: Synthetic prices for teaching, in the order of public list prices
    currency: USD
    date: 2026-01-01
    synthetic: yes
    region: us-east

    # Without a region: us-east and every region that has no price of its own.
    items:
      - item: core
        amount: 0.032 USD/core-h
        source: with the memory below 4 cores and 16 GiB cost 0.192 USD/h, a list price of 2020 (us-east)
      - item: memory
        amount: 0.004 USD/GiB-h
        source: a third of such a machine, at 4 GiB a core
      - item: managed_core
        amount: 0.064 USD/core-h
        source: twice a machine of one's own; managed SQL of 8 cores in two zones lists at 1000-1600 USD/mo
      - item: managed_memory
        amount: 0.008 USD/GiB-h
        source: as managed_core; with it a cache machine of 13 GiB costs 169 USD/mo, list 110-220
      - item: disk
        amount: 0.08 USD/GiB-mo
        source: block storage, list price of 2024
      - item: managed_disk
        amount: 0.12 USD/GiB-mo
        source: storage of managed SQL, list 0.115-0.23 USD/GB
      - item: objects
        amount: 0.023 USD/GiB-mo
        source: object storage, list price of 2024
      - item: object_calls
        amount: 2 USD/Mcall
        source: between the list prices of reads (0.4) and writes (5) of object stores, 2024
      - item: cold_objects
        amount: 0.004 USD/GiB-mo
        source: archive classes of object storage, list price of 2024 (0.0036-0.004)
      - item: key
        amount: 1 USD/mo
        source: a customer's key in a key service, list price of 2024
      - item: key_calls
        amount: 3 USD/Mcall
        source: requests of a key service, list price of 2024 (0.03 for 10,000)
      - item: between_zones
        amount: 0.02 USD/GiB
        source: list price of 0.01 each way, 2024
      - item: between_sites
        amount: 0.02 USD/GiB
        source: transfer between regions, list price of 2024
      - item: egress
        amount: 0.09 USD/GiB
        source: transfer to the internet, first tier, list price of 2024
      - item: function_time
        amount: 0.06 USD/GiB-h
        source: functions, list price of 0.0000167 USD for a GB and second, 2024
      - item: function_calls
        amount: 0.2 USD/Mcall
        source: functions, list price of 2024
      - item: external_call
        amount: 0.001 USD/call
        source: made up; card payments cost a hundred times as much, address look-ups about this

      - { item: core, region: eu-west, amount: 0.0355 USD/core-h, source: "about a tenth above us-east" }
      - { item: memory, region: eu-west, amount: 0.0044 USD/GiB-h, source: "about a tenth above us-east" }
      - { item: managed_core, region: eu-west, amount: 0.071 USD/core-h, source: "about a tenth above us-east" }
      - { item: managed_memory, region: eu-west, amount: 0.0088 USD/GiB-h, source: "about a tenth above us-east" }
      - { item: disk, region: eu-west, amount: 0.088 USD/GiB-mo, source: "about a tenth above us-east" }
      - { item: objects, region: eu-west, amount: 0.023 USD/GiB-mo, source: "as us-east" }

      - { item: core, region: ap-northeast, amount: 0.04 USD/core-h, source: "about a quarter above us-east" }
      - { item: memory, region: ap-northeast, amount: 0.005 USD/GiB-h, source: "about a quarter above us-east" }
      - { item: managed_core, region: ap-northeast, amount: 0.08 USD/core-h, source: "about a quarter above us-east" }
      - { item: managed_memory, region: ap-northeast, amount: 0.01 USD/GiB-h, source: "about a quarter above us-east" }
      - { item: disk, region: ap-northeast, amount: 0.096 USD/GiB-mo, source: "about a fifth above us-east" }
      - { item: objects, region: ap-northeast, amount: 0.025 USD/GiB-mo, source: "about a tenth above us-east" }
      - { item: between_sites, region: ap-northeast, amount: 0.09 USD/GiB, source: "transfer from Asia costs several times that from other regions" }
      - { item: egress, region: ap-northeast, amount: 0.114 USD/GiB, source: "about a quarter above us-east" }

    commitments:
      - { term: 1y, saves: 30%, source: "commitments save 30-72 %, by term and payment" }
      - { term: 3y, saves: 50%, source: "commitments save 30-72 %, by term and payment" }
      - { term: spot, saves: 65%, source: "what is left over is sold for 10 to 40 % of the list price" }
    """
}
