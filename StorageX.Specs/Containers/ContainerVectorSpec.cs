using System.Security.Cryptography;
using Shouldly;
using StorageX.Buffers;
using StorageX.Containers;
using Xunit;

namespace StorageX.Specs.Containers;

public sealed class ContainerVectorSpec
{
    public static TheoryData<string> Sound => [.. Format2Vector.Names("containers").Where(name => Read(name)["expect"] == "bytes")];

    public static TheoryData<string> Unsound => [.. Format2Vector.Names("containers").Where(name => Read(name)["expect"] != "bytes")];

    [Theory]
    [MemberData(nameof(Sound))]
    public void A_container_that_another_program_wrote_gives_the_raw_bytes(string name)
    {
        using var raw = Open(Read(name));
        Convert.ToHexStringLower(SHA256.HashData(raw.Span)).ShouldBe(Read(name)["sha256"]);
    }

    [Theory]
    [MemberData(nameof(Unsound))]
    public void A_container_that_breaks_a_rule_is_refused_by_the_first_one_it_breaks(string name)
    {
        var vector = Read(name);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refusal = Should.Throw<ContainerException>(() => Open(vector));
        refusal.Defect.ShouldBe(Enum.Parse<ContainerDefect>(vector["expect"]), refusal.Message);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1 << 20);
    }

    [Fact]
    public void What_is_not_compressed_is_sealed_to_the_same_bytes_by_both_writers()
    {
        foreach (var name in new[] { "empty", "empty-public", "one-byte", "example", "noise", "noise-public", "kind-manifest", "kind-parity", "kind-probe" })
        {
            var vector = Read(name);
            using var raw = Open(vector);
            using var container = Container.Seal(raw.Span, Kind(vector), Secret(vector));
            container.Span.SequenceEqual(vector.Bytes).ShouldBeTrue(name);
        }
    }

    [Fact]
    public void Secrets_of_pieces_are_derived_alike_by_both_writers()
    {
        var rows = Format2Vector.Rows("secrets.tsv").ToList();
        rows.Count.ShouldBeGreaterThan(3);
        foreach (var row in rows)
            PieceSecret.Derive(Convert.FromHexString(row[0]), Convert.FromHexString(row[1])).ShouldBe(Convert.FromHexString(row[2]));
    }

    private static Format2Vector Read(string name) => Format2Vector.Read("containers", name);

    private static ContainerKind Kind(Format2Vector vector) => Enum.Parse<ContainerKind>(vector["kind"], ignoreCase: true);

    private static byte[] Secret(Format2Vector vector) => vector["secret"] == "none" ? [] : Convert.FromHexString(vector["secret"]);

    private static PooledBytes Open(Format2Vector vector) => Container.Open(PooledBytes.CopyOf(vector.Bytes), Kind(vector), Secret(vector), int.Parse(vector["max"]));
}
