using System.Security.Cryptography;
using Shouldly;
using StorageX.Containers;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Containers;

public sealed class PieceSecretSpec
{
    [Fact]
    public void It_is_HKDF_with_SHA_256_as_RFC_5869_writes_it_out()
    {
        var (user, digest) = (Some.Bytes(32, seed: 1), SHA256.HashData("piece"u8));
        var pseudorandomKey = HMACSHA256.HashData(new byte[32], user);
        var expected = HMACSHA256.HashData(pseudorandomKey, (byte[])[.. "storagex/2/piece"u8, .. digest, 1]);
        PieceSecret.Derive(user, digest).ShouldBe(expected);
    }

    [Fact]
    public void The_same_user_gets_the_same_secret_for_the_same_piece_and_nobody_else_does()
    {
        var (user, digest) = (Some.Bytes(32, seed: 1), SHA256.HashData("piece"u8));
        PieceSecret.Derive(user, digest).ShouldBe(PieceSecret.Derive(user, digest));
        PieceSecret.Derive(Some.Bytes(32, seed: 2), digest).ShouldNotBe(PieceSecret.Derive(user, digest));
        PieceSecret.Derive(user, SHA256.HashData("Piece"u8)).ShouldNotBe(PieceSecret.Derive(user, digest));
    }

    [Fact]
    public void Random_secrets_never_repeat() =>
        Enumerable.Range(0, 100).Select(_ => Convert.ToHexString(PieceSecret.Random())).ShouldBeUnique();

    [Theory]
    [InlineData(31, 32)]
    [InlineData(32, 20)]
    [InlineData(0, 32)]
    public void Anything_but_32_bytes_is_a_bug_of_the_caller(int user, int digest) =>
        Should.Throw<ArgumentException>(() => PieceSecret.Derive(new byte[user], new byte[digest]));
}
