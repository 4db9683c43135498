using System.Globalization;
using Newtonsoft.Json;
using StorageX.Images;
using static StorageX.Manifests.ManifestJson;

namespace StorageX.Manifests;

/// <summary>The fields of a manifest as they are read, in whatever order they stand.</summary>
internal sealed class ManifestFields
{
    private const int LargestSide = 1 << 20;
    private const int HighestLevel = 3;
    private const int LargestInline = 1024;
    private const int MostCritical = 64;

    private static readonly HashSet<string> Known =
    [
        "protocol_version", "filename", "piece_width", "piece_height", "pieces", "size", "created", "inline", "level", "file_size", "critical",
        "seq", "key", "offset", "checksum", "secret", "mirrors", "parity", "k", "m", "tree",
    ];

    private double? _version;
    private string? _name;
    private int? _width;
    private int? _height;
    private long? _size;
    private long? _fileSize;
    private int _level;
    private DateTimeOffset? _created;
    private byte[]? _inline;
    private ParityScheme? _parity;
    private long? _tree;
    private bool _hasPieces;
    private List<string> _critical = [];

    /// <summary>Reads all fields of the object that the reader has entered.</summary>
    /// <param name="json">The reader.</param>
    /// <param name="take">Is given each piece as it comes.</param>
    /// <exception cref="ManifestException">A field is not what it should be.</exception>
    public void Read(JsonTextReader json, Action<ManifestPiece> take)
    {
        var seen = new HashSet<string>();
        while (NextField(json, seen) is { } field)
        {
            switch (field)
            {
                case "protocol_version": RequireVersion((_version = Number(json, field)).Value); break;
                case "filename": _name = Text(json, field); break;
                case "piece_width": _width = Whole(json, field, 1, LargestSide); break;
                case "piece_height": _height = Whole(json, field, 1, LargestSide); break;
                case "size": _size = Long(json, field); break;
                case "file_size": _fileSize = Long(json, field); break;
                case "level": _level = Whole(json, field, 0, HighestLevel); break;
                case "created": _created = Time(json, field); break;
                case "inline": _inline = InlineBytes(Text(json, field)); break;
                case "parity": _parity = ReadParity(json); break;
                case "tree": _tree = ReadTree(json); break;
                case "critical": _critical = ReadNames(json); break;
                case "pieces": ReadPieces(json, take); break;
                default: json.Skip(); break;
            }
        }
    }

    /// <summary>The manifest, without its pieces.</summary>
    /// <param name="sizeOfPieces">The bytes of all pieces, if they have been walked in order; null if they will be.</param>
    /// <exception cref="ManifestException">A field is missing, or contradicts another.</exception>
    public Manifest ToManifest(long? sizeOfPieces)
    {
        Require(_version is not null, "\"protocol_version\" is missing");
        Require(_width is not null, "\"piece_width\" is missing");
        Require(_height is not null, "\"piece_height\" is missing");
        Require(_name is not null || _level > 0, "\"filename\" is missing");
        var manifest = new Manifest(_version!.Value, _name ?? "", _width!.Value, _height!.Value, []) { Level = _level, Created = _created, FileSize = _fileSize };
        if (manifest.IsFormat1)
        {
            Require(_hasPieces, "\"pieces\" is missing");
            return manifest with { Level = 0 };
        }

        var unknown = _critical.FirstOrDefault(name => !Known.Contains(name));
        if (unknown is not null)
            throw new ManifestException($"it has the field \"{unknown}\", which must be understood to follow it") { NeedsNewerVersion = true };
        Require(new CanvasSize(_width.Value, _height.Value).Raster <= CanvasSize.MaxRaster, "\"piece_width\" and \"piece_height\" make a larger canvas than there is");
        Require(_size is not null, "\"size\" is missing");
        Require(_hasPieces != (_inline is not null), "it must have either \"pieces\" or \"inline\"");
        Require(_inline is null || _level == 0, "\"inline\" stands at a level above 0");
        Require(sizeOfPieces is null || _inline is not null || sizeOfPieces == _size, $"it says that the size is {_size}, and its pieces have {sizeOfPieces} bytes");
        if (_tree is { } tree)
        {
            Require(_level == 0, "\"tree\" stands at a level above 0");
            Require(_critical.Contains("tree"), "\"critical\" does not name \"tree\"");
            Require(tree < _size, $"\"tree\" begins at byte {tree}, and the size is {_size}");
        }

        return manifest with { TreeOffset = _tree, Size = _size!.Value, Parity = _parity, Inline = _inline is null ? (ReadOnlyMemory<byte>?)null : _inline };
    }

    private static byte[] InlineBytes(string text)
    {
        var bytes = new byte[LargestInline];
        Require(
            text.Length <= ((LargestInline + 2) / 3) * 4 && Convert.TryFromBase64String(text, bytes, out var length)
            && Convert.ToBase64String(bytes, 0, length) == text && (bytes = bytes[..length]).Length == length,
            $"\"inline\" is not base64 of at most {LargestInline} bytes");
        return bytes;
    }

    private static List<string> ReadNames(JsonTextReader json)
    {
        Require(json.TokenType == JsonToken.StartArray, "\"critical\" is not an array");
        var names = new List<string>();
        while (json.Read() && json.TokenType != JsonToken.EndArray)
        {
            names.Add(Text(json, "critical"));
            Require(names.Count <= MostCritical, $"\"critical\" has more than {MostCritical} names");
        }

        return names;
    }

    private static ParityScheme ReadParity(JsonTextReader json)
    {
        Require(json.TokenType == JsonToken.StartObject, "\"parity\" is not an object");
        var seen = new HashSet<string>();
        int? data = null, parity = null;
        while (NextField(json, seen) is { } field)
        {
            switch (field)
            {
                case "k": data = Whole(json, field, 1, ParityScheme.MostPieces - 1); break;
                case "m": parity = Whole(json, field, 1, ParityScheme.MostPieces - 1); break;
                default: json.Skip(); break;
            }
        }

        Require(data + parity <= ParityScheme.MostPieces, $"\"parity\" needs k and m, of at most {ParityScheme.MostPieces} together");
        return new ParityScheme(data!.Value, parity!.Value);
    }

    private static long ReadTree(JsonTextReader json)
    {
        Require(json.TokenType == JsonToken.StartObject, "\"tree\" is not an object");
        var seen = new HashSet<string>();
        long? offset = null;
        while (NextField(json, seen) is { } field)
        {
            if (field == "offset")
                offset = Long(json, field);
            else
                json.Skip();
        }

        Require(offset is not null, "\"tree\" lacks its offset");
        return offset!.Value;
    }

    private static void RequireVersion(double version)
    {
        if (version is not (1.0 or (>= 2.0 and < 3.0)))
        {
            throw new ManifestException($"it has version {version.ToString("0.0##", CultureInfo.InvariantCulture)}, and this program reads 1.0 and 2")
            {
                NeedsNewerVersion = version > 1.0 && double.IsFinite(version),
            };
        }
    }

    private void ReadPieces(JsonTextReader json, Action<ManifestPiece> take)
    {
        _hasPieces = true;
        foreach (var piece in ManifestEntry.ReadAll(json))
            take(piece);
    }
}
