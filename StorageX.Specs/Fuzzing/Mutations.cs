using System.Text;

namespace StorageX.Specs.Fuzzing;

/// <summary>Makes inputs out of sound ones: what is read is mostly right, and so wrong in ways that get far into the reader.</summary>
/// <param name="seeds">Sound inputs, and some that once were too much.</param>
/// <param name="words">What means something to the reader.</param>
internal sealed class Mutations(IReadOnlyList<byte[]> seeds, params string[] words)
{
    private const int Longest = 64 << 10;
    private static readonly string[] Numbers = ["0", "-1", "1", "2147483648", "-2147483649", "4294967296", "9223372036854775808", "99999999999999999999999", "1e400", "-1e-400", "NaN", "Infinity", "0x10", "00", "1.5", "1,5", "٣"];
    private static readonly string[] Odd = ["\0", "\r\n", "\n", "\t", "\x7f", "\u0085", "\u2028", "\ufeff", "\u200d", "\ud83d\ude00", "é", "e\u0301", "İ", "ß", "%", "%0d%0a", "%2e%2e%2f", "\\", "\"", "'", "../", "{", "}", "[", "]", "(", ")", "|", "$", "#", ";", ":", "=", "&", "<", ">", "<!--", "*", "?", "+", "//", ".."];
    private readonly byte[][] _words = [.. words.Concat(Odd).Select(Encoding.UTF8.GetBytes), [0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe2, 0x82]];

    /// <summary>An input.</summary>
    public byte[] Next(Random random)
    {
        var bytes = new List<byte>(Any(random));
        for (var changes = random.Next(1, 7); changes > 0; changes--)
            Change(bytes, random);
        if (bytes.Count > Longest)
            bytes.RemoveRange(Longest, bytes.Count - Longest);
        return [.. bytes];
    }

    private byte[] Any(Random random) => seeds[random.Next(seeds.Count)];

    private void Change(List<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Count + 1);
        var left = bytes.Count - at;
        switch (random.Next(9))
        {
            case 0 when left > 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when left > 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, Math.Min(left, random.Next(1, 30)));
                break;
            case 3 when random.Next(4) == 0:
                bytes.RemoveRange(at, left);
                break;
            case 4:
                bytes.InsertRange(at, Slice(bytes.ToArray(), random));
                break;
            case 5:
                bytes.InsertRange(at, Slice(Any(random), random));
                break;
            case 6 when random.Next(8) == 0:
                bytes.InsertRange(at, Repeated(_words[random.Next(_words.Length)], random.Next(2, 400)));
                break;
            case 7:
                ChangeNumber(bytes, random);
                break;
            default:
                bytes.InsertRange(at, _words[random.Next(_words.Length)]);
                break;
        }
    }

    private static void ChangeNumber(List<byte> bytes, Random random)
    {
        var start = bytes.FindIndex(random.Next(bytes.Count + 1), value => char.IsAsciiDigit((char)value));
        if (start < 0)
            return;
        var end = bytes.FindIndex(start, value => !char.IsAsciiDigit((char)value));
        bytes.RemoveRange(start, (end < 0 ? bytes.Count : end) - start);
        bytes.InsertRange(start, Encoding.UTF8.GetBytes(Numbers[random.Next(Numbers.Length)]));
    }

    private static byte[] Slice(byte[] bytes, Random random)
    {
        var start = random.Next(bytes.Length + 1);
        return bytes[start..Math.Min(bytes.Length, start + random.Next(1, 60))];
    }

    private static byte[] Repeated(byte[] bytes, int times) => [.. Enumerable.Repeat(bytes, times).SelectMany(unit => unit)];
}
