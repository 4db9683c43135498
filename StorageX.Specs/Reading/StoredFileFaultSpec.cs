using Shouldly;
using Xunit;

namespace StorageX.Specs.Reading;

public sealed class StoredFileFaultSpec : StoredFileSpecBase
{
    [Fact]
    public async Task A_lost_piece_fails_the_reads_that_need_it_by_name_and_no_others()
    {
        var bytes = Bytes(10 * Capacity);
        await using var file = await StoreAndOpenAsync(bytes);
        var (locator, image) = (LocatorOf(file, 4), Host.Images[LocatorOf(file, 4)]);
        Host.Images.Remove(locator);
        var error = await Should.ThrowAsync<TransferException>(() => ReadAsync(file, 0, bytes.Length));
        error.Kind.ShouldBe(TransferErrorKind.Lost);
        error.Message.ShouldContain("piece 4");
        (await ReadAsync(file, 5 * Capacity, 5 * Capacity)).ShouldBe(bytes[(5 * Capacity)..]);
        Host.Images[locator] = image;
        (await ReadAsync(file, 0, bytes.Length)).ShouldBe(bytes);
    }

    [Fact]
    public async Task Not_one_byte_of_a_damaged_piece_is_given_out()
    {
        var bytes = Bytes(10 * Capacity);
        await using var file = await StoreAndOpenAsync(bytes);
        Host.Images[LocatorOf(file, 4)] = Host.Images[LocatorOf(file, 5)];
        await using var stream = file.OpenRead();
        var buffer = new byte[bytes.Length];
        var error = await Should.ThrowAsync<TransferException>(async () => await stream.ReadExactlyAsync(buffer));
        error.Kind.ShouldBe(TransferErrorKind.Corrupt);
        error.Message.ShouldContain("piece 4");
        stream.Position.ShouldBe(4 * Capacity);
        buffer.ShouldBe([.. bytes[..(4 * Capacity)], .. new byte[6 * Capacity]]);
    }

    [Fact]
    public async Task A_piece_of_format_1_with_other_bytes_than_the_manifest_says_gives_none()
    {
        await using var file = await StoreAndOpenAsync(Bytes(20_000), new UploadOptions { Format = 1 });
        Host.Images[LocatorOf(file, 2)] = Host.Images[LocatorOf(file, 1)];
        var piece = file.Manifest.Pieces.ElementAt(2);
        var error = await Should.ThrowAsync<TransferException>(() => ReadAsync(file, piece.Offset, 1));
        error.Kind.ShouldBe(TransferErrorKind.Corrupt);
        error.Message.ShouldContain("SHA-256");
    }

    [Fact]
    public async Task A_piece_that_was_damaged_on_its_way_is_fetched_again()
    {
        var bytes = Bytes(10 * Capacity);
        await using var file = await StoreAndOpenAsync(bytes);
        Host.Serve = (request, image) =>
        {
            if (request.Attempt == 1)
                image[^20] ^= 1;
            return image;
        };
        (await ReadAsync(file, 0, bytes.Length)).ShouldBe(bytes);
    }

    [Fact]
    public async Task A_read_that_is_cancelled_ends_at_once_and_its_piece_is_no_longer_fetched()
    {
        var bytes = Bytes(10 * Capacity);
        await using var file = await StoreAndOpenAsync(bytes);
        var gate = Host.Downloads.Hold();
        using var cancel = new CancellationTokenSource();
        await using var stream = file.OpenRead();
        var reading = stream.ReadAsync(new byte[10], cancel.Token).AsTask();
        await Condition.UntilAsync(() => Host.Downloads.InFlight == 1);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => reading.WaitAsync(Patience));
        await Condition.UntilAsync(() => Host.Downloads.InFlight == 0);
        gate.SetResult();
        (await ReadAsync(file, 0, bytes.Length)).ShouldBe(bytes);
    }

    [Fact]
    public async Task A_read_that_is_cancelled_takes_nothing_from_another_that_waits_for_the_same_piece()
    {
        var bytes = Bytes(10 * Capacity);
        await using var file = await StoreAndOpenAsync(bytes);
        var before = Asked;
        var gate = Host.Downloads.Hold();
        using var cancel = new CancellationTokenSource();
        await using var stream = file.OpenRead();
        var given_up = stream.ReadAsync(new byte[10], cancel.Token).AsTask();
        var other = ReadAsync(file, 0, 10);
        await Condition.UntilAsync(() => Host.Downloads.InFlight == 1);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => given_up.WaitAsync(Patience));
        gate.SetResult();
        (await other).ShouldBe(bytes[..10]);
        Asked.ShouldBe(before + 1);
    }

    [Fact]
    public async Task Disposing_a_stream_that_reads_ends_its_read_and_what_it_asked_for()
    {
        await using var file = await StoreAndOpenAsync(Bytes(10 * Capacity));
        Host.Downloads.Hold();
        var stream = file.OpenRead();
        var reading = stream.ReadAsync(new byte[10]).AsTask();
        await Condition.UntilAsync(() => Host.Downloads.InFlight == 1);
        await stream.DisposeAsync();
        await Should.ThrowAsync<ObjectDisposedException>(() => reading.WaitAsync(Patience));
        await Should.ThrowAsync<ObjectDisposedException>(() => stream.ReadExactlyAsync(new byte[10]).AsTask());
        await Condition.UntilAsync(() => Host.Downloads.InFlight == 0);
    }

    [Fact]
    public async Task Closing_a_file_ends_all_of_its_reads_and_requests()
    {
        var file = await StoreAndOpenAsync(Bytes(40 * Capacity));
        Host.Downloads.Hold();
        var readings = Enumerable.Range(0, 20).Select(at => ReadAsync(file, at * 2 * Capacity, 10)).ToList();
        await Condition.UntilAsync(() => Host.Downloads.InFlight == 8);
        await file.DisposeAsync().AsTask().WaitAsync(Patience);
        foreach (var reading in readings)
            await Should.ThrowAsync<ObjectDisposedException>(() => reading.WaitAsync(Patience));
        Host.Downloads.InFlight.ShouldBe(0);
        Should.Throw<ObjectDisposedException>(() => file.OpenRead());
        await file.DisposeAsync().AsTask().WaitAsync(Patience);
    }

    [Fact]
    public async Task A_stream_of_a_closed_file_says_so()
    {
        var file = await StoreAndOpenAsync(Bytes(10 * Capacity));
        await using var stream = file.OpenRead();
        await file.DisposeAsync();
        await Should.ThrowAsync<ObjectDisposedException>(() => stream.ReadAsync(new byte[10]).AsTask().WaitAsync(Patience));
    }

    [Fact]
    public async Task Readers_that_come_and_go_while_pieces_are_on_their_way_get_right_bytes_or_none()
    {
        var bytes = Bytes(40 * Capacity);
        await using var file = await StoreAndOpenAsync(bytes);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async seed =>
        {
            var random = new Random(seed);
            for (var round = 0; round < 40; round++)
            {
                var buffer = new byte[2 * Capacity];
                var from = random.Next(bytes.Length - buffer.Length);
                await using var stream = file.OpenRead();
                stream.Position = from;
                var reading = stream.ReadExactlyAsync(buffer).AsTask();
                if (random.Next(3) == 0)
                    await stream.DisposeAsync();
                try
                {
                    await reading.WaitAsync(Patience);
                    buffer.AsSpan().SequenceEqual(bytes.AsSpan(from, buffer.Length)).ShouldBeTrue();
                }
                catch (ObjectDisposedException)
                {
                    stream.Position.ShouldBeInRange(from, from + buffer.Length - 1);
                }
            }
        }));
    }
}
