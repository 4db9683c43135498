using System.Security.Cryptography;
using Shouldly;
using StorageX.Buffers;
using StorageX.Containers;
using StorageX.Specs.Fuzzing;
using StorageX.Specs.Images;
using Xunit;
using Xunit.Abstractions;

namespace StorageX.Specs.Containers;

public sealed class ContainerFuzzSpec(ITestOutputHelper output)
{
    private const int Limit = 20_000;

    [Fact]
    public void No_damage_makes_the_reader_fail_otherwise_than_by_a_refusal_or_take_more_than_its_limit()
    {
        byte[] secret = [], raw = [];
        Fuzz.Run<ContainerException>(
            output,
            (random, round) =>
            {
                secret = random.Next(2) == 0 ? [] : Some.Bytes(PieceSecret.Length, seed: round);
                raw = random.Next(2) == 0 ? Some.Bytes(random.Next(200), seed: round) : Some.Text(random.Next(3000), seed: round);
                return ContainerDamage.Of(raw, secret, random);
            },
            bytes =>
            {
                using var back = Container.Open(PooledBytes.CopyOf(bytes), ContainerKind.Data, secret, Limit);
                back.Length.ShouldBeLessThanOrEqualTo(Limit);
                if (secret.Length > 0)
                    SHA256.HashData(back.Span).ShouldBe(SHA256.HashData(raw));
            });
    }
}
