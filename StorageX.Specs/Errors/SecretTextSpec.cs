using Shouldly;
using StorageX.Backends;
using StorageX.Containers;
using StorageX.Errors;
using StorageX.Specs.Manifests;
using Xunit;

namespace StorageX.Specs.Errors;

public sealed class SecretTextSpec
{
    private const string Secret = RewrittenKeys.Secret;

    public static TheoryData<string> Rewritten => [.. RewrittenKeys.All];

    [Theory]
    [MemberData(nameof(Rewritten))]
    public void Whatever_became_of_a_key_its_secret_is_cut_out_of_a_text(string key)
    {
        var text = SecretText.Cut($"fetching {key} failed, then {key}");
        Pieces().Where(text.Contains).ShouldBeEmpty(text);
        text.ShouldStartWith("fetching https://host.example/i/8Fzk2.png");
        text.ShouldContain(" failed, then https://host.example/");
        SecretText.IsIn(text).ShouldBeFalse(text);
    }

    [Theory]
    [InlineData("#sx2." + Secret, "#sx2....")]
    [InlineData("sx2." + Secret, "sx2....")]
    [InlineData("a sx17." + Secret + " b", "a sx17.... b")]
    [InlineData("#sx2.AAECAwQFBgcICQoLDA0O", "#sx2....")]
    [InlineData("'#sx2." + Secret + "' is one argument too many", "'#sx2....' is one argument too many")]
    [InlineData("#sx2." + Secret + " and #sx2." + Secret, "#sx2.... and #sx2....")]
    [InlineData("#sx2.AAECAwQFBgcICQoLDA0ODxAREhMU\nFRYXGBkaGxwdHh8 and more", "#sx2.... and more")]
    public void What_is_left_is_the_rest_of_the_text(string text, string left) => SecretText.Cut(text).ShouldBe(left);

    [Theory]
    [InlineData("")]
    [InlineData("sx")]
    [InlineData("#sx2.")]
    [InlineData("%23sx2.")]
    [InlineData("#sx2....")]
    [InlineData("a key of format 2 ends in #sx2. and 43 characters; is it whole?")]
    [InlineData("https://host.example/sx1/0cc175b9c0f1b6a831c399e269772661.png")]
    [InlineData("https://host.example/sx/ab/abcd5b9c0f1b6a831c399e2697726610cc175b9c0f1b6a831c399e2697726610c.png")]
    [InlineData("file:///home/me/sx2/ab/ab00000000000000000000000000000000000000000000000000000000000000.png")]
    [InlineData("https://host.example/pw/AP1GczMsx2AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8")]
    [InlineData("100% of sx2 % &; = =2 %2 &#;")]
    public void Nothing_else_is_cut(string text) => SecretText.Cut(text).ShouldBe(text);

    [Fact]
    public void No_text_makes_it_throw_and_what_is_cut_stays_cut()
    {
        string[] parts = ["sx", "SX", "2", "2.", "#", "%23", "%25", "%", "&#35;", "&amp;", "&", ";", "=23", "=\n", "=", " ", "\n", "\\", "\u200b", "\uff03", "\ud800", "/", "AAECAwQFBgcICQoL", Secret];
        var random = new Random(3);
        for (var round = 0; round < 20_000; round++)
        {
            var cut = SecretText.Cut(string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => parts[random.Next(parts.Length)])));
            SecretText.Cut(cut).Length.ShouldBeLessThanOrEqualTo(cut.Length);
        }
    }

    [Fact]
    public void No_exception_of_ours_shows_one()
    {
        const string text = "https://host.example/i%23sx2." + Secret;
        Exception[] all =
        [
            new TransferException(TransferErrorKind.Failed, text), new BackendException(BackendErrorKind.Lost, new string('x', 290) + text), new SettingsException(text),
            new Host.Cli.Terminals.UsageException(text), new Host.Cli.Terminals.DaemonException(null, null, text),
        ];
        foreach (var error in all)
            error.ToString().ShouldNotContain("AAECAwQF");
    }

    private static IEnumerable<string> Pieces() => [Secret[..12], Secret[14..26], Secret[^12..]];
}
