using System.Security.Cryptography;
using Shouldly;
using StorageX.Buffers;
using StorageX.Containers;
using StorageX.Specs.Images;
using Xunit;
using Xunit.Abstractions;

namespace StorageX.Specs.Containers;

/// <summary>STORAGEX_FUZZ_SEED repeats a run, STORAGEX_FUZZ_ROUNDS makes it longer.</summary>
public sealed class ContainerFuzzSpec(ITestOutputHelper output)
{
    private const int Limit = 20_000;

    [Fact]
    public void No_damage_makes_the_reader_fail_otherwise_than_by_a_refusal_or_take_more_than_its_limit()
    {
        var seed = int.Parse(Environment.GetEnvironmentVariable("STORAGEX_FUZZ_SEED") ?? $"{Environment.TickCount}");
        var rounds = int.Parse(Environment.GetEnvironmentVariable("STORAGEX_FUZZ_ROUNDS") ?? "4000");
        output.WriteLine($"seed {seed}, {rounds} rounds");
        var random = new Random(seed);
        var (read, refused) = (0, 0);
        for (var round = 0; round < rounds; round++)
        {
            var secret = random.Next(2) == 0 ? [] : Some.Bytes(PieceSecret.Length, seed: round);
            var raw = random.Next(2) == 0 ? Some.Bytes(random.Next(200), seed: round) : Some.Text(random.Next(3000), seed: round);
            var bytes = Damage(raw, secret, random);
            try
            {
                using var back = Container.Open(PooledBytes.CopyOf(bytes), ContainerKind.Data, secret, Limit);
                back.Length.ShouldBeLessThanOrEqualTo(Limit);
                if (secret.Length > 0)
                    SHA256.HashData(back.Span).ShouldBe(SHA256.HashData(raw), $"seed {seed}, round {round}");
                read++;
            }
            catch (ContainerException refusal)
            {
                refusal.Message.ShouldNotBeNullOrWhiteSpace();
                refused++;
            }
            catch (Exception error) when (error is not ShouldAssertException)
            {
                throw new InvalidOperationException($"seed {seed}, round {round}: {Convert.ToBase64String(bytes)}", error);
            }
        }

        output.WriteLine($"{read} read, {refused} refused");
        refused.ShouldBeGreaterThan(rounds / 2);
    }

    private static byte[] Damage(byte[] raw, byte[] secret, Random random)
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
