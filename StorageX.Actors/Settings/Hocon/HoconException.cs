namespace StorageX.Settings.Hocon;

/// <summary>A text is not HOCON, or its settings do not fit together; the message says where and what was expected.</summary>
internal sealed class HoconException(string message, Exception? inner = null) : Exception(message, inner);
