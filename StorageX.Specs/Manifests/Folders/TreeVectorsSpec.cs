using Newtonsoft.Json;
using Shouldly;
using StorageX.Manifests.Folders;
using StorageX.Specs.Containers;
using Xunit;

namespace StorageX.Specs.Manifests.Folders;

/// <summary>Trees that another program wrote, sound and hostile.</summary>
public sealed class TreeVectorsSpec
{
    public static TheoryData<string> Sound => Expecting("tree");

    public static TheoryData<string> Hostile => Expecting("refused");

    [Theory]
    [MemberData(nameof(Sound))]
    public void A_sound_tree_is_read_whole(string name)
    {
        var vector = Format2Vector.Read("trees", name);
        var entries = Read(vector, long.Parse(vector["stored"]));
        entries.Count.ShouldBe(int.Parse(vector["entries"]));
        entries[^1].Path.ShouldBe(JsonConvert.DeserializeObject<string>(vector["last"]));
        if (name != "more-stored")
            Should.Throw<TransferException>(() => Read(vector, long.Parse(vector["stored"]) - 1)).Kind.ShouldBe(TransferErrorKind.Corrupt);
    }

    [Theory]
    [MemberData(nameof(Sound))]
    public void What_is_read_is_written_as_it_can_be_read_again(string name)
    {
        var vector = Format2Vector.Read("trees", name);
        var entries = Read(vector, long.Parse(vector["stored"]));
        var text = new System.Buffers.ArrayBufferWriter<byte>();
        foreach (var entry in entries)
            FolderLine.Write(text, entry);
        using var stream = new MemoryStream(text.WrittenSpan.ToArray());
        FolderTreeReader.Read(stream, long.MaxValue).Select(Shown).ShouldBe(entries.Select(Shown));
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_hostile_tree_is_refused_by_its_rule(string name)
    {
        var vector = Format2Vector.Read("trees", name);
        var error = Should.Throw<TransferException>(() => Read(vector, long.Parse(vector["stored"])));
        error.Kind.ShouldBe(TransferErrorKind.Corrupt);
        if (vector["about"] == "end")
            return;
        error.InnerException.ShouldBeOfType<FolderTreeException>().About.ShouldBe(vector["about"]);
        error.Message.ShouldContain($"line {vector["line"]}");
    }

    private static TheoryData<string> Expecting(string expected) => [.. Format2Vector.Names("trees").Where(name => Format2Vector.Read("trees", name)["expect"] == expected)];

    private static List<FolderEntry> Read(Format2Vector vector, long offset)
    {
        using var text = new MemoryStream(vector.Bytes);
        return [.. FolderTreeReader.Read(text, offset)];
    }

    private static string Shown(FolderEntry entry) => $"{entry.Path}|{entry.Kind}|{entry.Size}|{entry.Modified}|{entry.Mode}|{entry.Target}|{string.Join(',', entry.Data ?? [])}|{entry.Data is null}|{entry.Skip}|{entry.Offset}";
}
