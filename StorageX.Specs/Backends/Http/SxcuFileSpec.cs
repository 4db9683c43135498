using Shouldly;
using StorageX.Backends.Http;
using Xunit;

namespace StorageX.Specs.Backends.Http;

public sealed class SxcuFileSpec
{
    [Fact]
    public void A_file_says_how_to_upload()
    {
        var profile = SxcuFile.Parse("""
            { "Version": "14.1.0", "Name": "My host", "DestinationType": "ImageUploader, FileUploader", "RequestURL": "up.example/api?key=a%20b",
              "Parameters": { "flag": "", "n": "1" }, "Headers": { "X-A": "b" }, "Body": "multipartformdata", "Arguments": { "k": "v" },
              "FileFormName": "f", "URL": "{json:url}", "Unknown": [1], "ThumbnailURL": "{nosuch}" }
            """);
        profile.Name.ShouldBe("My host");
        profile.Method.ShouldBe(HttpMethod.Post);
        profile.Body.ShouldBe(UploadBody.MultipartFormData);
        profile.Arguments.ShouldHaveSingleItem().Name.ShouldBe("k");
        new UploadRequest(profile, new SxcuContext()).Uri.AbsoluteUri.ShouldBe("https://up.example/api?key=a%20b&flag&n=1");
    }

    [Fact]
    public void A_host_that_names_itself_not_is_named_by_its_address() =>
        SxcuFile.Parse("""{ "Version": "15.0.0", "RequestURL": "https://up.example/x", "Body": "Binary" }""").Name.ShouldBe("up.example");

    [Fact]
    public void The_keys_of_ours_say_what_the_host_allows()
    {
        var own = SxcuFile.Parse("""
            { "Version": "15.0.0", "RequestURL": "https://up.example/x", "Body": "Binary", "StorageX": {
              "Success": "{json:ok}", "SuccessIs": "1", "Exists": "{json:images}", "Permits": 2, "Images": 10, "PeriodSeconds": 60, "Budgets": ["30/1d"], "MaxBytes": 5000,
              "MinSide": 32, "MaxSide": 2000, "DownloadHeaders": { "Referer": "https://x" }, "DownloadHosts": ["cdn.example"],
              "DownloadURL": { "Pattern": "a", "Replacement": "b" }, "Delete": { "RequestMethod": "POST", "RequestURL": "{locator}/delete" }, "Verify": true } }
            """).Extensions;
        own.Limits.Permits.ShouldBe(2);
        own.Limits.Budgets.ShouldBe([new(10, TimeSpan.FromMinutes(1)), new(30, TimeSpan.FromDays(1))]);
        (own.MaxBytes, own.MinSide, own.MaxSide, own.Verify).ShouldBe((5000, 32, 2000, true));
        own.DownloadHosts.ShouldBe(["cdn.example"]);
        own.Delete!.Method.ShouldBe(HttpMethod.Post);
    }

    [Theory]
    [InlineData("", "the file: is not JSON")]
    [InlineData("[]", "the file: is not a JSON object")]
    [InlineData("""{ "Version": "15.0.0" } x""", "the file: ")]
    [InlineData("""{ "Version": "15.0.0", "Version": "15.0.0" }""", "the file: is not JSON")]
    [InlineData("{}", "RequestURL: is missing")]
    [InlineData("""{ "RequestURL": "x.example", "FileFormName": "f", "URL": "$json:a$", "ErrorMessage": "{json:b}" }""", "Version: is missing, and functions stand in both")]
    [InlineData("""{ "RequestURL": "x.example", "FileFormName": "f", "Arguments": { "a": "%input" } }""", "Version: is missing, and %input")]
    [InlineData("""{ "RequestURL": "<url>/upload", "FileFormName": "f" }""", "RequestURL: \"<url>/upload\" is no http or https URL")]
    [InlineData("""{ "RequestURL": "notaurl", "FileFormName": "f" }""", "RequestURL: \"notaurl\" is no http or https URL")]
    [InlineData("""{ "RequestURL": "x.example", "FileFormName": "f", "Headers": { "a": "{env:{random:AWS_KEY|B}}" } }""", "Headers.a: {env} takes the name")]
    [InlineData("""{ "RequestURL": "x.example", "FileFormName": "f", "Headers": { "a": "{env:AWS_{inputbox:b}}" } }""", "Headers.a: {env} takes the name")]
    [InlineData("""{ "RequestURL": "ftp://x.example/", "FileFormName": "f" }""", "RequestURL: \"ftp://x.example/\" is no http or https URL")]
    [InlineData("""{ "RequestURL": "https://x.example/a#b", "FileFormName": "f" }""", "RequestURL: has a # in it")]
    [InlineData("""{ "Version": "x" }""", "Version: \"x\"")]
    [InlineData("""{ "Version": "12.3.1" }""", "Version: 12.3.1 is too old")]
    [InlineData("""{ "Version": "15.0.0" }""", "RequestURL: is missing")]
    [InlineData("""{ "Version": "15.0.0", "RequestURL": "x.example" }""", "Body: is None")]
    [InlineData("""{ "Version": "15.0.0", "RequestURL": "x.example", "Body": "Paper" }""", "Body: \"Paper\" is none of")]
    [InlineData("""{ "Version": "15.0.0", "RequestURL": "x.example", "Body": "1" }""", "Body: \"1\" is none of")]
    [InlineData("""{ "Version": "15.0.0", "RequestURL": "x.example", "Body": "JSON", "Data": "{}" }""", "Body: a body of type JSON")]
    [InlineData("""{ "Version": "15.0.0", "RequestURL": "x.example", "Body": "JSON", "Data": "text" }""", "Body: a body of type JSON")]
    [InlineData("""{ "Version": "15.0.0", "RequestURL": "x.example", "Body": "MultipartFormData" }""", "FileFormName: is missing")]
    [InlineData("""{ "Version": "15.0.0", "RequestURL": "x.example", "Body": "Binary", "RequestMethod": "BREW" }""", "RequestMethod: \"BREW\"")]
    [InlineData("""{ "Version": "15.0.0", "RequestURL": "x.example", "Body": "Binary", "Headers": "a" }""", "Headers: an object")]
    [InlineData("""{ "Version": "15.0.0", "RequestURL": "x.example", "Body": "Binary", "Headers": { "a": {} } }""", "Headers.a: a text")]
    [InlineData("""{ "Version": "15.0.0", "RequestURL": "x.example", "Body": "Binary", "Headers": { "a": "{response}" } }""", "Headers.a: {response} asks for the answer")]
    [InlineData("""{ "Version": "15.0.0", "RequestURL": "{json:a}", "Body": "Binary" }""", "RequestURL: {json} asks for the answer")]
    [InlineData("""{ "Version": "15.0.0", "RequestURL": "x.example", "Body": "Binary", "URL": "{nosuch}" }""", "URL: there is no function")]
    [InlineData("""{ "Version": "15.0.0", "RequestURL": "x.example", "Body": "Binary", "DestinationType": "URLShortener" }""", "DestinationType: URLShortener takes no images")]
    [InlineData("""{ "Version": "15.0.0", "RequestURL": "x.example", "Body": "Binary", "StorageX": { "MaxBytes": 0 } }""", "StorageX.MaxBytes: a whole number")]
    [InlineData("""{ "Version": "15.0.0", "RequestURL": "x.example", "Body": "Binary", "StorageX": { "Verify": "yes" } }""", "StorageX.Verify: true or false")]
    [InlineData("""{ "Version": "15.0.0", "RequestURL": "x.example", "Body": "Binary", "StorageX": { "DownloadURL": { "Pattern": "(" } } }""", "StorageX.DownloadURL.Pattern: is no regular expression")]
    [InlineData("""{ "Version": "13.7.1", "RequestURL": "x.example", "Body": "Binary", "URL": "$json:a" }""", "URL: a $ has no partner")]
    [InlineData("""{ "Version": "15.0.0", "RequestURL": "x.example", "Body": "Binary", "StorageX": { "MinSide": 100, "MaxSide": 50 } }""", "StorageX.MinSide: is larger than MaxSide")]
    [InlineData("""{ "Version": "15.0.0", "RequestURL": "x.example", "Body": "Binary", "StorageX": { "Delete": { "RequestURL": "{json:delete}" } } }""", "StorageX.Delete.RequestURL: {json} asks for the answer")]
    [InlineData("""{ "Version": "15.0.0", "RequestURL": "x.example", "Body": "Binary", "StorageX": { "DownloadHeaders": { "a": "{regex:b}" } } }""", "StorageX.DownloadHeaders.a: {regex} asks for the answer")]
    public void A_file_that_is_wrong_is_refused_with_its_field_and_the_reason(string text, string reason) =>
        Should.Throw<ProfileException>(() => SxcuFile.Parse(text)).Message.ShouldStartWith(reason);

    [Fact]
    public void A_json_body_carries_the_image_as_text()
    {
        var profile = SxcuFile.Parse("""{ "Version": "15.0.0", "RequestURL": "x.example", "Body": "JSON", "Data": "{\"name\":\"{filename}\",\"a\":{\"b\":\"\\n{input}|\"},\"image\":\"{base64file}\"}" }""");
        using var request = new UploadRequest(profile, new SxcuContext { FileName = "a\"b.png", Image = "abc"u8.ToArray() }).Make(new Uri("https://x.example"));
        using var reader = new StreamReader(request.Content!.ReadAsStream());
        reader.ReadToEnd().ShouldBe("""{"name":"a\"b.png","a":{"b":"\n|"},"image":"YWJj"}""");
        request.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
    }

    [Theory]
    [InlineData("15.0.0", "<a n=\"{filename}\">{base64file}</a>", "<a n=\"a&amp;b.png\">YWJj</a>")]
    [InlineData("13.7.1", "<a n=\"$filename$\">$base64file$</a>", "<a n=\"a&amp;b.png\">YWJj</a>")]
    public void An_xml_body_carries_the_image_as_text(string version, string data, string expected)
    {
        var text = Newtonsoft.Json.JsonConvert.SerializeObject(new { Version = version, RequestURL = "x.example", Body = "XML", Data = data });
        Sent(SxcuFile.Parse(text), new SxcuContext { FileName = "a&b.png", Image = "abc"u8.ToArray() }).ShouldBe(expected);
    }

    [Fact]
    public void A_form_carries_the_image_as_text()
    {
        var profile = SxcuFile.Parse("""{ "Version": "15.0.0", "RequestURL": "x.example", "Body": "FormURLEncoded", "Arguments": { "key": "{env:KEY}", "image": "{base64file}" } }""");
        Sent(profile, new SxcuContext { Image = new byte[] { 0xFB, 0xFF }, Environment = _ => "a&b" }).ShouldBe("key=a%26b&image=%2B%2F8%3D");
    }

    [Fact]
    public void Arguments_stand_before_the_image_in_a_form()
    {
        var profile = SxcuFile.Parse("""{ "Version": "15.0.0", "RequestURL": "x.example", "Body": "MultipartFormData", "FileFormName": "f", "Arguments": { "first": "1", "second": "2" } }""");
        var sent = Sent(profile, new SxcuContext { FileName = "a.png", Image = "abc"u8.ToArray() });
        sent.IndexOf("name=\"second\"", StringComparison.Ordinal).ShouldBeGreaterThan(sent.IndexOf("name=\"first\"", StringComparison.Ordinal));
        sent.IndexOf("name=\"f\"; filename=\"a.png\"", StringComparison.Ordinal).ShouldBeGreaterThan(sent.IndexOf("name=\"second\"", StringComparison.Ordinal));
        sent.ShouldContain("name=\"first\"");
        sent.ShouldContain("Content-Type: image/png");
    }

    [Fact]
    public void What_the_environment_holds_is_not_read_for_codes()
    {
        var profile = SxcuFile.Parse("""{ "Version": "15.0.0", "RequestURL": "x.example", "Body": "Binary", "Headers": { "a": "{env:KEY} 20%y 100\\%y" } }""");
        using var request = new UploadRequest(profile, new SxcuContext { Environment = _ => "p%yq", Now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, default) }).Make(new Uri("https://x.example"));
        request.Headers.GetValues("a").ShouldBe(["p%yq 202026 100%y"]);
    }

    [Fact]
    public void The_length_of_the_body_is_not_taken_from_the_headers()
    {
        var profile = SxcuFile.Parse("""{ "Version": "15.0.0", "RequestURL": "x.example", "Body": "Binary", "Headers": { "Content-Length": "1", "User-Agent": "me" } }""");
        using var request = new UploadRequest(profile, new SxcuContext { Image = new byte[7] }).Make(new Uri("https://x.example"));
        request.Content!.Headers.ContentLength.ShouldBe(7);
        request.Headers.UserAgent.ToString().ShouldBe("me");
    }

    [Fact]
    public void A_content_type_in_the_headers_replaces_the_bodys_own()
    {
        var profile = SxcuFile.Parse("""{ "Version": "15.0.0", "RequestURL": "x.example", "RequestMethod": "put", "Body": "Binary", "Headers": { "Content-Type": "image/x-png" } }""");
        using var request = new UploadRequest(profile, new SxcuContext()).Make(new Uri("https://x.example"));
        request.Method.ShouldBe(HttpMethod.Put);
        request.Content!.Headers.ContentType!.MediaType.ShouldBe("image/x-png");
    }

    private static string Sent(UploaderProfile profile, SxcuContext context)
    {
        using var request = new UploadRequest(profile, context).Make(new Uri("https://x.example"));
        using var reader = new StreamReader(request.Content!.ReadAsStream());
        return reader.ReadToEnd();
    }

    [Theory]
    [InlineData("""{"RequestType":"POST","RequestURL":"x.example/up","FileFormName":"file","ResponseType":"Text","URL":"$json:data.url$"}""", """{"data":{"url":"https://x.example/1.png"}}""")]
    [InlineData("""{"RequestURL":"x.example/up","FileFormName":"file","URL":"{json:data.url}"}""", """{"data":{"url":"https://x.example/1.png"}}""")]
    [InlineData("""{"RequestURL":"nas:8080/up","FileFormName":"file"}""", "https://x.example/1.png")]
    [InlineData("""{"Version":"12.4.1","RequestURL":"x.example/up","Body":"MultipartFormData","FileFormName":"file","RegexList":["url=(\\S+)"],"URL":"$regex:1,1$"}""", "url=https://x.example/1.png")]
    public void A_file_whose_meaning_is_one_is_read_whatever_wrote_it(string text, string answer)
    {
        var profile = SxcuFile.Parse(text);
        (profile.Body, profile.Method, profile.FileFormName).ShouldBe((UploadBody.MultipartFormData, HttpMethod.Post, "file"));
        var context = new SxcuContext { Answer = new HostAnswer(200, "https://x.example/up", new Dictionary<string, string>(), answer) };
        (profile.Url?.Render(context) ?? answer).ShouldBe("https://x.example/1.png");
    }

    [Fact]
    public void An_answer_by_redirection_is_where_it_leads()
    {
        var profile = SxcuFile.Parse("""{"RequestURL":"x.example/up","FileFormName":"file","ResponseType":"RedirectionURL"}""");
        profile.Url!.Render(new SxcuContext { Answer = new HostAnswer(200, "https://x.example/1.png", new Dictionary<string, string>(), "") }).ShouldBe("https://x.example/1.png");
    }

    [Theory]
    [InlineData("My host", "MY_TOKEN", false)]
    [InlineData("Imgur", "IMGUR_CLIENT_ID", true)]
    [InlineData("PHP host", "PHP_KEY", true)]
    [InlineData("Imgur", "IMGURX", false)]
    [InlineData("AWS", "AWS_SECRET_ACCESS_KEY", false)]
    [InlineData("aws.evil.example", "AWS_SECRET_ACCESS_KEY", false)]
    [InlineData("GitHub", "GITHUB_TOKEN", false)]
    [InlineData("", "TOKEN", false)]
    public void A_name_explains_the_variables_that_begin_with_it_but_none_of_other_programs(string name, string variable, bool explains) =>
        VariableRule.Explains(name, variable).ShouldBe(explains);
}
