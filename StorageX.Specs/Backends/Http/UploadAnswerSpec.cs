using System.Net;
using Newtonsoft.Json;
using Shouldly;
using StorageX.Backends;
using StorageX.Backends.Http;
using Xunit;

namespace StorageX.Specs.Backends.Http;

/// <summary>A host that answers 200 has not always kept a picture.</summary>
public sealed class UploadAnswerSpec
{
    private const string Endpoint = "https://host.example/upload";

    [Theory]
    [InlineData("https://host.example/i/{json:id}.png", """{"id":"a1"}""", "https://host.example/i/a1.png")]
    [InlineData("https://host.example/i/{json:id}.png", """{"id":17}""", "https://host.example/i/17.png")]
    [InlineData("https://host.example/{header:X-Name}", "", "https://host.example/there.png")]
    [InlineData("https://host.example/i/{filename}", "", "https://host.example/i/sent.png")]
    [InlineData("{regex:{xml:/a/u}|\\\\S+|0}", "<a><u>https://host.example/i/a.png</u></a>", "https://host.example/i/a.png")]
    [InlineData(null, " https://host.example/i/a.png\r\n", "https://host.example/i/a.png")]
    [InlineData("{json:url}", """{"error":"","url":"https://host.example/my pictures/a.png"}""", "https://host.example/my%20pictures/a.png")]
    [InlineData("{json:url}", """{"status":"ok","success":true,"url":"https://host.example/?id=5"}""", "https://host.example/?id=5")]
    [InlineData("{json:url}", """{"url":"https://host.example/upload?id=5"}""", "https://host.example/upload?id=5")]
    public void A_url_that_a_picture_can_have_is_taken(string? url, string body, string expected) => Read(url, body).ShouldBe(expected);

    [Theory]
    [InlineData("""{"status":"error"}""")]
    [InlineData("""{"id":null}""")]
    [InlineData("""{"id":""}""")]
    [InlineData("""{"id":" "}""")]
    [InlineData("""{"id":false}""")]
    [InlineData("""{"id":"null"}""")]
    [InlineData("""{"id":"undefined"}""")]
    [InlineData("""{"id":{"is":"a1"}}""")]
    [InlineData("""{"id":["a1"]}""")]
    [InlineData("""{"id":[]}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("<!DOCTYPE html><title>busy</title>")]
    [InlineData("{\"id\":\"a1\"")]
    public void Fixed_text_around_a_function_that_finds_nothing_is_no_url(string body) => Refused("https://host.example/i/{json:id}.png", body);

    [Theory]
    [InlineData("https://host.example/i/{regex:code=(\\\\w+);|1}.png", "code=;")]
    [InlineData("https://host.example/i/{regex:code=(\\\\w+)?;|1}.png", "code=;")]
    [InlineData("https://host.example/i/{xml:/a/id}.png", "<a/>")]
    [InlineData("https://host.example/i/{xml:/a/id}.png", "<a><id/></a>")]
    [InlineData("https://host.example/i/{xml:/a/id}.png", "<a><id><b>1</b></id></a>")]
    [InlineData("https://host.example/i/{xml:string(/a/id)}.png", "<a/>")]
    [InlineData("https://host.example/i/{xml:number(/a/id)}.png", "<a/>")]
    [InlineData("https://host.example/i/{header:X-Absent}.png", "")]
    [InlineData("https://host.example/i/{response}.png", " ")]
    [InlineData("https://host.example/i/{base64:{json:id}}.png", "{}")]
    [InlineData("{random:https://a.example/{json:id}|https://b.example/{json:id}}", "{}")]
    [InlineData("{json:base}{json:id}", """{"base":"https://host.example/i/"}""")]
    public void So_it_is_with_every_function_that_reads_the_answer_however_deep(string url, string body) => Refused(url, body);

    [Theory]
    [InlineData(null, "")]
    [InlineData(null, "<html>https://host.example/i/a.png</html>")]
    [InlineData(null, "https://host.example/we will be back soon")]
    [InlineData(null, "https://host.example/a.png\nhttps://host.example/delete/a")]
    [InlineData(null, "https://host.example/\"onload=")]
    [InlineData(null, "data:image/png;base64,AAAA")]
    [InlineData(null, "ftp://host.example/a.png")]
    [InlineData(null, "file:///a.png")]
    [InlineData(null, "/i/a.png")]
    [InlineData(null, "https:///i/a.png")]
    [InlineData(null, "https://host.example")]
    [InlineData(null, "http://host.example/#a")]
    [InlineData(null, "https://host.example/i/.png")]
    [InlineData(null, "https://host.example/i/null.png")]
    [InlineData(null, "https://host.example/i/undefined")]
    [InlineData(null, "https://host.example/a.png#sx2.AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8")]
    [InlineData("{json:url}", """{"url":"https://host.example/upload"}""")]
    [InlineData("{json:url}", """{"url":"http://HOST.example/upload/#done"}""")]
    [InlineData("{json:url}", """{"url":"https://host.example/account/login?next=%2Fupload"}""")]
    [InlineData("{json:url}", """{"url":"https://host.example/Sign-In.aspx"}""")]
    [InlineData("{json:url}", """{"url":"https://host.example/img/error.png"}""")]
    [InlineData("{json:url}", """{"url":"https://host.example/img/404.gif"}""")]
    [InlineData("{header:Location}", "")]
    [InlineData("{responseurl}", "ok")]
    public void What_stands_where_the_url_should_and_is_no_pictures_is_refused(string? url, string body) => Refused(url, body);

    [Theory]
    [InlineData("{json:url}", """{"success":false,"url":"https://host.example/i/a.png"}""")]
    [InlineData("{json:url}", """{"ok":0,"url":"https://host.example/i/a.png"}""")]
    [InlineData("{json:url}", """{"Status":"Error","url":"https://host.example/i/a.png"}""")]
    [InlineData("https://host.example/i/{filename}", """{"status":"fail"}""")]
    [InlineData("https://host.example/i/{filename}", "<!DOCTYPE html><title>Sign in</title>")]
    public void An_answer_that_calls_itself_a_failure_is_one_where_the_profile_does_not_say_how_to_tell(string url, string body)
    {
        Refused(url, body);
        Read(url, body, own: """{ "Success": "1" }""").ShouldStartWith("https://host.example/i/");
    }

    [Fact]
    public void A_page_that_the_host_sent_on_to_is_no_picture_unless_the_profile_says_how_to_get_from_one_to_the_other()
    {
        const string page = "https://host.example/welcome/back";
        var answer = new HostAnswer(200, page, new Dictionary<string, string>(), "<html></html>") { Asked = Endpoint, IsPage = true };
        Should.Throw<BackendException>(() => Read("{responseurl}", answer));
        Read("{responseurl}", answer with { IsPage = false }).ShouldBe(page);
        Read("{responseurl}", answer, """{ "DownloadURL": { "Pattern": "/welcome/", "Replacement": "/raw/" } }""").ShouldBe(page);
    }

    [Fact]
    public void An_image_may_be_put_where_it_is_fetched() =>
        Read("{responseurl}", "", request: """ "RequestMethod": "PUT", "Body": "Binary" """).ShouldBe(Endpoint);

    [Fact]
    public void An_image_that_is_there_already_is_found_where_its_url_is_found_and_only_there()
    {
        const string own = """{ "Success": "{json:success}", "Exists": "https://host.example/i/{json:same}.png" }""";
        Read("{json:url}", """{"success":false,"same":"a1"}""", own).ShouldBe("https://host.example/i/a1.png");
        Should.Throw<BackendException>(() => Read("{json:url}", """{"success":false,"same":null,"message":"no"}""", own)).Kind.ShouldBe(BackendErrorKind.Rejected);
    }

    [Theory]
    [InlineData("""{"error":"the storage is being cleaned"}""", BackendErrorKind.Transient, "the storage is being cleaned")]
    [InlineData("""{"error":"quota exceeded"}""", BackendErrorKind.Throttled, "quota exceeded")]
    [InlineData("", BackendErrorKind.Transient, "the host said: nothing")]
    public void The_hosts_own_words_are_told(string body, BackendErrorKind kind, string words)
    {
        var error = Should.Throw<BackendException>(() => Read("https://host.example/i/{json:id}.png", body));
        error.Kind.ShouldBe(kind);
        error.Message.ShouldContain(words);
    }

    private static void Refused(string? url, string body) =>
        Should.Throw<BackendException>(() => Read(url, body)).IsRetryable.ShouldBeTrue();

    private static string Read(string? url, string body, string own = "{}", string request = Profiles.Form)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["X-Name"] = "there.png", ["Location"] = "/login" };
        return Read(url, new HostAnswer(200, Endpoint, headers, body) { IsPage = WebPage.Begins(body) }, own, request);
    }

    private static string Read(string? url, HostAnswer answer, string own = "{}", string request = Profiles.Form)
    {
        var text = $$"""{ "Version": "15.0.0", "RequestURL": "{{Endpoint}}", {{request}}, "URL": {{JsonConvert.ToString(url ?? "")}}, "StorageX": {{own}} }""";
        using var message = new HttpResponseMessage((HttpStatusCode)answer.Status);
        return new UploadAnswer(SxcuFile.Parse(text)).UrlOf(message, new SxcuContext { FileName = "sent.png", Answer = answer }, "host");
    }
}
