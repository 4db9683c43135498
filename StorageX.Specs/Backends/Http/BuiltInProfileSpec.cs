using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Shouldly;
using StorageX.Backends;
using StorageX.Backends.Http;
using Xunit;

namespace StorageX.Specs.Backends.Http;

/// <summary>The profiles of known hosts, against answers as their documentation has them.</summary>
public sealed class BuiltInProfileSpec
{
    private const string Link = "https://i.example/a.png";

    [Fact]
    public void Each_is_an_uploader_whose_only_question_is_the_address()
    {
        BuiltInProfiles.Names.ShouldBe(["baidu", "catbox", "chevereto", "imgbb", "imgur", "lsky", "picgo", "smms", "zipline"]);
        foreach (var name in BuiltInProfiles.Names)
            SxcuFile.Parse(BuiltInProfiles.Text(name)!).OpenQuestions.ShouldBeSubsetOf(["address"]);
    }

    [Theory]
    [InlineData("chevereto", "https://me.example/api/1/upload", "X-API-Key: T", "source")]
    [InlineData("imgbb", "https://api.imgbb.com/1/upload?key=T", "", "image")]
    [InlineData("imgur", "https://api.imgur.com/3/image", "Authorization: Client-ID T", "image")]
    [InlineData("catbox", "https://catbox.moe/user/api.php", "", "fileToUpload")]
    [InlineData("zipline", "https://me.example/api/upload", "Authorization: T", "file")]
    [InlineData("lsky", "https://me.example/api/v1/upload", "Authorization: Bearer T", "file")]
    [InlineData("smms", "https://sm.ms/api/v2/upload", "Authorization: T", "smfile")]
    [InlineData("picgo", "https://me.example/upload", "", "files")]
    [InlineData("baidu", "http://image.baidu.com/pictureup/uploadshitu", "", "image")]
    public async Task The_request_is_the_one_that_the_host_documents(string name, string url, string header, string field)
    {
        var request = new UploadRequest(SxcuFile.Parse(BuiltInProfiles.Text(name)!), Context with { FileName = "a.png", Image = new byte[] { 1 } });
        request.Uri.AbsoluteUri.ShouldBe(url);
        using var made = request.Make(request.Uri);
        made.Method.ShouldBe(HttpMethod.Post);
        if (header.Length > 0)
            made.Headers.ToString().ShouldContain(header);
        (await made.Content!.ReadAsStringAsync()).ShouldContain($"form-data; name=\"{field}\"; filename=\"a.png\"");
    }

    [Theory]
    [InlineData("chevereto", """{"status_code":200,"image":{"url":"https://i.example/a.png"}}""")]
    [InlineData("imgbb", """{"data":{"id":"x","url":"https://i.example/a.png"},"success":true,"status":200}""")]
    [InlineData("imgur", """{"data":{"link":"https://i.example/a.png"},"success":true,"status":200}""")]
    [InlineData("catbox", "https://i.example/a.png")]
    [InlineData("zipline", """{"files":[{"id":"x","type":"image/png","url":"https://i.example/a.png"}]}""")]
    [InlineData("lsky", """{"status":true,"message":"ok","data":{"links":{"url":"https://i.example/a.png"}}}""")]
    [InlineData("smms", """{"success":true,"code":"success","data":{"url":"https://i.example/a.png"}}""")]
    [InlineData("smms", """{"success":false,"code":"image_repeated","message":"Image upload repeated limit","images":"https://i.example/a.png"}""")]
    [InlineData("picgo", """{"success":true,"result":["https://i.example/a.png"]}""")]
    public void The_pictures_url_is_found_in_the_answer(string name, string body) => Read(name, HttpStatusCode.OK, body).ShouldBe(Link);

    [Theory]
    [InlineData("chevereto", HttpStatusCode.BadRequest, """{"status_code":400,"error":{"message":"Duplicated upload","code":101}}""", BackendErrorKind.Rejected, "Duplicated upload")]
    [InlineData("imgbb", HttpStatusCode.BadRequest, """{"error":{"message":"Rate limit reached.","code":100}}""", BackendErrorKind.Throttled, "Rate limit reached")]
    [InlineData("imgur", HttpStatusCode.Forbidden, """{"data":{"error":"Imgur is temporarily over capacity"},"success":false}""", BackendErrorKind.Throttled, "over capacity")]
    [InlineData("catbox", HttpStatusCode.PreconditionFailed, "No request type given.", BackendErrorKind.Rejected, "No request type given.")]
    [InlineData("zipline", HttpStatusCode.Unauthorized, """{"error":"not logged in"}""", BackendErrorKind.Unauthorised, "not logged in")]
    [InlineData("lsky", HttpStatusCode.OK, """{"status":false,"message":"the file is too large"}""", BackendErrorKind.Rejected, "the file is too large")]
    [InlineData("smms", HttpStatusCode.OK, """{"success":false,"code":"flood","message":"Upload file frequency limit. Too many"}""", BackendErrorKind.Throttled, "frequency limit")]
    [InlineData("picgo", HttpStatusCode.OK, """{"success":false,"message":"upload error, see the log"}""", BackendErrorKind.Rejected, "upload error")]
    [InlineData("baidu", HttpStatusCode.OK, "<html>please try again</html>", BackendErrorKind.Transient, "no URL of a picture")]
    public void A_refusal_is_told_in_the_hosts_own_words(string name, HttpStatusCode status, string body, BackendErrorKind kind, string words)
    {
        var error = Should.Throw<BackendException>(() => Read(name, status, body));
        error.Kind.ShouldBe(kind);
        error.Message.ShouldContain(words);
    }

    [Fact]
    public async Task Baidu_tells_the_pictures_url_in_the_one_that_it_sends_on_to()
    {
        await using var host = await ImageHost.StartAsync();
        host.Answers["/pictureup/uploadshitu"] = async http =>
        {
            var image = await ImageHost.BodyAsync(http.Request);
            host.Images["a"] = image;
            http.Response.StatusCode = 302;
            http.Response.Headers.Location = $"/pcdutu?queryImageUrl={Uri.EscapeDataString($"{host.Address}i/a.png")}&querySign=1,2&fm=index";
        };
        host.Answers["/pcdutu"] = http => http.Response.WriteAsync("<html>similar pictures</html>");
        var text = BuiltInProfiles.Text("baidu")!.Replace("http://image.baidu.com/", host.Address.AbsoluteUri, StringComparison.Ordinal).Replace("\"baidu.com\"", "\"127.0.0.1\"", StringComparison.Ordinal);
        await using var backend = new HttpBackend("baidu", SxcuFile.Parse(text));
        var image = Images.Some.Bytes(1000, seed: 1);
        var locator = await backend.StoreAsync(image, default);
        locator.ShouldBe($"{host.Address}i/a.png");
        host.Images["a"].ShouldBe(image);
    }

    [Fact]
    public async Task PicGo_is_asked_on_this_machine_and_the_picture_fetched_from_where_it_has_put_it()
    {
        await using var host = await ImageHost.StartAsync();
        host.Answers["/upload"] = async http =>
        {
            var form = await http.Request.ReadFormAsync();
            using var bytes = new MemoryStream();
            await form.Files["files"]!.CopyToAsync(bytes);
            host.Images["a"] = bytes.ToArray();
            await http.Response.WriteAsJsonAsync(new { success = true, result = new[] { $"{host.Address}i/a.png" } });
        };
        var context = new SxcuContext();
        var profile = SxcuFile.Parse(BuiltInProfiles.Text("picgo")!);
        new UploadRequest(profile, context).Uri.AbsoluteUri.ShouldBe("http://127.0.0.1:36677/upload");
        var answers = new Dictionary<string, string> { ["address"] = host.Address.AbsoluteUri.TrimEnd('/') };
        await using var backend = new HttpBackend("picgo", profile with { Extensions = profile.Extensions with { Answers = answers } });
        (await backend.StoreAsync(new byte[10], default)).ShouldBe($"{host.Address}i/a.png");
        host.Images["a"].Length.ShouldBe(10);
    }

    private static SxcuContext Context => new() { Environment = _ => "T", Replies = new Dictionary<string, string> { ["address"] = "https://me.example" } };

    private static string Read(string name, HttpStatusCode status, string body)
    {
        using var answer = new HttpResponseMessage(status);
        answer.Headers.CacheControl = new CacheControlHeaderValue { NoCache = true };
        var context = Context with { Answer = new HostAnswer((int)status, "https://me.example/", new Dictionary<string, string>(), body) };
        return new UploadAnswer(SxcuFile.Parse(BuiltInProfiles.Text(name)!)).UrlOf(answer, context, name);
    }
}
