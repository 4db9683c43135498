using Shouldly;
using StorageX.Pieces;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Pieces;

public sealed class PieceWriterSpec : IDisposable
{
    private static readonly byte[] Bytes = Some.Bytes(3000, seed: 1);
    private readonly TemporaryDirectory _directory = new();

    private string Target => _directory["target"];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3000)]
    public async Task A_file_appears_under_its_name_only_when_it_is_complete(int size)
    {
        await using var writer = PieceWriter.OpenFile(Target, size, overwrite: false);
        writer.Path.ShouldBe(Target);
        for (var at = 0; at < size; at += 1000)
            await writer.WriteAsync(Bytes.AsMemory(at, Math.Min(1000, size - at)), default);
        var temporary = _directory.Files.ShouldHaveSingleItem();
        temporary.ShouldStartWith(".storagex-");
        await writer.CompleteAsync(default);
        _directory.Files.ShouldBe(["target"]);
        (await File.ReadAllBytesAsync(Target)).ShouldBe(Bytes[..size]);
    }

    [Fact]
    public async Task Nothing_is_left_of_a_file_that_is_not_completed()
    {
        await using (var writer = PieceWriter.OpenFile(Target, 3000, overwrite: false))
            await writer.WriteAsync(Bytes, default);
        _directory.Files.ShouldBeEmpty();
        await using (PieceWriter.OpenFile(Target, 3000, overwrite: false))
            _directory.Files.Count.ShouldBe(1);
        _directory.Files.ShouldBeEmpty();
    }

    [Fact]
    public async Task Disposing_twice_or_after_completing_harms_nothing()
    {
        var writer = PieceWriter.OpenFile(Target, 0, overwrite: false);
        await writer.CompleteAsync(default);
        await writer.DisposeAsync();
        await writer.DisposeAsync();
        _directory.Files.ShouldBe(["target"]);
    }

    [Fact]
    public async Task A_cancelled_completion_leaves_nothing()
    {
        await using (var writer = PieceWriter.OpenFile(Target, 3000, overwrite: false))
        {
            await writer.WriteAsync(Bytes, default);
            await Should.ThrowAsync<OperationCanceledException>(() => writer.CompleteAsync(new CancellationToken(canceled: true)));
        }

        _directory.Files.ShouldBeEmpty();
    }

    [Fact]
    public void An_existing_target_is_refused_before_anything_is_made()
    {
        _directory.Write("target", []);
        Failure(() => PieceWriter.OpenFile(Target, 10, overwrite: false)).ShouldBe($"{Target}: exists already; name another file, or replace it with --force");
        _directory.Files.ShouldBe(["target"]);
    }

    [Fact]
    public async Task A_target_that_appears_late_is_not_replaced()
    {
        await using (var writer = PieceWriter.OpenFile(Target, 3000, overwrite: false))
        {
            await writer.WriteAsync(Bytes, default);
            _directory.Write("target", "theirs"u8.ToArray());
            (await Should.ThrowAsync<TransferException>(() => writer.CompleteAsync(default))).Message.ShouldContain("exists already");
        }

        _directory.Files.ShouldBe(["target"]);
        (await File.ReadAllTextAsync(Target)).ShouldBe("theirs");
    }

    [Fact]
    public async Task Of_many_writers_of_one_target_at_once_one_wins_whole()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(index => Task.Run(async () =>
        {
            await using var writer = PieceWriter.OpenFile(Target, 100_000, overwrite: false);
            await writer.WriteAsync(Some.Bytes(100_000, index), default);
            await writer.CompleteAsync(default);
            return index;
        }).ContinueWith(task => task.IsCompletedSuccessfully ? task.Result : task.Exception!.InnerException is TransferException ? -1 : -2, TaskScheduler.Default)));
        var winner = outcomes.Where(outcome => outcome >= 0).ShouldHaveSingleItem();
        outcomes.ShouldNotContain(-2);
        (await File.ReadAllBytesAsync(Target)).ShouldBe(Some.Bytes(100_000, winner));
        _directory.Files.ShouldBe(["target"]);
    }

    [Fact]
    public async Task A_target_that_may_be_replaced_stays_until_the_new_one_is_complete()
    {
        _directory.Write("target", "old"u8.ToArray());
        await using (var abandoned = PieceWriter.OpenFile(Target, 3000, overwrite: true))
            await abandoned.WriteAsync(Bytes, default);
        (await File.ReadAllTextAsync(Target)).ShouldBe("old");
        await using var writer = PieceWriter.OpenFile(Target, 3000, overwrite: true);
        await writer.WriteAsync(Bytes, default);
        (await File.ReadAllTextAsync(Target)).ShouldBe("old");
        await writer.CompleteAsync(default);
        (await File.ReadAllBytesAsync(Target)).ShouldBe(Bytes);
        _directory.Files.ShouldBe(["target"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_directory_is_no_target(bool overwrite) =>
        Failure(() => PieceWriter.OpenFile(_directory.Path, 10, overwrite)).ShouldBe($"{_directory.Path}: is a directory");

    [Fact]
    public void A_dangling_link_is_an_existing_target()
    {
        File.CreateSymbolicLink(Target, _directory["nowhere"]);
        Failure(() => PieceWriter.OpenFile(Target, 10, overwrite: false)).ShouldContain("exists already");
    }

    [Fact]
    public void A_target_whose_directory_is_missing_or_a_file_is_named()
    {
        Failure(() => PieceWriter.OpenFile(_directory["no", "target"], 10, overwrite: false)).ShouldBe($"{_directory["no"]}: no such directory; make it first");
        _directory.Write("file", []);
        Failure(() => PieceWriter.OpenFile(_directory["file", "target"], 10, overwrite: false)).ShouldStartWith(_directory["file"]);
    }

    [Fact]
    public void A_size_that_no_disk_holds_is_refused_and_leaves_nothing()
    {
        Failure(() => PieceWriter.OpenFile(Target, long.MaxValue, overwrite: false)).ShouldContain("target");
        _directory.Files.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stream_gets_the_bytes_and_stays_open()
    {
        using var stream = new MemoryStream();
        await using (var writer = PieceWriter.OpenStream(stream))
        {
            writer.Path.ShouldBeNull();
            await writer.WriteAsync(Bytes, default);
            await writer.CompleteAsync(default);
        }

        stream.ToArray().ShouldBe(Bytes);
        stream.CanWrite.ShouldBeTrue();
    }

    [SmallDiskFact]
    public async Task A_full_disk_is_named_and_nothing_is_left()
    {
        using var disk = SmallDisk.TryMount()!;
        var target = Path.Combine(disk.Path, "target");
        Failure(() => PieceWriter.OpenFile(target, 2_000_000, overwrite: false)).ShouldContain("no space left on the device for a file of 2000000 bytes");
        await using (var writer = PieceWriter.OpenFile(target, 0, overwrite: false))
        {
            var error = await Should.ThrowAsync<TransferException>(() => writer.WriteAsync(new byte[2_000_000], default));
            error.Message.ShouldStartWith($"{target}: no space left on the device;");
        }

        Directory.GetFileSystemEntries(disk.Path).ShouldBeEmpty();
    }

    [SmallDiskFact]
    public void A_read_only_disk_is_named()
    {
        using var disk = SmallDisk.TryMount()!;
        disk.Remount("ro");
        Failure(() => PieceWriter.OpenFile(Path.Combine(disk.Path, "target"), 10, overwrite: false)).ShouldContain("read-only", Case.Insensitive);
    }

    [UnprivilegedFact]
    public void A_directory_that_may_not_be_written_is_named()
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_directory.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Failure(() => PieceWriter.OpenFile(Target, 10, overwrite: false)).ShouldContain("permission denied");
    }

    private static string Failure(Func<PieceWriter> open) => Should.Throw<TransferException>(() => open()).Message;
}
