using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using StorageX.Errors;

namespace StorageX.Backends.Http;

/// <summary>An object in an uploader file; every error names the field and what belongs there.</summary>
/// <param name="json">The object.</param>
/// <param name="path">What stands before a field's name: empty for the file itself.</param>
/// <param name="template">How a text with functions is read.</param>
internal sealed class ProfileObject(JObject json, string path, Func<string, string, SxcuTemplate> template)
{
    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(1);

    /// <summary>Reads a file's text.</summary>
    /// <exception cref="ProfileException">It is not one JSON object.</exception>
    public static JObject Parse(string text)
    {
        try
        {
            using var reader = new JsonTextReader(new StringReader(text)) { MaxDepth = 32, DateParseHandling = DateParseHandling.None };
            var settings = new JsonLoadSettings { DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Error };
            var json = JToken.Load(reader, settings) as JObject ?? throw new ProfileException("the file", "is not a JSON object");
            return reader.Read() ? throw new ProfileException("the file", "goes on after its JSON object") : json;
        }
        catch (JsonException error)
        {
            throw new ProfileException("the file", $"is {SystemWords.Of(error)}", error);
        }
    }

    /// <summary>The object under a name; null where there is none.</summary>
    public ProfileObject? Inner(string name) => Value(name) switch
    {
        null => null,
        JObject inner => new ProfileObject(inner, $"{path}{name}.", template),
        _ => throw Wrong(name, "an object { } belongs here"),
    };

    /// <summary>A text; null where there is none, or an empty one.</summary>
    public string? Text(string name) => Value(name) switch
    {
        null => null,
        JValue { Type: JTokenType.String or JTokenType.Integer or JTokenType.Float } value => value.ToString(System.Globalization.CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null,
        _ => throw Wrong(name, "a text belongs here"),
    };

    /// <summary>A text with functions; null where there is none, or an empty one.</summary>
    public SxcuTemplate? Template(string name) => Text(name) is { } text ? template(path + name, text) : null;

    /// <summary>A whole number; null where there is none.</summary>
    public long? Whole(string name, long least, long most) => Value(name) switch
    {
        null => null,
        JValue { Type: JTokenType.Integer } value when value.Value is long number && number >= least && number <= most => number,
        _ => throw Wrong(name, $"a whole number from {least} to {most} belongs here"),
    };

    /// <summary>Whether a switch is on; off where there is none.</summary>
    public bool Switch(string name) => Value(name) switch
    {
        null => false,
        JValue { Type: JTokenType.Boolean } value => (bool)value!,
        _ => throw Wrong(name, "true or false belongs here"),
    };

    /// <summary>A list of texts.</summary>
    public IReadOnlyList<string> Texts(string name) => Value(name) switch
    {
        null => [],
        JArray array when array.All(item => item.Type == JTokenType.String) => [.. array.Select(item => (string)item!)],
        _ => throw Wrong(name, "a list of texts belongs here"),
    };

    /// <summary>Names and templates.</summary>
    public IReadOnlyList<ProfileField> Fields(string name)
    {
        var inner = Inner(name);
        return inner is null ? [] : [.. inner.Names.Select(key => new ProfileField(key, inner.Template(key) ?? SxcuTemplate.Literal($"{path}{name}.{key}", "")))];
    }

    /// <summary>Names and texts.</summary>
    public IReadOnlyDictionary<string, string> Map(string name)
    {
        var inner = Inner(name);
        return inner is null ? new Dictionary<string, string>() : inner.Names.ToDictionary(key => key, key => inner.Text(key) ?? "");
    }

    /// <summary>One of some words, whatever its case.</summary>
    public T Word<T>(string name, T absent)
        where T : struct, Enum
    {
        if (Text(name) is not { } text)
            return absent;
        return Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text[0])
            ? value
            : throw Wrong(name, $"\"{text}\" is none of {string.Join(", ", Enum.GetNames<T>())}");
    }

    /// <summary>A regular expression; null where there is none.</summary>
    public string? Pattern(string name)
    {
        if (Text(name) is not { } text)
            return null;
        try
        {
            _ = new Regex(text, RegexOptions.None, LongestMatch);
            return text;
        }
        catch (ArgumentException error)
        {
            throw Wrong(name, $"is {SystemWords.Of(error)}");
        }
    }

    /// <summary>The exception for a field that is wrong.</summary>
    public ProfileException Wrong(string name, string reason) => new(path + name, reason);

    private IEnumerable<string> Names => json.Properties().Select(property => property.Name);

    private JToken? Value(string name) => json.GetValue(name, StringComparison.OrdinalIgnoreCase) is { Type: not JTokenType.Null } value ? value : null;
}
