using Shouldly;
using StorageX.Backends;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Backends;

public sealed class DirectoryBackendDiskSpec : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Many_backends_of_one_directory_storing_one_image_at_once_leave_it_alone_and_whole()
    {
        var image = Some.Bytes(200_000, seed: 1);
        for (var round = 0; round < 10; round++)
        {
            var root = _directory[$"{round}"];
            var locators = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
            {
                await using var backend = new DirectoryBackend("directory", root, sync: false);
                return await backend.StoreAsync(image, default);
            })));
            var file = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).ShouldHaveSingleItem();
            (await File.ReadAllBytesAsync(file)).ShouldBe(image);
            locators.Distinct().ShouldHaveSingleItem();
        }
    }

    [Fact]
    public async Task While_an_image_is_written_no_reader_meets_a_part_of_it()
    {
        await using var backend = new DirectoryBackend("directory", _directory["images"], sync: false);
        var image = Some.Bytes(2_000_000, seed: 1);
        var locator = await backend.StoreAsync(image, default);
        for (var round = 0; round < 10; round++)
        {
            await backend.DeleteAsync(locator, default);
            var writing = Task.Run(async () => await backend.StoreAsync(image, default));
            while (!writing.IsCompleted)
            {
                if (await backend.ExistsAsync(locator, default))
                {
                    using var seen = await backend.DownloadAsync(locator, default);
                    seen.Span.SequenceEqual(image).ShouldBeTrue();
                }
            }

            await writing;
        }
    }

    [Fact]
    public async Task With_sync_an_image_is_stored_as_without()
    {
        await using var backend = new DirectoryBackend("directory", _directory["deep", "images"], sync: true);
        var image = Some.Bytes(1000, seed: 1);
        using var back = await backend.DownloadAsync(await backend.StoreAsync(image, default), default);
        back.Span.SequenceEqual(image).ShouldBeTrue();
        _directory.Files.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_file_where_the_directory_should_be_is_rejected_by_name()
    {
        await using var backend = new DirectoryBackend("directory", Path.Combine(_directory.Write("file", []), "images"));
        var error = await FailureAsync(backend, 10);
        (error.Kind, error.IsRetryable).ShouldBe((BackendErrorKind.Rejected, false));
        error.Message.ShouldBe($"{_directory["file"]}: is a file, where a directory is needed");
    }

    [Fact]
    public void A_limit_over_what_a_buffer_holds_is_a_bug() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new DirectoryBackend("directory", _directory.Path, maxBytes: DirectoryBackend.LargestImage + 1));

    [SmallDiskFact]
    public async Task A_full_disk_rejects_the_image_and_keeps_nothing_of_it()
    {
        using var disk = SmallDisk.TryMount()!;
        await using var backend = new DirectoryBackend("directory", disk.Path);
        var kept = await backend.StoreAsync(Some.Bytes(100_000, seed: 1), default);
        var error = await FailureAsync(backend, 2_000_000);
        (error.Kind, error.IsRetryable).ShouldBe((BackendErrorKind.Rejected, false));
        error.Message.ShouldContain("no space left on the device");
        Directory.EnumerateFiles(disk.Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .Select(Path.GetFileName).ShouldBe([kept[(kept.LastIndexOf('/') + 1)..]]);
    }

    [SmallDiskFact]
    public async Task A_read_only_disk_is_unauthorised_to_write_and_fine_to_read()
    {
        using var disk = SmallDisk.TryMount()!;
        await using var backend = new DirectoryBackend("directory", disk.Path);
        var kept = await backend.StoreAsync(Some.Bytes(1000, seed: 1), default);
        disk.Remount("ro");
        var error = await FailureAsync(backend, 10);
        (error.Kind, error.IsRetryable).ShouldBe((BackendErrorKind.Unauthorised, false));
        error.Message.ShouldContain("read-only");
        var delete = await Should.ThrowAsync<BackendException>(async () => await backend.DeleteAsync(kept, default));
        delete.Kind.ShouldBe(BackendErrorKind.Unauthorised);
        using var back = await backend.DownloadAsync(kept, default);
        back.Length.ShouldBe(1000);
        (await backend.StoreAsync(Some.Bytes(1000, seed: 1), default)).ShouldBe(kept);
    }

    [UnprivilegedFact]
    public async Task A_directory_without_permissions_is_unauthorised()
    {
        await using var backend = new DirectoryBackend("directory", _directory.Path, sync: false);
        var kept = await backend.StoreAsync(Some.Bytes(1000, seed: 1), default);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_directory.Path, UnixFileMode.UserRead);
        (await FailureAsync(backend, 10)).Kind.ShouldBe(BackendErrorKind.Unauthorised);
        var read = await Should.ThrowAsync<BackendException>(async () => await backend.DownloadAsync(kept, default));
        read.Kind.ShouldBe(BackendErrorKind.Unauthorised);
    }

    private static async Task<BackendException> FailureAsync(DirectoryBackend backend, int size) =>
        await Should.ThrowAsync<BackendException>(async () => await backend.StoreAsync(Some.Bytes(size, seed: 99), default));
}
