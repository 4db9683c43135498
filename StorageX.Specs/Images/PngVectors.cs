namespace StorageX.Specs.Images;

/// <summary>The pictures that Vectors/png/make_png_vectors.py made, with what is to come out of each.</summary>
internal static class PngVectors
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Vectors", "png");

    /// <param name="Name">The file's name.</param>
    /// <param name="Limit">The most payload bytes to allow.</param>
    /// <param name="Sha256">The payload's digest in lower-case hexadecimal, or null when the picture is to be refused.</param>
    /// <param name="Refusal">A part of the message of the refusal.</param>
    internal sealed record Vector(string Name, int Limit, string? Sha256, string Refusal)
    {
        public byte[] Read() => File.ReadAllBytes(Path.Combine(Folder, Name));
    }

    public static IReadOnlyList<Vector> All { get; } =
    [
        .. from line in File.ReadLines(Path.Combine(Folder, "index.tsv"))
           let field = line.Split('\t')
           let good = field[2] == "payload"
           select new Vector(field[0], int.Parse(field[1]), good ? field[3] : null, good ? "" : field[3]),
    ];

    public static Vector Named(string name) => All.Single(v => v.Name == name);
}
