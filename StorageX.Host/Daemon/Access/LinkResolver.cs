namespace StorageX.Host.Daemon.Access;

/// <summary>
/// Finds where a path leads. Ours, since <see cref="FileSystemInfo.ResolveLinkTarget"/> follows links in the last part of a path alone,
/// and realpath(3) refuses a path whose end is not there yet.
/// </summary>
internal static class LinkResolver
{
    private const int MostLinks = 40;

    /// <summary>The path without links in it; components that are not there stay as they are.</summary>
    /// <param name="path">A full path.</param>
    /// <exception cref="PathRefusedException">Links lead in a circle.</exception>
    public static string Resolve(string path)
    {
        var links = 0;
        var pending = new Stack<string>(Parts(path).Reverse());
        var resolved = Path.GetPathRoot(path)!;
        while (pending.TryPop(out var part))
        {
            if (part == "..")
            {
                resolved = Path.GetDirectoryName(resolved) ?? resolved;
                continue;
            }

            var next = Path.Combine(resolved, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                resolved = next;
                continue;
            }

            if (++links > MostLinks)
                throw new PathRefusedException($"{path}: links in it lead in a circle");
            if (Path.IsPathFullyQualified(target))
                resolved = Path.GetPathRoot(target)!;
            foreach (var inner in Parts(target).Reverse())
                pending.Push(inner);
        }

        return resolved;
    }

    private static IEnumerable<string> Parts(string path) => path[(Path.GetPathRoot(path)?.Length ?? 0)..]
        .Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".");
}
