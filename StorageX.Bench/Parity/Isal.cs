using System.Runtime.InteropServices;

namespace StorageX.Bench.Parity;

/// <summary>Intel's ISA-L, a peer: its erasure code over the same field, with the same matrix.</summary>
internal static class Isal
{
    private const string Library = "libisal.so.2";
    private const int TableBytes = 32;

    public static bool IsInstalled { get; } = NativeLibrary.TryLoad(Library, out _);

    /// <summary>The whole matrix: a row for each of the <paramref name="data"/> and <paramref name="parity"/> pieces, of <paramref name="data"/> factors.</summary>
    public static byte[] Matrix(int data, int parity)
    {
        var matrix = new byte[(data + parity) * data];
        GenerateCauchy(matrix, data + parity, data);
        return matrix;
    }

    /// <summary>What ISA-L computes with: tables for <paramref name="rows"/> rows of <paramref name="data"/> factors.</summary>
    public static byte[] Tables(int data, int rows, ReadOnlySpan<byte> factors)
    {
        var tables = new byte[TableBytes * data * rows];
        InitTables(data, rows, factors.ToArray(), tables);
        return tables;
    }

    /// <summary>The factors that give the lost data, by the survivors: the inverse of those rows of the matrix, and of it the rows of the lost.</summary>
    public static byte[] Decoding(int data, int parity, IReadOnlyList<int> survivors, IReadOnlyList<int> lost)
    {
        var matrix = Matrix(data, parity);
        var chosen = survivors.SelectMany(row => matrix.AsSpan(row * data, data).ToArray()).ToArray();
        var inverse = new byte[data * data];
        if (InvertMatrix(chosen, inverse, data) != 0)
            throw new InvalidOperationException("ISA-L finds no inverse");
        return [.. lost.SelectMany(row => inverse.AsSpan(row * data, data).ToArray())];
    }

    /// <summary>All of the sums from all of the sources.</summary>
    public static void Encode(int length, byte[] tables, nint[] sources, nint[] sums) => EncodeData(length, sources.Length, sums.Length, tables, sources, sums);

    /// <summary>Adds one source to the sums, which begin as zeros.</summary>
    public static void Update(int length, int data, int number, byte[] tables, nint source, nint[] sums) =>
        EncodeDataUpdate(length, data, sums.Length, number, tables, source, sums);

    [DllImport(Library, EntryPoint = "gf_gen_cauchy1_matrix")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void GenerateCauchy([Out] byte[] matrix, int rows, int columns);

    [DllImport(Library, EntryPoint = "gf_invert_matrix")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int InvertMatrix([In, Out] byte[] matrix, [Out] byte[] inverse, int size);

    [DllImport(Library, EntryPoint = "ec_init_tables")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void InitTables(int columns, int rows, byte[] matrix, [Out] byte[] tables);

    [DllImport(Library, EntryPoint = "ec_encode_data")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void EncodeData(int length, int columns, int rows, byte[] tables, nint[] sources, nint[] sums);

    [DllImport(Library, EntryPoint = "ec_encode_data_update")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void EncodeDataUpdate(int length, int columns, int rows, int column, byte[] tables, nint source, nint[] sums);
}
