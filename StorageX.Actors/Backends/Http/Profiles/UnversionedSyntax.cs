using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace StorageX.Backends.Http;

/// <summary>
/// Uploader files without a version, of ShareX before 12.4 or made by hand: half of those that are about. Most use only what means the
/// same wherever it is read; the others are refused.
/// </summary>
internal static partial class UnversionedSyntax
{
    /// <summary>Whether functions stand between dollar signs, as before ShareX 14, and not in braces.</summary>
    /// <param name="json">The file.</param>
    /// <param name="plain">The same, without functions.</param>
    /// <exception cref="ProfileException">It has a meaning that depends on the version.</exception>
    public static bool IsOld(JObject json, ProfileObject plain)
    {
        var texts = json.Descendants().OfType<JValue>().Where(value => value.Type == JTokenType.String && !value.Path.StartsWith("StorageX", StringComparison.OrdinalIgnoreCase))
            .Select(value => (string)value!).ToList();
        var (dollars, braces) = (texts.Any(text => Dollars().IsMatch(text)), texts.Any(text => Braces().IsMatch(text)));
        if (dollars && braces)
            throw plain.Wrong("Version", "is missing, and functions stand in both {...} and $...$, of which only one has a meaning; add the version that wrote the file");
        if (texts.Any(text => text.Contains("%input", StringComparison.OrdinalIgnoreCase)))
            throw plain.Wrong("Version", "is missing, and %input means something else in each; export the file again from a newer ShareX");
        return dollars;
    }

    [GeneratedRegex(@"\$(json|xml|regex|response|responseurl|header|filename|random|select|prompt|inputbox|base64|input)\b[^$]*\$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Dollars();

    [GeneratedRegex(@"\{(json|xml|regex|response|responseurl|header|filename|random|select|prompt|inputbox|outputbox|base64|base64file|env|input)\b[^}]*\}", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Braces();
}
