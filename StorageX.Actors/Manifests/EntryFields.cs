using Newtonsoft.Json;
using StorageX.Containers;
using static StorageX.Manifests.ManifestJson;

namespace StorageX.Manifests;

/// <summary>The fields of a piece's entry, or of one of parity, as they are read, in whatever order they stand.</summary>
/// <param name="name">What errors call it, for example "piece 3".</param>
internal sealed class EntryFields(string name)
{
    private const int MostMirrors = 15;
    private const int MostParity = ParityScheme.MostPieces - 1;
    private int? _seq;
    private int? _size;
    private long? _offset;
    private string? _key;
    private ReadOnlyMemory<byte>? _secret;
    private string _checksum = "";
    private IReadOnlyList<string> _mirrors = [];
    private IReadOnlyList<ParityPiece> _parity = [];

    /// <summary>Reads an object that the reader stands at the start of.</summary>
    /// <param name="json">The reader.</param>
    /// <param name="isParity">Whether it is a piece of parity, whose place in the array is all that is known of its place.</param>
    /// <exception cref="ManifestException">It is none, or a field is not what it should be.</exception>
    public void Read(JsonTextReader json, bool isParity = false)
    {
        Require(json.TokenType == JsonToken.StartObject, $"{name} is not an object");
        var seen = new HashSet<string>();
        while (NextField(json, seen) is { } field)
        {
            switch (field)
            {
                case "seq" when !isParity: _seq = Whole(json, field, 0, int.MaxValue - 1); break;
                case "offset" when !isParity: _offset = Long(json, field); break;
                case "parity" when !isParity: _parity = [.. Parity(json)]; break;
                case "key": _key = Text(json, field); break;
                case "size": _size = Whole(json, field, 0, int.MaxValue); break;
                case "checksum": _checksum = Text(json, field); break;
                case "secret": _secret = Secret(Text(json, field)); break;
                case "mirrors": _mirrors = [.. Mirrors(json)]; break;
                default: json.Skip(); break;
            }
        }
    }

    /// <summary>The piece.</summary>
    /// <exception cref="ManifestException">A field is missing.</exception>
    public ManifestPiece ToPiece()
    {
        Require(_seq is not null && _key is not null && _offset is not null && _size is not null, $"{name} lacks its seq, key, offset or size");
        return new ManifestPiece(_seq!.Value, _key!, _offset!.Value, _size!.Value, _checksum, _secret) { Mirrors = _mirrors, Parity = _parity };
    }

    private ParityPiece ToParity()
    {
        Require(_key is not null && _size is not null, $"{name} lacks its key or size");
        return new ParityPiece(_key!, _size!.Value, _checksum, _secret) { Mirrors = _mirrors };
    }

    private IEnumerable<string> Mirrors(JsonTextReader json) => Array(json, "mirrors", MostMirrors, _ => Text(json, "mirrors"));

    private IEnumerable<ParityPiece> Parity(JsonTextReader json) => Array(json, "parity", MostParity, place =>
    {
        var parity = new EntryFields($"parity {place} of {name}");
        parity.Read(json, isParity: true);
        return parity.ToParity();
    });

    private IEnumerable<T> Array<T>(JsonTextReader json, string field, int most, Func<int, T> read)
    {
        Require(json.TokenType == JsonToken.StartArray, $"\"{field}\" of {name} is not an array");
        var count = 0;
        for (; json.Read() && json.TokenType != JsonToken.EndArray; count++)
        {
            Require(count < most, $"\"{field}\" of {name} has more than {most} items");
            yield return read(count);
        }

        Require(json.TokenType == JsonToken.EndArray && count > 0, $"\"{field}\" of {name} is empty");
    }

    private ReadOnlyMemory<byte> Secret(string text)
    {
        var secret = new byte[PieceSecret.Length];
        Require(CanonicalBase64Url.TryDecode(text, secret), $"{name} has no usable secret");
        return secret;
    }
}
