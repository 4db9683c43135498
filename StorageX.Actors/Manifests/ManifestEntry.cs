using Newtonsoft.Json;

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
        WriteBytes(json, piece.Checksum, piece.Secret, piece.Mirrors);
        if (piece.Parity.Count > 0)
        {
            json.WritePropertyName("parity");
            json.WriteStartArray();
            foreach (var parity in piece.Parity)
            {
                json.WriteStartObject();
                ManifestJson.Write(json, "key", parity.Key);
                ManifestJson.Write(json, "size", parity.Size);
                WriteBytes(json, parity.Checksum, parity.Secret, parity.Mirrors);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteBytes(JsonTextWriter json, string checksum, ReadOnlyMemory<byte>? secret, IReadOnlyList<string> mirrors)
    {
        ManifestJson.Write(json, "checksum", checksum);
        if (secret is { } bytes)
            ManifestJson.Write(json, "secret", System.Buffers.Text.Base64Url.EncodeToString(bytes.Span));
        if (mirrors.Count == 0)
            return;
        json.WritePropertyName("mirrors");
        json.WriteStartArray();
        foreach (var mirror in mirrors)
            json.WriteValue(mirror);
        json.WriteEndArray();
    }

    private static ManifestPiece Read(JsonTextReader json, int index)
    {
        var entry = new EntryFields($"piece {index}");
        entry.Read(json);
        return entry.ToPiece();
    }
}
