using Shouldly;
using StorageX.Specs.Scenarios;
using Xunit;
using Xunit.Abstractions;

namespace StorageX.Specs.Folders;

/// <summary>Whole uploads of folders, which another program made, sound and hostile.</summary>
public sealed class MadeFoldersSpec(ITestOutputHelper output)
{
    [PythonFact]
    public async Task Folders_that_another_program_stored_are_restored_or_refused_before_anything_is_written()
    {
        await using var made = new MadeUploads("make_folders.py");
        made.Rows.Count.ShouldBeGreaterThan(40);
        var storage = made.Storage;
        foreach (var row in made.Rows)
        {
            var what = $"{row[0]} ({row[3]})";
            output.WriteLine(what);
            var target = made.Folder["target"];
            if (row[2] == "refused")
            {
                // What is lost is told by the file, once the tree is known; all else before a byte is written.
                if (row[0].StartsWith("lost-", StringComparison.Ordinal) && await TryAsync(storage, row[1], target) is { Missing: TransferErrorKind.Lost })
                    continue;
                await Should.ThrowAsync<TransferException>(storage.DownloadFolderAsync(row[1], target), what);
                Directory.Exists(target).ShouldBeFalse(what);
                File.Exists(made.Folder["escaped"]).ShouldBeFalse(what);
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
