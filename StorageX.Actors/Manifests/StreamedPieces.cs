using System.Collections;
using System.Text;

namespace StorageX.Manifests;

/// <summary>The pieces of a manifest whose text has been checked; each walk reads the text again, so memory stays flat.</summary>
/// <param name="open">Opens the text, from its start.</param>
/// <param name="count">How many pieces it lists.</param>
internal sealed class StreamedPieces(Func<Stream> open, int count) : IReadOnlyCollection<ManifestPiece>
{
    /// <inheritdoc/>
    public int Count => count;

    /// <inheritdoc/>
    public IEnumerator<ManifestPiece> GetEnumerator()
    {
        using var json = ManifestJson.Open(new StreamReader(open(), Encoding.UTF8));
        json.Read();
        var seen = new HashSet<string>();
        while (ManifestJson.NextField(json, seen) is { } field)
        {
            if (field != "pieces")
            {
                json.Skip();
                continue;
            }

            foreach (var piece in ManifestEntry.ReadAll(json))
                yield return piece;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
