using Shouldly;
using StorageX.Manifests;
using StorageX.Specs.Containers;
using Xunit;

namespace StorageX.Specs.Manifests;

/// <summary>Keys, with and without further locators, that another program wrote.</summary>
public sealed class KeyVectorSpec
{
    public static TheoryData<string> Names => [.. Rows.Keys];

    private static Dictionary<string, string[]> Rows { get; } = Format2Vector.Rows("keys.tsv").ToDictionary(row => row[0]);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_key_is_read_and_written_as_it_is_or_refused(string name)
    {
        var row = Rows[name];
        ShareKey.TryParse(row[3], out var key).ShouldBe(row[1] == "key");
        if (key is null)
            return;
        key.ToString().ShouldBe(row[3]);
        (key.Secret is null ? "none" : Convert.ToHexStringLower(key.Secret)).ShouldBe(row[4]);
        key.Mirrors.Prepend(key.Locator).ShouldBe(row[5..]);
        new ShareKey(key.Locator, key.Secret, key.Mirrors).ShouldBe(key);
    }
}
