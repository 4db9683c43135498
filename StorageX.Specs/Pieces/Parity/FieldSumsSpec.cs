using Shouldly;
using StorageX.Pieces.Parity;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Pieces.Parity;

public sealed class FieldSumsSpec
{
    private static readonly byte[][] Products = [.. Enumerable.Range(0, 256).Select(a => Enumerable.Range(0, 256).Select(b => Product(a, b)).ToArray())];

    private static IEnumerable<ParityPath> Paths => Enum.GetValues<ParityPath>().Where(FieldSums.IsSupported);

    [Fact]
    public void Products_are_those_of_polynomials_modulo_0x11D_and_inverses_make_one()
    {
        for (var a = 0; a < 256; a++)
        {
            Enumerable.Range(0, 256).Select(b => GaloisField.Multiply((byte)a, (byte)b)).ShouldBe(Products[a]);
            if (a > 0)
                Products[a][GaloisField.Invert((byte)a)].ShouldBe((byte)1);
        }

        Should.Throw<DivideByZeroException>(() => GaloisField.Invert(0));
    }

    [Fact]
    public void Every_way_multiplies_every_byte_by_every_factor()
    {
        var bytes = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();
        foreach (var path in Paths)
        {
            for (var factor = 0; factor < 256; factor++)
            {
                var sum = new byte[bytes.Length];
                FieldSums.Fold(path, [sum], [bytes], [(byte)factor], 0, bytes.Length, fresh: true);
                sum.SequenceEqual(Products[factor]).ShouldBeTrue($"{path}, {factor}");
            }
        }
    }

    [Fact]
    public void Every_way_agrees_with_the_definition_at_every_length_and_alignment()
    {
        for (var length = 0; length <= 300; length += length < 140 ? 1 : 9)
            AgreesOn(sums: 4, pieces: 4, from: length % 67, length, fresh: length % 2 == 0);
    }

    [Fact]
    public void Every_way_agrees_with_the_definition_for_any_number_of_pieces_and_sums()
    {
        for (var sums = 1; sums <= 9; sums++)
        {
            for (var pieces = 1; pieces <= 9; pieces++)
                AgreesOn(sums, pieces, from: 3, length: 200 + sums, fresh: (sums + pieces) % 2 == 0);
        }
    }

    // Above the size of a block.
    [Fact]
    public void Every_way_agrees_with_the_definition_on_long_pieces()
    {
        AgreesOn(sums: 4, pieces: 4, from: 1, length: 70_001, fresh: false);
        AgreesOn(sums: 6, pieces: 5, from: 1, length: 140_001, fresh: true);
        AgreesOn(sums: 11, pieces: 3, from: 0, length: 131_072, fresh: false);
    }

    private static void AgreesOn(int sums, int pieces, int from, int length, bool fresh)
    {
        var seed = (sums * 1000) + pieces + length;
        var sources = Enumerable.Range(0, pieces).Select(i => Some.Bytes(from + length + i, seed + i)).ToArray();
        var before = Enumerable.Range(0, sums).Select(i => Some.Bytes(from + length + 70 + i, seed - i)).ToArray();
        var factors = Some.Bytes(sums * pieces, seed);
        factors[0] = 0;
        var expected = before.Select((sum, row) => Expected(sum, row)).ToArray();
        foreach (var path in Paths)
        {
            var after = before.Select(sum => sum.ToArray()).ToArray();
            FieldSums.Fold(path, [.. after.Select(sum => sum.AsMemory())], [.. sources.Select(piece => (ReadOnlyMemory<byte>)piece)], factors, from, from + length, fresh);
            for (var row = 0; row < sums; row++)
                after[row].AsSpan().SequenceEqual(expected[row]).ShouldBeTrue($"{path}: {sums} sums, {pieces} pieces, {length} bytes from {from}, row {row}");
        }

        byte[] Expected(byte[] sum, int row)
        {
            var result = sum.ToArray();
            for (var i = from; i < from + length; i++)
            {
                result[i] = fresh ? (byte)0 : sum[i];
                for (var piece = 0; piece < pieces; piece++)
                    result[i] ^= Products[factors[(piece * sums) + row]][sources[piece][i]];
            }

            return result;
        }
    }

    private static byte Product(int a, int b)
    {
        var product = 0;
        for (; b > 0; b >>= 1, a = (a << 1) ^ (a >= 0x80 ? 0x11D : 0))
            product ^= (b & 1) * a;
        return (byte)product;
    }
}
