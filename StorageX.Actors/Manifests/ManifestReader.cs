using System.Runtime.InteropServices;
using System.Text;
using Newtonsoft.Json;
using static StorageX.Manifests.ManifestJson;

namespace StorageX.Manifests;

/// <summary>Reads manifests of both formats, and refuses every one whose pieces do not make one whole file.</summary>
public static class ManifestReader
{
    /// <summary>Reads a manifest and keeps its pieces in memory.</summary>
    /// <param name="utf8">The JSON text; its length bounds how many pieces there can be.</param>
    /// <param name="format2Only">Whether it came out of an encrypted container, where format 1 has no place.</param>
    /// <exception cref="ManifestException">It is not JSON, not a manifest, of a newer version, or does not add up.</exception>
    public static Manifest Read(ReadOnlyMemory<byte> utf8, bool format2Only = false)
    {
        var pieces = new List<ManifestPiece>();
        using var text = MemoryMarshal.TryGetArray(utf8, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(utf8.ToArray(), writable: false);
        var manifest = Parse(text, pieces.Add, new ManifestCheck(), inOrder: false);
        Require(!(format2Only && manifest.IsFormat1), "it is of format 1 inside of format 2");
        if (manifest.IsFormat1)
        {
            pieces.Sort((one, other) => one.Seq.CompareTo(other.Seq));
            if (pieces is [{ Seq: 1 }, ..])
                pieces = pieces.ConvertAll(piece => piece with { Seq = piece.Seq - 1 });
        }

        manifest = manifest with { Pieces = pieces };
        ManifestCheck.RequireWhole(manifest);
        return manifest;
    }

    /// <summary>Reads a manifest of format 2 whose pieces are too many for the memory: each walk over them reads the text again.</summary>
    /// <param name="utf8">The text, which may come bit by bit, and is read once.</param>
    /// <param name="open">Opens what has come of it, from its start, again and again; first when all of it has been read.</param>
    /// <param name="grown">Is told after each piece how many bytes those so far have together.</param>
    /// <exception cref="ManifestException">It is not JSON, not a manifest, of a newer version, or does not add up.</exception>
    internal static Manifest Read(Stream utf8, Func<Stream> open, Action<long>? grown = null)
    {
        var check = new ManifestCheck();
        var manifest = Parse(utf8, Take, check, inOrder: true);
        Require(!manifest.IsFormat1, "a manifest of format 1 is one image");
        manifest = manifest with { Pieces = new StreamedPieces(open, check.Count) };
        check.End(manifest);
        return manifest;

        void Take(ManifestPiece piece)
        {
            check.Next(piece);
            grown?.Invoke(check.Size);
        }
    }

    private static Manifest Parse(Stream utf8, Action<ManifestPiece> take, ManifestCheck check, bool inOrder)
    {
        try
        {
            using var guard = new ManifestGuard(utf8);
            using var json = Open(new StreamReader(guard, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false));
            Require(json.Read() && json.TokenType == JsonToken.StartObject, "it is not a JSON object");
            var fields = new ManifestFields();
            fields.Read(json, piece =>
            {
                guard.Listed();
                take(piece);
            });
            Require(!json.Read(), "something follows the JSON object");
            return fields.ToManifest(inOrder ? check.Size : null);
        }
        catch (Exception error) when (error is JsonException or DecoderFallbackException or OverflowException or FormatException or ArgumentException)
        {
            throw new ManifestException("it is not a JSON object in UTF-8", error);
        }
    }
}
