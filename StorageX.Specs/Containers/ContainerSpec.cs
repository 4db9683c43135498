using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using StorageX.Buffers;
using StorageX.Containers;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Containers;

public sealed class ContainerSpec
{
    private static readonly byte[] Secret = Some.Bytes(PieceSecret.Length, seed: 1);

    public static TheoryData<int> Lengths => [0, 1, 2, 31, 1023, 1024, 1025, 65_535, 65_536, 2_359_243, 2_359_244];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void What_is_sealed_opens_at_every_size(int length)
    {
        foreach (var raw in new[] { Some.Bytes(length, seed: length), Some.Text(length, seed: length), new byte[length] })
        {
            foreach (var secret in new[] { Secret, [] })
            {
                using var container = Container.Seal(raw, ContainerKind.Data, secret);
                container.Length.ShouldBeLessThanOrEqualTo(length + (secret.Length == 0 ? 32 : Container.Overhead));
                using var back = Container.Open(PooledBytes.CopyOf(container.Span), ContainerKind.Data, secret, length);
                back.Span.SequenceEqual(raw).ShouldBeTrue();
            }
        }
    }

    [Fact]
    public void Anything_of_any_kind_opens_as_it_was_sealed() =>
        Prop.ForAll(Payload.Any(20_000), payload =>
        {
            var raw = payload.Bytes();
            using var container = Container.Seal(raw, payload.Kind, payload.Secret);
            using var back = Container.Open(PooledBytes.CopyOf(container.Span), payload.Kind, payload.Secret, raw.Length);
            return back.Span.SequenceEqual(raw);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_same_bytes_make_the_same_container_whether_their_digest_is_known_or_not() =>
        Prop.ForAll(Payload.Any(20_000), payload =>
        {
            var raw = payload.Bytes();
            using var one = Container.Seal(raw, payload.Kind, payload.Secret);
            using var other = Container.Seal(raw, payload.Kind, payload.Secret, SHA256.HashData(raw));
            return one.Span.SequenceEqual(other.Span);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_container_that_somebody_else_wrote_by_FORMAT_md_is_the_same()
    {
        foreach (var cipher in new byte[] { 0, 1 })
        {
            var raw = Some.Bytes(5000, seed: 2);
            var secret = cipher == 0 ? [] : Secret;
            using var container = Container.Seal(raw, ContainerKind.Manifest, secret);
            container.Span.ToArray().ShouldBe(new ContainerMaker { Kind = 2, Cipher = cipher, Body = raw, Secret = Secret }.Make());
        }
    }

    [Fact]
    public void A_private_container_shows_its_kind_and_its_size_and_nothing_else()
    {
        var raw = Some.Text(5000, seed: 3);
        var secrets = Enumerable.Range(0, 2).Select(seed => Some.Bytes(PieceSecret.Length, seed)).ToArray();
        using var one = Container.Seal(raw, ContainerKind.Data, secrets[0]);
        using var other = Container.Seal(raw, ContainerKind.Data, secrets[1]);
        one.Span[..16].SequenceEqual(other.Span[..16]).ShouldBeTrue();
        one.Span[16..28].SequenceEqual(other.Span[16..28]).ShouldBeFalse();
        one.Span[32..].IndexOf(other.Span.Slice(32, 8)).ShouldBe(-1);
        one.Span.IndexOf(SHA256.HashData(raw).AsSpan(0, 8)).ShouldBe(-1);
    }

    [Fact]
    public void A_body_is_compressed_only_where_that_saves_3_percent()
    {
        CompressionOf(Some.Text(100_000, seed: 4)).ShouldBe<byte>(1);
        CompressionOf(new byte[100]).ShouldBe<byte>(1);
        CompressionOf(Some.Bytes(100_000, seed: 4)).ShouldBe<byte>(0);
        CompressionOf("too short to become any shorter"u8.ToArray()).ShouldBe<byte>(0);

        var raw = Some.Bytes(1_000_000, seed: 5);
        Some.Text(20_000, seed: 5).CopyTo(raw, 500_000);
        CompressionOf(raw).ShouldBe<byte>(0, "2 % of text can't save 3 %");
        Some.Text(80_000, seed: 5).CopyTo(raw, 500_000);
        CompressionOf(raw).ShouldBe<byte>(1, "8 % of text saves 5 %, wherever it stands");
    }

    [Fact]
    public void The_first_bytes_tell_a_container_from_a_manifest_of_format_1()
    {
        using var container = Container.Seal([], ContainerKind.Manifest, []);
        Container.IsContainer(container.Span).ShouldBeTrue();
        Container.IsContainer("{\"protocol_version\": 1.0}"u8).ShouldBeFalse();
        Container.IsContainer("SXP"u8).ShouldBeFalse();
    }

    [Fact]
    public void A_secret_or_a_digest_of_another_length_is_a_bug_of_the_caller()
    {
        Should.Throw<ArgumentException>(() => Container.Seal([1], ContainerKind.Data, new byte[31]));
        Should.Throw<ArgumentException>(() => Container.Seal([1], ContainerKind.Data, Secret, new byte[31]));
        Should.Throw<ArgumentException>(() => Container.Open(PooledBytes.CopyOf([1]), ContainerKind.Data, new byte[33], 1));
        Should.Throw<ArgumentOutOfRangeException>(() => Container.Seal(new byte[Container.MaxRawLength + 1], ContainerKind.Data, []));
    }

    private static byte CompressionOf(byte[] raw)
    {
        using var container = Container.Seal(raw, ContainerKind.Data, Secret);
        return container.Span[6];
    }
}
