using StorageX.Errors;

namespace StorageX.Host.Cli.Terminals;

/// <summary>The command line was parsed, but what it asks for cannot be. The message is one line.</summary>
/// <param name="message">What is wrong and what to write instead.</param>
internal sealed class UsageException(string message) : Exception(SecretText.Cut(message));
