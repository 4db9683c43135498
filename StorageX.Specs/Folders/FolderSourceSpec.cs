using Shouldly;
using StorageX.Folders;
using StorageX.Manifests.Folders;
using StorageX.Pieces;
using StorageX.Specs.Images;
using StorageX.Uploads;
using Xunit;

namespace StorageX.Specs.Folders;

public sealed class FolderSourceSpec : IDisposable
{
    private const int Capacity = 4000;
    private readonly TemporaryDirectory _folder = new();
    private readonly FolderProblems _problems = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_large_file_that_changes_while_it_is_read_is_read_again_and_what_was_under_way_is_nobodys()
    {
        _folder.Write("a", Some.Bytes(10, 1));
        _folder.Write("b", Some.Bytes(50_000, 2));
        _folder.Write("c", Some.Bytes(10, 3));
        var now = Some.Bytes(60_000, 4);
        var (bytes, entries) = await ReadAsync(piece =>
        {
            if (piece == 3)
                _folder.Write("b", now);
        });
        _problems.Count.ShouldBe(0);
        entries.Select(entry => entry.Path).ShouldBe(["", "a", "b", "c"]);
        entries[2].Skip.ShouldBeGreaterThan(0);
        ContentOf(entries[1], bytes).ShouldBe(Some.Bytes(10, 1));
        ContentOf(entries[2], bytes).ShouldBe(now);
        ContentOf(entries[3], bytes).ShouldBe(Some.Bytes(10, 3));
    }

    [Fact]
    public async Task A_file_that_changes_at_every_try_is_named_and_the_others_are_whole()
    {
        _folder.Write("a", Some.Bytes(50_000, 1));
        _folder.Write("b", Some.Bytes(10, 2));
        var (bytes, entries) = await ReadAsync(piece => _folder.Write("a", Some.Bytes(50_000 + piece, piece)));
        _problems.Kept.ShouldHaveSingleItem().Path.ShouldBe("a");
        ContentOf(entries.Single(entry => entry.Path == "b"), bytes).ShouldBe(Some.Bytes(10, 2));
    }

    [Fact]
    public async Task A_file_that_goes_before_it_is_read_is_named_and_the_others_are_whole()
    {
        _folder.Write("a", Some.Bytes(50_000, 1));
        _folder.Write("b", Some.Bytes(10, 2));
        _folder.Write("c", Some.Bytes(10, 3));
        var (bytes, entries) = await ReadAsync(piece => File.Delete(_folder["b"]));
        _problems.Kept.ShouldHaveSingleItem().Path.ShouldBe("b");
        ContentOf(entries.Single(entry => entry.Path == "c"), bytes).ShouldBe(Some.Bytes(10, 3));
    }

    [Fact]
    public void What_is_on_another_file_system_is_left_out_where_that_is_asked_for()
    {
        const string Other = "/dev/shm";
        if (StorageX.Files.NodeFacts.Of(Other) is not { } shared || shared.Place.Device == StorageX.Files.NodeFacts.Of("/dev")!.Value.Place.Device)
            return;
        var mark = Path.Combine(Other, $"storagex-{Guid.NewGuid():n}");
        File.WriteAllText(mark, "");
        try
        {
            Walk(oneFileSystem: false).ShouldContain(Path.GetRelativePath("/dev", mark));
            Walk(oneFileSystem: true).Where(path => path.StartsWith("shm", StringComparison.Ordinal)).ShouldBe(["shm"]);
        }
        finally
        {
            File.Delete(mark);
        }
    }

    private List<string> Walk(bool oneFileSystem) =>
        [.. new FolderWalk("/dev", new FolderWalkOptions((_, _) => false) { OneFileSystem = oneFileSystem }, _problems).Walk().Select(node => node.Entry.Path)];

    private async Task<(byte[] Bytes, List<FolderEntry> Entries)> ReadAsync(Action<int> after)
    {
        await using var source = new FolderSource(new FolderWalk(_folder.Path, new FolderWalkOptions((_, _) => false), _problems).Walk(), Capacity, new ContentCutter(Capacity), _problems);
        using var bytes = new MemoryStream();
        for (var count = 1; await source.ReadAsync(CancellationToken.None) is { } item; count++)
        {
            var piece = item.ShouldBeOfType<SourcePiece>().Piece;
            piece.Offset.ShouldBe(bytes.Length);
            bytes.Write(piece.Bytes.Span);
            item.Discard();
            after(count);
        }

        var tree = source.TreeOffset!.Value;
        bytes.Position = tree;
        return (bytes.ToArray(), [.. FolderTreeReader.Read(bytes, tree)]);
    }

    private static byte[] ContentOf(FolderEntry entry, byte[] bytes) => bytes[(int)entry.Offset..(int)(entry.Offset + entry.Size)];
}
