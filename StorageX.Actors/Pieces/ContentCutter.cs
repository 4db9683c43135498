using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace StorageX.Pieces;

/// <summary>
/// Cuts a content where its bytes say so, and not where they stand, so that what lies behind an insertion is cut as before and found to be
/// stored already. This is FastCDC: a gear hash of the last 64 bytes decides. Nothing is looked at before 2/5 of the capacity; from there on one
/// position in <c>capacity / 1.6</c> ends a piece, and from 47/50 on one in <c>capacity / 100</c>. So pieces have 0.76 of the capacity on average, one in
/// a thousand is cut at the capacity for want of another place, and two cuttings that began apart meet after some three pieces. The cuts of a content
/// must stay what they are for ever: others would store everything anew.
/// </summary>
/// <param name="capacity">The most bytes of a piece, from 1.</param>
/// <param name="key">What only the user knows, so that the lengths of pieces do not tell a host which known content this is; empty where anybody may know.</param>
internal sealed class ContentCutter(int capacity, ReadOnlySpan<byte> key = default)
{
    private const int Window = 64;
    private const string GearText = "StorageX gear: ";
    private static readonly ulong[] PublicGear = [.. Enumerable.Range(0, 256).Select(value => First(SHA256.HashData(GearTextOf(value))))];

    private readonly ulong[] _gear = key.IsEmpty ? PublicGear : GearOf(key);

    private readonly int _minimum = (int)(Checked(capacity) * 2L / 5);
    private readonly int _normal = (int)(capacity * 47L / 50);
    private readonly ulong _strict = Limit(16, 10UL * (ulong)capacity);
    private readonly ulong _loose = Limit(100, (ulong)capacity);

    /// <summary>How many of the bytes the piece has that begins with them: 1 to all of them, or 0 where there are none.</summary>
    /// <param name="bytes">
    /// What follows the piece before: as many bytes as the capacity, or those to the end of the content if they are fewer. What goes beyond the
    /// capacity is not looked at.
    /// </param>
    public int Cut(ReadOnlySpan<byte> bytes)
    {
        var end = Math.Min(bytes.Length, capacity);
        if (end <= _minimum)
            return end;
        var hash = 0UL;
        foreach (var value in bytes[Math.Max(0, _minimum - Window).._minimum])
            hash = (hash << 1) + _gear[value];
        var normal = Math.Min(_normal, end);
        var cut = Find(bytes[..normal], _minimum, _strict, ref hash);
        if (cut == 0)
            cut = Find(bytes[..end], normal, _loose, ref hash);
        return cut == 0 ? end : cut;
    }

    /// <summary>The first length from <paramref name="from"/> + 1 on after which the hash is below the limit; 0 where there is none.</summary>
    private int Find(ReadOnlySpan<byte> bytes, int from, ulong limit, ref ulong hash)
    {
        // Two steps at once: what they wait for, the hash before them, is shifted and added to once.
        ref var source = ref MemoryMarshal.GetReference(bytes);
        ref var gear = ref MemoryMarshal.GetArrayDataReference(_gear);
        var (at, end, value) = ((nint)from, (nint)bytes.Length, hash);
        for (; at + 4 <= end; at += 4)
        {
            var first = Unsafe.Add(ref gear, (nint)Unsafe.Add(ref source, at));
            var second = Unsafe.Add(ref gear, (nint)Unsafe.Add(ref source, at + 1));
            var third = Unsafe.Add(ref gear, (nint)Unsafe.Add(ref source, at + 2));
            var fourth = Unsafe.Add(ref gear, (nint)Unsafe.Add(ref source, at + 3));
            if ((value << 1) + first < limit)
                return (int)at + 1;
            value = (value << 2) + ((first << 1) + second);
            if (value < limit)
                return (int)at + 2;
            if ((value << 1) + third < limit)
                return (int)at + 3;
            value = (value << 2) + ((third << 1) + fourth);
            if (value < limit)
                return (int)at + 4;
        }

        for (; at < end; at++)
        {
            value = (value << 1) + Unsafe.Add(ref gear, (nint)Unsafe.Add(ref source, at));
            if (value < limit)
                return (int)at + 1;
        }

        hash = value;
        return 0;
    }

    /// <summary>What the hash is below in <paramref name="parts"/> of <paramref name="all"/> cases; in whole numbers, which are the same everywhere.</summary>
    private static ulong Limit(ulong parts, ulong all) => parts >= all ? ulong.MaxValue : ulong.MaxValue / all * parts;

    private static ulong[] GearOf(ReadOnlySpan<byte> key)
    {
        var gear = new ulong[256];
        for (var value = 0; value < gear.Length; value++)
            gear[value] = First(HMACSHA256.HashData(key, GearTextOf(value)));
        return gear;
    }

    private static byte[] GearTextOf(int value) => [.. Encoding.ASCII.GetBytes(GearText), (byte)value];

    private static ulong First(byte[] digest) => BinaryPrimitives.ReadUInt64BigEndian(digest);

    private static int Checked(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        return capacity;
    }
}
