using System.Security.Cryptography;
using Shouldly;
using StorageX.Specs.Scenarios;
using Xunit;
using Xunit.Abstractions;

namespace StorageX.Specs.Downloads;

/// <summary>Whole uploads with copies, parity and further locators, which another program made, with images gone: restored, or lost by name.</summary>
public sealed class ParityUploadsSpec(ITestOutputHelper output)
{
    [PythonFact]
    public async Task Uploads_with_images_gone_are_restored_as_far_as_their_copies_and_groups_allow()
    {
        await using var made = new MadeUploads("make_parity_uploads.py");
        made.Rows.Count.ShouldBeGreaterThan(10);
        var storage = made.Storage;
        foreach (var row in made.Rows)
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
