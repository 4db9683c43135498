using Microsoft.AspNetCore.Http;
using Shouldly;
using StorageX.Backends;
using StorageX.Backends.Http;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Backends.Http;

/// <summary>How pictures are deleted at hosts that each say it in their own way.</summary>
public sealed class HttpDeletionSpec : IAsyncLifetime
{
    private const string Token = "t0ps3cret";
    private static readonly byte[] Image = Some.Bytes(500, seed: 1);
    private ImageHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await ImageHost.StartAsync();
        _host.Answers["/upload"] = async http =>
        {
            _host.Images["a"] = await ImageHost.BodyAsync(http.Request);
            await http.Response.WriteAsJsonAsync(new { data = new { link = $"{_host.Address}i/a.png", delete = $"{_host.Address}delete/{Token}", hash = "h/1" } });
        };
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task What_the_host_gave_to_delete_with_is_kept_with_the_image_and_visited()
    {
        await using var backend = Visiting();
        var stored = await backend.UploadAsync(Image, default);
        (stored.Deletion, backend.Properties.CanDelete, backend.CanDelete(stored)).ShouldBe(($"{_host.Address}delete/{Token}", false, true));
        stored.ToString().ShouldBe(stored.Locator);
        _host.Answers[$"/delete/{Token}"] = Deleting(200, "deleted");
        await backend.DeleteAsync(stored, default);
        _host.Images.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_image_without_a_way_to_delete_it_is_known_as_one()
    {
        await using var backend = Visiting();
        foreach (var deletion in new[] { null, "", "nothing", "file:///etc/passwd", "javascript:alert(1)" })
            backend.CanDelete(new StoredImage($"{_host.Address}i/a.png", deletion)).ShouldBeFalse(deletion);
        await Should.ThrowAsync<NotSupportedException>(async () => await backend.DeleteAsync($"{_host.Address}i/a.png"));
    }

    [Theory]
    [InlineData(204, "")]
    [InlineData(200, """{ "success": true }""")]
    [InlineData(404, "no such image")]
    [InlineData(410, "gone")]
    public async Task An_answer_that_says_that_it_is_gone_is_believed(int status, string body)
    {
        await using var backend = Visiting();
        var stored = await backend.UploadAsync(Image, default);
        _host.Answers[$"/delete/{Token}"] = Answering(status, body);
        await backend.DeleteAsync(stored, default);
    }

    [Theory]
    [InlineData(200, """{ "success": false, "error": "not yours" }""", BackendErrorKind.Rejected, "not yours")]
    [InlineData(200, """{ "status": "error", "message": "rate limit" }""", BackendErrorKind.Throttled, "rate limit")]
    [InlineData(200, "<!DOCTYPE html><title>Are you sure?</title>", BackendErrorKind.Rejected, "web page")]
    [InlineData(403, "not for you", BackendErrorKind.Unauthorised, "not for you")]
    [InlineData(429, "slow down", BackendErrorKind.Throttled, "429")]
    [InlineData(500, "oops", BackendErrorKind.Transient, "500")]
    public async Task An_answer_that_says_no_is_an_error_that_tells_no_secret(int status, string body, BackendErrorKind kind, string words)
    {
        await using var backend = Visiting();
        var stored = await backend.UploadAsync(Image, default);
        _host.Answers[$"/delete/{Token}"] = Answering(status, body);
        var error = await Should.ThrowAsync<BackendException>(async () => await backend.DeleteAsync(stored, default));
        error.Kind.ShouldBe(kind);
        error.Message.ShouldContain(words);
        error.Message.ShouldNotContain(Token);
    }

    [Fact]
    public async Task A_host_that_cannot_be_reached_tells_no_secret()
    {
        await using var backend = Visiting();
        var stored = await backend.UploadAsync(Image, default);
        var error = await Should.ThrowAsync<BackendException>(async () => await backend.DeleteAsync(stored with { Deletion = $"http://127.0.0.1:1/{Token}" }, default));
        error.ToString().ShouldNotContain(Token);
    }

    [Theory]
    [InlineData(200, """{ "success": false, "error": "unknown image" }""")]
    [InlineData(200, "<!DOCTYPE html><title>Deleted</title>")]
    [InlineData(400, "already deleted")]
    [InlineData(403, "no")]
    public async Task A_no_for_an_image_that_is_gone_already_counts_as_deleted(int status, string body)
    {
        await using var backend = Visiting();
        var stored = await backend.UploadAsync(Image, default);
        _host.Images.Clear();
        _host.Answers[$"/delete/{Token}"] = Answering(status, body);
        await backend.DeleteAsync(stored, default);
    }

    [Fact]
    public async Task The_profiles_own_request_takes_what_the_host_gave_within_its_place()
    {
        var asked = new List<string>();
        _host.Answers["/image/h%2F1"] = http =>
        {
            asked.Add($"{http.Request.Method} {http.Request.Headers["X-Key"]}");
            return Deleting(200, "")(http);
        };
        await using var backend = new HttpBackend("host", Profiles.For(_host, own: $$$"""
            { "Delete": { "Token": "{json:data.hash}", "RequestURL": "{{{_host.Address}}}image/{deletion}", "Headers": { "X-Key": "k" } } }
            """));
        var stored = await backend.UploadAsync(Image, default);
        (backend.Properties.CanDelete, backend.CanDelete(stored), backend.CanDelete(new StoredImage(stored.Locator))).ShouldBe((false, true, false));
        await backend.DeleteAsync(stored, default);
        asked.ShouldBe(["DELETE k"]);
    }

    private HttpBackend Visiting() => new("host", SxcuFile.Parse($$"""
        { "Version": "15.0.0", "RequestURL": "{{_host.Address}}upload", {{Profiles.Form}}, "URL": "{json:data.link}", "DeletionURL": "{json:data.delete}" }
        """));

    private static Func<HttpContext, Task> Answering(int status, string body) => async http =>
    {
        http.Response.StatusCode = status;
        if (status != 204)
            await http.Response.WriteAsync(body);
    };

    private Func<HttpContext, Task> Deleting(int status, string body) => http =>
    {
        _host.Images.Clear();
        return Answering(status, body)(http);
    };
}
