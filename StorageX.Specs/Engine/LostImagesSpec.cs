using Shouldly;
using StorageX.Backends;
using StorageX.Specs.Backends;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Engine;

/// <summary>What a host has lost or altered, and what the next upload of the same file does about it.</summary>
public sealed class LostImagesSpec : IAsyncDisposable
{
    private const int PieceBytes = 3000;
    private readonly TemporaryDirectory _folder = new();
    private readonly MemoryBackend _host = new();
    private readonly Storage _storage;
    private readonly byte[] _file = Some.Bytes(10 * PieceBytes, seed: 11);

    public LostImagesSpec() => _storage = new Storage(
        StorageXSettings.Parse($$"""
            storagex {
              data = "{{_folder["data"].Replace('\\', '/')}}"
              piece { width = 32, height = 32 }
              uploads { attempts = 2, backoff { min = 1ms, max = 1ms } }
              downloads { attempts = 3, backoff { min = 1ms, max = 1ms } }
            }
            """),
        _host);

    public async ValueTask DisposeAsync()
    {
        await _storage.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_piece_that_verify_found_lost_is_sent_again_by_the_next_upload()
    {
        var first = await UploadAsync();
        Lose(first.Manifest.Pieces.ElementAt(2).Key);
        (await _storage.VerifyAsync(first.Key)).Defects.Select(defect => defect.Piece.Seq).ShouldBe([2]);
        var second = await UploadAsync();
        second.Skipped.ShouldBe(first.Manifest.PieceCount - 1);
        (await DownloadAsync(second.Key)).ShouldBe(_file);
    }

    [Fact]
    public async Task A_piece_that_only_was_asked_for_and_is_lost_is_sent_again_too()
    {
        var first = await UploadAsync();
        Lose(first.Manifest.Pieces.ElementAt(0).Key);
        (await _storage.VerifyAsync(first.Key, quick: true)).Defects.Count.ShouldBe(1);
        (await DownloadAsync((await UploadAsync()).Key)).ShouldBe(_file);
    }

    [Fact]
    public async Task A_piece_that_a_download_found_altered_is_sent_again_by_the_next_upload()
    {
        var first = await UploadAsync();
        Alter(first.Manifest.Pieces.ElementAt(4).Key);
        (await Should.ThrowAsync<TransferException>(DownloadAsync(first.Key))).Kind.ShouldBe(TransferErrorKind.Corrupt);
        (await DownloadAsync((await UploadAsync()).Key)).ShouldBe(_file);
    }

    [Fact]
    public async Task A_piece_that_a_reader_found_lost_is_sent_again_by_the_next_upload()
    {
        var first = await UploadAsync();
        Lose(first.Manifest.Pieces.ElementAt(1).Key);
        await using (var file = await _storage.OpenAsync(first.Key))
        {
            await using var reader = file.OpenRead();
            await Should.ThrowAsync<Exception>(reader.CopyToAsync(Stream.Null));
        }

        (await DownloadAsync((await UploadAsync()).Key)).ShouldBe(_file);
    }

    [Fact]
    public async Task A_host_that_has_lost_one_image_is_asked_for_all_others_before_they_count_as_stored()
    {
        var first = await UploadAsync();
        Lose(first.Manifest.Pieces.ElementAt(3).Key);
        await Should.ThrowAsync<TransferException>(DownloadAsync(first.Key));
        Lose(first.Manifest.Pieces.ElementAt(7).Key);
        (await DownloadAsync((await UploadAsync()).Key)).ShouldBe(_file);
    }

    [Fact]
    public async Task Small_images_of_a_host_that_has_lost_one_are_fetched_and_compared_before_they_count_as_stored()
    {
        var first = await UploadAsync();
        Lose(first.Manifest.Pieces.ElementAt(3).Key);
        await Should.ThrowAsync<TransferException>(DownloadAsync(first.Key));
        Alter(first.Manifest.Pieces.ElementAt(7).Key);
        (await DownloadAsync((await UploadAsync()).Key)).ShouldBe(_file);
    }

    [Fact]
    public async Task A_piece_that_was_asked_for_when_a_download_ended_is_asked_for_again_before_it_counts_as_stored()
    {
        var first = await UploadAsync();
        var (refused, gone) = (first.Manifest.Pieces.ElementAt(2).Key, first.Manifest.Pieces.ElementAt(5).Key);
        var fails = true;
        _host.Downloads.Before(request => !fails ? Task.CompletedTask : request.Locator == refused ? throw new BackendException(BackendErrorKind.Transient, "the host fails as the spec says")
            : request.Locator == gone ? Task.Delay(Timeout.Infinite, request.Cancel) : Task.CompletedTask);
        (await Should.ThrowAsync<TransferException>(DownloadAsync(first.Key))).Kind.ShouldBe(TransferErrorKind.Refused);
        fails = false;
        Lose(gone);
        (await DownloadAsync((await UploadAsync()).Key)).ShouldBe(_file);
    }

    [Fact]
    public async Task A_host_that_has_lost_a_manifest_is_asked_for_the_pieces_that_nobody_could_list()
    {
        var first = await UploadAsync();
        _host.Images.Clear();
        (await Should.ThrowAsync<TransferException>(_storage.VerifyAsync(first.Key))).Kind.ShouldBe(TransferErrorKind.Lost);
        var second = await UploadAsync();
        second.Resent.ShouldBe(first.Manifest.PieceCount);
        (await DownloadAsync(second.Key)).ShouldBe(_file);
    }

    [Fact]
    public async Task What_was_sent_again_elsewhere_stays_known_when_its_first_image_is_found_lost_once_more()
    {
        var first = await UploadAsync();
        Lose(first.Manifest.Pieces.ElementAt(2).Key);
        await _storage.VerifyAsync(first.Key);
        await UploadAsync();
        await _storage.VerifyAsync(first.Key);
        (await UploadAsync()).Skipped.ShouldBe(first.Manifest.PieceCount);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_piece_that_was_not_there_when_it_was_last_seen_is_sent_again_however_the_download_ended(bool reads)
    {
        var first = await UploadAsync();
        var gone = first.Manifest.Pieces.ElementAt(2).Key;
        Lose(gone);
        FailFrom(attempt: 3, gone);
        await Should.ThrowAsync<TransferException>(reads ? ReadAsync(first.Key) : DownloadAsync(first.Key));
        (await UploadAsync()).Skipped.ShouldBe(first.Manifest.PieceCount - 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_piece_that_came_back_altered_and_then_not_at_all_is_sent_again(bool reads)
    {
        var first = await UploadAsync();
        var altered = first.Manifest.Pieces.ElementAt(4).Key;
        Alter(altered);
        FailFrom(attempt: 2, altered);
        (await Should.ThrowAsync<TransferException>(reads ? ReadAsync(first.Key) : DownloadAsync(first.Key))).Kind.ShouldBe(TransferErrorKind.Refused);
        (await UploadAsync()).Skipped.ShouldBe(first.Manifest.PieceCount - 1);
    }

    [Fact]
    public async Task A_piece_that_a_recheck_got_wrong_and_then_not_at_all_is_sent_again()
    {
        var first = await UploadAsync();
        var wrong = first.Manifest.Pieces.ElementAt(2).Key;
        _host.Downloads.Before(request => request.Locator == wrong
            ? throw new BackendException(request.Attempt == 1 ? BackendErrorKind.Corrupt : BackendErrorKind.Transient, "as the spec says")
            : Task.CompletedTask);
        await Should.ThrowAsync<TransferException>(UploadAsync(new UploadOptions { Recheck = true }));
        (await UploadAsync()).Skipped.ShouldBe(first.Manifest.PieceCount - 1);
    }

    [Fact]
    public async Task Recheck_finds_what_is_lost_or_altered_sends_it_again_and_says_how_much()
    {
        var first = await UploadAsync();
        Lose(first.Manifest.Pieces.ElementAt(1).Key);
        Alter(first.Manifest.Pieces.ElementAt(3).Key);
        _host.Images[first.Manifest.Pieces.ElementAt(5).Key] = _host.Images[first.Manifest.Pieces.ElementAt(6).Key];
        var second = await UploadAsync(new UploadOptions { Recheck = true });
        (second.Resent, second.Skipped).ShouldBe((3, first.Manifest.PieceCount - 3));
        (await DownloadAsync(second.Key)).ShouldBe(_file);
    }

    [Fact]
    public async Task Recheck_sends_nothing_of_what_is_as_it_was()
    {
        var first = await UploadAsync(new UploadOptions { Public = true });
        var again = await UploadAsync(new UploadOptions { Public = true, Recheck = true });
        (again.Resent, again.Skipped).ShouldBe((0, first.Manifest.PieceCount));
    }

    [Fact]
    public async Task Recheck_does_not_take_a_host_that_fails_for_one_that_has_lost_something()
    {
        await UploadAsync();
        _host.Downloads.Fail(BackendErrorKind.Transient);
        (await Should.ThrowAsync<TransferException>(UploadAsync(new UploadOptions { Recheck = true }))).Kind.ShouldBe(TransferErrorKind.Refused);
    }

    [Fact]
    public async Task A_lone_answer_that_an_image_is_not_there_ends_no_download()
    {
        var first = await UploadAsync();
        _host.Downloads.Fail(BackendErrorKind.Lost, attempts: 2, number: 4);
        (await DownloadAsync(first.Key)).ShouldBe(_file);
    }

    [Fact]
    public async Task An_image_that_stays_away_is_asked_for_within_the_tries_and_then_is_lost()
    {
        var first = await UploadAsync();
        var gone = first.Manifest.Pieces.ElementAt(2).Key;
        Lose(gone);
        (await Should.ThrowAsync<TransferException>(DownloadAsync(first.Key))).Kind.ShouldBe(TransferErrorKind.Lost);
        _host.Downloads.Requests.Count(request => request.Locator == gone).ShouldBe(3);
    }

    [Fact]
    public async Task A_file_whose_manifest_cannot_list_it_is_refused_before_anything_is_sent()
    {
        var path = _folder["large"];
        await File.WriteAllBytesAsync(path, Some.Bytes(3_000_000, seed: 3));
        (await Should.ThrowAsync<TransferException>(_storage.UploadAsync(path, Tiny))).Message.ShouldContain("larger pieces");
        _host.Uploads.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_input_whose_manifest_cannot_list_it_is_refused_once_that_is_certain()
    {
        await using var endless = new EndlessStream();
        (await Should.ThrowAsync<TransferException>(_storage.UploadAsync(endless, Tiny))).Message.ShouldContain("larger pieces");
    }

    private static UploadOptions Tiny => new() { Width = 16, Height = 16, Public = true };

    private Task<UploadResult> UploadAsync(UploadOptions? options = null) => _storage.UploadAsync(new MemoryStream(_file), options);

    private async Task<byte[]> DownloadAsync(string key)
    {
        using var to = new MemoryStream();
        await _storage.DownloadAsync(key, to);
        return to.ToArray();
    }

    private async Task ReadAsync(string key)
    {
        await using var file = await _storage.OpenAsync(key);
        await using var reader = file.OpenRead();
        await reader.CopyToAsync(Stream.Null);
    }

    private void FailFrom(int attempt, string locator) => _host.Downloads.Before(request => request.Locator == locator && request.Attempt >= attempt
        ? throw new BackendException(BackendErrorKind.Transient, "the host fails as the spec says")
        : Task.CompletedTask);

    private void Lose(string locator) => _host.Images.Remove(locator).ShouldBeTrue();

    private void Alter(string locator)
    {
        var altered = _host.Images[locator].ToArray();
        altered[altered.Length / 2] ^= 1;
        _host.Images[locator] = altered;
    }

    private sealed class EndlessStream : MemoryStream
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(buffer.Length);
    }
}
