using System.Text;
using Newtonsoft.Json;
using StorageX.Buffers;

namespace StorageX.Manifests;

/// <summary>The text of one level of a manifest of format 2, as far as it has not been handed out yet.</summary>
internal sealed class ManifestLevel : IDisposable
{
    private readonly BlockBuffer _text = new();
    private readonly JsonTextWriter _json;
    private readonly int _level;
    private long _listed;
    private int _count;

    /// <param name="head">The file's name, and the canvas of a full piece.</param>
    /// <param name="level">0 to 3.</param>
    public ManifestLevel(Manifest head, int level)
    {
        _level = level;
        _json = new JsonTextWriter(new StreamWriter(_text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)));
        ManifestJson.WriteHead(_json, head with { ProtocolVersion = 2.0, Parity = level == 0 ? head.Parity : null });
        if (level > 0)
            ManifestJson.Write(_json, "level", level);
        else if (head.TreeOffset is not null)
            ManifestJson.WriteCritical(_json, "tree");
    }

    /// <summary>Bytes of text that wait.</summary>
    public int Waiting
    {
        get
        {
            _json.Flush();
            return (int)_text.Length;
        }
    }

    /// <summary>Bytes of text that have been handed out.</summary>
    public long HandedOut { get; private set; }

    /// <summary>Whether the text is complete.</summary>
    public bool Ended { get; private set; }

    /// <summary>Lists a piece; its seq and offset follow from those before.</summary>
    public void Add(ManifestPiece piece)
    {
        if (_count == 0)
            ManifestJson.WritePieces(_json);
        ManifestEntry.Write(_json, piece with { Seq = _count++, Offset = _listed });
        _listed += piece.Size;
    }

    /// <summary>Completes the text.</summary>
    /// <param name="manifest">The file's size, time and inline bytes.</param>
    public void End(Manifest manifest)
    {
        if (manifest.Inline is { } inline && _level == 0)
        {
            ManifestJson.Write(_json, "inline", Convert.ToBase64String(inline.Span));
        }
        else
        {
            if (_count == 0)
                ManifestJson.WritePieces(_json);
            _json.WriteEndArray();
        }

        ManifestJson.Write(_json, "size", _level == 0 ? manifest.Size : _listed);
        if (_level > 0)
            ManifestJson.Write(_json, "file_size", manifest.Size);
        else if (manifest.TreeOffset is { } tree)
            ManifestJson.WriteTree(_json, tree);
        if (manifest.Created is { } created)
            ManifestJson.Write(_json, "created", created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"));
        _json.WriteEndObject();
        Ended = true;
    }

    /// <summary>Hands out the first bytes of the text that waits; the caller disposes them.</summary>
    /// <param name="most">How many at most.</param>
    public PooledBytes Take(int most)
    {
        var length = Math.Min(most, Waiting);
        HandedOut += length;
        return _text.Take(length);
    }

    /// <inheritdoc/>
    public void Dispose() => ((IDisposable)_json).Dispose();
}
