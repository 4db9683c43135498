using System.Diagnostics;
using StorageX.Catalogue;
using StorageX.Catalogue.Sqlite;

namespace StorageX.Specs.Catalogue;

/// <summary>A process of its own that works on a catalogue: this assembly, run with <see cref="Verb"/>.</summary>
internal sealed class CatalogueProcess : IDisposable
{
    /// <summary>The first argument that makes the assembly such a process.</summary>
    public const string Verb = "catalogue-process";

    private readonly Process _process;

    private CatalogueProcess(string what, string file) => _process = Process.Start(
        new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            ArgumentList = { "exec", typeof(CatalogueProcess).Assembly.Location, Verb, what, file },
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;

    /// <summary>One that has the file to itself for writing, until it is disposed.</summary>
    public static CatalogueProcess Holding(string file)
    {
        var process = new CatalogueProcess("hold", file);
        if (process._process.StandardOutput.ReadLine() != "held")
            throw new InvalidOperationException("the other process did not get the file");
        return process;
    }

    /// <summary>One that remembers the pieces 0, 1, 2 and so on, and says each number when it has, until it is killed.</summary>
    public static CatalogueProcess Remembering(string file) => new("remember", file);

    /// <summary>The process.</summary>
    public static int Run(string what, string file)
    {
        if (what == "hold")
            Hold(file);
        else
            Remember(file);
        return 0;
    }

    /// <summary>The next line it says.</summary>
    public ValueTask<string?> ReadLineAsync() => _process.StandardOutput.ReadLineAsync(CancellationToken.None);

    /// <summary>Kills it, and answers the last number that it had said by then and nobody had read; null if there is none.</summary>
    public int? Kill()
    {
        _process.Kill();
        _process.WaitForExit();
        // What follows the last line break was cut off by the end of the process.
        var lines = _process.StandardOutput.ReadToEnd().Split('\n');
        return lines.Length > 1 ? int.Parse(lines[^2]) : null;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
                _process.Kill();
        }

        _process.Dispose();
    }

    private static void Hold(string file)
    {
        using var database = SqliteDatabase.Open(file);
        database.Execute("BEGIN IMMEDIATE");
        Console.WriteLine("held");
        Console.ReadLine();
        database.Execute("COMMIT");
    }

    private static void Remember(string file)
    {
        using var catalogue = PieceCatalogue.Open(file, TimeProvider.System);
        using var standardOutput = Console.OpenStandardOutput();
        for (var number = 0; ; number++)
        {
            catalogue.Remember(number);
            if (catalogue.Warning is { } warning)
                throw new InvalidOperationException(warning);
            standardOutput.Write(System.Text.Encoding.ASCII.GetBytes($"{number}\n"));
        }
    }
}
