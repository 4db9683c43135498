using StorageX.Buffers;
using StorageX.Pieces.Parity;

namespace StorageX.Specs.Pieces.Parity;

/// <summary>A group of pieces with its parity, by their places: parity from the scheme's number of data pieces on.</summary>
internal sealed record Group(ParityScheme Scheme, byte[][] Data, byte[][] Parity)
{
    /// <summary>All places that the group has.</summary>
    public int[] Places => [.. Enumerable.Range(0, Data.Length), .. Enumerable.Range(Scheme.Data, Scheme.Parity)];

    public int Longest => Data.Max(piece => piece.Length);

    public byte[] this[int place] => place < Scheme.Data ? Data[place] : Parity[place - Scheme.Data];

    /// <summary>The groups of <c>Vectors/parity/groups.txt</c>, which Python made.</summary>
    public static IEnumerable<Group> Vectors() =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", "parity", "groups.txt")).TrimEnd().Split("\n\n").Select(Read);

    /// <summary>Encodes pieces in an order, which is theirs unless another is given.</summary>
    public static Group Encode(ParityScheme scheme, byte[][] data, ParityPath? path = null, int[]? order = null)
    {
        using var encoder = new ParityEncoder(scheme, data.Max(piece => piece.Length), path);
        foreach (var place in order ?? [.. Enumerable.Range(0, data.Length)])
            encoder.Add(place, PooledBytes.CopyOf(data[place]));
        return new Group(scheme, data, Bytes(encoder.Finish()));
    }

    /// <summary>Random pieces, of any lengths up to one.</summary>
    public static Group Random(Random random, ParityScheme scheme, int pieces, int longest)
    {
        var data = Enumerable.Range(0, pieces).Select(_ => new byte[random.Next(longest + 1)]).ToArray();
        foreach (var piece in data)
            random.NextBytes(piece);
        return Encode(scheme, data);
    }

    /// <summary>The wanted pieces, computed from those at the other places, which are added in that order.</summary>
    public byte[][] Restore(ParityPlan plan, IEnumerable<int> order, ParityPath? path = null)
    {
        using var decoder = new ParityDecoder(plan, [.. plan.Wanted.Select(place => this[place].Length)], path);
        foreach (var place in order)
            decoder.Add(place, PooledBytes.CopyOf(this[place]));
        return Bytes(decoder.Finish());
    }

    /// <summary>Copies buffers and gives them back.</summary>
    public static byte[][] Bytes(PooledBytes[] buffers)
    {
        var bytes = buffers.Select(buffer => buffer.Span.ToArray()).ToArray();
        foreach (var buffer in buffers)
            buffer.Dispose();
        return bytes;
    }

    private static Group Read(string block)
    {
        var lines = block.Split('\n');
        byte[][] Of(string what) => [.. lines.Where(line => line.StartsWith(what, StringComparison.Ordinal)).Select(line => Convert.FromHexString(line.Split(' ')[2]))];
        return new Group(ParityScheme.Parse(lines[0].Split(": ")[1]), Of("data"), Of("parity"));
    }
}
