using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using StorageX.Host.Cli.Terminals;

namespace StorageX.Host.Cli;

/// <summary>Answers <c>--version</c> with the program's name and version on one line.</summary>
internal sealed class VersionAction(Terminal terminal) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var version = typeof(VersionAction).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>();
        terminal.WriteResult($"storagex {version?.InformationalVersion}");
        return ExitCode.Done;
    }
}
