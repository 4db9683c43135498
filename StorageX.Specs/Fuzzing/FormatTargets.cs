using System.Text;
using Shouldly;
using StorageX.Buffers;
using StorageX.Containers;
using StorageX.Images;
using StorageX.Manifests;
using StorageX.Specs.Images;

namespace StorageX.Specs.Fuzzing;

/// <summary>What keys lead to: pictures, containers, manifests, and the keys themselves.</summary>
internal static class FormatTargets
{
    private const int Limit = 100_000;
    private static readonly byte[] Secret = Some.Bytes(PieceSecret.Length, seed: 1);

    public static FuzzTarget Png()
    {
        var seeds = PngVectors.All.Select(vector => vector.Read()).Where(file => file.Length < 8000).ToArray();
        var target = Of<ImageException>("png", random => PngDamage.Of(seeds[random.Next(seeds.Length)], seeds[random.Next(seeds.Length)], random), file =>
        {
            using var payload = ImageCanvas.Decode(file, Limit);
            payload.Length.ShouldBeLessThanOrEqualTo(Limit);
        });
        return target with { MostAllocated = 32 << 20 };
    }

    public static FuzzTarget Container() => Of<ContainerException>(
        "container",
        random =>
        {
            var raw = random.Next(2) == 0 ? Some.Bytes(random.Next(200), seed: random.Next()) : Some.Text(random.Next(3000), seed: random.Next());
            var secret = random.Next(2) == 0 ? [] : Secret;
            return [(byte)secret.Length, .. ContainerDamage.Of(raw, secret, random)];
        },
        bytes =>
        {
            using var back = StorageX.Containers.Container.Open(PooledBytes.CopyOf(bytes.AsSpan(Math.Min(1, bytes.Length))), ContainerKind.Data, bytes is [0, ..] ? [] : Secret, Limit);
            back.Length.ShouldBeLessThanOrEqualTo(Limit);
        });

    public static FuzzTarget Manifest()
    {
        // What stands before the empty line says what is to come out.
        var format2 = FuzzTargets.Corpus("format2", "manifests").Select(file => Encoding.Latin1.GetString(file)).Select(text => Encoding.Latin1.GetBytes(text[(text.IndexOf("\n\n", StringComparison.Ordinal) + 2)..]));
        var format1 = Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Vectors", "manifest1"), "*.json").Order(StringComparer.Ordinal).Select(File.ReadAllBytes);
        var mutations = new Mutations([.. format2.Concat(format1).Where(file => file.Length < 8000)], "\"pieces\":", "\"seq\":1,", "\"level\":3", "\"inline\":\"AAAA\"", "new Date(", "/*", "*/", "undefined", "\\ud800", "\"critical\":[\"x\"]", "{\"x\":", "[[");
        return Of<ManifestException>("manifest", mutations.Next, bytes =>
        {
            var manifest = ManifestReader.Read(bytes, format2Only: bytes.Length % 2 == 0);
            if (manifest.Inline is null && manifest.Level == 0)
                manifest.Size.ShouldBe(manifest.Pieces.Sum(piece => (long)piece.Size));
        });
    }

    public static FuzzTarget Key()
    {
        const string secret = "#sx2.AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
        string[] keys =
        [
            $"file:///home/me/images/ab/abcd.png{secret}", $"https://host.example/i/a.png{secret}", $"s3://host/bucket/ab/{new string('a', 64)}.png{secret}", "https://host.example/i/a.png", $"https://host.example/i/a.png%23sx2.{secret[5..]}",
            $"http://[::1]:80/ü?q=%23#sx2. {secret[5..]}", UserSecretText(),
        ];
        var mutations = new Mutations([.. keys.Select(Encoding.UTF8.GetBytes)], "#sx2.", "%23sx2.", "&#35;sx2.", "＃sx2.", "file://", "http://[", "@", "\u00a0", "=\r\n");
        return Of<TransferException>("key", mutations.Next, bytes =>
        {
            var text = Encoding.UTF8.GetString(bytes);
            _ = StorageX.Errors.SecretText.Cut(text);
            _ = StorageX.Backends.DirectoryBackend.RootOf(text);
            _ = StorageX.Backends.Http.WebBackend.HostOf(text);
            _ = SafeFileName.From(text);
            try
            {
                _ = UserSecret.Import(text);
            }
            catch (SettingsException)
            {
                // It is no secret.
            }

            var key = ShareKey.Parse(text);
            ShareKey.Parse(key.ToString()).ShouldBe(key);
            key.Redacted.ShouldNotBeNullOrEmpty();
        });
    }

    /// <summary>A target whose reader has one way to refuse.</summary>
    internal static FuzzTarget Of<TRefusal>(string name, Func<Random, byte[]> make, Action<byte[]> read)
        where TRefusal : Exception => new(
            name,
            make,
            bytes =>
            {
                read(bytes);
                return Task.CompletedTask;
            },
            error => error is TRefusal);

    private static string UserSecretText()
    {
        using var directory = new TemporaryDirectory();
        return UserSecret.LoadOrCreate(directory["secret"]).Export();
    }
}
