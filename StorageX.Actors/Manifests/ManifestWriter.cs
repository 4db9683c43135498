using System.Text;
using Newtonsoft.Json;

namespace StorageX.Manifests;

/// <summary>Writes manifests of format 1 as the original does: one JSON object, UTF-8 without a byte order mark.</summary>
public static class ManifestWriter
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The manifest's bytes.</summary>
    public static byte[] Write(Manifest manifest)
    {
        using var bytes = new MemoryStream();
        using (var json = new JsonTextWriter(new StreamWriter(bytes, Utf8)))
        {
            ManifestJson.WriteHead(json, manifest);
            ManifestJson.WritePieces(json);
            foreach (var piece in manifest.Pieces)
                ManifestEntry.Write(json, piece);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }
}
