using System.Diagnostics;
using Shouldly;
using Xunit;

namespace StorageX.Specs.Engine;

/// <summary>Files that are no regular ones, and files whose length says nothing.</summary>
public sealed class SpecialFilesSpec : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly string[] MadeUp = ["/sys/class/net/lo/mtu", "/sys/kernel/mm/transparent_hugepage/enabled", "/proc/version"];
    private readonly TemporaryDirectory _folder = new();
    private readonly Storage _storage;

    public SpecialFilesSpec() => _storage = new Storage(StorageXSettings.Parse($$"""
        storagex {
          data = "{{_folder["data"].Replace('\\', '/')}}"
          piece { width = 32, height = 32 }
          downloads { attempts = 2, backoff { min = 1ms, max = 1ms } }
        }
        """));

    public async ValueTask DisposeAsync()
    {
        await _storage.DisposeAsync();
        _folder.Dispose();
    }

    [LinuxFact]
    public async Task An_upload_of_a_pipe_that_nobody_writes_to_ends_when_it_is_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var upload = _storage.UploadAsync(await PipeAsync("pipe"), cancel: cancel.Token);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(upload.WaitAsync(Patience));
    }

    [LinuxFact]
    public async Task An_upload_of_a_pipe_stores_what_is_written_to_it()
    {
        var pipe = await PipeAsync("pipe");
        var upload = _storage.UploadAsync(pipe);
        await Task.Run(() => File.WriteAllText(pipe, "through a pipe"));
        using var back = new MemoryStream();
        await _storage.DownloadAsync((await upload.WaitAsync(Patience)).Key, back);
        back.ToArray().ShouldBe("through a pipe"u8.ToArray());
    }

    [LinuxFact]
    public async Task A_key_that_leads_to_a_pipe_or_a_device_is_lost_and_does_not_wait()
    {
        var pipe = await PipeAsync("pipe");
        foreach (var path in new[] { pipe, "/dev/zero" })
            (await Should.ThrowAsync<TransferException>(_storage.ReadManifestAsync("file://" + path).WaitAsync(Patience))).Kind.ShouldBe(TransferErrorKind.Lost);
    }

    [LinuxFact]
    public async Task A_file_whose_length_says_nothing_is_stored_as_it_reads()
    {
        var file = MadeUp.First(File.Exists);
        using var back = new MemoryStream();
        await _storage.DownloadAsync((await _storage.UploadAsync(file)).Key, back);
        using var read = new MemoryStream();
        await using (var source = File.OpenRead(file))
            await source.CopyToAsync(read);
        back.ToArray().ShouldBe(read.ToArray());
    }

    [LinuxFact]
    public async Task A_directory_that_cannot_be_made_is_not_tried_again_and_again()
    {
        await using var storage = new Storage(StorageXSettings.Parse($$"""
            storagex {
              data = "{{_folder["other"]}}"
              backends.directory.path = "/proc/nope"
            }
            """));
        var progress = new Retries();
        var error = await Should.ThrowAsync<TransferException>(storage.UploadAsync(new MemoryStream(new byte[5000]), null, progress));
        error.Message.ShouldContain("no directory can be made there");
        progress.Most.ShouldBe(0);
    }

    private async Task<string> PipeAsync(string name)
    {
        using var make = Process.Start("mkfifo", _folder[name]);
        await make.WaitForExitAsync();
        return _folder[name];
    }

    private sealed class Retries : IProgress<TransferProgress>
    {
        public int Most { get; private set; }

        public void Report(TransferProgress value) => Most = Math.Max(Most, value.Retries);
    }
}
