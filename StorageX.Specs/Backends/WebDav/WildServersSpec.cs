using Shouldly;
using StorageX.Backends;
using StorageX.Specs.Backends.Http;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Backends.WebDav;

/// <summary>What users of rclone, Cyberduck and others report of WebDAV servers.</summary>
public sealed class WildServersSpec
{
    private static readonly byte[] Image = Some.Bytes(5000, seed: 1);

    [Theory]
    [InlineData("405 Method Not Allowed")]
    [InlineData("409 Conflict")]
    [InlineData("301 Moved Permanently", "Location: /images/")]
    [InlineData("403 Forbidden")]
    [InlineData("406 Not Acceptable")]
    [InlineData("423 Locked")]
    [InlineData("500 Internal Server Error")]
    [InlineData("200 OK")]
    public async Task A_folder_that_is_there_is_found_to_be_there_however_the_server_says_so(string status, params string[] headers)
    {
        await using var dav = new QuirkyDav((dav, request) => request.Method == "MKCOL" && dav.Folders.ContainsKey(request.Target) ? RawHost.Answer(status, "", headers) : null);
        await UploadAsync(dav);
    }

    [Theory]
    [InlineData("404 Not Found")]
    [InlineData("409 Conflict")]
    [InlineData("403 Forbidden")]
    [InlineData("500 Internal Server Error")]
    public async Task A_folder_that_is_not_there_is_made_however_the_server_says_so(string status)
    {
        await using var dav = new QuirkyDav((dav, request) => request.Method == "PUT" && !dav.Folders.ContainsKey(QuirkyDav.FolderOf(request.Target)) ? RawHost.Answer(status) : null);
        await UploadAsync(dav);
    }

    [Fact]
    public async Task A_folder_that_was_just_made_and_is_not_there_yet_is_worth_another_try()
    {
        await using var dav = new QuirkyDav((_, request) => request.Method == "PUT" ? RawHost.Answer("409 Conflict") : null);
        (await Refused(dav)).Kind.ShouldBe(BackendErrorKind.Transient);
    }

    [Theory]
    [InlineData("502 Bad Gateway")]
    [InlineData("400 Bad Request")]
    public async Task A_server_that_does_not_know_its_own_url_is_asked_to_move_to_a_path(string status)
    {
        await using var dav = new QuirkyDav((_, request) => request.Method == "MOVE" && request["Destination"]!.StartsWith("http", StringComparison.Ordinal) ? RawHost.Answer(status) : null);
        await using var backend = dav.Backend();
        await backend.StoreAsync(Image, default);
        await backend.StoreAsync(Image.AsMemory(1), default);
        dav.Requests.Where(request => request.Method == "MOVE").Select(request => request["Destination"]![0]).ShouldBe(['h', '/', '/']);
        dav.Files.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("405 Method Not Allowed")]
    [InlineData("501 Not Implemented")]
    [InlineData("403 Forbidden")]
    [InlineData("502 Bad Gateway")]
    public async Task A_server_that_moves_nothing_gets_the_image_under_its_own_name(string status)
    {
        await using var dav = new QuirkyDav((_, request) => request.Method == "MOVE" ? RawHost.Answer(status) : null);
        await using var backend = dav.Backend();
        var locator = await backend.StoreAsync(Image, default);
        (await backend.StoreAsync(Image, default)).ShouldBe(locator);
        dav.Files.ShouldHaveSingleItem().Value.ShouldBe(Image);
        await backend.StoreAsync(Image.AsMemory(1), default);
        dav.Files.Keys.ShouldAllBe(name => name.EndsWith(".png"));
        dav.Files[new Uri(locator).AbsolutePath] = Image[..100];
        await backend.StoreAsync(Image, default);
        dav.Files[new Uri(locator).AbsolutePath].ShouldBe(Image);
    }

    [Theory]
    [InlineData("404 Not Found")]
    [InlineData("409 Conflict")]
    public async Task What_was_just_sent_and_is_not_there_yet_is_worth_another_try(string status)
    {
        await using var dav = new QuirkyDav((_, request) => request.Method == "MOVE" ? RawHost.Answer(status) : null);
        (await Refused(dav)).Kind.ShouldBe(BackendErrorKind.Transient);
    }

    [Fact]
    public async Task A_file_whose_length_is_not_told_is_replaced()
    {
        await using var dav = new QuirkyDav((_, request) => request.Method == "HEAD" ? System.Text.Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n") : null);
        await UploadAsync(dav);
        await UploadAsync(dav);
        dav.Files.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("423 Locked", BackendErrorKind.Transient)]
    [InlineData("425 Too Early", BackendErrorKind.Transient)]
    [InlineData("421 Misdirected Request", BackendErrorKind.Transient)]
    [InlineData("408 Request Timeout", BackendErrorKind.Transient)]
    [InlineData("504 Gateway Timeout", BackendErrorKind.Transient)]
    [InlineData("520 Unknown", BackendErrorKind.Transient)]
    [InlineData("413 Payload Too Large", BackendErrorKind.Rejected)]
    [InlineData("501 Not Implemented", BackendErrorKind.Rejected)]
    [InlineData("507 Insufficient Storage", BackendErrorKind.Rejected)]
    public async Task A_refusal_means_what_it_says_and_the_servers_words_are_told(string status, BackendErrorKind kind)
    {
        await using var dav = new QuirkyDav((_, request) => request.Method == "PUT"
            ? RawHost.Answer(status, "<?xml version=\"1.0\"?><d:error xmlns:d=\"DAV:\" xmlns:s=\"http://sabredav.org/ns\"><s:exception>X</s:exception><s:message>\"a.part\" says no</s:message></d:error>", "Content-Type: application/xml")
            : null);
        var error = await Refused(dav);
        error.Kind.ShouldBe(kind, error.Message);
        error.Message.ShouldEndWith(": \"a.part\" says no");
    }

    [Fact]
    public async Task A_wait_until_a_date_is_told()
    {
        var date = TimeProvider.System.GetUtcNow().AddHours(1).ToString("r");
        await using var dav = new QuirkyDav((_, request) => request.Method == "PUT" ? RawHost.Answer("503 Service Unavailable", "", $"Retry-After: {date}") : null);
        var error = await Refused(dav);
        error.Kind.ShouldBe(BackendErrorKind.Throttled);
        error.RetryAfter!.Value.ShouldBeInRange(TimeSpan.FromMinutes(50), TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task A_server_that_asks_for_a_digest_of_the_password_gets_it_and_the_whole_image()
    {
        await using var dav = new QuirkyDav((_, request) => request["Authorization"]?.StartsWith("Digest ", StringComparison.Ordinal) == true ? null
            : RawHost.Answer("401 Unauthorized", "", "WWW-Authenticate: Digest realm=\"a\", nonce=\"b\", qop=\"auth\", algorithm=MD5"));
        await UploadAsync(dav);
    }

    [Fact]
    public async Task A_way_in_that_is_not_known_here_is_named()
    {
        await using var dav = new QuirkyDav((_, _) => RawHost.Answer("401 Unauthorized", "", "WWW-Authenticate: Negotiate", "WWW-Authenticate: NTLM"));
        var error = await Refused(dav);
        error.Kind.ShouldBe(BackendErrorKind.Unauthorised);
        error.Message.ShouldContain("asks for Negotiate or NTLM, which is not known here");
    }

    [Fact]
    public async Task A_server_that_has_moved_is_told_by_where_it_is()
    {
        await using var dav = new QuirkyDav((_, request) => RawHost.Answer("301 Moved Permanently", "", $"Location: https://cloud.example{request.Target}"));
        var error = await Refused(dav);
        error.Kind.ShouldBe(BackendErrorKind.Rejected);
        error.Message.ShouldContain("sends on to https://cloud.example/images/");
        error.Message.ShouldContain("set url to where the folder is");
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task An_upload_that_is_sent_on_to_another_host_is_told_and_not_followed(int status)
    {
        await using var other = new QuirkyDav((_, _) => RawHost.Answer("201 Created", ""));
        await using var dav = new QuirkyDav((_, request) => request.Method == "PUT"
            ? RawHost.Answer($"{status} Elsewhere", "", $"Location: {other.Address.AbsoluteUri.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)}x.png")
            : RawHost.Answer("201 Created", ""));
        var error = await Refused(dav);
        error.Message.ShouldContain("set url to where the folder is, if that is the right host: nothing was sent there");
        other.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_wants_https_is_told_with_the_url_to_set()
    {
        await using var dav = new QuirkyDav((_, request) => RawHost.Answer("308 Permanent Redirect", "", $"Location: https://127.0.0.1{request.Target}"));
        (await Refused(dav)).Message.ShouldContain("set url to where it wants to be asked: https://127.0.0.1, with the same path");
    }

    [Theory]
    [InlineData("My Files+1")]
    [InlineData("a%2Fb%25c")]
    [InlineData("n\u00fc")]
    [InlineData("nu\u0308")]
    [InlineData("remote.php/dav/files/me@example.org")]
    public async Task A_folder_may_be_called_whatever_folders_are_called(string folder)
    {
        await using var dav = new QuirkyDav((_, _) => null);
        var path = "/" + new Uri(dav.Address, folder).AbsolutePath.TrimStart('/') + "/";
        for (var at = path.IndexOf('/', 1); at > 0; at = path.IndexOf('/', at + 1))
            dav.Folders[path[..(at + 1)]] = true;
        await using var backend = dav.Backend(folder);
        var locator = await backend.StoreAsync(Image, default);
        backend.Owns(locator).ShouldBeTrue();
        (await backend.ExistsAsync(locator, default)).ShouldBeTrue();
        dav.Files.ShouldHaveSingleItem().Key.ShouldStartWith(path);
        await backend.DeleteAsync(locator, default);
        dav.Files.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("201 Created", "ETag: W/\"a\"")]
    [InlineData("201 Created", "OC-ETag: \"a\"", "OC-Checksum: SHA1:0000", "Digest: sha-256=AAAA", "Content-MD5: AAAA")]
    [InlineData("204 No Content")]
    [InlineData("200 OK")]
    [InlineData("202 Accepted")]
    public async Task An_image_is_stored_when_the_server_says_so_whatever_else_it_says(string status, params string[] headers)
    {
        await using var dav = new QuirkyDav((dav, request) =>
        {
            if (request.Method != "PUT" || !dav.Folders.ContainsKey(QuirkyDav.FolderOf(request.Target)))
                return null;
            dav.Files[request.Target] = request.Body;
            return RawHost.Answer(status, "", headers);
        });
        await UploadAsync(dav);
    }

    private static async Task UploadAsync(QuirkyDav dav)
    {
        await using var backend = dav.Backend();
        var locator = await backend.StoreAsync(Image, default);
        dav.Files[new Uri(locator).AbsolutePath].ShouldBe(Image);
    }

    private static async Task<BackendException> Refused(QuirkyDav dav)
    {
        await using var backend = dav.Backend();
        return await Should.ThrowAsync<BackendException>(async () => await backend.StoreAsync(Image, default));
    }
}
