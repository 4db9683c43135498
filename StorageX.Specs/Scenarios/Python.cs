using System.Diagnostics;
using Xunit;

namespace StorageX.Specs.Scenarios;

/// <summary>Runs the Python scripts beside the specs, with the Python that has what they need.</summary>
internal static class Python
{
    private static readonly string? Path = new[] { "/usr/bin/python3", "python3" }.FirstOrDefault(HasPackages);

    /// <summary>Why they can't run here; null where they can.</summary>
    public static string? Missing => Path is null ? "needs Debian's python3-pil, python3-cryptography and libbrotli1" : null;

    /// <summary>Runs a script to its end.</summary>
    public static (int ExitCode, string Output) Run(string script, params string[] arguments) =>
        Start(Path!, [System.IO.Path.Combine(AppContext.BaseDirectory, "Scenarios", script), .. arguments]);

    private static bool HasPackages(string python)
    {
        try
        {
            const string check = "import ctypes, PIL.Image, cryptography; [ctypes.CDLL(f'libbrotli{part}.so.1') for part in ('dec', 'enc')]";
            return Start(python, ["-c", check]).ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static (int ExitCode, string Output) Start(string python, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(python, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.GetAwaiter().GetResult());
    }
}

/// <summary>A fact that takes Python, and is shown as skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute() => Skip = Python.Missing;
}
