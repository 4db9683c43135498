using System.CommandLine;
using System.Text.Json;
using Shouldly;
using StorageX.Host.Cli;
using StorageX.Host.Contract;
using StorageX.Host.Daemon;
using StorageX.Specs.Settings;
using Xunit;

namespace StorageX.Specs.Cli;

/// <summary><c>--json</c>: every command that says something has it, and its names are the daemon's.</summary>
[Collection(nameof(EnvironmentCollection))]
public sealed class JsonEverywhereSpec : IDisposable
{
    private const string Uploader = """{ "Version": "15.0.0", "RequestMethod": "POST", "RequestURL": "https://images.example/up", "Body": "Binary", "URL": "{json:url}" }""";
    private readonly ProgramHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Every_command_has_it_but_those_that_print_a_script_or_a_file() =>
        Leaves(CommandTree.Create(new FakeTerminal().Terminal, DaemonRun.RunAsync)).Where(command => command.Options.All(option => option.Name != "--json")).Select(command => command.Name)
            .ShouldBe(["cat", "completion"]);

    [Fact]
    public async Task A_backend_is_imported_shown_and_removed()
    {
        var file = _home.Write("images.sxcu", Uploader);
        var imported = await DoneAsync("backend", "import", file, "--name", "images");
        var shown = await DoneAsync("backend", "show", "images");
        shown.GetRawText().ShouldBe(imported.GetRawText());
        (Text(shown, "name"), Text(shown, "type"), shown.GetProperty("default").GetBoolean()).ShouldBe(("images", "http", false));
        shown.GetProperty("facts").EnumerateObject().ShouldNotBeEmpty();
        (await DoneAsync("backend", "show", "directory")).GetProperty("default").GetBoolean().ShouldBeTrue();
        Text(await DoneAsync("backend", "remove", "images"), "name").ShouldBe("images");
    }

    [Fact]
    public async Task A_secret_is_carried()
    {
        var secret = Text(await DoneAsync("secret", "export"), "secret");
        secret.ShouldBe((await ProgramHome.RunAsync("secret", "export")).Output.Trim());
        await DoneAsync("secret", "import", "@" + _home.Write("secret", secret));
    }

    [Fact]
    public async Task An_upload_in_the_history_has_its_number()
    {
        await DoneAsync("upload", _home.Write("given", [1, 2, 3]));
        (await DoneAsync("history")).GetProperty("id").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task A_daemon_says_where_it_listens_and_that_it_ends()
    {
        var terminal = new FakeTerminal();
        using var end = new CancellationTokenSource();
        var news = new List<DaemonNews>
        {
            new DaemonNews.Listening(new Uri("http://127.0.0.1:7117/"), "/data/token"),
            new DaemonNews.Ending(TimeSpan.FromSeconds(20)),
        };
        var code = await CommandLine.RunAsync(["daemon", "--json"], terminal.Terminal, (_, _, _, tell, _) =>
        {
            news.ForEach(tell);
            return Task.CompletedTask;
        });
        code.ShouldBe(0);
        terminal.Error.ShouldBeEmpty();
        terminal.Output.ShouldBe("""
            {"event":"listening","url":"http://127.0.0.1:7117","tokenFile":"/data/token"}
            {"event":"ending","seconds":20}
            {"event":"done"}

            """.ReplaceLineEndings("\n"));
    }

    private static IEnumerable<Command> Leaves(Command command) => command.Subcommands.Count == 0 ? [command] : command.Subcommands.SelectMany(Leaves);

    private static string Text(JsonElement line, string name) => line.GetProperty(name).GetString()!;

    /// <summary>Runs a command, which says one line at most beside its progress: that it is done.</summary>
    private static async Task<JsonElement> DoneAsync(params string[] args)
    {
        var (code, output, error) = await ProgramHome.RunAsync([.. args, "--json"]);
        code.ShouldBe(0, error);
        return JsonDocument.Parse(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]).RootElement;
    }
}
