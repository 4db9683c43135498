using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace StorageX.Specs;

/// <summary>A server in a process of its own, killed when it is disposed.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Regex _sign;
    private readonly List<string> _said = [];

    private ServerProcess(ProcessStartInfo start, Regex sign)
    {
        start.UseShellExecute = false;
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        _sign = sign;
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Exited += (_, _) => _ready.TrySetException(new InvalidOperationException($"{start.FileName} has ended: {string.Join(' ', _said)}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Starts one, and waits for the line by which it says that it listens.</summary>
    /// <param name="sign">What is in that line.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>The server, and what <paramref name="sign"/> has found: its first group, or all of it.</returns>
    public static async Task<(ServerProcess Server, string Found)> StartAsync([StringSyntax("Regex")] string sign, string program, params string[] arguments)
    {
        var server = new ServerProcess(new ProcessStartInfo(program, arguments), new Regex(sign, RegexOptions.None, TimeSpan.FromSeconds(1)));
        try
        {
            return (server, await server._ready.Task.WaitAsync(Patience));
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Where a program is; null where it is not installed.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin")
        .Select(directory => Path.Combine(directory, program)).FirstOrDefault(File.Exists);

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null)
            return;
        lock (_said)
            _said.Add(line);
        if (_sign.Match(line) is { Success: true } match)
            _ready.TrySetResult(match.Groups[^1].Value);
    }
}
