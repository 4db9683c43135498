using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace StorageX.Backends.Http;

/// <summary>Whether an answer that HTTP calls a success says of itself that it is none, where the profile does not say how to tell.</summary>
internal static class AnswerVerdict
{
    private const int Deepest = 64;
    private static readonly string[] Switches = ["success", "ok"];
    private static readonly string[] Words = ["error", "fail", "failed", "failure"];

    /// <summary>Whether it does: <c>"success": false</c>, <c>"ok": false</c>, or <c>"status": "error"</c> or the like at the top of a JSON object.</summary>
    public static bool IsFailure(string body) =>
        Top(body) is { } json && (Switches.Any(name => IsFalse(Value(json, name))) || IsWord(Value(json, "status")) || IsWord(Value(json, "result")));

    private static bool IsFalse(JToken? value) => value is JValue { Value: false or 0L or "0" or "false" };

    private static bool IsWord(JToken? value) => value is JValue { Value: string text } && Words.Contains(text, StringComparer.OrdinalIgnoreCase);

    private static JToken? Value(JObject json, string name) => json.GetValue(name, StringComparison.OrdinalIgnoreCase);

    private static JObject? Top(string body)
    {
        if (!body.AsSpan().TrimStart().StartsWith('{'))
            return null;
        try
        {
            using var reader = new JsonTextReader(new StringReader(body)) { MaxDepth = Deepest, DateParseHandling = DateParseHandling.None };
            return JToken.Load(reader) as JObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
