using System.Text;

namespace StorageX.Specs.Containers;

/// <summary>A file of Vectors/format2: lines of <c>name: value</c>, an empty line, and bytes. Its README.md says what they mean.</summary>
internal sealed class Format2Vector
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Vectors", "format2");
    private readonly Dictionary<string, string> _fields;

    private Format2Vector(byte[] file)
    {
        var end = file.AsSpan().IndexOf("\n\n"u8);
        _fields = Encoding.UTF8.GetString(file, 0, end).Split('\n').Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        Bytes = file[(end + 2)..];
    }

    public byte[] Bytes { get; }

    /// <summary>A field's value; empty where the vector has no such field.</summary>
    public string this[string field] => _fields.GetValueOrDefault(field, "");

    /// <summary>The names of the vectors of a folder.</summary>
    public static IEnumerable<string> Names(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    public static Format2Vector Read(string folder, string name) => new(File.ReadAllBytes(Path.Combine(Root, folder, name)));

    /// <summary>The rows of a table, without the first.</summary>
    public static IEnumerable<string[]> Rows(string table) => File.ReadLines(Path.Combine(Root, table)).Skip(1).Select(line => line.Split('\t'));
}
