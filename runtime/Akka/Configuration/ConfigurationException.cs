namespace Akka.Configuration;

/// <summary>A text is not HOCON, or a setting can't be used; the message says where and what was expected.</summary>
public class ConfigurationException : AkkaException
{
    /// <summary>Makes one with a message for the person who wrote the text.</summary>
    /// <param name="message">What is wrong, and where.</param>
    public ConfigurationException(string message) : base(message)
    {
    }

    /// <summary>Makes one that carries its cause.</summary>
    /// <param name="message">What is wrong, and where.</param>
    /// <param name="exception">The cause.</param>
    public ConfigurationException(string message, Exception? exception) : base(message, exception)
    {
    }
}
