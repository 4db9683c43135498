using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace StorageX.Bench.Measuring;

/// <summary>Bytes to be stored, as many as are wanted, made as they are written.</summary>
/// <param name="Name">What they are.</param>
/// <param name="Fill">Fills a block; the number is its place.</param>
/// <param name="BlockLength">Bytes of a block.</param>
internal sealed record Source(string Name, Action<byte[], int> Fill, int BlockLength = 1 << 20)
{
    private const int Block = 1 << 20;
    private static readonly byte[] Noise = RandomNumberGenerator.GetBytes(64 * Block);
    private static readonly string[] Words = [.. Enumerable.Range(0, 3000).Select(i => Convert.ToHexStringLower(BitConverter.GetBytes(i * 2654435761L))[..(3 + (i % 7))])];

    /// <summary>Bytes that nothing compresses, each block unlike all others.</summary>
    public static Source Random { get; } = new("random", (block, number) =>
    {
        Noise.AsSpan(number % 64 * Block, Block).CopyTo(block);
        for (var at = 0; at < Block; at += Block / 4)
            BinaryPrimitives.WriteInt64LittleEndian(block.AsSpan(at), (number * 0x1E37_79B9_7F4A_7C15L) ^ at);
    });

    /// <summary>Words, the first of them often and the last hardly ever.</summary>
    public static Source Text { get; } = new("text", (block, number) =>
    {
        var (random, at) = (new Random(number), 0);
        while (at < Block)
        {
            var word = Words[(int)(Words.Length * Math.Pow(random.NextDouble(), 3))];
            var taken = Math.Min(word.Length, Block - at);
            at += Encoding.ASCII.GetBytes(word.AsSpan(0, taken), block.AsSpan(at));
            if (at < Block)
                block[at++] = (byte)(at % 13 == 0 ? '\n' : ' ');
        }
    });

    /// <summary>Zeros.</summary>
    public static Source Zeros { get; } = new("zeros", (block, _) => Array.Clear(block));

    /// <summary>Random pieces that begin again after every <paramref name="period"/> of them.</summary>
    /// <param name="period">How many there are.</param>
    /// <param name="pieceBytes">Bytes of each.</param>
    public static Source Repeating(int period, int pieceBytes) => new(
        $"{period} random pieces again and again",
        (block, number) =>
        {
            Noise.AsSpan(number % 16 * Block, block.Length).CopyTo(block);
            BinaryPrimitives.WriteInt32LittleEndian(block, number % period);
        },
        pieceBytes);

    /// <summary>Writes so many bytes.</summary>
    public void WriteTo(Stream target, long length)
    {
        var block = new byte[BlockLength];
        for (var number = 0; length > 0; number++, length -= block.Length)
        {
            Fill(block, number);
            target.Write(block, 0, (int)Math.Min(length, block.Length));
        }
    }

    /// <summary>Writes a file of so many bytes.</summary>
    public void WriteTo(string path, long length)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        WriteTo(file, length);
    }
}
