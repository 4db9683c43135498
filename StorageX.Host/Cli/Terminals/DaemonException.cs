using System.Net;
using StorageX.Errors;
using StorageX.Host.Contract;

namespace StorageX.Host.Cli.Terminals;

/// <summary>A daemon refused what was asked, or none was there.</summary>
/// <param name="status">Its answer's status; null when there was no answer.</param>
/// <param name="type">The problem's type.</param>
/// <param name="message">One line for a person.</param>
/// <param name="inner">The exception under it, if any.</param>
internal sealed class DaemonException(HttpStatusCode? status, string? type, string message, Exception? inner = null) : Exception(SecretText.Cut(message), inner)
{
    /// <summary>Whether nobody answered.</summary>
    public bool IsAbsent => status is null;

    /// <summary>Whether a path means nothing to the daemon, or is not open to jobs; the file itself may still be taken.</summary>
    public bool IsAboutPath => type is Problem.Urn + Problem.PathRefused;

    /// <summary>Whether what was asked cannot be, and asking again does not help.</summary>
    public bool IsUsage => status is { } code && (int)code is >= 400 and < 500 and not (408 or 429);
}
