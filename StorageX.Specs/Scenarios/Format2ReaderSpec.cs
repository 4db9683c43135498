using System.Security.Cryptography;
using System.Text.Json;
using Shouldly;
using StorageX.Containers;
using StorageX.Images;
using StorageX.Manifests;
using StorageX.Specs.Images;
using Xunit.Abstractions;

namespace StorageX.Specs.Scenarios;

public sealed class Format2ReaderSpec(ITestOutputHelper output) : IDisposable
{
    private static readonly CanvasSize Canvas = new(100, 80);
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [PythonFact]
    public void A_second_reader_in_Python_comes_to_the_result_of_every_vector_and_upload()
    {
        var (exitCode, text) = Python.Run("check_reader.py", _directory["uploads"]);
        output.WriteLine(text);
        exitCode.ShouldBe(0, text);
    }

    [PythonFact]
    public void What_is_written_here_the_reader_in_Python_reads()
    {
        var capacity = (int)Canvas.Capacity - Container.Overhead;
        byte[][] files = [[], Some.Bytes(capacity, seed: 1), Some.Bytes((3 * capacity) + 7, seed: 2), Some.Text(5 * capacity, seed: 3), new byte[2 * capacity]];
        foreach (var file in files)
        {
            foreach (var isPrivate in new[] { true, false })
            {
                var target = _directory[Guid.NewGuid().ToString("n")];
                var (exitCode, text) = Python.Run("format2_reader.py", Upload(file, capacity, isPrivate), target);
                exitCode.ShouldBe(0, text);
                File.ReadAllBytes(target).AsSpan().SequenceEqual(file).ShouldBeTrue();
            }
        }
    }

    [PythonFact]
    public void It_refuses_an_upload_whose_image_was_exchanged_and_leaves_no_file()
    {
        var capacity = (int)Canvas.Capacity - Container.Overhead;
        var key = Upload(Some.Bytes(2 * capacity, seed: 4), capacity, isPrivate: true);
        var images = _directory.Files.Select(name => _directory[name]).Where(path => path != new Uri(ShareKey.Parse(key).Locator).LocalPath).ToList();
        File.Copy(images[0], images[1], overwrite: true);
        var target = _directory["target"];
        var (exitCode, text) = Python.Run("format2_reader.py", key, target);
        exitCode.ShouldBe(1);
        text.ShouldContain("wrong tag");
        _directory.Files.ShouldAllBe(name => name.EndsWith(".png"));
    }

    private string Upload(byte[] file, int capacity, bool isPrivate)
    {
        var user = PieceSecret.Random();
        var pieces = file.Chunk(capacity).Select((raw, seq) =>
        {
            var digest = SHA256.HashData(raw);
            var secret = isPrivate ? PieceSecret.Derive(user, digest) : null;
            var entry = new Dictionary<string, object>
            {
                ["seq"] = seq,
                ["key"] = Store(raw, ContainerKind.Data, secret),
                ["offset"] = seq * capacity,
                ["size"] = raw.Length,
                ["checksum"] = "sha256:" + Convert.ToHexStringLower(digest),
            };
            if (secret is not null)
                entry["secret"] = System.Buffers.Text.Base64Url.EncodeToString(secret);
            return entry;
        });
        var manifest = new
        {
            protocol_version = 2.0,
            filename = "a",
            size = file.Length,
            piece_width = Canvas.Width,
            piece_height = Canvas.Height,
            pieces,
        };
        var root = isPrivate ? PieceSecret.Random() : null;
        return new ShareKey(Store(JsonSerializer.SerializeToUtf8Bytes(manifest), ContainerKind.Manifest, root), root).ToString();
    }

    private string Store(byte[] raw, ContainerKind kind, byte[]? secret)
    {
        using var container = Container.Seal(raw, kind, secret);
        using var image = ImageCanvas.Encode(container.Span, Canvas, PixelCompression.Stored);
        var path = _directory[Guid.NewGuid().ToString("n") + ".png"];
        File.WriteAllBytes(path, image.Span.ToArray());
        return new Uri(path).AbsoluteUri;
    }
}
