using System.Text.Json;
using System.Text.Json.Nodes;
using StorageX.Settings.Hocon;
using Xunit;

namespace StorageX.Specs.Settings.Hocon;

/// <summary>One case of a file in <c>Vectors/hocon</c>.</summary>
public sealed record HoconCase(string Title, string Text, string Expected)
{
    public override string ToString() => Title;
}

internal static class HoconCorpus
{
    public const string Variable = "STORAGEX_SPEC_VARIABLE";

    public static IEnumerable<HoconCase> Read(string file)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", "hocon", file)).Replace("\r\n", "\n", StringComparison.Ordinal);
        foreach (var section in ("\n" + text).Split("\n=== ", StringSplitOptions.RemoveEmptyEntries))
        {
            var title = section[..section.IndexOf('\n', StringComparison.Ordinal)];
            var rest = section[title.Length..].Split("\n---\n");
            yield return new HoconCase(title, rest[0].Length == 0 ? "" : rest[0][1..] + "\n", rest[1].TrimEnd('\n'));
        }
    }

    /// <summary>The titles, which is what a theory can show.</summary>
    public static TheoryData<string> Titles(string file) => [.. Read(file).Select(item => item.Title)];

    public static HoconCase Find(string file, string title) => Read(file).Single(item => item.Title == title);

    public static string ToJson(HoconConfig config) => Sort(new JsonObject(config.Fields.Select(Field))).ToJsonString();

    public static string Normal(string json) => Sort(JsonNode.Parse(json)!).ToJsonString();

    private static KeyValuePair<string, JsonNode?> Field(KeyValuePair<string, HoconValue> field) => new(field.Key, ToJson(field.Value));

    private static JsonNode? ToJson(HoconValue value)
    {
        if (value.IsObject())
            return new JsonObject(value.Fields!.Select(Field));
        if (value.IsArray())
            return new JsonArray([.. value.Items!.Select(ToJson)]);
        return value.GetString() is { } text ? JsonValue.Create(text) : null;
    }

    private static JsonNode Sort(JsonNode node) => JsonSerializer.SerializeToNode(node switch
    {
        JsonObject fields => new JsonObject(fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => KeyValuePair.Create(field.Key, field.Value is { } value ? Sort(value) : null))),
        JsonArray items => new JsonArray([.. items.Select(item => item is null ? null : Sort(item))]),
        _ => node,
    })!;
}
