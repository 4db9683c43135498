using Microsoft.AspNetCore.Http;
using Shouldly;
using StorageX.Manifests;
using StorageX.Specs.Backends.Http;
using StorageX.Specs.Images;
using StorageX.Specs.Soaking;
using Xunit;

namespace StorageX.Specs.Engine;

/// <summary>A pool of image hosts of which one answers everything with 429 and "in an hour": nothing waits for it that can be had elsewhere.</summary>
public sealed class RestingHostSpec : IAsyncLifetime
{
    private const int Side = 32;
    private readonly TemporaryDirectory _folder = new();
    private PoolHosts _hosts = null!;
    private Storage _storage = null!;

    public static TheoryData<int, int?, string?> Policies => new() { { 3, 2, null }, { 4, null, "4+2" }, { 5, null, "10+4" } };

    public async Task InitializeAsync()
    {
        _hosts = await PoolHosts.StartAsync(_folder.Path, new bool[6]);
        _storage = _hosts.Open("data", Side);
    }

    public async Task DisposeAsync()
    {
        await _storage.DisposeAsync();
        await _hosts.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task An_upload_goes_on_by_the_others_and_keeps_the_policy(int hosts, int? copies, string? parity)
    {
        Rests(1);
        var file = Some.Bytes(25 * Side * Side * 3, seed: hosts);
        var upload = await _storage.UploadAsync(new MemoryStream(file), Options(hosts, copies, parity)).WaitAsync(SoakStorage.Patience);
        upload.PassedOver.ShouldHaveSingleItem().ShouldStartWith("host1 (");
        _hosts.All[1].Image!.Images.ShouldBeEmpty();
        Goes(1);
        foreach (var host in Enumerable.Range(0, hosts).Where(host => host != 1))
        {
            foreach (var gone in Enumerable.Range(0, hosts))
                Fails(gone, gone == host);
            (await RestoreAsync(upload.Key, $"without{host}")).ShouldBe(file, $"without host{host}");
        }
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task A_second_upload_finds_it_resting_and_looks_for_nothing_there(int hosts, int? copies, string? parity)
    {
        var file = Some.Bytes(25 * Side * Side * 3, seed: 1);
        await _storage.UploadAsync(new MemoryStream(file), Options(hosts, copies, parity)).WaitAsync(SoakStorage.Patience);
        Rests(1);
        for (var times = 0; times < 2; times++)
        {
            var upload = await _storage.UploadAsync(new MemoryStream(file), Options(hosts, copies, parity) with { Recheck = true }).WaitAsync(SoakStorage.Patience);
            (await RestoreAsync(upload.Key, $"again{times}")).ShouldBe(file);
        }
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task A_download_has_its_pieces_from_the_others(int hosts, int? copies, string? parity)
    {
        var file = Some.Bytes(60 * Side * Side * 3, seed: 2);
        var upload = await _storage.UploadAsync(new MemoryStream(file), Options(hosts, copies, parity)).WaitAsync(SoakStorage.Patience);
        Rests(1);
        (await RestoreAsync(upload.Key, "reader")).ShouldBe(file);
        await using var reader = _hosts.Open("seeker", Side);
        await using var stored = await reader.OpenAsync(upload.Key).WaitAsync(SoakStorage.Patience);
        await using var stream = stored.OpenRead();
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy).WaitAsync(SoakStorage.Patience);
        copy.ToArray().ShouldBe(file);
    }

    private UploadOptions Options(int hosts, int? copies, string? parity) => new()
    {
        Hosts = [.. _hosts.All.Take(hosts).Select(host => host.Name)], Copies = copies, Parity = parity is null ? null : ParityScheme.Parse(parity),
    };

    private async Task<byte[]> RestoreAsync(string key, string data)
    {
        await using var reader = _hosts.Open(data, Side);
        return await SoakStorage.DownloadAsync(reader, key);
    }

    private void Rests(int host) => (_hosts.All[host].Image!.RetryAfter, _hosts.All[host].Image!.Faults) = ("3600", Throttled);

    private void Goes(int host) => _hosts.All[host].Image!.Faults = _ => Fault.None;

    private void Fails(int host, bool fails) => _hosts.All[host].Image!.Faults = _ => fails ? Fault.ResetBeforeAnswer : Fault.None;

    private static Fault Throttled(HttpRequest request) => Fault.TooManyWithSeconds;
}
