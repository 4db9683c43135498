using StorageX.Containers;

namespace StorageX.Specs.Fuzzing;

/// <summary>Damages containers, and repairs their headers' checksums at times.</summary>
internal static class ContainerDamage
{
    /// <summary>A container of bytes that is damaged by chance.</summary>
    public static byte[] Of(byte[] raw, byte[] secret, Random random)
    {
        using var container = Container.Seal(raw, ContainerKind.Data, secret);
        var bytes = container.Span.ToArray();
        switch (random.Next(4))
        {
            case 0:
                bytes = bytes[..random.Next(bytes.Length)];
                break;
            case 1:
                random.NextBytes(bytes.AsSpan(random.Next(bytes.Length)));
                break;
            default:
                for (var flips = random.Next(1, 6); flips > 0; flips--)
                    bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                break;
        }

        // So that damage gets past the checksum to what lies behind it.
        if (bytes.Length >= ContainerHeader.Length && random.Next(2) == 0)
        {
            ContainerHeader.Magic.CopyTo(bytes);
            ContainerHeader.Complete(bytes);
        }

        return bytes;
    }
}
