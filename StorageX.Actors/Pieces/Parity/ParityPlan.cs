using System.Diagnostics.CodeAnalysis;

namespace StorageX.Pieces.Parity;

/// <summary>
/// How lost pieces of a group are computed from those that are there: which of these are read, and what each counts in every lost one.
/// Places in a group are those of the matrix: data from 0, parity from k, also in a group that has fewer than k pieces of data.
/// </summary>
internal sealed class ParityPlan
{
    private readonly Dictionary<int, byte[]> _factors;

    private ParityPlan(int[] wanted, Dictionary<int, byte[]> factors) => (Wanted, _factors) = (wanted, factors);

    /// <summary>The places of the pieces that are computed.</summary>
    public IReadOnlyList<int> Wanted { get; }

    /// <summary>The places of the pieces that must be read, each once, in any order: as many as the group has data.</summary>
    public IReadOnlyCollection<int> Survivors => _factors.Keys;

    /// <summary>What a survivor counts in each of the wanted pieces.</summary>
    /// <exception cref="KeyNotFoundException">The plan does without that piece.</exception>
    public byte[] FactorsOf(int survivor) => _factors[survivor];

    /// <summary>Makes a plan.</summary>
    /// <param name="scheme">The pieces of a full group.</param>
    /// <param name="dataPieces">How many pieces of data this group has, 1 to k.</param>
    /// <param name="available">
    /// The places of pieces that can be read. All of the data is used, and as many of the parity, in this order, as data is missing; who would
    /// rather not read a piece leaves it out.
    /// </param>
    /// <param name="wanted">The places of pieces to compute, data or parity, none of them available.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="problem">Where there is none, since too few are available: that, in one line.</param>
    /// <returns>Whether there is a plan: as many pieces are available as the group has data.</returns>
    /// <exception cref="ArgumentException">A place is none of the group, or given twice.</exception>
    public static bool TryMake(
        ParityScheme scheme, int dataPieces, IReadOnlyCollection<int> available, IReadOnlyList<int> wanted,
        [NotNullWhen(true)] out ParityPlan? plan, [NotNullWhen(false)] out string? problem)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dataPieces, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dataPieces, scheme.Data);
        RequirePlaces(scheme, dataPieces, [.. available, .. wanted]);
        (plan, problem) = (null, null);
        if (available.Count < dataPieces)
        {
            var all = dataPieces + scheme.Parity;
            problem = $"{all - available.Count} of a group's {all} pieces are lost, and its parity makes up for {scheme.Parity} at most";
            return false;
        }

        int[] data = [.. available.Where(place => place < scheme.Data)];
        int[] missing = [.. Enumerable.Range(0, dataPieces).Except(data)];
        int[] parity = [.. available.Where(place => place >= scheme.Data).Take(missing.Length)];
        var rows = MissingByAvailable(data, missing, parity);
        var factors = data.Concat(parity).Select((place, i) => (place, Column: wanted.Select(lost => FactorIn(lost, i)).ToArray()));
        plan = new ParityPlan([.. wanted], factors.ToDictionary(pair => pair.place, pair => pair.Column));
        return true;

        byte FactorIn(int lost, int survivor)
        {
            if (lost < scheme.Data)
                return rows[Array.IndexOf(missing, lost)][survivor];
            var sum = survivor < data.Length ? GaloisField.Cauchy(lost, data[survivor]) : 0;
            for (var i = 0; i < missing.Length; i++)
                sum ^= GaloisField.Multiply(GaloisField.Cauchy(lost, missing[i]), rows[i][survivor]);
            return (byte)sum;
        }
    }

    /// <summary>
    /// The missing data as sums of what is there. A parity piece less what the data that is there counts in it is a sum of missing data alone;
    /// there are as many such sums as unknowns, and their matrix is inverted.
    /// </summary>
    private static byte[][] MissingByAvailable(int[] data, int[] missing, int[] parity)
    {
        var inverse = Invert([.. parity.Select(row => missing.Select(column => GaloisField.Cauchy(row, column)).ToArray())]);
        return [.. inverse.Select(row => data.Select(column => Sum(row, parity, column)).Concat(row).ToArray())];

        static byte Sum(byte[] row, int[] parity, int column)
        {
            var sum = 0;
            for (var i = 0; i < row.Length; i++)
                sum ^= GaloisField.Multiply(row[i], GaloisField.Cauchy(parity[i], column));
            return (byte)sum;
        }
    }

    // By Gauss and Jordan, in place. No rows need to change places: every square part of a Cauchy matrix can be inverted, so none of the
    // elements divided by is ever zero.
    private static byte[][] Invert(byte[][] matrix)
    {
        for (var pivot = 0; pivot < matrix.Length; pivot++)
        {
            var row = matrix[pivot];
            var scale = GaloisField.Invert(row[pivot]);
            row[pivot] = 1;
            for (var column = 0; column < row.Length; column++)
                row[column] = GaloisField.Multiply(row[column], scale);
            foreach (var other in matrix)
            {
                if (other == row)
                    continue;
                var factor = other[pivot];
                other[pivot] = 0;
                for (var column = 0; column < row.Length; column++)
                    other[column] ^= GaloisField.Multiply(factor, row[column]);
            }
        }

        return matrix;
    }

    private static void RequirePlaces(ParityScheme scheme, int dataPieces, IReadOnlyList<int> places)
    {
        var seen = new HashSet<int>();
        foreach (var place in places)
        {
            if (place < 0 || place >= scheme.Pieces || (place >= dataPieces && place < scheme.Data))
                throw new ArgumentException($"a group of {dataPieces} pieces with parity {scheme} has no place {place}", nameof(places));
            if (!seen.Add(place))
                throw new ArgumentException($"place {place} of the group is given twice", nameof(places));
        }
    }
}
