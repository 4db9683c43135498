using Shouldly;
using StorageX.Specs.Scenarios;

namespace StorageX.Specs;

/// <summary>Uploads that a program of Vectors/format2 made, and a storage that can read them.</summary>
internal sealed class MadeUploads : IAsyncDisposable
{
    /// <summary>Runs the program.</summary>
    /// <param name="maker">Its name.</param>
    public MadeUploads(string maker)
    {
        var made = Folder["made"];
        var (exitCode, text) = Python.Run(Path.Combine("..", "Vectors", "format2", maker), made);
        exitCode.ShouldBe(0, text);
        Storage = new Storage(StorageXSettings.Parse($$"""
            storagex {
              data = "{{Folder["data"].Replace('\\', '/')}}"
              backends.directory.path = "{{Path.Combine(made, "images").Replace('\\', '/')}}"
              downloads { attempts = 1, backoff { min = 1ms, max = 1ms } }
            }
            """));
        Rows = [.. File.ReadLines(Path.Combine(made, "index.tsv")).Select(line => line.Split('\t'))];
    }

    /// <summary>Where they are, and whatever a spec makes beside them.</summary>
    public TemporaryDirectory Folder { get; } = new();

    /// <summary>Reads them.</summary>
    public Storage Storage { get; }

    /// <summary>What the program says of each: its name, its key, and what is expected; the README of the vectors names the rest.</summary>
    public IReadOnlyList<string[]> Rows { get; }

    public async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        Folder.Dispose();
    }
}
