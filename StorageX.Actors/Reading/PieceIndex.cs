using System.Runtime.InteropServices;
using System.Text;
using Newtonsoft.Json;
using StorageX.Manifests;
using StorageX.Pieces;

namespace StorageX.Reading;

/// <summary>
/// Finds the piece that has a byte of the file. The pieces of a very large file are kept in a temporary file, in groups, of which
/// memory has only where each begins: 1 MB for the 4 million pieces of 10 TB. Any number may ask at once.
/// </summary>
internal sealed class PieceIndex : IAsyncDisposable
{
    private const int GroupSize = 64;
    private readonly Lock _gate = new();
    private readonly List<Group> _groups = [];
    private readonly TextSpool? _text;
    private (int Number, IReadOnlyList<ManifestPiece> Pieces) _loaded;

    private PieceIndex(TextSpool text) => (_text, _loaded) = (text, (-1, []));

    private PieceIndex(IReadOnlyList<ManifestPiece> pieces) => (_groups, _loaded) = ([new Group(0, 0)], (0, pieces));

    /// <summary>Makes the index of a manifest, walking its pieces once unless they are in memory already.</summary>
    /// <exception cref="TransferException">The temporary file cannot be written.</exception>
    public static async Task<PieceIndex> OfAsync(Manifest manifest, CancellationToken cancel)
    {
        if (manifest.Pieces is IReadOnlyList<ManifestPiece> pieces)
            return new PieceIndex(pieces);
        var index = new PieceIndex(new TextSpool());
        try
        {
            var at = 0L;
            foreach (var group in manifest.Pieces.Chunk(GroupSize))
            {
                var text = Write(group);
                index._groups.Add(new Group(group[0].Offset, at));
                await index._text!.WriteAsync(text, cancel);
                at += text.Length;
            }

            return index;
        }
        catch
        {
            await index.DisposeAsync();
            throw;
        }
    }

    /// <summary>The piece that has the byte at <paramref name="offset"/>, and those after it.</summary>
    /// <param name="offset">0 or more, and less than the file's size.</param>
    /// <param name="more">How many of those after it.</param>
    /// <param name="until">Only those of them that begin before this byte.</param>
    public IReadOnlyList<ManifestPiece> Find(long offset, int more, long until)
    {
        lock (_gate)
        {
            var found = new List<ManifestPiece>(1 + more);
            var group = LastNotAfter(_groups, begin => begin.Offset, offset);
            var pieces = Load(group);
            for (var number = LastNotAfter(pieces, piece => piece.Offset, offset); found.Count <= more; number++)
            {
                if (number == pieces.Count && ++group == _groups.Count)
                    break;
                if (number == pieces.Count)
                    (number, pieces) = (0, Load(group));
                if (found.Count > 0 && pieces[number].Offset >= until)
                    break;
                found.Add(pieces[number]);
            }

            return found;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _text?.DisposeAsync() ?? default;

    private IReadOnlyList<ManifestPiece> Load(int group)
    {
        if (group == _loaded.Number)
            return _loaded.Pieces;
        using var json = ManifestJson.Open(new StreamReader(_text!.OpenText(_groups[group].Text), Encoding.UTF8));
        json.Read();
        _loaded = (group, ManifestEntry.ReadAll(json).ToList());
        return _loaded.Pieces;
    }

    private static int LastNotAfter<T>(IReadOnlyList<T> items, Func<T, long> offsetOf, long offset)
    {
        var (low, high) = (0, items.Count - 1);
        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            (low, high) = offsetOf(items[middle]) <= offset ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    private static byte[] Write(ManifestPiece[] pieces)
    {
        using var text = new MemoryStream();
        using (var json = new JsonTextWriter(new StreamWriter(text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false))))
        {
            json.WriteStartArray();
            foreach (var piece in pieces)
                ManifestEntry.Write(json, piece);
            json.WriteEndArray();
        }

        return text.ToArray();
    }

    /// <summary>Where a group begins: in the file, and in the text.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Group(long Offset, long Text);
}
