using System.Text.RegularExpressions;

namespace StorageX.Backends.Http;

/// <summary>
/// A JSON or XML body, whose braces and backslashes are its own: only <c>{filename}</c>, <c>{input}</c>, <c>{base64file}</c> and
/// <c>{env:NAME}</c> stand for something, or the same between dollar signs in uploaders before ShareX 14.
/// </summary>
internal static partial class DataTemplate
{
    /// <summary>Reads a body.</summary>
    /// <param name="field">Where it stands, for errors.</param>
    /// <param name="text">The body.</param>
    public static SxcuTemplate Parse(string field, string text)
    {
        var parts = new List<object>();
        var at = 0;
        foreach (Match match in Placeholders().Matches(text))
        {
            parts.Add(text[at..match.Index]);
            SxcuTemplate[] parameters = match.Groups["variable"] is { Success: true } variable ? [SxcuTemplate.Literal(field, variable.Value)] : [];
            parts.Add(SxcuCall.Create(field, match.Groups["name"].Value, parameters));
            at = match.Index + match.Length;
        }

        parts.Add(text[at..]);
        return SxcuTemplate.Of(field, text, parts.Where(part => part is not ""));
    }

    [GeneratedRegex(@"\{(?:(?<name>filename|input|base64file)|(?<name>env):(?<variable>\w+))\}|\$(?<name>filename|input|base64file)\$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Placeholders();
}
