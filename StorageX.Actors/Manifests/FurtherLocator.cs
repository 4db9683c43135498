using System.Text;

namespace StorageX.Manifests;

/// <summary>A further locator of a root manifest, as a key has it: what would end it is written with % and two digits (FORMAT.md, section 1).</summary>
internal static class FurtherLocator
{
    private const string Special = "+#% ";

    /// <summary>The locator as a key has it.</summary>
    public static string Encode(string locator)
    {
        var text = new StringBuilder(locator.Length);
        foreach (var character in locator)
            text.Append(Special.Contains(character) ? $"%{(int)character:X2}" : character);
        return text.ToString();
    }

    /// <summary>What was encoded; null where nothing would be encoded so.</summary>
    public static string? Decode(string text)
    {
        var locator = Special.Aggregate(text, (rest, character) => character == '%' ? rest : rest.Replace($"%{(int)character:X2}", character.ToString()));
        locator = locator.Replace("%25", "%");
        return Encode(locator) == text ? locator : null;
    }
}
