using Shouldly;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Settings;

/// <summary>A backend whose settings are not what they should be.</summary>
public sealed class BrokenBackendSpec : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("type = webdav, url = \"https://x/Photos #1\"", "has a # in it")]
    [InlineData("type = ftp", "is no type of backend")]
    [InlineData("url = x", "type")]
    [InlineData("type = http, profile = /nowhere/x.sxcu", "/nowhere/x.sxcu")]
    public async Task It_stands_in_nobodys_way_and_is_told_to_whoever_wants_it(string broken, string reason)
    {
        var settings = StorageXSettings.Parse($$"""
            storagex {
              data = "{{_folder["data"].Replace('\\', '/')}}"
              backends.broken { {{broken}} }
            }
            """);
        await using var storage = new Storage(settings);
        var key = (await storage.UploadAsync(new MemoryStream(Some.Bytes(5000, seed: 1)))).Key;
        using var back = new MemoryStream();
        await storage.DownloadAsync(key, back);
        back.Length.ShouldBe(5000);
        var error = await Should.ThrowAsync<SettingsException>(storage.UploadAsync(new MemoryStream([1]), new UploadOptions { Backend = "broken" }));
        error.Message.ShouldContain(reason);
        settings.Backends["broken"].Place.ShouldContain(reason);
    }
}
