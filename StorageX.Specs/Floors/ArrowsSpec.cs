using Shouldly;
using Xunit;

namespace StorageX.Specs.Floors;

/// <summary>What a folder's use of another is told by, and what is none.</summary>
public sealed class ArrowsSpec : IDisposable
{
    private readonly TemporaryDirectory _project = new();

    public ArrowsSpec()
    {
        Write("Roof.cs", "namespace House; class Roof; class Slate;");
        Write("High/Attic.cs", "namespace House.High; class Attic { class Beam; } enum Window { Open }");
        Write("High/Corner/Nook.cs", "namespace House.High.Corner; record struct Nook(int Depth);");
    }

    public void Dispose() => _project.Dispose();

    [Theory]
    [InlineData("using House.High;", "High")]
    [InlineData("using static House.High.Window;", "High")]
    [InlineData("using Under = House.High.Corner.Nook;", "High/Corner")]
    [InlineData("global using global::House.High.Corner;", "High/Corner")]
    [InlineData("using System;\nusing Elsewhere.High;", "")]
    public void A_using_is_a_use(string usings, string found) => Uses($"{usings}\nnamespace House.Low; class Floor;").ShouldBe(Words(found));

    [Theory]
    [InlineData("Roof? Above() => null;", "Roof")]
    [InlineData("List<Roof> Above;", "Roof")]
    [InlineData("object Above => new Slate();", "Slate")]
    [InlineData("bool Is(object thing) => thing is Roof { Above: 1 } or not Slate;", "Roof Slate")]
    [InlineData("int Above() => Roof.Height.Inches;", "Roof.Height.Inches")]
    [InlineData("High.Attic Above;", "High.Attic")]
    [InlineData("int Above = (int)House.High.Window.Open;", "House.High.Window.Open")]
    [InlineData("string Above => $\"{{it}} {(IsHigh ? $\"{Roof.Name}\" : \"Slate\"):x2}\";", "Roof.Name")]
    [InlineData("string Above = $$\"\"\"{ Slate \"\" {{Roof.Name}} }\"\"\";", "Roof.Name")]
    [InlineData("char quote = '\"'; Roof above; char end = '\"';", "Roof")]
    public void A_name_that_is_seen_without_a_using_is_a_use(string member, string found) =>
        Uses($"namespace House.Low;\nclass Floor\n{{\n    {member}\n}}\n").ShouldBe(Words(found));

    [Theory]
    [InlineData("// Roof, not \"Slate\"")]
    [InlineData("/* Roof\n Slate */")]
    [InlineData("#warning Roof isn't here")]
    [InlineData("string Above = \"Roof \\\" Slate\";")]
    [InlineData("string Above = @\"Roof\\\" + @\"\"\"Slate\"\"\";")]
    [InlineData("int Roof { get; set; }")]
    [InlineData("int? Roof => 3;")]
    [InlineData("List<int> Roof = [];")]
    [InlineData("int[] Roof = [], Above;")]
    [InlineData("int Above() => house.Roof + house?.Slate;")]
    [InlineData("object Above => Make(Roof: 3, new() { Slate = 4 });")]
    [InlineData("int Above => Attic + Window.Open;")]
    [InlineData("int High => High.Length + High.Roof;")]
    public void What_is_only_called_like_a_type_is_none(string member) => Uses($"namespace House.Low;\nclass Floor\n{{\n    {member}\n}}\n").ShouldBeEmpty();

    [Fact]
    public void A_type_of_ones_own_hides_those_of_the_same_name_above() =>
        Uses("namespace House.Low; class Roof; class Floor { Roof Above; Floor Same; }").ShouldBeEmpty();

    [Fact]
    public void An_arrow_names_the_file_and_both_folders()
    {
        Write("Low/Floor.cs", "namespace House.Low; class Floor : Roof;");
        Arrows.Of(_project.Path).ShouldHaveSingleItem().ShouldBe(new Arrow(_project["Low", "Floor.cs"], "Low", "", "Roof"));
    }

    private void Write(string path, string code)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_project[path])!);
        File.WriteAllText(_project[path], code);
    }

    /// <summary>What a file in the folder Low uses of others: names, or folders where a using is all there is.</summary>
    private IEnumerable<string> Uses(string code)
    {
        Write("Low/Floor.cs", code);
        return Arrows.Of(_project.Path).Select(arrow => code.Contains("using ", StringComparison.Ordinal) ? arrow.To : arrow.What);
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
