using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using StorageX.Files;
using static StorageX.Manifests.Folders.FolderTreeException;

namespace StorageX.Manifests.Folders;

/// <summary>An entry of a tree as a line of text.</summary>
internal static class FolderLine
{
    /// <summary>The most bytes of a line, without its end.</summary>
    public const int MostBytes = 1 << 20;

    /// <summary>The most bytes of a path in UTF-8.</summary>
    public const int LongestPath = 16384;

    /// <summary>The most bytes of what a link says, in UTF-8.</summary>
    public const int LongestTarget = 4096;

    /// <summary>The most stretches of a file with gaps.</summary>
    public const int MostStretches = 4096;

    private const long LargestNumber = 1L << 53;
    private static readonly JsonReaderOptions Reading = new() { MaxDepth = 8 };
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes a line with its end.</summary>
    public static void Write(IBufferWriter<byte> output, FolderEntry entry)
    {
        using (var json = new Utf8JsonWriter(output, Writing))
        {
            json.WriteStartObject();
            json.WriteString("path", entry.Path);
            json.WriteString("type", TypeOf(entry.Kind));
            if (entry.Kind == FolderEntryKind.File)
                json.WriteNumber("size", entry.Size);
            if (entry.Data is { } data)
                WriteData(json, data);
            if (entry.Skip > 0)
                json.WriteNumber("skip", entry.Skip);
            if (entry.Target is { } target)
                json.WriteString("target", target);
            if (entry.Mode is { } mode)
                json.WriteString("mode", Convert.ToString(mode, 8));
            if (entry.Modified is { } time)
                json.WriteString("mtime", time.ToString());
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    /// <summary>Reads a line without its end.</summary>
    /// <exception cref="FolderTreeException">It is no entry.</exception>
    public static FolderEntry Read(ReadOnlySpan<byte> line)
    {
        try
        {
            Require(Utf8.IsValid(line), "JSON", "a line is not UTF-8");
            var json = new Utf8JsonReader(line, Reading);
            Require(json.Read() && json.TokenType == JsonTokenType.StartObject, "JSON", "a line is no JSON object");
            var entry = ReadFields(ref json);
            Require(!json.Read(), "JSON", "something follows the object");
            return entry;
        }
        catch (JsonException)
        {
            throw new FolderTreeException("JSON", "a line is no JSON object");
        }
    }

    /// <summary>Whether a text can be a path of a tree.</summary>
    public static bool IsPath(string path) =>
        path.Length <= LongestPath && Encoding.UTF8.GetByteCount(path) <= LongestPath && !path.Contains('\0') && (path.Length == 0 || path.Split('/').All(name => name is not ("" or "." or "..")));

    private static FolderEntry ReadFields(ref Utf8JsonReader json)
    {
        var seen = new HashSet<string>();
        var entry = new FolderEntry("", FolderEntryKind.File);
        long? size = null;
        var hasType = false;
        var data = default(Utf8JsonReader);
        long? skip = null;
        string? target = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var field = TextOf(ref json, "JSON");
            Require(seen.Add(field), "JSON", $"the field \"{field}\" stands twice in one object");
            json.Read();
            switch (field)
            {
                case "path": entry = entry with { Path = PathOf(ref json) }; break;
                case "type": (entry, hasType) = (entry with { Kind = KindOf(ref json) }, true); break;
                case "size": size = json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var number) ? number : -1; json.Skip(); break;
                case "data":
                    // Of others than files it means nothing, and which this is may be told later.
                    data = json;
                    json.Skip();
                    break;
                case "skip": skip = json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var bytes) ? bytes : -1; json.Skip(); break;
                case "target": target = json.TokenType == JsonTokenType.String ? TextOf(ref json, "target") : ""; json.Skip(); break;
                case "mtime": entry = entry with { Modified = TimeOf(ref json) }; break;
                case "mode": entry = entry with { Mode = ModeOf(ref json) }; break;
                default: json.Skip(); break;
            }
        }

        Require(seen.Contains("path"), "path", "an entry has no path");
        Require(hasType, "type", "an entry has no type");
        return entry.Kind switch
        {
            FolderEntryKind.File => ToFile(entry, size, seen.Contains("data") ? ReadData(ref data) : null, skip),
            FolderEntryKind.Link => entry with { Target = TargetOf(target) },
            _ => entry,
        };
    }

    private static FolderEntry ToFile(FolderEntry entry, long? size, IReadOnlyList<FolderStretch>? data, long? skip)
    {
        Require(size is >= 0 and < LargestNumber, "size", $"the size of a file is not a whole number from 0 to {LargestNumber - 1}");
        Require(skip is null or (>= 1 and < LargestNumber), "skip", $"\"skip\" is not a whole number from 1 to {LargestNumber - 1}");
        var end = -1L;
        foreach (var stretch in data ?? [])
        {
            var isNext = stretch.Offset > end && stretch.Length >= 1 && stretch.Offset < size && stretch.Length <= size - stretch.Offset;
            Require(isNext, "data", "\"data\" is not made of stretches of the file, in order, with gaps between");
            end = stretch.Offset + stretch.Length;
        }

        return entry with { Size = size!.Value, Data = data, Skip = skip ?? 0 };
    }

    private static string TargetOf(string? target)
    {
        Require(target is { Length: > 0 } && !target.Contains('\0') && Encoding.UTF8.GetByteCount(target) <= LongestTarget, "target", $"a link has no target of 1 to {LongestTarget} bytes");
        return target!;
    }

    private static string PathOf(ref Utf8JsonReader json)
    {
        Require(json.TokenType == JsonTokenType.String, "path", "a path is no string");
        var path = TextOf(ref json, "path");
        Require(!path.StartsWith('/'), "path", "it is absolute");
        Require(IsPath(path), "path", $"it is no path of at most {LongestPath} bytes below the folder");
        return path;
    }

    private static FolderEntryKind KindOf(ref Utf8JsonReader json)
    {
        var text = json.TokenType == JsonTokenType.String ? TextOf(ref json, "type") : "";
        json.Skip();
        return text switch
        {
            "file" => FolderEntryKind.File,
            "dir" => FolderEntryKind.Folder,
            "link" => FolderEntryKind.Link,
            _ => throw new FolderTreeException("type", "its type is not file, dir or link"),
        };
    }

    private static FileTime TimeOf(ref Utf8JsonReader json)
    {
        var time = default(FileTime);
        Require(json.TokenType == JsonTokenType.String && FileTime.TryParse(TextOf(ref json, "mtime"), out time), "mtime", "\"mtime\" is no time such as 2026-11-22T20:15:00.5Z");
        return time;
    }

    private static int ModeOf(ref Utf8JsonReader json)
    {
        var text = json.TokenType == JsonTokenType.String ? TextOf(ref json, "mode") : "";
        Require(text.Length is >= 1 and <= 4 && !text.AsSpan().ContainsAnyExceptInRange('0', '7'), "mode", "\"mode\" is not 1 to 4 octal digits");
        return Convert.ToInt32(text, 8);
    }

    private static List<FolderStretch> ReadData(ref Utf8JsonReader json)
    {
        const string Form = "\"data\" is not an array of [offset, length]";
        Require(json.TokenType == JsonTokenType.StartArray, "data", Form);
        var data = new List<FolderStretch>();
        Span<long> pair = stackalloc long[2];
        while (json.Read() && json.TokenType == JsonTokenType.StartArray)
        {
            Require(data.Count < MostStretches, "data", $"\"data\" has more than {MostStretches} stretches");
            foreach (ref var number in pair)
                Require(json.Read() && json.TokenType == JsonTokenType.Number && json.TryGetInt64(out number) && number >= 0, "data", Form);
            Require(json.Read() && json.TokenType == JsonTokenType.EndArray, "data", Form);
            data.Add(new FolderStretch(pair[0], pair[1]));
        }

        Require(json.TokenType == JsonTokenType.EndArray, "data", Form);
        return data;
    }

    private static void WriteData(Utf8JsonWriter json, IReadOnlyList<FolderStretch> data)
    {
        json.WriteStartArray("data");
        foreach (var stretch in data)
        {
            json.WriteStartArray();
            json.WriteNumberValue(stretch.Offset);
            json.WriteNumberValue(stretch.Length);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static string TextOf(ref Utf8JsonReader json, string about)
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new FolderTreeException(about, "a text has half of a pair of surrogates, or is not UTF-8");
        }
    }

    private static string TypeOf(FolderEntryKind kind) => kind switch
    {
        FolderEntryKind.File => "file",
        FolderEntryKind.Folder => "dir",
        _ => "link",
    };
}
