using System.Text;
using Shouldly;
using StorageX.Manifests;
using Xunit;
using static StorageX.Specs.Manifests.SomeManifest;

namespace StorageX.Specs.Manifests;

public sealed class HostileManifestSpec
{
    private const string NoJson = "it is not a JSON object in UTF-8";

    public static TheoryData<string, string> Defects => new()
    {
        { "", "it is not a JSON object" },
        { " ", "it is not a JSON object" },
        { "null", "it is not a JSON object" },
        { "[]", "it is not a JSON object" },
        { "\"x\"", "it is not a JSON object" },
        { "<html>404</html>", NoJson },
        { "\ufeff" + Json(), "" },
        { Json()[..^1], "" },
        { Json()[..20], "" },
        { Json() + "x", "" },
        { Json() + "{}", "" },
        { Json()[..^1] + ",\"filename\":\"g\"}", "the field \"filename\" stands twice in one object" },
        { Json(pieces: $"[{Piece()[..^1]},\"size\":2}}]"), "the field \"size\" stands twice in one object" },
        { Json(version: ""), "\"protocol_version\" is missing" },
        { Json(name: ""), "\"filename\" is missing" },
        { Json(width: ""), "\"piece_width\" is missing" },
        { Json(height: ""), "\"piece_height\" is missing" },
        { Json(pieces: ""), "\"pieces\" is missing" },
        { Json(version: "\"1.0\""), "\"protocol_version\" is not a number" },
        { Json(version: "null"), "\"protocol_version\" is not a number" },
        { Json(version: "NaN"), "it has version NaN" },
        { Json(version: "1e999"), "it has version" },
        { Json(version: "99999999999999999999999999"), "\"protocol_version\" is not a number" },
        { Json(version: "-1"), "it has version -1.0" },
        { Json(name: "1"), "\"filename\" is not a string" },
        { Json(name: "null"), "\"filename\" is not a string" },
        { Json(name: "[\"f\"]"), "\"filename\" is not a string" },
        { Json(width: "0"), "\"piece_width\" is not a whole number from 1 to 1048576" },
        { Json(width: "-32"), "\"piece_width\" is not a whole number from 0" },
        { Json(width: "32.0"), "\"piece_width\" is not a whole number from 0" },
        { Json(height: "1048577"), "\"piece_height\" is not a whole number from 1 to 1048576" },
        { Json(height: "1e3"), "\"piece_height\" is not a whole number from 0" },
        { Json(pieces: "{}"), "\"pieces\" is not an array" },
        { Json(pieces: "[1]"), "piece 0 is not an object" },
        { Json(pieces: "[[]]"), "piece 0 is not an object" },
        { Json(pieces: $"[{Piece(seq: "")}]"), "piece 0 lacks its seq, key, offset or size" },
        { Json(pieces: $"[{Piece(key: "")}]"), "piece 0 lacks its seq, key, offset or size" },
        { Json(pieces: $"[{Piece(offset: "")}]"), "piece 0 lacks its seq, key, offset or size" },
        { Json(pieces: $"[{Piece(size: "")}]"), "piece 0 lacks its seq, key, offset or size" },
        { Json(pieces: $"[{Piece(size: "0")}]"), "piece 0 has 0 bytes, and a canvas of 32 x 32 carries 1 to 3068" },
        { Json(pieces: $"[{Piece(size: "3069")}]"), "piece 0 has 3069 bytes, and a canvas of 32 x 32 carries 1 to 3068" },
        { Json(pieces: $"[{Piece(size: "-1")}]"), "\"size\" is not a whole number from 0" },
        { Json(pieces: $"[{Piece(size: "9223372036854775807")}]"), "\"size\" is not a whole number from 0 to 2147483647" },
        { Json(pieces: $"[{Piece(size: "1" + new string('0', 300))}]"), "\"size\" is not a whole number from 0" },
        { Json(pieces: $"[{Piece(offset: "1")}]"), "piece 0 stands at byte 1, where byte 0 is next" },
        { Json(pieces: $"[{Piece()},{Piece(seq: "1", offset: "2")}]"), "piece 1 stands at byte 2, where byte 1 is next" },
        { Json(pieces: $"[{Piece(size: "2")},{Piece(seq: "1", offset: "1")}]"), "piece 1 stands at byte 1, where byte 2 is next" },
        { Json(pieces: $"[{Piece()},{Piece(seq: "2", offset: "1")}]"), "piece 1 has the seq 2; pieces count from 0, each once" },
        { Json(pieces: $"[{Piece()},{Piece()}]"), "piece 1 has the seq 0; pieces count from 0, each once" },
        { Json(pieces: $"[{Piece(seq: "2")}]"), "piece 0 has the seq 2; pieces count from 0, each once" },
        { Json(pieces: $"[{Piece(seq: "-1")}]"), "\"seq\" is not a whole number from 0" },
        { Json(pieces: $"[{Piece(key: "\"\"")}]"), "piece 0 has no usable key" },
        { Json(pieces: $"[{Piece(key: "\"a\\u001b[2J\"")}]"), "piece 0 has no usable key" },
        { Json(pieces: $"[{Piece(key: "\"a\\u0085\"")}]"), "piece 0 has no usable key" },
        { Json(pieces: $"[{Piece(key: $"\"{new string('k', 8193)}\"")}]"), "piece 0 has no usable key" },
        { Json(pieces: $"[{Piece(key: "null")}]"), "\"key\" is not a string" },
        { Json(pieces: $"[{Piece(checksum: "5")}]"), "\"checksum\" is not a string" },
        { Json(pieces: new string('[', 100_000)), "" },
        { Json()[..^1] + ",\"x\":" + string.Concat(Enumerable.Repeat("{\"x\":", 100_000)), NoJson },
        { Json()[..^1] + ",\"x\":1" + new string('0', 100_000) + "}", "" },
    };

    [Theory]
    [MemberData(nameof(Defects))]
    public void A_manifest_that_does_not_add_up_is_refused_by_what_is_wrong_with_it(string text, string defect)
    {
        var error = Should.Throw<ManifestException>(() => ManifestReader.Read(Encoding.UTF8.GetBytes(text)));
        error.Message.ShouldStartWith(defect);
        error.NeedsNewerVersion.ShouldBeFalse(error.Message);
    }

    [Theory]
    [InlineData("3.0")]
    [InlineData("17")]
    [InlineData("1.5")]
    public void A_manifest_of_a_newer_version_says_so_whatever_else_it_holds(string version)
    {
        var error = Should.Throw<ManifestException>(() => ManifestReader.Read(Encoding.UTF8.GetBytes(Json(version: version, pieces: "[7]"))));
        error.NeedsNewerVersion.ShouldBeTrue();
        error.Message.ShouldStartWith($"it has version {(version.Contains('.', StringComparison.Ordinal) ? version : version + ".0")}");
    }

    [Fact]
    public void Bytes_that_are_not_utf_8_are_refused()
    {
        foreach (var bytes in new byte[][] { [0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xe2, 0x82] })
        {
            byte[] text = [.. Encoding.UTF8.GetBytes(Json()[..^1] + ",\"x\":\""), .. bytes, .. "\"}"u8];
            Should.Throw<ManifestException>(() => ManifestReader.Read(text)).Message.ShouldBe(NoJson);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Whatever_the_bytes_are_nothing_but_a_manifest_exception_escapes(int seed)
    {
        var random = new Random(seed);
        var sound = Encoding.UTF8.GetBytes(Json(name: "\"ü\\u0041\"", pieces: $"[{Piece()},{Piece(seq: "1", offset: "1")}]"));
        string[] scraps = ["\"", "{", "}", "[", "]", ",", ":", "\\", "\\ud800", "/*", "*/", "//", "'", "NaN", "-Infinity", "undefined", "new Date(", ")", "0x", "1e400", "-0", "true", "\0", "\ufeff", "\"seq\":1"];
        for (var round = 0; round < 3000; round++)
        {
            var bytes = sound.ToList();
            for (var change = random.Next(1, 5); change > 0; change--)
            {
                var at = random.Next(bytes.Count);
                switch (random.Next(4))
                {
                    case 0: bytes[at] = (byte)random.Next(256); break;
                    case 1: bytes.RemoveRange(at, Math.Min(random.Next(20), bytes.Count - at)); break;
                    case 2: bytes.InsertRange(at, Encoding.UTF8.GetBytes(scraps[random.Next(scraps.Length)])); break;
                    default: bytes.InsertRange(at, bytes.Skip(random.Next(bytes.Count)).Take(30).ToArray()); break;
                }

                if (bytes.Count == 0)
                    bytes.Add((byte)'{');
            }

            Survive([.. bytes], $"seed {seed}, round {round}");
        }
    }

    private static void Survive(byte[] bytes, string where)
    {
        try
        {
            var manifest = ManifestReader.Read(bytes);
            manifest.Size.ShouldBe(manifest.Pieces.Sum(piece => (long)piece.Size), where);
        }
        catch (Exception error) when (error is not ManifestException)
        {
            throw new InvalidOperationException($"{where}: {Convert.ToHexString(bytes)}", error);
        }
        catch (ManifestException)
        {
            // What a reader must say.
        }
    }
}
