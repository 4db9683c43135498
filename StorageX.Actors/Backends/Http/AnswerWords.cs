using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace StorageX.Backends.Http;

/// <summary>Finds what a host says to people in an answer that refuses: in JSON, in XML, on a page, or as it is.</summary>
internal static partial class AnswerWords
{
    private const int Most = 8 << 10;
    private const int Longest = 200;
    private const int Deepest = 32;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly string[] Names = ["error_description", "error", "message", "detail", "msg", "reason", "title"];

    /// <summary>The words in an answer's body, whose beginning is read; none if there is no body, or none that can be read.</summary>
    public static async Task<string> ReadAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        var bytes = new byte[Most];
        var length = 0;
        try
        {
            await using var body = await answer.Content.ReadAsStreamAsync(patience.Token);
            while (length < Most && await body.ReadAsync(bytes.AsMemory(length), patience.Token) is var read and > 0)
                length += read;
        }
        catch (Exception error) when (error is HttpRequestException or IOException || (error is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            // What the status says is enough.
        }

        return Of(AnswerText.Of(bytes.AsSpan(0, length), answer.Content.Headers.ContentType?.CharSet));
    }

    /// <summary>The words in a text.</summary>
    public static string Of(string text)
    {
        text = text.Trim();
        var words = text.StartsWith('{') ? InJson(text) : text.StartsWith('<') ? InMarkup(text) : text;
        words = Spaces().Replace(words, " ").Trim();
        return words.Length > Longest ? words[..Longest] : words;
    }

    private static string InJson(string text)
    {
        try
        {
            using var reader = new JsonTextReader(new StringReader(text)) { MaxDepth = Deepest, DateParseHandling = DateParseHandling.None };
            return JToken.Load(reader) is JObject json && Spoken(json) is { } words ? words : text;
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static string? Spoken(JObject json) => Names.Select(name => json.GetValue(name, StringComparison.OrdinalIgnoreCase) switch
    {
        JValue { Value: string { Length: > 0 } words } => words,
        JObject inner => Spoken(inner),
        _ => null,
    }).FirstOrDefault(words => words is not null);

    private static string InMarkup(string text)
    {
        try
        {
            var said = Message().Match(text);
            return Tags().Replace(said.Success ? said.Groups["words"].Value : text, " ");
        }
        catch (RegexMatchTimeoutException)
        {
            return "";
        }
    }

    [GeneratedRegex(@"<(?:\w+:)?(?<name>message|title)\b[^>]*>(?<words>[^<]+)<", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Message();

    [GeneratedRegex("<[^>]*>?", RegexOptions.None, 1000)]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Spaces();
}
