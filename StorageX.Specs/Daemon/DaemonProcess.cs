using System.Diagnostics;
using System.Net.Http.Headers;

namespace StorageX.Specs.Daemon;

/// <summary>The program as a daemon, in a process of its own.</summary>
internal sealed class DaemonProcess : IDisposable
{
    private const string Listening = "storagex: listening on ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _said = [];

    private DaemonProcess(Process process) => _process = process;

    /// <summary>Where it listens, once it does.</summary>
    public Task<Uri> Address => _address.Task.WaitAsync(Patience);

    /// <summary>Its process's number.</summary>
    public int Id => _process.Id;

    /// <summary>What it wrote to standard error so far.</summary>
    public string Said
    {
        get
        {
            lock (_said)
                return string.Join('\n', _said);
        }
    }

    /// <summary>Starts one.</summary>
    /// <param name="configuration">Its configuration file.</param>
    public static DaemonProcess Start(string configuration)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "storagex.dll"), "daemon", "--config", configuration])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        };
        start.Environment["XDG_CONFIG_HOME"] = Path.GetDirectoryName(configuration);
        start.Environment.Remove("STORAGEX_CONFIG");
        var daemon = new DaemonProcess(Process.Start(start)!);
        daemon._process.ErrorDataReceived += (_, line) => daemon.Hear(line.Data);
        daemon._process.BeginErrorReadLine();
        return daemon;
    }

    /// <summary>A client that has the token.</summary>
    public async Task<HttpClient> ClientAsync(string token)
    {
        var client = new HttpClient { BaseAddress = await Address, Timeout = Patience };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Ends it without a word (SIGKILL).</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end (SIGTERM).</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]))
            await kill.WaitForExitAsync();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            _address.TrySetException(new InvalidOperationException($"the daemon ended before it listened:\n{Said}"));
            return;
        }

        lock (_said)
            _said.Add(line);
        if (line.StartsWith(Listening, StringComparison.Ordinal))
            _address.TrySetResult(new Uri(line[Listening.Length..].Split(';')[0]));
    }
}
