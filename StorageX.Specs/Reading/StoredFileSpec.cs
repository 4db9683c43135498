using Shouldly;
using StorageX.Backends;
using Xunit;

namespace StorageX.Specs.Reading;

public sealed class StoredFileSpec : StoredFileSpecBase
{
    [Theory]
    [InlineData(1, 20_000)]
    [InlineData(2, 1025)]
    [InlineData(2, 20_000)]
    [InlineData(2, 200 * Capacity)]
    public async Task Any_range_is_that_of_the_original(int format, int size)
    {
        var bytes = Bytes(size);
        await using var file = await StoreAndOpenAsync(bytes, new UploadOptions { Format = format });
        file.Length.ShouldBe(size);
        var random = new Random(7);
        await using var stream = file.OpenRead();
        for (var round = 0; round < 200; round++)
        {
            var from = random.Next(size);
            var buffer = new byte[random.Next(1, Math.Min(4 * Capacity, size - from) + 1)];
            stream.Seek(from, SeekOrigin.Begin).ShouldBe(from);
            await stream.ReadExactlyAsync(buffer).AsTask().WaitAsync(Patience);
            buffer.AsSpan().SequenceEqual(bytes.AsSpan(from, buffer.Length)).ShouldBeTrue($"round {round}, from {from}, {buffer.Length} bytes");
            stream.Position.ShouldBe(from + buffer.Length);
        }
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(2, 1)]
    [InlineData(2, 1024)]
    public async Task A_file_without_pieces_is_read_from_its_manifest_alone(int format, int size)
    {
        var bytes = Bytes(size);
        await using var file = await StoreAndOpenAsync(bytes, new UploadOptions { Format = format });
        await using var stream = file.OpenRead();
        var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        copy.ToArray().ShouldBe(bytes);
        stream.Length.ShouldBe(size);
        Asked.ShouldBe(1);
    }

    [Fact]
    public async Task Many_readers_at_once_each_get_their_own_range()
    {
        var bytes = Bytes(60 * Capacity);
        await using var file = await StoreAndOpenAsync(bytes);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(async seed =>
        {
            var random = new Random(seed);
            for (var round = 0; round < 10; round++)
            {
                var from = random.Next(bytes.Length - (2 * Capacity));
                (await ReadAsync(file, from, 2 * Capacity)).AsSpan().SequenceEqual(bytes.AsSpan(from, 2 * Capacity)).ShouldBeTrue();
            }
        }));
    }

    [Fact]
    public async Task Reading_the_end_fetches_the_last_piece_alone()
    {
        var bytes = Bytes((50 * Capacity) + 10);
        await using var file = await StoreAndOpenAsync(bytes);
        var before = Asked;
        (await ReadAsync(file, bytes.Length - 5, 5)).ShouldBe(bytes[^5..]);
        Host.Downloads.Requests.Skip(before).Select(request => request.Locator).ShouldBe([LocatorOf(file, 50)]);
    }

    [Fact]
    public async Task Reading_through_fetches_every_piece_once_and_the_next_ones_meanwhile()
    {
        var bytes = Bytes(30 * Capacity);
        await using var file = await StoreAndOpenAsync(bytes);
        var before = Asked;
        var late = file.Manifest.Pieces.Skip(5).Select(piece => piece.Key).ToHashSet();
        var gate = new TaskCompletionSource();
        Host.Downloads.Before(request => late.Contains(request.Locator) ? gate.Task.WaitAsync(request.Cancel) : Task.CompletedTask);
        var reading = ReadAsync(file, 0, bytes.Length);
        await Condition.UntilAsync(() => Host.Downloads.InFlight == 3);
        gate.SetResult();
        (await reading).ShouldBe(bytes);
        Asked.ShouldBe(before + 30);
    }

    [Fact]
    public async Task Nothing_is_fetched_ahead_beyond_where_a_reader_will_stop()
    {
        var bytes = Bytes(30 * Capacity);
        await using var file = await StoreAndOpenAsync(bytes);
        var before = Asked;
        await using var stream = file.OpenRead(until: 10 * Capacity);
        stream.Position = 5 * Capacity;
        await stream.ReadExactlyAsync(new byte[5 * Capacity]).AsTask().WaitAsync(Patience);
        Asked.ShouldBe(before + 5);
        await stream.ReadExactlyAsync(new byte[1]).AsTask().WaitAsync(Patience);
        Asked.ShouldBe(before + 6);
    }

    [Fact]
    public async Task Readers_that_want_the_same_piece_have_it_fetched_once()
    {
        var bytes = Bytes(10 * Capacity);
        await using var file = await StoreAndOpenAsync(bytes);
        var before = Asked;
        var gate = Host.Downloads.Hold();
        var readers = Enumerable.Range(0, 20).Select(at => ReadAsync(file, (3 * Capacity) + at, 10)).ToList();
        await Condition.UntilAsync(() => Asked > before);
        gate.SetResult();
        await Task.WhenAll(readers);
        Asked.ShouldBe(before + 1);
    }

    [Fact]
    public async Task A_slow_reader_keeps_its_piece_while_others_read_everywhere()
    {
        var bytes = Bytes(30 * Capacity);
        await using var file = await StoreAndOpenAsync(bytes);
        await using var slow = file.OpenRead();
        await slow.ReadExactlyAsync(new byte[10]);
        (await ReadAsync(file, Capacity, 29 * Capacity)).ShouldBe(bytes[Capacity..]);
        var before = Asked;
        var rest = new byte[Capacity - 10];
        await slow.ReadExactlyAsync(rest);
        rest.ShouldBe(bytes[10..Capacity]);
        Asked.ShouldBe(before);
    }

    [Fact]
    public async Task An_open_file_never_waits_for_transfers()
    {
        var bytes = Bytes(5 * Capacity);
        var key = await StoreAsync(bytes);
        var gate = Host.Uploads.Hold();
        var upload = StoreAsync(Bytes(5 * Capacity, seed: 2));
        await Condition.UntilAsync(() => Host.Uploads.InFlight > 0);
        await using var file = await Storage.OpenAsync(key).WaitAsync(Patience);
        (await ReadAsync(file, 0, bytes.Length)).ShouldBe(bytes);
        gate.SetResult();
        await upload.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_key_that_leads_nowhere_opens_nothing()
    {
        var key = await StoreAsync(Bytes(10));
        Host.Images.Clear();
        (await Should.ThrowAsync<TransferException>(() => Storage.OpenAsync(key))).Kind.ShouldBe(TransferErrorKind.Lost);
    }

    [Fact]
    public async Task A_host_that_fails_now_and_then_is_asked_again()
    {
        var bytes = Bytes(10 * Capacity);
        await using var file = await StoreAndOpenAsync(bytes);
        Host.Downloads.Fail(BackendErrorKind.Transient, attempts: 1);
        (await ReadAsync(file, 0, bytes.Length)).ShouldBe(bytes);
    }
}
