using StorageX.Bench.Measuring;
using StorageX.Pieces.Parity;

namespace StorageX.Bench.Parity;

/// <summary>
/// Parity in memory, one thread, on full pieces of random bytes from a pool that no cache holds, beside ISA-L: piece by piece as an
/// upload must do it, and with the whole group in memory.
/// </summary>
internal static class ParityBench
{
    /// <summary>The kinds of work that there is a goal for.</summary>
    public static readonly IReadOnlyList<string> Encoding = ["10+2", "10+4", "20+4"];

    private static readonly int[] Lost = [1, 4, 7, 9];

    /// <summary>Measures and prints; answers the exit code.</summary>
    /// <param name="args">The number of rounds; 15 without it.</param>
    public static int Run(string[] args)
    {
        Console.WriteLine(Machine.Describe());
        Console.WriteLine(Isal.IsInstalled ? "" : "skip ISA-L: no libisal.so.2 (libisal2)\n");
        Console.WriteLine(Measure(args.Length > 0 ? int.Parse(args[0]) : 15).ToMarkdown());
        return 0;
    }

    /// <summary>Measures everything; medians of so many rounds.</summary>
    public static ParityFigures Measure(int rounds)
    {
        using var ours = new RotatingPieces();
        using var theirs = new AlignedPieces();
        return new ParityFigures([
            .. Encoding.Select(ParityScheme.Parse).SelectMany(scheme => Rows($"{scheme}", scheme.Data, Encoders(scheme, ours, theirs), rounds)),
            .. Rows($"{Lost.Length} lost of 10+4", 10, Decoders(new ParityScheme(10, 4), ours, theirs), rounds),
        ]);
    }

    /// <summary>Adds one piece to a group, which is ended when it is full.</summary>
    public static Action<int> PieceByPiece(ParityScheme scheme, RotatingPieces pieces)
    {
        var encoder = new ParityEncoder(scheme, References.PieceBytes);
        return _ =>
        {
            encoder.Add(encoder.Count, pieces.Take());
            if (encoder.IsFull)
                pieces.Return(encoder.Finish());
        };
    }

    private static IEnumerable<ParityRow> Rows(string work, int pieces, IReadOnlyList<Stage> stages, int rounds)
    {
        var measured = Stopwatched.Rounds(stages, rounds);
        double? Times(int stage, string other)
        {
            var against = stages.Select(known => known.Name).ToList().IndexOf(other);
            return against < 0 ? null : Stopwatched.Median(measured.Select(round => round[against] / round[stage]));
        }

        return stages.Select((stage, i) => new ParityRow(
            work, stage.Name, (double)pieces * References.PieceBytes / Stopwatched.Median(measured.Select(round => round[i])) / 1e9,
            Times(i, ParityFigures.Update), Times(i, ParityFigures.Whole)));
    }

    private static List<Stage> Encoders(ParityScheme scheme, RotatingPieces ours, AlignedPieces theirs)
    {
        var tables = Isal.IsInstalled ? Isal.Tables(scheme.Data, scheme.Parity, Isal.Matrix(scheme.Data, scheme.Parity).AsSpan(scheme.Data * scheme.Data)) : [];
        return Stages(path => Encoder(scheme, path, ours), Peers(scheme.Data, scheme.Parity, tables, theirs));
    }

    private static Action<int> Encoder(ParityScheme scheme, ParityPath? path, RotatingPieces pieces)
    {
        var encoder = new ParityEncoder(scheme, References.PieceBytes, path);
        return _ =>
        {
            for (var place = 0; place < scheme.Data; place++)
                encoder.Add(place, pieces.Take());
            pieces.Return(encoder.Finish());
        };
    }

    private static List<Stage> Decoders(ParityScheme scheme, RotatingPieces ours, AlignedPieces theirs)
    {
        int[] survivors = [.. Enumerable.Range(0, scheme.Pieces).Except(Lost)];
        var tables = Isal.IsInstalled ? Isal.Tables(scheme.Data, Lost.Length, Isal.Decoding(scheme.Data, scheme.Parity, survivors, Lost)) : [];
        return Stages(path => Decoder(scheme, survivors, path, ours), Peers(scheme.Data, Lost.Length, tables, theirs));
    }

    private static Action<int> Decoder(ParityScheme scheme, int[] survivors, ParityPath? path, RotatingPieces pieces) => _ =>
    {
        if (!ParityPlan.TryMake(scheme, scheme.Data, survivors, Lost, out var plan, out var problem))
            throw new InvalidOperationException(problem);
        using var decoder = new ParityDecoder(plan, [.. Lost.Select(_ => References.PieceBytes)], path);
        foreach (var place in survivors)
            decoder.Add(place, pieces.Take());
        pieces.Return(decoder.Finish());
    };

    private static List<Stage> Stages(Func<ParityPath?, Action<int>> work, IEnumerable<Stage> peers) =>
    [
        new(ParityFigures.Ours, work(null)),
        .. peers,
        .. Enum.GetValues<ParityPath>().Where(path => path != FieldSums.Best && path >= ParityPath.Shuffle128 && FieldSums.IsSupported(path)).Reverse()
            .Select(path => new Stage($"{ParityFigures.Ours}, {path}", work(path))),
    ];

    private static IEnumerable<Stage> Peers(int data, int sums, byte[] tables, AlignedPieces pieces)
    {
        if (!Isal.IsInstalled)
            yield break;
        yield return new(ParityFigures.Update, number =>
        {
            pieces.Clear(sums);
            var group = pieces.Group(number, data);
            for (var i = 0; i < group.Length; i++)
                Isal.Update(References.PieceBytes, data, i, tables, group[i], pieces.SumsOf(sums));
        });
        yield return new(ParityFigures.Whole, number => Isal.Encode(References.PieceBytes, tables, pieces.Group(number, data), pieces.SumsOf(sums)));
    }
}
