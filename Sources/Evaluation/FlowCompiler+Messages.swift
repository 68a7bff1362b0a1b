import ArchitectureModel
import Quantities
import SimulationKernel

/// Consumers that share the messages of a broker.
private struct ConsumerGroup {
  var name: String
  var consumers: [(component: Int, edge: Int)] = []
  var deliveries: [DeliverySpec] = []
  var batch = 1
  var isKeyed = false
}

extension FlowCompiler {
  /// A channel for each shard of a broker and each group of its consumers.
  mutating func addChannels() {
    for (broker, component) in architecture.components.enumerated() where component.has("broker") {
      let groups = consumerGroups(of: component, broker)
      for shard in 0..<flows.model.components[broker].shards {
        for group in groups {
          let number = flows.model.channels.count
          var channel = ChannelSpec(
            broker: broker, shard: shard, consumers: group.consumers, batch: group.batch,
            isOrdered: component.has("replayable"))
          channel.deliveries = group.deliveries
          channel.isKeyed = group.isKeyed
          flows.model.channels.append(channel)
          flows.model.components[broker].channels.append(number)
          for consumer in group.consumers {
            flows.model.components[consumer.component].consumes.append(number)
          }
        }
      }
    }
  }

  private mutating func consumerGroups(of broker: Component, _ index: Int) -> [ConsumerGroup] {
    var groups: [ConsumerGroup] = []
    for (number, component) in architecture.components.enumerated() {
      for consumer in component.consumes where consumer.from.name == broker.id {
        flows.model.edges.append(
          EdgeSpec(name: "\(component.id)<-\(broker.id)", from: number, target: index))
        let edge = flows.model.edges.count - 1
        let place = groups.firstIndex { $0.name == consumer.group } ?? groups.count
        if place == groups.count { groups.append(ConsumerGroup(name: consumer.group)) }
        groups[place].consumers.append((number, edge))
        groups[place].deliveries.append(delivery(consumer, broker, index))
        groups[place].batch = max(groups[place].batch, consumer.batch)
        if consumer.key != nil { groups[place].isKeyed = true }
      }
    }
    // What is taken together cannot be one at a time for each key.
    for place in groups.indices where groups[place].isKeyed { groups[place].batch = 1 }
    return groups
  }

  private mutating func delivery(
    _ consumer: Consumer, _ broker: Component, _ index: Int
  ) -> DeliverySpec {
    var delivery = DeliverySpec(
      attempts: UInt16(clamping: consumer.maxAttempts ?? 0), wait: consumer.wait.nanoseconds)
    if let target = consumer.deadLetter.flatMap({ componentIndex[$0.name] }) {
      var edge = EdgeSpec(
        name: "\(broker.id)=>\(consumer.group)=>\(flows.components[target].id)", from: index,
        target: target)
      edge.isWrite = true
      edge.isFireAndForget = true
      edge.acks = 1
      flows.model.edges.append(edge)
      delivery.deadLetter = flows.model.edges.count - 1
    }
    return delivery
  }
}
