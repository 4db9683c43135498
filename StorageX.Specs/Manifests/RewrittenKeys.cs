namespace StorageX.Specs.Manifests;

/// <summary>A key as it comes out of mails, messengers, forms and terminals.</summary>
internal static class RewrittenKeys
{
    /// <summary>Its secret.</summary>
    public const string Secret = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

    private const string Locator = "https://host.example/i/8Fzk2.png";

    private static readonly string[] Marks =
    [
        "%23sx2.", "%23sx2%2E", "%2523sx2.", "%252523sx2%252E", "%25252523sx2.", "%23SX2.", "&#35;sx2.", "&#x23;sx2.", "&#0035;sx2.", "&num;sx2.", "&amp;#35;sx2.", "=23sx2.",
        "\uff03sx2.", "\uff03\uff53\uff58\uff12\uff0e", "%EF%BC%83sx2.", "%25EF%25BC%2583sx2.", "\ufe5fsx2.", "\u266fsx2.",
        ".sx2.", "?sx2.", "/sx2.", "&sx2.", ":sx2.", "+sx2.", " sx2.", "%20sx2.", "sx2.", "-sx2.", "|sx2.",
        "# sx2.", "#  sx2.", "#%20sx2.", "#\nsx2.", "#\r\n  sx2.", "#\u200bsx2.", "#sx\u00ad2.", "#sx 2.", "#sx2 .", "#sx2. ", "#sx2:", "#sx2,", "#sx2%2E", "#sx2&#46;", "#sx2=2E", "#sx2\u3002", "#sx2\uff0e",
        "#sx2", "#SX2.", "#Sx2.", "#sx2-", "#sx2..", "#/sx2.", "#!sx2.",
    ];

    /// <summary>Every one.</summary>
    public static IEnumerable<string> All => Marks.Select(mark => Locator + mark + Secret)
        .Concat([
            $"{Locator}%23sx2.{Secret[..10]}\\{Secret[10..]}", $"{Locator}%23sx2.{Secret[..20]}\u200b{Secret[20..]}", $"{Locator}%23sx2.{Secret[..20]}=\n{Secret[20..]}",
            $"{Locator}%23sx2.{Secret[..20]}\n{Secret[20..]}", $"{Locator}%23sx2.{Secret[..5]} {Secret[5..]}", $"{Locator}%23sx2.{Secret[..10]}\n{Secret[10..20]}\n{Secret[20..]}",
            $"{Locator}%23sx2.{Secret[..^3]}", $"{Locator}%23sx2.{Secret}_", $"{Locator}%23sx2.{Secret}&utm_source=mail", $"{Locator}%23sx2.{Secret}#",
        ]);
}
