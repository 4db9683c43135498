namespace StorageX.Pieces;

/// <summary>The file that is being uploaded cannot be read, or is not the same file all the way.</summary>
/// <param name="message">One line that names the file and what happened to it.</param>
/// <param name="inner">The exception under it, if any.</param>
internal sealed class SourceException(string message, Exception? inner = null) : Exception(message, inner);
