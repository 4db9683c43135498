using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace StorageX.Backends.Http;

/// <summary>
/// Finds a value in JSON by JSONPath. Nothing ends a search once it has begun, so what it may cost at most is reckoned before, from the path
/// and from how large and deep the JSON is: a search that could take for ever is not begun.
/// </summary>
internal static partial class JsonSearch
{
    private static readonly TimeSpan LongestMatch = TimeSpan.FromMilliseconds(10);

    // A regular expression may take as long as LongestMatch on each value.
    private const double StepsOfAMatch = 4_000;

    /// <summary>The value; null where there is none.</summary>
    /// <param name="text">The JSON.</param>
    /// <param name="path">The path; without <c>$</c> it begins at the top.</param>
    /// <exception cref="JsonException">Either is not as it should be.</exception>
    /// <exception cref="SearchException">It could take for ever.</exception>
    public static JToken? Find(string text, string path)
    {
        SearchLimits.RequirePath(path);
        using var reader = new JsonTextReader(new StringReader(text)) { MaxDepth = SearchLimits.Deepest, DateParseHandling = DateParseHandling.None };
        var json = JToken.Load(reader);
        var rooted = path.StartsWith('$') ? path : path.StartsWith('[') ? "$" + path : "$." + path;
        if (!IsPlain().IsMatch(rooted))
            SearchLimits.RequireSteps(Cost(rooted, json));
        return Follow(json, rooted);
    }

    private static JToken? Follow(JToken json, string path)
    {
        try
        {
            return json.SelectToken(path, new JsonSelectSettings { RegexMatchTimeout = LongestMatch });
        }
        catch (Exception error) when (error is IndexOutOfRangeException or OverflowException or FormatException or NullReferenceException or InvalidCastException)
        {
            // What the reader of paths does with some that are none.
            throw new SearchException($"this is no path: {path}");
        }
    }

    // How often a part of the path can meet a value: each .. meets every value once for each that it is in, each name or number of a list meets
    // it again, and a filter that searches by itself does so for every value.
    private static double Cost(string path, JToken json)
    {
        var (values, depth) = Size(json);
        var cost = values * Math.Pow(depth, Scan().Count(path)) * Math.Pow(2, path.Count(character => character == ','));
        if (!path.Contains('?', StringComparison.Ordinal))
            return cost;
        var filters = path[path.IndexOf('?', StringComparison.Ordinal)..];
        var isWide = filters.AsSpan().ContainsAny(",*:") || Scan().IsMatch(filters) || Root().IsMatch(filters);
        cost *= Math.Pow(values, isWide ? 1 + filters.Count(character => character is '@' or '$') : 0);
        return filters.Contains('~', StringComparison.Ordinal) ? cost * StepsOfAMatch : cost * path.Length;
    }

    private static (double Values, int Depth) Size(JToken json)
    {
        var (values, deepest, depth) = (0, 1, 1);
        using var reader = json.CreateReader();
        while (reader.Read())
        {
            values++;
            depth = reader.Depth + 2;
            deepest = Math.Max(deepest, depth);
        }

        return (values, deepest);
    }

    [GeneratedRegex(@"^\$(\.[^.\[\]*?,'""()]+|\['[^'\\]*'\]|\[\d{1,6}\])*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IsPlain();

    [GeneratedRegex(@"\$\s*([.\[)=<>!&|]|$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Root();

    [GeneratedRegex(@"\.\.", RegexOptions.None, 1000)]
    private static partial Regex Scan();
}
