using System.Runtime.CompilerServices;
using Shouldly;
using Xunit;

namespace StorageX.Specs.Daemon;

/// <summary>The document that describes the daemon's interface.</summary>
public sealed class OpenApiSpec
{
    [Fact(Timeout = 60_000)]
    public async Task The_document_that_is_served_is_the_one_that_is_checked_in()
    {
        await using var daemon = await RunningDaemon.StartAsync();
        var served = (await daemon.Client.GetStringAsync("/openapi/v1.json")).ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("STORAGEX_WRITE_OPENAPI") is "1")
            await File.WriteAllTextAsync(CheckedIn(), served);
        served.ShouldBe(await File.ReadAllTextAsync(CheckedIn()), "write it anew with STORAGEX_WRITE_OPENAPI=1");
    }

    private static string CheckedIn([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../StorageX.Host/Daemon/openapi.v1.json"));
}
