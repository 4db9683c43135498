using Shouldly;
using StorageX.Backends;
using StorageX.Specs.Images;

namespace StorageX.Specs.Backends.WebDav;

/// <summary>The contract, against the WebDAV server in rclone.</summary>
[Takes(typeof(Rclone))]
public sealed class RcloneWebDavBackendSpec : ServedFolderSpec
{
    private protected override Task<ServedFolder> ServeAsync() => ServedFolder.ByRcloneAsync();
}

/// <summary>The contract, against nginx.</summary>
[Takes(typeof(Nginx))]
public sealed class NginxWebDavBackendSpec : ServedFolderSpec
{
    private protected override Task<ServedFolder> ServeAsync() => ServedFolder.ByNginxAsync();
}

/// <summary>The contract, against a WebDAV server that others wrote.</summary>
public abstract class ServedFolderSpec : ImageBackendSpec
{
    private ServedFolder _folder = null!;

    protected override string ForeignLocator => "http://other.example/images/ab/abcd.png";

    protected override string UnknownLocator => $"{_folder.Address}images/ab/abcd.png";

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    [ContractFact]
    public async Task The_same_image_is_kept_once_and_nothing_beside_it()
    {
        var image = Some.Bytes(1000, seed: 1);
        var first = await Backend.StoreAsync(image, default);
        (await Backend.StoreAsync(image, default)).ShouldBe(first);
        Path.GetFileName(_folder.Files.ShouldHaveSingleItem()).ShouldBe(Path.GetFileName(first));
    }

    [ContractFact]
    public async Task An_image_that_was_cut_short_is_whole_when_it_has_been_stored_again()
    {
        var image = Some.Bytes(1000, seed: 1);
        var locator = await Backend.StoreAsync(image, default);
        CutShort(locator, 500);
        await Backend.StoreAsync(image, default);
        (await ReadAsync(locator)).ShouldBe(image);
        _folder.Files.ShouldHaveSingleItem();
    }

    [ContractFact]
    public async Task A_large_image_is_stored_although_the_server_refuses_it_unread_while_its_folder_is_not_there()
    {
        await using var backend = Create((int)BackendProbe.UsualBytes);
        var report = await ProbeAsync(backend);
        report.Findings.ShouldAllBe(finding => finding.Survives);
        report.LargestBytes!.Value.ShouldBeGreaterThan(15 << 20);
    }

    private protected abstract Task<ServedFolder> ServeAsync();

    private protected override async ValueTask<IImageBackend> CreateAsync()
    {
        _folder = await ServeAsync();
        return Create(MaxBytes);
    }

    private IImageBackend Create(int most)
    {
        var text = $"storagex.backends.cloud {{ type = webdav, url = \"{_folder.Address}images\", user = me, password = secret, max-bytes = {most} }}";
        return StorageXSettings.Parse(text).Backends["cloud"].Create("cloud");
    }

    protected override int StoredCount() => _folder.Files.Count;

    protected override void CutShort(string locator, int length) => _folder.Cut(Path.GetFileName(locator), length);
}
