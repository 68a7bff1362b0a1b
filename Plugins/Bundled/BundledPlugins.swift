import FoundationsPlugin
public import PluginAPI
import TradingPlugin

/// The plugins that are compiled in: the one explicit list.
public enum BundledPlugins {
  /// All of them; `foundations` is always active and comes first.
  public static var all: PluginSet { PluginSet([FoundationsPlugin(), TradingPlugin()]) }
}
