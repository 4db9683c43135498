using Newtonsoft.Json;
using StorageX.Containers;

namespace StorageX.Manifests;

/// <summary>A piece's entry, as the JSON of a manifest has it.</summary>
internal static class ManifestEntry
{
    /// <summary>The entries of an array that the reader stands at the start of, as they come.</summary>
    /// <exception cref="ManifestException">It is no array of entries.</exception>
    public static IEnumerable<ManifestPiece> ReadAll(JsonTextReader json)
    {
        ManifestJson.Require(json.TokenType == JsonToken.StartArray, "\"pieces\" is not an array");
        for (var index = 0; json.Read() && json.TokenType != JsonToken.EndArray; index++)
            yield return Read(json, index);
        ManifestJson.Require(json.TokenType == JsonToken.EndArray, "it ends in the middle of its pieces");
    }

    /// <summary>Writes an entry.</summary>
    public static void Write(JsonTextWriter json, ManifestPiece piece)
    {
        json.WriteStartObject();
        ManifestJson.Write(json, "seq", piece.Seq);
        ManifestJson.Write(json, "key", piece.Key);
        ManifestJson.Write(json, "offset", piece.Offset);
        ManifestJson.Write(json, "size", piece.Size);
        ManifestJson.Write(json, "checksum", piece.Checksum);
        if (piece.Secret is { } secret)
            ManifestJson.Write(json, "secret", System.Buffers.Text.Base64Url.EncodeToString(secret.Span));
        json.WriteEndObject();
    }

    private static ManifestPiece Read(JsonTextReader json, int index)
    {
        ManifestJson.Require(json.TokenType == JsonToken.StartObject, $"piece {index} is not an object");
        var seen = new HashSet<string>();
        int? seq = null, size = null;
        long? offset = null;
        string? key = null;
        ReadOnlyMemory<byte>? secret = null;
        var checksum = "";
        while (ManifestJson.NextField(json, seen) is { } field)
        {
            switch (field)
            {
                case "seq": seq = ManifestJson.Whole(json, field, 0, int.MaxValue - 1); break;
                case "key": key = ManifestJson.Text(json, field); break;
                case "offset": offset = ManifestJson.Long(json, field); break;
                case "size": size = ManifestJson.Whole(json, field, 0, int.MaxValue); break;
                case "checksum": checksum = ManifestJson.Text(json, field); break;
                case "secret": secret = Secret(ManifestJson.Text(json, field), index); break;
                default: json.Skip(); break;
            }
        }

        ManifestJson.Require(seq is not null && key is not null && offset is not null && size is not null, $"piece {index} lacks its seq, key, offset or size");
        return new ManifestPiece(seq!.Value, key!, offset!.Value, size!.Value, checksum, secret);
    }

    private static ReadOnlyMemory<byte> Secret(string text, int index)
    {
        var secret = new byte[PieceSecret.Length];
        ManifestJson.Require(CanonicalBase64Url.TryDecode(text, secret), $"piece {index} has no usable secret");
        return secret;
    }
}
