using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using System.Xml.XPath;

namespace StorageX.Backends.Http;

/// <summary>Finds a value in XML by XPath; like <see cref="JsonSearch"/> it begins none that could take for ever, or the memory.</summary>
internal static partial class XmlSearch
{
    private const long MostCharacters = 16 << 20;

    /// <summary>The value as text; empty where there is none.</summary>
    /// <param name="text">The XML.</param>
    /// <param name="path">The path.</param>
    /// <param name="single">Whether an element that has others in it is no value.</param>
    /// <exception cref="XmlException">The XML is not as it should be.</exception>
    /// <exception cref="XPathException">The path is not as it should be.</exception>
    /// <exception cref="SearchException">It could take for ever.</exception>
    public static string Find(string text, string path, bool single)
    {
        SearchLimits.RequirePath(path);
        RequireShort(text, path);
        using var reader = Reader(text);
        return XDocument.Load(reader).XPathEvaluate(path) switch
        {
            IEnumerable<object> found => found.FirstOrDefault() switch
            {
                XElement { HasElements: true } when single => "",
                XElement element => element.Value,
                XAttribute attribute => attribute.Value,
                XText characters => characters.Value,
                _ => "",
            },
            var value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        };
    }

    // Each axis but the child's, and each condition, may meet every node for every node. The number of one among others is no such condition.
    private static void RequireShort(string text, string path)
    {
        var nodes = Nodes(text);
        var wide = Wide().Count(Position().Replace(path, ""));
        var isLong = text.Length * (1L + path.Count(character => character == ',')) > MostCharacters;
        SearchLimits.RequireSteps(isLong ? double.PositiveInfinity : Math.Pow(nodes, Math.Max(1, wide)));
    }

    private static double Nodes(string text)
    {
        using var reader = Reader(text);
        var nodes = 0;
        while (reader.Read())
        {
            nodes += 1 + reader.AttributeCount;
            if (reader.Depth > SearchLimits.Deepest)
                throw new SearchException($"the answer's elements are nested more than {SearchLimits.Deepest} deep");
        }

        return nodes;
    }

    private static XmlReader Reader(string text) =>
        XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });

    [GeneratedRegex(@"//|::|\.\.|\[", RegexOptions.None, 1000)]
    private static partial Regex Wide();

    [GeneratedRegex(@"\[\d+\]", RegexOptions.None, 1000)]
    private static partial Regex Position();
}
