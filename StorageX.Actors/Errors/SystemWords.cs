namespace StorageX.Errors;

/// <summary>What the runtime says of files, in words for whoever uses the program.</summary>
internal static class SystemWords
{
    /// <summary>What an exception says, without the path that stands before it already.</summary>
    public static string Of(Exception error) => error switch
    {
        FileNotFoundException => "no such file",
        DirectoryNotFoundException => "no such directory",
        PathTooLongException => "the name is too long",
        UnauthorizedAccessException => "permission denied",
        IOException => WithoutPath(error.Message),
        _ => error.Message,
    };

    // As in "No space left on device : '/a/b'", and "The process cannot access the file '/a/b' because it is being used".
    private static string WithoutPath(string message)
    {
        var end = message.LastIndexOf(" : '", StringComparison.Ordinal);
        var words = (end > 0 ? message[..end] : message).TrimEnd('.');
        return words.Length > 1 && char.IsUpper(words[0]) && char.IsLower(words[1]) ? char.ToLowerInvariant(words[0]) + words[1..] : words;
    }
}
