using StorageX.Errors;

namespace StorageX;

/// <summary>The configuration is not what it should be.</summary>
/// <param name="message">One line: the file or the key, and what is expected there.</param>
/// <param name="inner">The exception under it, if any.</param>
public sealed class SettingsException(string message, Exception? inner = null) : Exception(SecretText.Cut(message), inner);
