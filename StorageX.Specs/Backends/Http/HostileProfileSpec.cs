using System.Text;
using Shouldly;
using StorageX.Backends.Http;
using StorageX.Specs.Settings;
using Xunit;

namespace StorageX.Specs.Backends.Http;

/// <summary>An uploader file can hold nothing that cannot be sent, and nothing that never ends.</summary>
public sealed class HostileProfileSpec
{
    [Theory]
    [InlineData(""" "FileFormName": "a\nb" """, "FileFormName: has a line break")]
    [InlineData(""" "FileFormName": "a\u0000" """, "FileFormName: has a line break")]
    [InlineData(""" "FileFormName": "f", "Arguments": { "a\r\nb": "1" } """, "Arguments.a\r\nb: has a line break or another control character in its name")]
    [InlineData(""" "FileFormName": "f", "Headers": { "X-A": "b\r\nEvil: 1" } """, "Headers.X-A: has a line break")]
    [InlineData(""" "FileFormName": "f", "Headers": { "X-A": "{filename}\n" } """, "Headers.X-A: has a line break")]
    [InlineData(""" "FileFormName": "f", "Headers": { "X A": "b" } """, "Headers.X A: is no name of a header field")]
    [InlineData(""" "FileFormName": "f", "Headers": { "X-A:": "b" } """, "Headers.X-A:: is no name of a header field")]
    [InlineData(""" "FileFormName": "f", "Headers": { "": "b" } """, "Headers.: is no name of a header field")]
    [InlineData(""" "FileFormName": "f", "Headers": { "Ü": "b" } """, "Headers.Ü: is no name of a header field")]
    [InlineData(""" "FileFormName": "f", "StorageX": { "DownloadHeaders": { "a\nb": "c" } } """, "StorageX.DownloadHeaders.a\nb: is no name of a header field")]
    [InlineData(""" "FileFormName": "f", "StorageX": { "DownloadHeaders": { "a": "c\n" } } """, "StorageX.DownloadHeaders.a: has a line break")]
    [InlineData(""" "FileFormName": "f", "StorageX": { "Delete": { "Headers": { "a": "c\n" } } } """, "StorageX.Delete.Headers.a: has a line break")]
    [InlineData(""" "FileFormName": "f", "StorageX": { "Delete": { "RequestMethod": "A B" } } """, "StorageX.Delete.RequestMethod: \"A B\" is none of")]
    [InlineData(""" "FileFormName": "f", "StorageX": { "Delete": { "RequestMethod": "CONNECT" } } """, "StorageX.Delete.RequestMethod: \"CONNECT\" is none of")]
    public void What_cannot_be_sent_is_refused_at_import_and_in_settings(string request, string reason)
    {
        var text = $$"""{ "Version": "15.0.0", "RequestURL": "https://x.example/up", "Body": "MultipartFormData", {{request}} }""";
        Should.Throw<ProfileException>(() => SxcuFile.Parse(text)).Message.ShouldStartWith(reason);
        using var directory = new TemporaryDirectory();
        var file = directory.Write("a.sxcu", Encoding.UTF8.GetBytes(text));
        Should.Throw<SettingsException>(() => WholeSettings.Parse($"storagex.backends.a {{ type = http, profile = \"{file}\" }}")).Message.ShouldContain(reason);
    }

    [Theory]
    [InlineData("type = webdav, url = \"https://x/\", token = \"a\\nb\"", "token: has a line break")]
    [InlineData("type = webdav, url = \"https://x/\", user = \"a:b\", password = c", "user: a name without :")]
    [InlineData("type = webdav, url = \"https://x/\", user = \"a\\n\", password = c", "user: a name without :")]
    [InlineData("type = directory, path = \"/tmp/a\\u0000b\"", "path: has a null character")]
    [InlineData("type = http, profile = \"/tmp/a\\u0000b\"", "profile: has a null character")]
    [InlineData("type = s3, bucket = b, access-key = \"a\\n\", secret-key = b", "access-key: has a line break")]
    [InlineData("type = s3, bucket = b, access-key = a, secret-key = \"b\\n\"", "secret-key: has a line break")]
    [InlineData("type = s3, bucket = b, region = \"eu\\n\"", "region: a name such as")]
    [InlineData("type = s3, bucket = b, region = \"evil.example/\"", "region: a name such as")]
    [InlineData("type = s3, bucket = \"b\\n\"", "bucket: the name of a bucket")]
    [InlineData("type = s3, bucket = \"b[\", endpoint = \"https://x/\", path-style = off", "bucket: the name of a bucket")]
    [InlineData("type = s3, bucket = b, endpoint = \"http://[::1]:9000\", path-style = off", "path-style: must be on")]
    public void So_it_is_with_the_settings_of_other_backends(string settings, string reason) =>
        Should.Throw<SettingsException>(() => WholeSettings.Parse($"storagex.backends.a {{ {settings} }}")).Message.ShouldContain($"storagex.backends.a.{reason}");

    [Fact]
    public async Task A_bucket_at_an_address_of_ipv6_can_be_asked()
    {
        await using var bucket = WholeSettings.Parse("storagex.backends.a { type = s3, bucket = b, endpoint = \"http://[::1]:1\", access-key = a, secret-key = b }").Backends["a"].Make("a");
        (await Should.ThrowAsync<StorageX.Backends.BackendException>(async () => await bucket.StoreAsync(new byte[3], default))).IsRetryable.ShouldBeTrue();
    }

    [Fact]
    public async Task A_variable_with_a_line_break_is_told_before_anything_is_sent()
    {
        var profile = Profile(""" "FileFormName": "f", "Headers": { "X-Key": "{env:KEY}" } """);
        await using var backend = new HttpBackend("host", profile, _ => "secret\n");
        Should.Throw<SettingsException>(backend.RequireReady).Message.ShouldStartWith("KEY: has a line break");
        Should.Throw<ProfileException>(() => new UploadRequest(profile, new SxcuContext { Environment = _ => "secret\n" }).Make(new Uri("https://x.example"))).Message.ShouldNotContain("secret");
    }

    [Fact]
    public async Task What_is_no_ascii_is_sent_as_utf_8()
    {
        await using var host = RawHost.Start(_ => RawHost.Answer("200 OK", "https://x.example/a.png"));
        var profile = SxcuFile.Parse($$"""{ "Version": "15.0.0", "RequestURL": "{{host.Address}}up", "Body": "MultipartFormData", "FileFormName": "bild-ü", "Headers": { "X-Title": "Ünïcode ☃" }, "Arguments": { "größe \"": "ß" } }""");
        await using var backend = new HttpBackend("host", profile);
        await backend.StoreAsync(new byte[10], default);
        host.Requests.TryDequeue(out var request).ShouldBeTrue();
        Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(request!.Head)).ShouldContain("X-Title: Ünïcode ☃\r\n");
        var body = Encoding.UTF8.GetString(request.Body);
        body.ShouldContain("name=\"bild-ü\"; filename=\"");
        body.ShouldContain("name=\"größe %22\"\r\n\r\nß");
    }

    [Theory]
    [InlineData("Transfer-Encoding", "chunked")]
    [InlineData("Transfer-Encoding", "nonsense")]
    [InlineData("Content-Length", "1")]
    [InlineData("Expect", "100-continue")]
    [InlineData("Trailer", "X")]
    public async Task What_belongs_to_the_connection_is_not_taken_from_the_file(string name, string value)
    {
        await using var host = RawHost.Start(_ => RawHost.Answer("200 OK", "https://x.example/a.png"));
        var profile = SxcuFile.Parse($$"""{ "Version": "15.0.0", "RequestURL": "{{host.Address}}up", "Body": "Binary", "Headers": { "{{name}}": "{{value}}" } }""");
        await using var backend = new HttpBackend("host", profile);
        await backend.StoreAsync(new byte[10], default);
        host.Requests.TryDequeue(out var request).ShouldBeTrue();
        (request!["Content-Length"], request.Body.Length).ShouldBe(("10", 10));
    }

    [Theory]
    [InlineData("json:$..*..*..*..*..*..*..nothing")]
    [InlineData("json:[0,0][0,0][0,0][0,0][0,0][0,0][0,0][0,0][0,0][0,0][0,0][0,0][0,0][0,0][0,0][0,0][0,0][0,0][0,0][0,0][0,0][0,0][0,0][0,0][0,0][0,0][0,0][0,0].nothing")]
    [InlineData("json:$..[?(@..a == $..b)]..[?(@..a == $..b)].nothing")]
    [InlineData("json:$..[?(@.a =~ /(x+x+)+y/)].nothing")]
    [InlineData("json:$[99999999999999999999]")]
    [InlineData("json:$[0:0:0]")]
    [InlineData("json:$[?(")]
    [InlineData("json:a[?(@.a =~ /(a+)+b/9]")]
    [InlineData("xml://*//*/ancestor::*//*/ancestor::*//*/nothing")]
    [InlineData("xml:/a[//*[//*[//*[//*]]]]/nothing")]
    [InlineData("xml:concat(/,concat(/,concat(/,/)))[")]
    public async Task A_search_that_never_ends_is_not_begun(string function)
    {
        var deep = function.StartsWith("json", StringComparison.Ordinal)
            ? string.Concat(Enumerable.Repeat("[[1,\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"],", 60)) + "[]" + new string(']', 60)
            : "<a>" + string.Concat(Enumerable.Repeat("<b><c/>", 50)) + string.Concat(Enumerable.Repeat("</b>", 50)) + "</a>";
        var template = SxcuTemplate.Parse("URL", "{" + function.Replace("\\", "\\\\", StringComparison.Ordinal) + "}");
        var context = new SxcuContext { Answer = new HostAnswer(200, "https://x.example", new Dictionary<string, string>(), deep) };
        await Task.Run(() => Should.Throw<ProfileException>(() => template.Render(context))).WaitAsync(TimeSpan.FromMinutes(2));
    }

    [Theory]
    [InlineData("$.data[0].link", "b")]
    [InlineData("data[0].link", "b")]
    [InlineData("['data'][0]['link']", "b")]
    [InlineData("$..only", "a")]
    [InlineData("data[?(@.id == 7)].link", "c")]
    [InlineData("$..[?(@.id == 7)].link", "c")]
    [InlineData("data[1:].link", "c")]
    [InlineData("$.*.only", "a")]
    [InlineData("data[?(@.link =~ /^c$/)].id", "7")]
    public void A_path_that_hosts_need_is_followed(string path, string expected) =>
        JsonSearch.Find("""{"status":{"only":"a"},"data":[{"id":5,"link":"b"},{"id":7,"link":"c"}]}""", path)!.ToString().ShouldBe(expected);

    [Theory]
    [InlineData("/r/data/link", "b")]
    [InlineData("//link", "b")]
    [InlineData("//link[@kind='c']", "c")]
    [InlineData("/r/data[2]/link[1]", "c")]
    [InlineData("string(//data[2]/link/@kind)", "c")]
    [InlineData("concat('x', /r/data/link)", "xb")]
    public void An_xpath_that_hosts_need_is_followed(string path, string expected) =>
        XmlSearch.Find("<r><data><link>b</link></data><data><link kind='c'>c</link></data></r>", path, single: true).ShouldBe(expected);

    [Fact]
    public void A_text_that_multiplies_an_answer_is_not_put_together()
    {
        var context = new SxcuContext { Answer = new HostAnswer(200, "https://x.example", new Dictionary<string, string>(), new string('a', 1 << 20)) };
        var nested = string.Concat(Enumerable.Repeat("{base64:", 20)) + "{response}" + new string('}', 20);
        foreach (var text in new[] { nested, string.Concat(Enumerable.Repeat("{response}", 60)) })
            Should.Throw<ProfileException>(() => SxcuTemplate.Parse("URL", text).Render(context)).Message.ShouldContain("gives more than");
        Should.Throw<ProfileException>(() => SxcuTemplate.Parse("URL", string.Concat(Enumerable.Repeat("{response}", 65)))).Message.ShouldContain("more than 64 functions");
    }

    private static UploaderProfile Profile(string request) =>
        SxcuFile.Parse($$"""{ "Version": "15.0.0", "RequestURL": "https://x.example/up", "Body": "MultipartFormData", {{request}} }""");
}
