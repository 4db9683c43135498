using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.XPath;
using Newtonsoft.Json;

namespace StorageX.Errors;

/// <summary>What the runtime says of files, texts and connections, in words for whoever uses the program.</summary>
internal static class SystemWords
{
    /// <summary>What an exception says, without the path that stands before it already.</summary>
    public static string Of(Exception error) => ConnectionWords.Of(error) ?? error switch
    {
        FileNotFoundException => "no such file",
        DirectoryNotFoundException => "no such directory",
        PathTooLongException => "the name is too long",
        UnauthorizedAccessException => "permission denied",
        IOException => WithoutPath(error.Message),
        JsonReaderException { LineNumber: > 0 } json => $"not JSON as it should be, at line {json.LineNumber}, character {json.LinePosition}",
        JsonException => "not JSON as it should be",
        XmlException { LineNumber: > 0 } xml => $"not XML, at line {xml.LineNumber}, character {xml.LinePosition}",
        XmlException => "not XML",
        XPathException => "no XPath",
        RegexParseException pattern => $"no regular expression, at character {pattern.Offset}",
        RegexMatchTimeoutException => "a regular expression that takes too long",
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
