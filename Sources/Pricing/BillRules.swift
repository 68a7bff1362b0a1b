/// How bills come about, in words: for reports and pages.
public enum BillRules {
  /// The rules, each a sentence without its full stop.
  public static let all = [
    "a scenario's load is held for a month of 730 h; amounts go by means over the replications",
    "machines, what they keep and calls are charged to the component, transfers to the one that "
      + "sends",
    "functions are charged by the memory of their copies while those work, start or are kept by "
      + "'scale.min', and by the call; where the book has no price for that, by the machines that "
      + "they use on average",
    "what a component keeps is the stated number of items, or what is written while it is kept, "
      + "times its copies; bought disks are charged in its place where they hold more",
    "traffic is the calls that each component received times the sizes of what they carry, divided "
      + "over callers, zones and sites as chances and placement let expect; copies of writes "
      + "count, and consumers send on as many items as the messages that they took together; what users send and get, and answers of calls without 'returns', do not",
    "an operation pays each component by the busy time that it is expected to cause there: "
      + "requests times visits times mean work",
    "at ten times the load machines are added in proportion where slots would be filled beyond "
      + "60 %, or beyond what they are now, in whole copies, shards and partitions; traffic, calls "
      + "and what is written grow tenfold",
    "a graded run pays at least for the machine of the kind, on which its times hold, and always "
      + "by the price book",
  ]
}
