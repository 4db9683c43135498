using System.Net;
using System.Text;
using Newtonsoft.Json.Linq;
using Shouldly;
using StorageX.Backends;
using StorageX.Backends.Http;

namespace StorageX.Specs.Fuzzing;

/// <summary>Uploader files, and what hosts answer, without a host.</summary>
internal static class HostTargets
{
    private static readonly string[] Functions =
    [
        "{json:a.b}", "{json:$..a}", "{xml:/a/b}", "{xml://b}", "{regex:(.*)|1}", "{regex:{response}|a+}", "{header:Location}", "{response}", "{responseurl}", "{filename}", "{base64:{response}}", "{base64file}", "{random:a|b}", "{env:HOME}",
        "{inputbox:a|b}", "{select:a|b}", "{input}", "{locator}", "$json:a$", "$regex:1|2$", "%guid", "%y", "[?(@.a == 1)]", "[?(@.a =~ /(a+)+b/)]", "..*", "[*]", "//*", "ancestor::*", "concat(.,.)",
    ];

    private static readonly SxcuContext Context = new()
    {
        FileName = "a.png",
        Image = new byte[100],
        Locator = "https://x.example/a.png",
        Environment = name => $"value of {name}",
        Now = DateTimeOffset.UnixEpoch,
    };

    public static FuzzTarget Uploader()
    {
        var seeds = FuzzTargets.Corpus("fuzz", "uploaders").Concat(BuiltInProfiles.Names.Select(name => Encoding.UTF8.GetBytes(BuiltInProfiles.Text(name)!))).ToArray();
        string[] words = ["\"Version\": \"13.7.1\",", "\"Headers\": { \"Content-Type\": \"x\" },", "\"Body\": \"JSON\",", "\"Body\": \"XML\",", "\"Body\": \"FormURLEncoded\",", "\\n", "\\u0000", "\\ud800", "\"StorageX\": {}", "\"RequestMethod\": \"PUT\","];
        return FormatTargets.Of<ProfileException>("uploader", new Mutations(seeds, [.. words, .. Functions]).Next, bytes =>
        {
            var profile = SxcuFile.Parse(Encoding.UTF8.GetString(bytes));
            var settings = new HttpSettings(profile, "a.sxcu");
            _ = (settings.Place, settings.Facts.Count, profile.Variables.Count(), profile.OpenQuestions.Count(), profile.VariablesInHeaders.Count(), ProfileStore.NameFrom(profile.Name));
            var upload = new UploadRequest(profile, Context with { Replies = profile.Extensions.Answers });
            using var request = upload.Make(upload.Uri);
            request.Content!.CopyTo(Stream.Null, null, default);
            using var late = HeaderFields.With(new HttpRequestMessage(HttpMethod.Get, upload.Uri), profile.Extensions.LateFields, Context);
            foreach (var (_, values) in request.Headers.NonValidated.Concat(request.Content.Headers.NonValidated))
                values.ShouldAllBe(value => HeaderFields.IsValue(value));
            _ = profile.Extensions.Delete?.Url.Render(Context);
        });
    }

    public static FuzzTarget Search()
    {
        var seeds = FuzzTargets.Corpus("fuzz", "searches");
        return new FuzzTarget("search", new Mutations(seeds, [.. Functions, "[0,0]", "[0:2]", "[-1]", "['a','a']", "<a b='c'>", "<![CDATA[", "<!DOCTYPE a [<!ENTITY b \"c\">]>", "&amp;", "{\"a\":[1,", "]}"]).Next, bytes =>
        {
            var text = Encoding.UTF8.GetString(bytes);
            var end = Math.Max(0, text.IndexOf('\n', StringComparison.Ordinal));
            var template = SxcuTemplate.Parse("URL", "{" + text[..end] + "}");
            _ = template.Render(Context with { MustFind = bytes.Length % 2 == 0, Answer = new HostAnswer(200, "https://x.example/up", new Dictionary<string, string>(), text[end..]) });
            return Task.CompletedTask;
        }, error => error is ProfileException);
    }

    public static FuzzTarget Answer()
    {
        var seeds = FuzzTargets.Corpus("fuzz", "answers");
        string[] words = ["Content-Encoding: gzip\n", "Content-Encoding: br\n", "Content-Encoding: deflate\n", "Content-Type: text/html; charset=utf-16\n", "Content-Type: text/plain; charset=shift_jis\n", "Retry-After: 1\n", "Location: //[\n", "https://x.example/a.png", "{\"success\":false}", "<message>", "<title>"];
        return new FuzzTarget("answer", new Mutations(seeds, [.. words, .. Functions]).Next, ReadAnswerAsync, error => error is BackendException or ProfileException);
    }

    // The first line is a status, the second a template, and header fields follow, then an empty line and the body.
    private static async Task ReadAnswerAsync(byte[] bytes)
    {
        var parts = Encoding.Latin1.GetString(bytes).Split("\n\n", 2);
        var lines = parts[0].Split('\n');
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://x.example/up");
        using (var refusing = Answer(request, lines, parts.ElementAtOrDefault(1) ?? ""))
            HttpFailure.Of(refusing, await AnswerWords.ReadAsync(refusing, default), "x.example", fetching: true).Message.ShouldNotBeNullOrWhiteSpace();
        using var answer = Answer(request, lines, parts.ElementAtOrDefault(1) ?? "");
        var json = new JObject { ["Version"] = "15.0.0", ["RequestURL"] = "https://x.example/up", ["Body"] = "Binary", ["URL"] = lines.ElementAtOrDefault(1) ?? "", ["ErrorMessage"] = "{json:error}" };
        var profile = SxcuFile.Parse(json.ToString());
        var body = await HttpBody.ReadTextAsync(answer, default);
        var headers = HttpFailure.HeadersOf(answer).GroupBy(header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase).ToDictionary(header => header.Key, header => header.First(), StringComparer.OrdinalIgnoreCase);
        var read = new HostAnswer((int)answer.StatusCode, "https://x.example/up", headers, body) { IsPage = WebPage.Is(answer) || WebPage.Begins(body) };
        var url = new UploadAnswer(profile).UrlOf(answer, Context with { Answer = read }, "x.example");
        _ = (new Uri(url).Authority, new Uri(url).IdnHost, HttpExchange.Shown(new Uri(url)));
    }

    private static HttpResponseMessage Answer(HttpRequestMessage request, string[] lines, string body)
    {
        var answer = new HttpResponseMessage(int.TryParse(lines[0], out var status) && status is >= 100 and < 1000 ? (HttpStatusCode)status : HttpStatusCode.OK)
        {
            RequestMessage = request,
            Content = new ByteArrayContent(Encoding.Latin1.GetBytes(body)),
        };
        foreach (var field in lines.Skip(2).Select(line => line.Split(':', 2)).Where(field => field.Length == 2 && HeaderFields.IsName(field[0])))
        {
            if (!answer.Headers.TryAddWithoutValidation(field[0], field[1]))
                answer.Content.Headers.TryAddWithoutValidation(field[0], field[1]);
        }

        return answer;
    }
}
