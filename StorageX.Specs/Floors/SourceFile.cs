using System.Text.RegularExpressions;

namespace StorageX.Specs.Floors;

/// <summary>A C# file: its namespace, the types that it declares, and the names that it mentions where a type can stand.</summary>
internal sealed partial class SourceFile
{
    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.Multiline;
    private const int Limit = 5000;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="folder">The folder it is in, below its project, with slashes; empty for the project's own.</param>
    public SourceFile(string path, string folder)
    {
        (Path, Folder) = (path, folder);
        var code = CodeText.Of(File.ReadAllText(path));
        Namespace = NamespaceLine().Match(code).Groups["name"].Value;
        Usings = [.. UsingLine().Matches(code).Select(line => line.Groups["name"].Value)];
        Types = [.. Declaration().Matches(code).Where(type => Depth(code, type.Index) == 0).Select(type => type.Groups["name"].Value)];
        var body = UsingLine().Replace(NamespaceLine().Replace(code, ""), "");
        Names = [.. Chain().Matches(body).Where(chain => CanBeType(body, chain)).Select(chain => Space().Replace(chain.Value, "")).Distinct()];
    }

    /// <summary>Its path.</summary>
    public string Path { get; }

    /// <summary>The folder it is in, below its project.</summary>
    public string Folder { get; }

    /// <summary>Its namespace.</summary>
    public string Namespace { get; }

    /// <summary>The namespaces and types that its usings name, those with <c>static</c> and an alias too.</summary>
    public IReadOnlyList<string> Usings { get; }

    /// <summary>The types that it declares in its namespace.</summary>
    public IReadOnlyList<string> Types { get; }

    /// <summary>The names, each with what stands behind its full stops, that may be those of types.</summary>
    public IReadOnlyList<string> Names { get; }

    private static int Depth(string code, int at) => code.AsSpan(0, at).Count('{') - code.AsSpan(0, at).Count('}');

    /// <summary>Whether a name is none that is being declared or set: behind a type, before the colon of an argument, before an assignment.</summary>
    private static bool CanBeType(string code, Match name)
    {
        var isAlone = !name.Value.Contains('.', StringComparison.Ordinal);
        return !(isAlone && (Set().IsMatch(code, name.Index + name.Length) || Declared().IsMatch(code[Math.Max(0, name.Index - 40)..name.Index])));
    }

    [GeneratedRegex(@"^namespace\s+(?<name>[\w.]+)\s*;", Options, Limit)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^(global\s+)?using\s+(static\s+)?(\w+\s*=\s*)?(global::)?(?<name>\w+(\.\w+)*)[^;\n(=]*;", Options, Limit)]
    private static partial Regex UsingLine();

    [GeneratedRegex(@"\b(class|struct|interface|enum|record(\s+(class|struct))?|delegate\s+[^;{]+?)\s+(?<name>[A-Z]\w*)\s*(?=[<({:;\n]|$)", Options, Limit)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"(?<![\w.@])[A-Z]\w*(\s*\.\s*[A-Za-z_]\w*)*", Options, Limit)]
    private static partial Regex Chain();

    [GeneratedRegex(@"\s+", Options, Limit)]
    private static partial Regex Space();

    [GeneratedRegex(@"\G(:(?!:)|\s*=(?![=>]))", Options, Limit)]
    private static partial Regex Set();

    /// <summary>A type before the name: a word that is no keyword, or what ends a generic type, an array or a nullable type.</summary>
    [GeneratedRegex(
        @"((?<![\w@])(?!(return|new|is|as|in|out|ref|params|case|throw|await|not|or|and|when|where|static|readonly|public|private|internal|protected|sealed|override|virtual|abstract|async|const|else|yield|partial|required|event|extern|unsafe|this|from|default|using)\s)\w+|[^\s=?-][>\]?])\s+$",
        Options, Limit)]
    private static partial Regex Declared();
}
