using System.Text;

namespace StorageX.Specs.Cli;

/// <summary>
/// A home for the program, with hosts that are tried twice and not waited for; for specs of <see cref="Settings.EnvironmentCollection"/>.
/// </summary>
internal sealed class ProgramHome : IDisposable
{
    private const string Impatient = """
        storagex {
          piece { width = 64, height = 64 }
          uploads { attempts = 2, backoff { min = 1ms, max = 1ms } }
          downloads { attempts = 2, backoff { min = 1ms, max = 1ms } }
        }

        """;

    private readonly TemporaryDirectory _directory = new();
    private readonly Dictionary<string, string?> _before = [];

    /// <param name="hocon">What stands in the user's akka.hocon beside that.</param>
    public ProgramHome(string hocon = "")
    {
        Set("XDG_CONFIG_HOME", _directory["config"]);
        Set("XDG_DATA_HOME", _directory["data"]);
        Set("STORAGEX_CONFIG", null);
        Directory.CreateDirectory(_directory["config", "storagex"]);
        Configure(hocon);
    }

    /// <summary>A path in it.</summary>
    public string this[params string[] names] => _directory[names];

    /// <summary>Writes the user's akka.hocon anew.</summary>
    public void Configure(string hocon) => Write(Path.Combine("config", "storagex", "akka.hocon"), Impatient + hocon);

    /// <summary>Writes a file.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, string text) => _directory.Write(name, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a file.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, byte[] bytes) => _directory.Write(name, bytes);

    /// <summary>Sets a variable of the environment, until this is disposed.</summary>
    public void Set(string name, string? value)
    {
        _before.TryAdd(name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }

    /// <summary>Runs a command.</summary>
    public static Task<Ended> RunAsync(params string[] args) => RunWithAsync("", args);

    /// <summary>Runs a command with something on its standard input.</summary>
    public static async Task<Ended> RunWithAsync(string input, params string[] args)
    {
        var terminal = new FakeTerminal(input);
        return new Ended(await terminal.RunAsync(args), terminal.Output, terminal.Error);
    }

    public void Dispose()
    {
        foreach (var (name, value) in _before)
            Environment.SetEnvironmentVariable(name, value);
        _directory.Dispose();
    }

    /// <summary>How a command ended.</summary>
    internal sealed record Ended(int Code, string Output, string Error);
}
