using System.Runtime.InteropServices;
using Arm = System.Runtime.Intrinsics.Arm;

namespace StorageX.Images.Checksums;

/// <summary>CRC-32 with the instructions that 64-bit ARM has for it.</summary>
internal static class Crc32Arm
{
    /// <summary>Takes whole 8-byte words off the front of <paramref name="bytes"/>.</summary>
    public static uint Append(uint state, ref ReadOnlySpan<byte> bytes)
    {
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes))
            state = Arm.Crc32.Arm64.ComputeCrc32(state, word);
        bytes = bytes[(bytes.Length & ~7)..];
        return state;
    }
}
