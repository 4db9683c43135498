using Shouldly;
using StorageX.Pieces;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Pieces;

public sealed class PieceReaderSpec : IDisposable
{
    private const int Capacity = 1000;
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(Capacity - 1, 1)]
    [InlineData(Capacity, 1)]
    [InlineData(Capacity + 1, 2)]
    [InlineData(10 * Capacity, 10)]
    public async Task A_file_is_cut_into_full_pieces_and_a_last_one(int size, int count)
    {
        var bytes = Some.Bytes(size, seed: size);
        await using var reader = PieceReader.OpenFile(_directory.Write("file", bytes), Capacity);
        if (size > 0)
            reader.Length.ShouldBe(size);
        await YieldsAsync(reader, bytes, count);
        (await reader.ReadAsync(default)).ShouldBeNull();
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(Capacity - 1, 1)]
    [InlineData(Capacity, 1)]
    [InlineData(Capacity + 1, 2)]
    [InlineData(3 * Capacity, 3)]
    public async Task A_stream_that_gives_a_few_bytes_at_a_time_makes_the_same_pieces(int size, int count)
    {
        var bytes = Some.Bytes(size, seed: size);
        await using var stream = new AwkwardStream(bytes, 7);
        await using (var reader = PieceReader.OpenStream(stream, "the input", Capacity))
        {
            reader.Length.ShouldBeNull();
            await YieldsAsync(reader, bytes, count);
        }

        stream.IsDisposed.ShouldBeFalse();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1500)]
    public async Task A_stream_that_breaks_is_named_with_the_place(int position)
    {
        await using var stream = new AwkwardStream(Some.Bytes(position, seed: 1), 100) { End = new IOException("the cable is out") };
        await using var reader = PieceReader.OpenStream(stream, "the input", Capacity);
        var error = await Should.ThrowAsync<SourceException>(() => DrainAsync(reader));
        error.Message.ShouldBe($"the input: cannot be read at byte {position}: the cable is out");
    }

    [Fact]
    public async Task A_cancelled_read_gives_nothing()
    {
        await using var reader = PieceReader.OpenFile(_directory.Write("file", new byte[10]), Capacity);
        await Should.ThrowAsync<OperationCanceledException>(() => reader.ReadAsync(new CancellationToken(canceled: true)));
        using var bytes = (await reader.ReadAsync(default))!.Bytes;
        bytes.Length.ShouldBe(10);
    }

    [Fact]
    public void What_is_not_there_or_is_a_directory_is_named()
    {
        Message(_directory["no"]).ShouldBe($"{_directory["no"]}: no such file");
        Message(_directory["no", "no"]).ShouldBe($"{_directory["no", "no"]}: no such file");
        Message(Path.Combine(_directory.Write("file", []), "no")).ShouldStartWith(_directory["file", "no"]);
        Message(_directory.Path).ShouldStartWith($"{_directory.Path}: is a directory");
        Message("").ShouldContain("no such file");
    }

    [Fact]
    public void A_link_that_leads_nowhere_or_round_is_named()
    {
        File.CreateSymbolicLink(_directory["nowhere"], _directory["no"]);
        File.CreateSymbolicLink(_directory["round"], _directory["round"]);
        Message(_directory["nowhere"]).ShouldBe($"{_directory["nowhere"]}: no such file");
        Message(_directory["round"]).ShouldStartWith(_directory["round"]);
    }

    [UnprivilegedFact]
    public void A_file_that_may_not_be_read_is_named()
    {
        var path = _directory.Write("file", new byte[10]);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.None);
        Message(path).ShouldBe($"{path}: permission denied; the file cannot be read");
    }

    [LinuxFact]
    public async Task A_file_of_proc_which_says_it_is_empty_is_read_to_its_end()
    {
        await using var reader = PieceReader.OpenFile("/proc/cpuinfo", 64);
        reader.Length.ShouldBeNull();
        (await DrainAsync(reader)).ShouldBeGreaterThan(64);
    }

    [LinuxFact]
    public async Task A_pipe_is_read_to_its_end()
    {
        var bytes = Some.Bytes(150_000, seed: 1);
        using var make = System.Diagnostics.Process.Start("mkfifo", [_directory["pipe"]]);
        await make.WaitForExitAsync();
        var writing = Task.Run(async () => await File.WriteAllBytesAsync(_directory["pipe"], bytes));
        await using var reader = PieceReader.OpenFile(_directory["pipe"], 100_000);
        reader.Length.ShouldBeNull();
        await YieldsAsync(reader, bytes, 2);
        await writing;
    }

    private static string Message(string path) => Should.Throw<SourceException>(() => PieceReader.OpenFile(path, Capacity)).Message;

    private static async Task<long> DrainAsync(PieceReader reader)
    {
        long size = 0;
        while (await reader.ReadAsync(default) is { } piece)
        {
            size += piece.Bytes.Length;
            piece.Bytes.Dispose();
        }

        return size;
    }

    private static async Task YieldsAsync(PieceReader reader, byte[] bytes, int count)
    {
        var end = 0;
        for (var seq = 0; seq < count; seq++)
        {
            var piece = (await reader.ReadAsync(default)).ShouldNotBeNull();
            using var owned = piece.Bytes;
            (piece.Seq, piece.Offset).ShouldBe((seq, end));
            owned.Span.SequenceEqual(bytes.AsSpan(end, owned.Length)).ShouldBeTrue();
            end += owned.Length;
        }

        end.ShouldBe(bytes.Length);
        (await reader.ReadAsync(default)).ShouldBeNull();
    }
}
