namespace Akka.Configuration;

/// <summary>A text is not HOCON, or a setting can't be used; the message says where and what was expected.</summary>
public class ConfigurationException(string message, Exception? exception = null) : AkkaException(message, exception);
