using System.Globalization;
using System.Text;
using Newtonsoft.Json;

namespace StorageX.Manifests;

/// <summary>Reads manifests of format 1, and refuses every one whose pieces do not make one whole file.</summary>
public static class ManifestReader
{
    private const int DeepestNesting = 8;

    /// <summary>Reads a manifest.</summary>
    /// <param name="utf8">The JSON text; its length bounds how many pieces there can be.</param>
    /// <exception cref="ManifestException">It is not JSON, not a manifest, of a newer version, or does not add up.</exception>
    public static Manifest Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(utf8.Span);
            using var json = new JsonTextReader(new StringReader(text))
            {
                MaxDepth = DeepestNesting,
                DateParseHandling = DateParseHandling.None,
                FloatParseHandling = FloatParseHandling.Double,
            };
            Require(json.Read() && json.TokenType == JsonToken.StartObject, "it is not a JSON object");
            var manifest = ReadManifest(json);
            Require(!json.Read(), "something follows the JSON object");
            return manifest;
        }
        catch (Exception error) when (error is JsonException or DecoderFallbackException or OverflowException or FormatException)
        {
            throw new ManifestException("it is not a JSON object in UTF-8", error);
        }
    }

    private static Manifest ReadManifest(JsonTextReader json)
    {
        var seen = new HashSet<string>();
        double? version = null;
        string? name = null;
        int? width = null, height = null;
        List<ManifestPiece>? pieces = null;
        while (NextField(json, seen) is { } field)
        {
            switch (field)
            {
                case "protocol_version": version = Number(json, field); RequireVersion(version.Value); break;
                case "filename": name = Text(json, field); break;
                case "piece_width": width = Whole(json, field, 1, 1 << 20); break;
                case "piece_height": height = Whole(json, field, 1, 1 << 20); break;
                case "pieces": pieces = ReadPieces(json); break;
                default: json.Skip(); break;
            }
        }

        Require(version is not null, "\"protocol_version\" is missing");
        Require(name is not null, "\"filename\" is missing");
        Require(width is not null, "\"piece_width\" is missing");
        Require(height is not null, "\"piece_height\" is missing");
        Require(pieces is not null, "\"pieces\" is missing");
        var manifest = new Manifest(version!.Value, name!, width!.Value, height!.Value, pieces!);
        ManifestCheck.RequireWhole(manifest);
        return manifest;
    }

    /// <summary>The pieces by ascending seq, counted from 0 also where the writer counted from 1.</summary>
    private static List<ManifestPiece> ReadPieces(JsonTextReader json)
    {
        Require(json.TokenType == JsonToken.StartArray, "\"pieces\" is not an array");
        var pieces = new List<ManifestPiece>();
        while (json.Read() && json.TokenType != JsonToken.EndArray)
            pieces.Add(ReadPiece(json, pieces.Count));
        pieces.Sort((one, other) => one.Seq.CompareTo(other.Seq));
        return pieces is [{ Seq: 1 }, ..] ? pieces.ConvertAll(piece => piece with { Seq = piece.Seq - 1 }) : pieces;
    }

    private static ManifestPiece ReadPiece(JsonTextReader json, int index)
    {
        Require(json.TokenType == JsonToken.StartObject, $"piece {index} is not an object");
        var seen = new HashSet<string>();
        int? seq = null, size = null;
        long? offset = null;
        string? key = null;
        var checksum = "";
        while (NextField(json, seen) is { } field)
        {
            switch (field)
            {
                case "seq": seq = Whole(json, field, 0, int.MaxValue - 1); break;
                case "key": key = Text(json, field); break;
                case "offset": offset = Long(json, field); break;
                case "size": size = Whole(json, field, 0, int.MaxValue); break;
                case "checksum": checksum = Text(json, field); break;
                default: json.Skip(); break;
            }
        }

        Require(seq is not null && key is not null && offset is not null && size is not null, $"piece {index} lacks its seq, key, offset or size");
        return new ManifestPiece(seq!.Value, key!, offset!.Value, size!.Value, checksum);
    }

    /// <summary>Reads on to the next field's value and answers the field's name; null at the object's end.</summary>
    private static string? NextField(JsonTextReader json, HashSet<string> seen)
    {
        Require(json.Read(), "it ends in the middle of an object");
        if (json.TokenType == JsonToken.EndObject)
            return null;
        var field = (string)json.Value!;
        Require(seen.Add(field), $"the field \"{field}\" stands twice in one object");
        Require(json.Read(), "it ends in the middle of an object");
        return field;
    }

    private static double Number(JsonTextReader json, string field) => json.TokenType switch
    {
        JsonToken.Float => (double)json.Value!,
        JsonToken.Integer when json.Value is long whole => whole,
        _ => throw new ManifestException($"\"{field}\" is not a number"),
    };

    private static string Text(JsonTextReader json, string field) => json.TokenType == JsonToken.String
        ? (string)json.Value!
        : throw new ManifestException($"\"{field}\" is not a string");

    private static long Long(JsonTextReader json, string field) => json is { TokenType: JsonToken.Integer, Value: long and >= 0 and var value }
        ? value
        : throw new ManifestException($"\"{field}\" is not a whole number from 0");

    private static int Whole(JsonTextReader json, string field, int least, int most) => Long(json, field) is var value && value >= least && value <= most
        ? (int)value
        : throw new ManifestException($"\"{field}\" is not a whole number from {least} to {most}");

    private static void RequireVersion(double version)
    {
        if (version != 1.0)
        {
            throw new ManifestException($"it has version {version.ToString("0.0##", CultureInfo.InvariantCulture)}, and this program reads 1.0")
            {
                NeedsNewerVersion = version > 1.0 && double.IsFinite(version),
            };
        }
    }

    private static void Require(bool holds, string defect)
    {
        if (!holds)
            throw new ManifestException(defect);
    }
}
