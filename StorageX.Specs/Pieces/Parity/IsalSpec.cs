using System.Runtime.InteropServices;
using Shouldly;
using StorageX.Bench.Parity;
using StorageX.Pieces.Parity;
using Xunit;

namespace StorageX.Specs.Pieces.Parity;

/// <summary>Our parity beside that of Intel's ISA-L, which shares no code with it.</summary>
public sealed class IsalSpec
{
    public static TheoryData<string, int, int> Groups => new()
    {
        { "10+2", 10, 5000 },
        { "10+4", 10, 70_001 },
        { "20+4", 20, 4099 },
        { "10+4", 3, 777 },
        { "10+4", 1, 1 },
        { "1+1", 1, 100 },
        { "17+3", 16, 1023 },
        { "6+6", 6, 640 },
        { "5+9", 4, 333 },
        { "200+55", 200, 300 },
        { "200+55", 77, 300 },
        { "254+1", 254, 65 },
        { "1+254", 1, 65 },
        { "127+128", 127, 129 },
    };

    [IsalTheory]
    [MemberData(nameof(Groups))]
    public void Our_parity_is_that_of_ISA_L_for_full_and_short_groups_of_short_and_long_pieces(string scheme, int pieces, int longest)
    {
        var group = Group.Random(new Random(longest), ParityScheme.Parse(scheme), pieces, longest);
        var (data, parity) = (group.Scheme.Data, group.Scheme.Parity);
        var tables = Isal.Tables(data, parity, Isal.Matrix(data, parity).AsSpan(data * data));
        var expected = Compute(Padded(group), parity, group.Longest, (sources, sums) => Isal.Encode(group.Longest, tables, sources, sums));
        foreach (var path in Enum.GetValues<ParityPath>().Where(FieldSums.IsSupported))
            Group.Encode(group.Scheme, group.Data, path).Parity.ShouldBe(expected, $"{path}");
        Compute(Padded(group), parity, group.Longest, Updated).ShouldBe(expected);

        void Updated(nint[] sources, nint[] sums)
        {
            for (var i = 0; i < sources.Length; i++)
                Isal.Update(group.Longest, data, i, tables, sources[i], sums);
        }
    }

    [IsalTheory]
    [MemberData(nameof(Groups))]
    public void ISA_L_restores_what_is_lost_from_our_parity(string scheme, int pieces, int longest)
    {
        var random = new Random(pieces);
        var group = Group.Random(random, ParityScheme.Parse(scheme), pieces, longest);
        var (data, parity) = (group.Scheme.Data, group.Scheme.Parity);
        var places = Enumerable.Range(0, group.Scheme.Pieces).ToArray();
        var lost = places[..pieces].OrderBy(_ => random.Next()).Take(parity).Order().ToArray();
        var survivors = places.Except(lost).Take(data).ToArray();
        var all = Padded(group).Concat(group.Parity).ToArray();
        var tables = Isal.Tables(data, lost.Length, Isal.Decoding(data, parity, survivors, lost));
        Compute([.. survivors.Select(place => all[place])], lost.Length, group.Longest, (sources, sums) => Isal.Encode(group.Longest, tables, sources, sums))
            .ShouldBe(lost.Select(place => all[place]));
    }

    [IsalFact]
    public void Our_matrix_is_that_of_ISA_L_for_every_number_of_pieces()
    {
        for (var data = 1; data < ParityScheme.MostPieces; data++)
        {
            var parity = ParityScheme.MostPieces - data;
            var ours = Enumerable.Range(data, parity).SelectMany(row => Enumerable.Range(0, data).Select(column => GaloisField.Cauchy(row, column))).ToArray();
            ours.AsSpan().SequenceEqual(Isal.Matrix(data, parity).AsSpan(data * data)).ShouldBeTrue($"{data}+{parity}");
        }
    }

    // ISA-L knows neither short groups nor short pieces.
    private static byte[][] Padded(Group group) =>
        [.. Enumerable.Range(0, group.Scheme.Data).Select(i => (i < group.Data.Length ? group.Data[i] : []).Concat(new byte[group.Longest]).Take(group.Longest).ToArray())];

    private static byte[][] Compute(byte[][] sources, int sums, int length, Action<nint[], nint[]> work)
    {
        var results = Enumerable.Range(0, sums).Select(_ => new byte[length]).ToArray();
        var pinned = sources.Concat(results).Select(bytes => GCHandle.Alloc(bytes, GCHandleType.Pinned)).ToArray();
        nint[] places = [.. pinned.Select(handle => handle.AddrOfPinnedObject())];
        work(places[..sources.Length], places[sources.Length..]);
        foreach (var handle in pinned)
            handle.Free();
        return results;
    }

    private const string? NoIsal = "there is no libisal.so.2 (Debian's libisal2)";

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class IsalFactAttribute : FactAttribute
    {
        public IsalFactAttribute() => Skip = Isal.IsInstalled ? null : NoIsal;
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class IsalTheoryAttribute : TheoryAttribute
    {
        public IsalTheoryAttribute() => Skip = Isal.IsInstalled ? null : NoIsal;
    }
}
