using System.Security.Cryptography;
using Shouldly;
using StorageX.Manifests;
using StorageX.Pieces;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Pieces;

/// <summary>What lies where a download is kept until it is complete.</summary>
public sealed class PartFileSpec : IDisposable
{
    private static readonly byte[] Bytes = Some.Bytes(1000, seed: 5);
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_that_somebody_keeps_there_is_left_as_it_is()
    {
        await File.WriteAllBytesAsync(_folder["a.part"], Some.Bytes(1500, seed: 6));
        (await Should.ThrowAsync<TransferException>(WriteAsync("a"))).Message.ShouldContain("a.part: holds something else");
        (await File.ReadAllBytesAsync(_folder["a.part"])).ShouldBe(Some.Bytes(1500, seed: 6));
        await WriteAsync("a", overwrite: true);
        (await File.ReadAllBytesAsync(_folder["a"])).ShouldBe(Bytes);
    }

    [LinuxFact]
    public async Task A_link_there_is_not_followed()
    {
        await File.WriteAllTextAsync(_folder["victim"], "mine");
        File.CreateSymbolicLink(_folder["a.part"], _folder["victim"]);
        (await Should.ThrowAsync<TransferException>(WriteAsync("a", overwrite: true))).Message.ShouldContain("is a link");
        File.Delete(_folder["a.part"]);
        File.CreateSymbolicLink(_folder["a.part"], _folder["nowhere"]);
        await Should.ThrowAsync<TransferException>(WriteAsync("a"));
        (await File.ReadAllTextAsync(_folder["victim"]), File.Exists(_folder["nowhere"])).ShouldBe(("mine", false));
    }

    [LinuxFact]
    public async Task Another_name_of_a_file_there_is_not_written_to()
    {
        await File.WriteAllTextAsync(_folder["victim"], "mine");
        using (var link = System.Diagnostics.Process.Start("ln", [_folder["victim"], _folder["a.part"]]))
            await link.WaitForExitAsync();
        await Should.ThrowAsync<TransferException>(WriteAsync("a", overwrite: true));
        (await File.ReadAllTextAsync(_folder["victim"])).ShouldBe("mine");
    }

    [LinuxFact]
    public async Task A_link_that_took_its_place_meanwhile_gets_no_name()
    {
        await File.WriteAllTextAsync(_folder["victim"], "mine");
        await using var writer = PieceWriter.OpenFile(_folder["a"], Bytes.Length, overwrite: true, keep: true);
        await writer.WriteAsync(Bytes, default);
        File.Delete(_folder["a.part"]);
        File.CreateSymbolicLink(_folder["a.part"], _folder["victim"]);
        await Should.ThrowAsync<TransferException>(writer.CompleteAsync(default));
        (File.Exists(_folder["a"]), await File.ReadAllTextAsync(_folder["victim"])).ShouldBe((false, "mine"));
    }

    [Theory]
    [InlineData(250)]
    [InlineData(251)]
    [InlineData(255)]
    public async Task A_name_of_any_length_is_restored(int length)
    {
        var name = new string('x', length);
        await WriteAsync(name);
        (await File.ReadAllBytesAsync(_folder[name])).ShouldBe(Bytes);
        Directory.GetFiles(_folder[""]).Length.ShouldBe(1);
    }

    private async Task WriteAsync(string name, bool overwrite = false)
    {
        await using var writer = PieceWriter.OpenFile(_folder[name], Bytes.Length, overwrite, keep: true);
        await writer.ResumeAsync([new ManifestPiece(0, "k", 0, Bytes.Length, Checksum.Of(SHA256.HashData(Bytes)))], default);
        await writer.WriteAsync(Bytes, default);
        await writer.CompleteAsync(default);
    }
}
