using Shouldly;
using StorageX.Specs.Scenarios;
using Xunit;
using Xunit.Abstractions;

namespace StorageX.Specs.Folders;

/// <summary>Whole uploads of folders, which another program made, sound and hostile.</summary>
public sealed class MadeFoldersSpec(ITestOutputHelper output) : IAsyncDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return default;
    }

    [PythonFact]
    public async Task Folders_that_another_program_stored_are_restored_or_refused_before_anything_is_written()
    {
        var made = _folder["made"];
        var (exitCode, text) = Python.Run(Path.Combine("..", "Vectors", "format2", "make_folders.py"), made);
        exitCode.ShouldBe(0, text);
        await using var storage = new Storage(StorageXSettings.Parse($$"""
            storagex {
              data = "{{_folder["data"]}}"
              backends.directory.path = "{{Path.Combine(made, "images")}}"
              downloads { attempts = 1, backoff { min = 1ms, max = 1ms } }
            }
            """));
        var rows = File.ReadLines(Path.Combine(made, "index.tsv")).Select(line => line.Split('\t')).ToList();
        rows.Count.ShouldBeGreaterThan(40);
        foreach (var row in rows)
        {
            var what = $"{row[0]} ({row[3]})";
            output.WriteLine(what);
            var target = _folder["target"];
            if (row[2] == "refused")
            {
                // What is lost is told by the file, once the tree is known; all else before a byte is written.
                if (row[0].StartsWith("lost-", StringComparison.Ordinal) && await TryAsync(storage, row[1], target) is { Missing: TransferErrorKind.Lost })
                    continue;
                await Should.ThrowAsync<TransferException>(storage.DownloadFolderAsync(row[1], target), what);
                Directory.Exists(target).ShouldBeFalse(what);
                File.Exists(_folder["escaped"]).ShouldBeFalse(what);
                File.Exists("/tmp/storagex-escaped").ShouldBeFalse(what);
                continue;
            }

            var result = await storage.DownloadFolderAsync(row[1], target);
            result.ProblemCount.ShouldBe(row[0].StartsWith("too-long", StringComparison.Ordinal) ? result.ProblemCount : 0, what);
            FolderListing.DigestOf(target).ShouldBe(row[2], what);
            Unlock(target);
            Directory.Delete(target, recursive: true);
        }
    }

    private static async Task<FolderDownloadResult?> TryAsync(Storage storage, string key, string target)
    {
        try
        {
            return await storage.DownloadFolderAsync(key, target);
        }
        catch (TransferException)
        {
            return null;
        }
        finally
        {
            if (Directory.Exists(target))
                Directory.Delete(target, recursive: true);
        }
    }

    private static void Unlock(string folder)
    {
        foreach (var inner in Directory.EnumerateDirectories(folder, "*", new EnumerationOptions { AttributesToSkip = FileAttributes.None }).Where(path => new DirectoryInfo(path).LinkTarget is null))
        {
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(inner, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Unlock(inner);
        }
    }
}
