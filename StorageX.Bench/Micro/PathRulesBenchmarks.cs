using BenchmarkDotNet.Attributes;
using StorageX.Folders;

namespace StorageX.Bench.Micro;

/// <summary>A hundred thousand paths of a folder and twenty rules, most of which match nothing.</summary>
[MemoryDiagnoser]
public class PathRulesBenchmarks
{
    private static readonly string[] Patterns =
    [
        "*.o", "*.tmp", "build/", "**/node_modules/", "/a/**/b", "*.log", "!keep.log", "doc/*.txt", "[a-c]*.bak", "x?z",
        "**/cache/**", "bin/", "obj/", "*.swp", "/dist", "*.py[co]", "t/**/u", "*.class", "!m/", "q*",
    ];

    private PathRules _rules = null!;
    private string[] _paths = [];

    /// <summary>Makes the rules and the paths.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _rules = new PathRules(Patterns.Select(PathRule.Exclude));
        _paths = [.. Enumerable.Range(0, 100_000).Select(i => $"src/folder{i % 100}/sub/file{i}.cs")];
    }

    /// <summary>Asks for each path.</summary>
    [Benchmark]
    public int Exclude() => _paths.Count(path => _rules.Excludes(path, isDirectory: false));
}
