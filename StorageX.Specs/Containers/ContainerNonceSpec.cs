using System.IO.Compression;
using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using StorageX.Buffers;
using StorageX.Containers;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Containers;

/// <summary>GCM breaks when one key meets one nonce with two messages, header or body (NIST SP 800-38D, section 8).</summary>
public sealed class ContainerNonceSpec
{
    private static readonly byte[] Secret = Some.Bytes(PieceSecret.Length, seed: 1);

    [Fact]
    public void Another_compressor_s_body_of_the_same_piece_gets_another_nonce()
    {
        var raw = Some.Text(50_000, seed: 2);
        var bodies = new List<byte[]> { raw };
        for (var quality = 0; quality <= 11; quality++)
        {
            var body = new byte[raw.Length];
            BrotliEncoder.TryCompress(raw, body, out var length, quality, 22).ShouldBeTrue();
            bodies.Add(body[..length]);
        }

        var containers = bodies.DistinctBy(Convert.ToHexString).Select(body => Encrypt(body, raw.Length)).ToList();
        containers.Count.ShouldBeGreaterThan(6);
        containers.Select(NonceOf).ShouldBeUnique();
        foreach (var container in containers)
        {
            using var back = Container.Open(PooledBytes.CopyOf(container), ContainerKind.Data, Secret, raw.Length);
            back.Span.SequenceEqual(raw).ShouldBeTrue();
        }
    }

    [Fact]
    public void The_same_bytes_as_another_kind_get_another_nonce()
    {
        var nonces = Enum.GetValues<ContainerKind>().Select(kind =>
        {
            using var container = Container.Seal("{}"u8, kind, Secret);
            return NonceOf(container.Span);
        });
        nonces.ShouldBeUnique();
    }

    [Fact]
    public void Two_containers_share_a_nonce_only_where_they_are_the_same()
    {
        var seen = new Dictionary<string, string>();
        var property = Prop.ForAll(Payload.Any(300), payload =>
        {
            // One secret for all, as if a writer derived the same for every piece: the worst case.
            using var container = Container.Seal(payload.Bytes(), payload.Kind, Secret);
            var whole = Convert.ToHexString(container.Span);
            return seen.TryGetValue(NonceOf(container.Span), out var other) ? other == whole : seen.TryAdd(NonceOf(container.Span), whole);
        });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), property);
        seen.Count.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public void A_nonce_says_nothing_to_those_who_know_the_bytes_but_not_the_secret()
    {
        var raw = Some.Bytes(100, seed: 3);
        using var container = Container.Seal(raw, ContainerKind.Data, Secret);
        var fields = container.Span[..16].ToArray();
        var nonce = container.Span.Slice(16, 12).ToArray();
        byte[] digest = SHA256.HashData(raw);
        nonce.ShouldNotBe(digest[..12]);
        nonce.ShouldNotBe(SHA256.HashData([.. fields, .. digest])[..12]);
        nonce.ShouldBe(HMACSHA256.HashData(Secret, (byte[])[.. fields, .. digest])[..12]);
    }

    private static byte[] Encrypt(byte[] body, int rawLength)
    {
        var compression = body.Length == rawLength ? BodyCompression.None : BodyCompression.Brotli;
        var container = new byte[body.Length + Container.Overhead];
        new ContainerHeader(ContainerKind.Data, ContainerCipher.Aes256Gcm, compression, body.Length, rawLength).Write(container);
        ContainerSeal.Encrypt(body, Secret, [], container);
        return container;
    }

    private static string NonceOf(byte[] container) => NonceOf(container.AsSpan());

    private static string NonceOf(ReadOnlySpan<byte> container) => Convert.ToHexString(ContainerHeader.NonceOf(container));
}
