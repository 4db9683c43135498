using System.Diagnostics;
using Shouldly;
using StorageX.Manifests.Folders;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Folders;

/// <summary>Folders that go up and come back, with a directory as the host.</summary>
public sealed class FolderSpec : IAsyncDisposable
{
    private static readonly string[] Names = [" spaces ", "-dash", "line\nfeed", "\u65e5\u672c", "\U0001f600"];
    private readonly TemporaryDirectory _place = new();
    private readonly Storage _storage;

    public FolderSpec()
    {
        Directory.CreateDirectory(Source);
        _storage = new Storage(StorageXSettings.Parse($$"""
            storagex {
              data = "{{_place["data"]}}"
              piece { width = 64, height = 64 }
              backends.directory { path = "{{_place["images"]}}", sync = off }
              downloads { attempts = 1, backoff { min = 1ms, max = 1ms } }
            }
            """));
    }

    private string Source => _place["source"];

    private string Target => _place["target"];

    private int Images => Directory.EnumerateFiles(_place["images"], "*.png", SearchOption.AllDirectories).Count();

    public async ValueTask DisposeAsync()
    {
        await _storage.DisposeAsync();
        _place.Dispose();
    }

    [Fact]
    public async Task An_empty_folder_comes_back_and_is_one_image()
    {
        var upload = await _storage.UploadFolderAsync(Source);
        Images.ShouldBe(1);
        await RestoredAsync(upload.Upload.Key);
    }

    [Fact]
    public async Task Files_folders_links_rights_and_times_come_back_as_they_were()
    {
        var upload = await _storage.UploadFolderAsync(Fill());
        upload.ProblemCount.ShouldBe(0);
        (upload.Files, upload.Folders, upload.Links).ShouldBe((9, 4, 2));
        await RestoredAsync(upload.Upload.Key);
        (await _storage.VerifyAsync(upload.Upload.Key)).Defects.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_folder_again_sends_its_root_alone_and_one_more_file_no_more_than_its_own_pieces_and_the_tree()
    {
        Fill();
        await _storage.UploadFolderAsync(Source);
        var before = Images;
        (await _storage.UploadFolderAsync(Source)).Upload.Skipped.ShouldBe(before - 1);
        Images.ShouldBe(before + 1);
        File.WriteAllBytes(Path.Combine(Source, "large", "zz"), Some.Bytes(100, 9));
        await _storage.UploadFolderAsync(Source);
        (Images - before).ShouldBeLessThanOrEqualTo(1 + 4);
    }

    [Fact]
    public async Task A_file_that_moved_is_not_sent_again()
    {
        Fill();
        await _storage.UploadFolderAsync(Source);
        var before = Images;
        Directory.Move(Path.Combine(Source, "large"), Path.Combine(Source, "b-moved"));
        var upload = await _storage.UploadFolderAsync(Source);
        (Images - before).ShouldBeLessThanOrEqualTo(4);
        await RestoredAsync(upload.Upload.Key);
    }

    [Fact]
    public async Task One_file_is_read_with_no_more_than_the_pieces_it_is_in()
    {
        Fill();
        var key = (await _storage.UploadFolderAsync(Source)).Upload.Key;
        await using (var folder = await _storage.OpenFolderAsync(key))
        {
            var small = folder.Find("names/-dash")!;
            // All images but that of the piece are gone, once the tree is known.
            var kept = folder.Manifest.Pieces.Where(piece => piece.Offset < small.Offset + small.Size && piece.Offset + piece.Size > small.Offset).Select(piece => new Uri(piece.Key).LocalPath).ToHashSet();
            foreach (var image in Directory.EnumerateFiles(_place["images"], "*.png", SearchOption.AllDirectories).Where(image => !kept.Contains(image)).ToList())
                File.Delete(image);
            await using var bytes = folder.OpenRead(small);
            using var content = new MemoryStream();
            await bytes.CopyToAsync(content);
            content.ToArray().ShouldBe(File.ReadAllBytes(Path.Combine(Source, "names", "-dash")));
        }
    }

    [Fact]
    public async Task A_part_of_a_folder_is_restored_alone()
    {
        Fill();
        var key = (await _storage.UploadFolderAsync(Source)).Upload.Key;
        var result = await _storage.DownloadFolderAsync(key, Target, new FolderDownloadOptions { Include = ["names/"] });
        result.Files.ShouldBe(5);
        Directory.EnumerateFileSystemEntries(Target).Select(Path.GetFileName).ShouldBe(["names"]);
        FolderListing.Of(Path.Combine(Target, "names")).ShouldBe(FolderListing.Of(Path.Combine(Source, "names")));
        (await Should.ThrowAsync<TransferException>(_storage.DownloadFolderAsync(key, _place["other"], new FolderDownloadOptions { Include = ["nothing-is-so"] }))).Kind.ShouldBe(TransferErrorKind.Failed);
        Directory.Exists(_place["other"]).ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_there_is_kept_replaced_or_left_as_it_was_asked_for()
    {
        Fill();
        var key = (await _storage.UploadFolderAsync(Source)).Upload.Key;
        await RestoredAsync(key);
        (await _storage.DownloadFolderAsync(key, Target)).Skipped.ShouldBe(11);
        var changed = Path.Combine(Target, "names", "-dash");
        File.WriteAllText(changed, "mine");
        (await Should.ThrowAsync<TransferException>(_storage.DownloadFolderAsync(key, Target))).Message.ShouldStartWith($"{changed}: exists already");
        await _storage.DownloadFolderAsync(key, Target, new FolderDownloadOptions { SkipExisting = true });
        File.ReadAllText(changed).ShouldBe("mine");
        await _storage.DownloadFolderAsync(key, Target, new FolderDownloadOptions { Overwrite = true });
        FolderListing.Of(Target).ShouldBe(FolderListing.Of(Source));
    }

    [Fact]
    public async Task Nothing_is_written_through_a_link_that_stands_in_the_way()
    {
        Fill();
        var key = (await _storage.UploadFolderAsync(Source)).Upload.Key;
        Directory.CreateDirectory(Target);
        var victim = Directory.CreateDirectory(_place["victim"]).FullName;
        File.CreateSymbolicLink(Path.Combine(Target, "names"), victim);
        File.WriteAllText(_place["file"], "mine");
        File.CreateSymbolicLink(Path.Combine(Target, "first"), _place["file"]);
        var result = await _storage.DownloadFolderAsync(key, Target, new FolderDownloadOptions { Overwrite = true });
        result.Problems.ShouldHaveSingleItem().Path.ShouldBe("names");
        Directory.EnumerateFileSystemEntries(victim).ShouldBeEmpty();
        File.ReadAllText(_place["file"]).ShouldBe("mine");
        new FileInfo(Path.Combine(Target, "first")).LinkTarget.ShouldBeNull();
    }

    [Fact]
    public async Task Gaps_of_a_file_cost_nothing_and_come_back_as_gaps()
    {
        using (var file = File.OpenHandle(Path.Combine(Source, "disk.img"), FileMode.CreateNew, FileAccess.Write))
        {
            RandomAccess.SetLength(file, 1L << 40);
            RandomAccess.Write(file, Some.Bytes(5000, 1), 1L << 39);
        }

        var upload = await _storage.UploadFolderAsync(Source);
        upload.Bytes.ShouldBe(1L << 40);
        upload.Upload.Manifest.Size.ShouldBeLessThan(1 << 20);
        await _storage.DownloadFolderAsync(upload.Upload.Key, Target);
        using var restored = File.OpenHandle(Path.Combine(Target, "disk.img"));
        RandomAccess.GetLength(restored).ShouldBe(1L << 40);
        var bytes = new byte[5000];
        RandomAccess.Read(restored, bytes, 1L << 39);
        bytes.ShouldBe(Some.Bytes(5000, 1));
        StorageX.Files.NodeFacts.Of(Path.Combine(Target, "disk.img"))!.Value.MayHaveGaps.ShouldBeTrue();
    }

    [Fact]
    public async Task What_cannot_be_stored_is_named_and_all_else_is()
    {
        Fill();
        using (var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified))
        {
            socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(Path.Combine(Source, "socket")));
            var upload = await _storage.UploadFolderAsync(Source);
            upload.Problems.ShouldHaveSingleItem().Path.ShouldBe("socket");
            upload.Files.ShouldBe(9);
            (await _storage.DownloadFolderAsync(upload.Upload.Key, Target)).Files.ShouldBe(9);
        }
    }

    [Fact]
    public async Task Rules_leave_out_what_they_fit()
    {
        Fill();
        Directory.CreateDirectory(Path.Combine(Source, "cache"));
        File.WriteAllText(Path.Combine(Source, "cache", "CACHEDIR.TAG"), "Signature: 8a477f597d28d172789f06886806bc55\n");
        File.WriteAllText(Path.Combine(Source, "cache", "much"), "x");
        var options = new FolderUploadOptions { Rules = ["large/", "-*", "!-dash"], ExcludeCaches = true };
        var key = (await _storage.UploadFolderAsync(Source, options)).Upload.Key;
        await using var folder = await _storage.OpenFolderAsync(key);
        folder.Entries().Select(entry => entry.Path).ShouldBe(
            ["", "cache", "cache/CACHEDIR.TAG", "empty", "first", "link", "nowhere", "names", "names/ spaces ", "names/-dash", "names/line\nfeed", "names/\u65e5\u672c", "names/\U0001f600", "zeros"], ignoreOrder: true);
        Storage.ScanFolder(Source, options).Files.ShouldBe(folder.Entries().Count(entry => entry.Kind == FolderEntryKind.File));
    }

    [Fact]
    public async Task A_file_of_which_images_are_lost_is_named_and_the_others_are_restored()
    {
        Fill();
        var upload = await _storage.UploadFolderAsync(Source);
        await using (var folder = await _storage.OpenFolderAsync(upload.Upload.Key))
        {
            var large = folder.Find("large/b")!;
            File.Delete(new Uri(folder.Manifest.Pieces.First(piece => piece.Offset > large.Offset + 20000).Key).LocalPath);
        }

        var result = await _storage.DownloadFolderAsync(upload.Upload.Key, Target);
        result.Missing.ShouldBe(TransferErrorKind.Lost);
        result.Problems.ShouldHaveSingleItem().Path.ShouldBe("large/b");
        result.Files.ShouldBe(8);
        File.Exists(Path.Combine(Target, "large", "b")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_key_of_a_folder_is_no_file_and_the_other_way_round()
    {
        var key = (await _storage.UploadFolderAsync(Fill())).Upload.Key;
        (await Should.ThrowAsync<TransferException>(_storage.DownloadAsync(key, new MemoryStream()))).Kind.ShouldBe(TransferErrorKind.IsFolder);
        var file = (await _storage.UploadAsync(new MemoryStream([1, 2, 3]))).Key;
        await Should.ThrowAsync<TransferException>(_storage.OpenFolderAsync(file));
        await Should.ThrowAsync<SettingsException>(_storage.UploadFolderAsync(Source, new FolderUploadOptions { Upload = new UploadOptions { Format = 1 } }));
    }

    [Fact]
    public async Task A_folder_comes_out_as_a_tar_archive()
    {
        Fill();
        File.SetLastWriteTimeUtc(Path.Combine(Source, "large", "a"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddTicks(1234567));
        var key = (await _storage.UploadFolderAsync(Source)).Upload.Key;
        await _storage.DownloadTarAsync(key, _place["folder.tar"]);
        Directory.CreateDirectory(Target);
        using var tar = Process.Start("tar", ["xf", _place["folder.tar"], "-C", Target]);
        await tar.WaitForExitAsync();
        tar.ExitCode.ShouldBe(0);
        FolderListing.Of(Target).ShouldBe(FolderListing.Of(Source));
    }

    private async Task RestoredAsync(string key)
    {
        (await _storage.DownloadFolderAsync(key, Target)).ProblemCount.ShouldBe(0);
        FolderListing.Of(Target).ShouldBe(FolderListing.Of(Source));
    }

    private string Fill()
    {
        Directory.CreateDirectory(Path.Combine(Source, "large"));
        Directory.CreateDirectory(Path.Combine(Source, "empty"));
        Directory.CreateDirectory(Path.Combine(Source, "names"));
        File.WriteAllBytes(Path.Combine(Source, "large", "a"), Some.Bytes(60_000, 1));
        File.WriteAllBytes(Path.Combine(Source, "large", "b"), Some.Bytes(90_000, 2));
        File.WriteAllBytes(Path.Combine(Source, "zeros"), []);
        foreach (var (index, name) in Names.Index())
            File.WriteAllBytes(Path.Combine(Source, "names", name), Some.Bytes(1000 + index, index));
        File.WriteAllText(Path.Combine(Source, "first"), "first");
        File.CreateSymbolicLink(Path.Combine(Source, "link"), "names/-dash");
        File.CreateSymbolicLink(Path.Combine(Source, "nowhere"), "/no/such/place");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(Source, "first"), UnixFileMode.UserRead | UnixFileMode.GroupRead);
            File.SetUnixFileMode(Path.Combine(Source, "large"), UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        }

        File.SetLastWriteTimeUtc(Path.Combine(Source, "large", "a"), new DateTime(1969, 7, 20, 20, 17, 40, DateTimeKind.Utc).AddTicks(1234567));
        File.SetLastWriteTimeUtc(Path.Combine(Source, "large"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        return Source;
    }
}
