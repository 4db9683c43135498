using System.Security.Cryptography;
using Shouldly;
using StorageX.Specs.Scenarios;
using Xunit;
using Xunit.Abstractions;

namespace StorageX.Specs.Downloads;

/// <summary>Whole uploads with copies, parity and further locators, which another program made, with images gone: restored, or lost by name.</summary>
public sealed class ParityUploadsSpec(ITestOutputHelper output) : IAsyncDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return default;
    }

    [PythonFact]
    public async Task Uploads_with_images_gone_are_restored_as_far_as_their_copies_and_groups_allow()
    {
        var made = _folder["made"];
        var (exitCode, text) = Python.Run(Path.Combine("..", "Vectors", "format2", "make_parity_uploads.py"), made);
        exitCode.ShouldBe(0, text);
        await using var storage = new Storage(StorageXSettings.Parse($$"""
            storagex {
              data = "{{_folder["data"].Replace('\\', '/')}}"
              backends.directory.path = "{{Path.Combine(made, "images").Replace('\\', '/')}}"
              downloads { attempts = 1, backoff { min = 1ms, max = 1ms } }
            }
            """));
        var rows = File.ReadLines(Path.Combine(made, "index.tsv")).Select(line => line.Split('\t')).ToList();
        rows.Count.ShouldBeGreaterThan(10);
        foreach (var row in rows)
        {
            var what = $"{row[0]} ({row[3]})";
            output.WriteLine(what);
            using var target = new MemoryStream();
            if (row[2] is "lost" or "refused")
            {
                var error = await Should.ThrowAsync<TransferException>(storage.DownloadAsync(row[1], target), what);
                if (row[2] == "lost")
                    error.Kind.ShouldBe(TransferErrorKind.Lost, what);
                continue;
            }

            var result = await storage.DownloadAsync(row[1], target);
            Convert.ToHexStringLower(SHA256.HashData(target.ToArray())).ShouldBe(row[2], what);
            result.Restored.ShouldBe(int.Parse(row[4]), what);
            var report = await storage.VerifyAsync(row[1]);
            report.Defects.ShouldBeEmpty(what);
            report.Restored.ShouldBe(int.Parse(row[4]), what);
            await using var file = await storage.OpenAsync(row[1]);
            await using var reader = file.OpenRead();
            Convert.ToHexStringLower(await SHA256.HashDataAsync(reader)).ShouldBe(row[2], what);
        }
    }
}
