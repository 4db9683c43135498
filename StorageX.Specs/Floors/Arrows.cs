namespace StorageX.Specs.Floors;

/// <summary>A file in one folder uses something of another folder of its project.</summary>
/// <param name="File">The file's path.</param>
/// <param name="From">The file's folder, below its project; empty for the project's own.</param>
/// <param name="To">The other folder.</param>
/// <param name="What">What it uses: a namespace or a type.</param>
internal sealed record Arrow(string File, string From, string To, string What);

/// <summary>
/// Finds what the folders of a project use of each other, as C# looks names up: by usings, by names with their namespaces, and by what
/// a file sees without either, because its own namespace lies within another. A type that is only inferred is not seen.
/// </summary>
internal sealed class Arrows
{
    private readonly Dictionary<string, HashSet<string>> _namespaces = [];
    private readonly Dictionary<string, HashSet<string>> _types = [];

    private Arrows(IEnumerable<SourceFile> files)
    {
        foreach (var file in files)
        {
            Put(_namespaces, file.Namespace, file.Folder);
            foreach (var type in file.Types)
                Put(_types, $"{file.Namespace}.{type}", file.Folder);
        }
    }

    /// <summary>All arrows of a project.</summary>
    /// <param name="project">Its directory.</param>
    public static IReadOnlyList<Arrow> Of(string project)
    {
        var files = HouseSpec.Sources(project).Select(path => new SourceFile(path, FolderOf(project, path))).ToList();
        var known = new Arrows(files);
        return [.. files.SelectMany(file => known.From(file)).Where(arrow => arrow.From != arrow.To).Distinct()];
    }

    private static string FolderOf(string project, string path) =>
        Path.GetRelativePath(project, Path.GetDirectoryName(path)!).Replace('\\', '/') is var folder and not "." ? folder : "";

    private static void Put(Dictionary<string, HashSet<string>> all, string name, string folder)
    {
        if (!all.TryGetValue(name, out var folders))
            all.Add(name, folders = []);
        folders.Add(folder);
    }

    private IEnumerable<Arrow> From(SourceFile file)
    {
        foreach (var name in file.Usings)
        {
            foreach (var to in _namespaces.GetValueOrDefault(name) ?? Find("", name) ?? [])
                yield return new Arrow(file.Path, file.Folder, to, name);
        }

        var scopes = Scopes(file.Namespace).ToList();
        foreach (var name in file.Names)
        {
            foreach (var to in scopes.Select(scope => Find(scope, name)).FirstOrDefault(found => found is not null) ?? [])
                yield return new Arrow(file.Path, file.Folder, to, name);
        }
    }

    /// <summary>The folders of the type that a name begins with, seen from within a namespace; null where it is no type.</summary>
    private HashSet<string>? Find(string scope, string name)
    {
        var full = scope;
        foreach (var part in name.Split('.'))
        {
            full = full.Length == 0 ? part : $"{full}.{part}";
            if (_types.TryGetValue(full, out var folders))
                return folders;
        }

        return null;
    }

    /// <summary>A namespace and those around it, the innermost first, and last the one around all.</summary>
    private static IEnumerable<string> Scopes(string name)
    {
        for (; name.Length > 0; name = name[..Math.Max(0, name.LastIndexOf('.'))])
            yield return name;
        yield return "";
    }
}
