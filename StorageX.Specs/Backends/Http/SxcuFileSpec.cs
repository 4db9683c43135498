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
              "MaxSide": 2000, "DownloadHeaders": { "Referer": "https://x" }, "DownloadHosts": ["cdn.example"],
              "DownloadURL": { "Pattern": "a", "Replacement": "b" }, "Delete": { "RequestMethod": "POST", "RequestURL": "{locator}/delete" }, "Verify": true } }
            """).Extensions;
        own.Limits.Permits.ShouldBe(2);
        own.Limits.Budgets.ShouldBe([new(10, TimeSpan.FromMinutes(1)), new(30, TimeSpan.FromDays(1))]);
        (own.MaxBytes, own.MaxSide, own.Verify).ShouldBe((5000, 2000, true));
        own.DownloadHosts.ShouldBe(["cdn.example"]);
        own.Delete!.Method.ShouldBe(HttpMethod.Post);
    }

    [Theory]
    [InlineData("", "the file: is not JSON")]
    [InlineData("[]", "the file: is not a JSON object")]
    [InlineData("""{ "Version": "15.0.0" } x""", "the file: ")]
    [InlineData("""{ "Version": "15.0.0", "Version": "15.0.0" }""", "the file: is not JSON")]
    [InlineData("{}", "Version: is missing")]
    [InlineData("""{ "Version": "x" }""", "Version: \"x\"")]
    [InlineData("""{ "Version": "12.3.1" }""", "Version: 12.3.1 is too old")]
    [InlineData("""{ "Version": "15.0.0" }""", "RequestURL: is missing")]
    [InlineData("""{ "Version": "15.0.0", "RequestURL": "x" }""", "Body: is None")]
    [InlineData("""{ "Version": "15.0.0", "RequestURL": "x", "Body": "Paper" }""", "Body: \"Paper\" is none of")]
    [InlineData("""{ "Version": "15.0.0", "RequestURL": "x", "Body": "1" }""", "Body: \"1\" is none of")]
    [InlineData("""{ "Version": "15.0.0", "RequestURL": "x", "Body": "JSON", "Data": "{}" }""", "Data: ")]
    [InlineData("""{ "Version": "15.0.0", "RequestURL": "x", "Body": "JSON", "Data": "text" }""", "Body: a body of type JSON")]
    [InlineData("""{ "Version": "15.0.0", "RequestURL": "x", "Body": "MultipartFormData" }""", "FileFormName: is missing")]
    [InlineData("""{ "Version": "15.0.0", "RequestURL": "x", "Body": "Binary", "RequestMethod": "BREW" }""", "RequestMethod: \"BREW\"")]
    [InlineData("""{ "Version": "15.0.0", "RequestURL": "x", "Body": "Binary", "Headers": "a" }""", "Headers: an object")]
    [InlineData("""{ "Version": "15.0.0", "RequestURL": "x", "Body": "Binary", "Headers": { "a": {} } }""", "Headers.a: a text")]
    [InlineData("""{ "Version": "15.0.0", "RequestURL": "x", "Body": "Binary", "Headers": { "a": "{response}" } }""", "Headers.a: {response} asks for the answer")]
    [InlineData("""{ "Version": "15.0.0", "RequestURL": "{json:a}", "Body": "Binary" }""", "RequestURL: {json} asks for the answer")]
    [InlineData("""{ "Version": "15.0.0", "RequestURL": "x", "Body": "Binary", "URL": "{nosuch}" }""", "URL: there is no function")]
    [InlineData("""{ "Version": "15.0.0", "RequestURL": "x", "Body": "Binary", "DestinationType": "URLShortener" }""", "DestinationType: URLShortener takes no images")]
    [InlineData("""{ "Version": "15.0.0", "RequestURL": "x", "Body": "Binary", "StorageX": { "MaxBytes": 0 } }""", "StorageX.MaxBytes: a whole number")]
    [InlineData("""{ "Version": "15.0.0", "RequestURL": "x", "Body": "Binary", "StorageX": { "Verify": "yes" } }""", "StorageX.Verify: true or false")]
    [InlineData("""{ "Version": "15.0.0", "RequestURL": "x", "Body": "Binary", "StorageX": { "DownloadURL": { "Pattern": "(" } } }""", "StorageX.DownloadURL.Pattern: is no regular expression")]
    [InlineData("""{ "Version": "13.7.1", "RequestURL": "x", "Body": "Binary", "URL": "$json:a" }""", "URL: a $ has no partner")]
    public void A_file_that_is_wrong_is_refused_with_its_field_and_the_reason(string text, string reason) =>
        Should.Throw<ProfileException>(() => SxcuFile.Parse(text)).Message.ShouldStartWith(reason);

    [Fact]
    public void A_json_body_carries_the_image_as_text()
    {
        var profile = SxcuFile.Parse("""{ "Version": "15.0.0", "RequestURL": "x.example", "Body": "JSON", "Data": "\\{\"name\":\"{filename}\",\"image\":\"{base64file}\"\\}" }""");
        using var request = new UploadRequest(profile, new SxcuContext { FileName = "a\"b.png", Image = "abc"u8.ToArray() }).Make(new Uri("https://x.example"));
        using var reader = new StreamReader(request.Content!.ReadAsStream());
        reader.ReadToEnd().ShouldBe("""{"name":"a\"b.png","image":"YWJj"}""");
    }

    [Fact]
    public void A_content_type_in_the_headers_replaces_the_bodys_own()
    {
        var profile = SxcuFile.Parse("""{ "Version": "15.0.0", "RequestURL": "x.example", "RequestMethod": "put", "Body": "Binary", "Headers": { "Content-Type": "image/x-png" } }""");
        using var request = new UploadRequest(profile, new SxcuContext()).Make(new Uri("https://x.example"));
        request.Method.ShouldBe(HttpMethod.Put);
        request.Content!.Headers.ContentType!.MediaType.ShouldBe("image/x-png");
    }
}
