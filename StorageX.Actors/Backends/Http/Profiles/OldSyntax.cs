using System.Text.RegularExpressions;

namespace StorageX.Backends.Http;

/// <summary>
/// Reads the syntax of uploaders before ShareX 14: functions stand between dollar signs, as in <c>$json:data.link$</c>, and
/// <c>$regex:1|2$</c> means the first expression of the file's RegexList; <c>\$</c> is a dollar.
/// </summary>
internal static partial class OldSyntax
{
    /// <summary>Reads a text.</summary>
    /// <param name="field">Where it stands, for errors.</param>
    /// <param name="text">The text.</param>
    /// <param name="patterns">The file's RegexList.</param>
    /// <exception cref="ProfileException">A dollar sign has no partner, or a function is not known.</exception>
    public static SxcuTemplate Parse(string field, string text, IReadOnlyList<string> patterns)
    {
        var segments = UnescapedDollar().Split(text);
        if (segments.Length % 2 == 0)
            throw new ProfileException(field, "a $ has no partner; functions of this version stand between two of them");
        return SxcuTemplate.Of(field, text, segments
            .Select((segment, index) => index % 2 == 0 ? segment.Replace("\\$", "$", StringComparison.Ordinal) : (object)Call(field, segment, patterns)).Where(part => part is not ""));
    }

    [GeneratedRegex(@"(?<!\\)\$", RegexOptions.None, 1000)]
    private static partial Regex UnescapedDollar();

    private static SxcuCall Call(string field, string segment, IReadOnlyList<string> patterns)
    {
        var colon = segment.IndexOf(':');
        var name = colon < 0 ? segment : segment[..colon];
        var parameters = colon < 0 ? [] : segment[(colon + 1)..].Split('|');
        // Before the bar, a comma stood between the expression and its group.
        if (name.Equals("regex", StringComparison.OrdinalIgnoreCase) && parameters is [var both] && both.Split(',') is [var expression, var group] && int.TryParse(expression, out _))
            parameters = [expression, group];
        if (name.Equals("regex", StringComparison.OrdinalIgnoreCase) && parameters.Length > 0 && int.TryParse(parameters[0], out var number))
        {
            if (number < 1 || number > patterns.Count)
                throw new ProfileException(field, $"$regex:{number}$ asks for expression {number}, and RegexList has {patterns.Count}");
            parameters[0] = patterns[number - 1];
        }

        return SxcuCall.Create(field, name, [.. parameters.Select(parameter => SxcuTemplate.Literal(field, parameter))]);
    }
}
