using Shouldly;
using Xunit;

namespace StorageX.Specs.Licences;

/// <summary>What is said of the packages that the program ships.</summary>
public sealed class NoticesSpec
{
    private const string Name = "THIRD-PARTY-NOTICES.txt";
    private static readonly IReadOnlyList<ShippedPackage> Packages = ShippedPackage.Of(Path.Combine(HouseSpec.Repository, "StorageX.Host"));

    [Fact]
    public void The_notices_are_those_of_the_packages_that_are_shipped()
    {
        var file = Path.Combine(HouseSpec.Repository, Name);
        var text = Notices.Write(Packages);
        if (Environment.GetEnvironmentVariable("STORAGEX_WRITE_NOTICES") is "1")
            File.WriteAllText(file, text);
        File.ReadAllText(file).ShouldBe(text, "write them anew with STORAGEX_WRITE_NOTICES=1");
    }

    [Fact]
    public void Every_licence_is_one_whose_terms_are_shipped()
    {
        Packages.ShouldNotBeEmpty();
        Packages.Where(package => !Notices.Known.Contains(package.Licence)).ShouldBeEmpty();
        Packages.Where(package => package.Licence == "its own, below" && package.Texts.Count == 0).ShouldBeEmpty();
    }

    [Fact]
    public void Notices_and_licence_lie_beside_the_program() =>
        ((string[])[Name, "LICENSE"]).Where(file => !File.Exists(Path.Combine(AppContext.BaseDirectory, file))).ShouldBeEmpty();
}
