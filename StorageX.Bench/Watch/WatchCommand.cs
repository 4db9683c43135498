using StorageX.Bench.Images;
using StorageX.Bench.Measuring;
using StorageX.Bench.Parity;
using StorageX.Containers;
using StorageX.Images;
using StorageX.Pieces;

namespace StorageX.Bench.Watch;

/// <summary>
/// Fails when a part of the engine has become much slower than what the same machine does in the same run: copying, hashing,
/// encrypting. What counts is processor time, in turns, and the median of each turn's ratio, so a slow or a busy machine
/// slows both sides. Every limit leaves at least a factor of two to what was measured when it was set.
/// </summary>
internal static class WatchCommand
{
    private const int Rounds = 11;
    private static readonly CanvasSize Canvas = new(1024, 768);

    /// <summary>Measures and prints; 0 if everything is within its limit, else 1.</summary>
    public static int Run()
    {
        using var pieces = new References();
        var (memcpy, sha, aes) = (pieces.Stages[0], pieces.Stages[1], pieces.Stages[2]);
        var format = PieceFormat.Unlinked;
        var digest = new byte[32];
        var (made, secret) = format.Seal(pieces[0].AsSpan(0, References.PieceBytes - Container.Overhead), ContainerKind.Data, Canvas, digest);
        using var image = made;
        var text = new byte[References.PieceBytes];
        Source.Text.WriteTo(new MemoryStream(text), text.Length);
        using var passing = new RotatingPieces();
        var parity = ParityBench.PieceByPiece(new ParityScheme(10, 4), passing);

        Rule[] rules =
        [
            new("PNG write", i => ImageCanvas.Encode(pieces[i], Canvas, PixelCompression.Stored).Dispose(), [memcpy], 8),
            new("PNG read, own", _ => ImageCanvas.Decode(image.Span, References.PieceBytes).Dispose(), [memcpy], 8),
            new("CRC-32", i => Crc32.Compute(pieces[i]), [memcpy], 4),
            new("Adler-32", i => Adler32.Append(1, pieces[i]), [memcpy], 4),
            new("parity 10+4, a piece", parity, [memcpy], 8),
            new("a piece sealed and drawn", i => format.Seal(pieces[i].AsSpan(..^Container.Overhead), ContainerKind.Data, Canvas, digest).Image.Dispose(), [memcpy, aes], 3),
            new("an image opened", _ => Container.Open(ImageCanvas.Decode(image.Span, References.PieceBytes), ContainerKind.Data, secret, References.PieceBytes).Dispose(), [memcpy, aes], 3),
            new("text compressed, format 1", _ => ImageCanvas.Encode(text, Canvas, PixelCompression.WhereItPays).Dispose(), [sha], 25),
        ];
        var slow = rules.Count(rule => !rule.Holds(Rounds));
        Console.WriteLine(slow == 0 ? "nothing has become much slower" : $"{slow} of {rules.Length} have become much slower");
        return slow == 0 ? 0 : 1;
    }

    /// <summary>A part of the engine, and how many times as long as its references together it may take.</summary>
    private sealed record Rule(string Name, Action<int> Work, Stage[] References, double Limit)
    {
        public bool Holds(int rounds)
        {
            var ratios = Stopwatched.Rounds([new Stage(Name, Work), .. References], rounds).Select(round => round[0] / round[1..].Sum());
            var ratio = Stopwatched.Median(ratios);
            Console.WriteLine($"{(ratio <= Limit ? "ok  " : "SLOW")} {Name}: {ratio:0.00} x {string.Join(" + ", References.Select(reference => reference.Name))}, at most {Limit}");
            return ratio <= Limit;
        }
    }
}
