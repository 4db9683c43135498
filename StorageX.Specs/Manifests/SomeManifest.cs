using StorageX.Manifests;

namespace StorageX.Specs.Manifests;

/// <summary>Manifests for specs.</summary>
internal static class SomeManifest
{
    /// <summary>A sound manifest of pieces with these keys and sizes.</summary>
    public static Manifest Of(string name, int width, int height, string[] keys, int[] sizes)
    {
        var (pieces, offset) = (new List<ManifestPiece>(), 0L);
        for (var seq = 0; seq < keys.Length; seq++)
        {
            pieces.Add(new ManifestPiece(seq, keys[seq], offset, sizes[seq], seq % 2 == 0 ? "" : "sha256:" + new string('a', 64)));
            offset += sizes[seq];
        }

        return new Manifest(1.0, name, width, height, pieces);
    }

    /// <summary>The JSON text of a manifest; each field can be replaced by another text, and is left out for an empty one.</summary>
    public static string Json(string version = "1.0", string name = "\"f\"", string width = "32", string height = "32", string pieces = "[]") =>
        $"{{{string.Join(',', Fields(("protocol_version", version), ("filename", name), ("piece_width", width), ("piece_height", height), ("pieces", pieces)))}}}";

    /// <summary>The JSON text of a piece, as <see cref="Json"/>.</summary>
    public static string Piece(string seq = "0", string key = "\"k\"", string offset = "0", string size = "1", string checksum = "\"\"") =>
        $"{{{string.Join(',', Fields(("seq", seq), ("key", key), ("offset", offset), ("size", size), ("checksum", checksum)))}}}";

    private static IEnumerable<string> Fields(params (string Name, string Value)[] fields) =>
        fields.Where(field => field.Value.Length > 0).Select(field => $"\"{field.Name}\":{field.Value}");
}
