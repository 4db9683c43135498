using Shouldly;
using StorageX.Pieces;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Pieces;

public sealed class ChangingSourceSpec : IDisposable
{
    private const int Capacity = 1000;
    private readonly TemporaryDirectory _directory = new();
    private readonly string _path;

    public ChangingSourceSpec() => _path = _directory.Write("file", Some.Bytes(2500, seed: 1));

    public void Dispose() => _directory.Dispose();

    [Fact]
    public Task A_source_that_grows_while_it_is_read_is_named() => FailsAsync(
        file => file.SetLength(2501), "changed while it was read: it had 2500 bytes and now has 2501");

    [Fact]
    public Task A_source_that_shrinks_while_it_is_read_is_named() => FailsAsync(
        file => file.SetLength(1700), "shrank while it was read: it had 2500 bytes and ended at byte 1700");

    [Fact]
    public Task A_source_that_shrinks_to_what_was_read_is_named() => FailsAsync(
        file => file.SetLength(1000), "shrank while it was read: it had 2500 bytes and ended at byte 1000");

    [Fact]
    public Task A_source_that_is_emptied_while_it_is_read_is_named() => FailsAsync(
        file => file.SetLength(0), "shrank while it was read: it had 2500 bytes and ended at byte 1000");

    [Fact]
    public Task A_source_that_is_rewritten_in_its_length_is_named() => FailsAsync(
        file =>
        {
            file.WriteByte(0);
            file.Flush();
            File.SetLastWriteTimeUtc(file.SafeFileHandle, new DateTime(2040, 1, 2, 3, 4, 5, DateTimeKind.Utc));
        },
        "changed while it was read; upload it again when nothing writes to it");

    [Fact]
    public async Task An_empty_source_that_grows_is_read_to_where_it_ends()
    {
        var path = _directory.Write("empty", []);
        await using var reader = PieceReader.OpenFile(path, Capacity);
        await File.WriteAllBytesAsync(path, new byte[10]);
        using var bytes = (await reader.ReadAsync(default))!.Bytes;
        bytes.Length.ShouldBe(10);
        (await reader.ReadAsync(default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_source_that_is_replaced_by_another_file_is_read_as_it_was()
    {
        await using var reader = PieceReader.OpenFile(_path, Capacity);
        File.Move(_directory.Write("other", new byte[10]), _path, overwrite: true);
        for (var seq = 0; seq < 3; seq++)
            (await reader.ReadAsync(default))!.Bytes.Dispose();
        (await reader.ReadAsync(default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_source_that_nobody_touches_stays_unchanged_to_the_check()
    {
        await using var reader = PieceReader.OpenFile(_path, Capacity);
        reader.RequireUnchanged();
        await using var stream = PieceReader.OpenStream(Stream.Null, "the input", Capacity);
        stream.RequireUnchanged();
    }

    private async Task FailsAsync(Action<FileStream> change, string message)
    {
        await using var reader = PieceReader.OpenFile(_path, Capacity);
        (await reader.ReadAsync(default))!.Bytes.Dispose();
        await using (var file = new FileStream(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
            change(file);
        var error = await Should.ThrowAsync<SourceException>(async () =>
        {
            while (await reader.ReadAsync(default) is { } piece)
                piece.Bytes.Dispose();
        });
        error.Message.ShouldStartWith($"{_path}: {message}");
    }
}
