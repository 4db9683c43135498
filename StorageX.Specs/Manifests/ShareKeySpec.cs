using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using StorageX.Manifests;
using StorageX.Specs.Images;
using Xunit;

namespace StorageX.Specs.Manifests;

public sealed class ShareKeySpec
{
    private const string Locator = "https://host.example/i/8Fzk2.png";
    private const string Text = Locator + "#sx2.AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

    [Fact]
    public void A_key_is_the_locator_and_the_secret()
    {
        var key = ShareKey.Parse(Text);
        key.Locator.ShouldBe(Locator);
        key.Secret.ShouldBe(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray());
        key.ToString().ShouldBe(Text);
        key.ShouldBe(new ShareKey(Locator, [.. key.Secret!]));
        key.GetHashCode().ShouldBe(ShareKey.Parse(Text).GetHashCode());
    }

    [Theory]
    [InlineData(Locator)]
    [InlineData("8Fzk2")]
    [InlineData("file:///tmp/a b.png")]
    [InlineData("https://host.example/#/i/1")]
    [InlineData("https://host.example/i#sx")]
    [InlineData("https://host.example/i#sx.a")]
    [InlineData("https://host.example/i#sxa.b")]
    public void A_bare_locator_is_a_key_without_a_secret(string text)
    {
        var key = ShareKey.Parse(text);
        key.ShouldBe(new ShareKey(text, null));
        key.ToString().ShouldBe(text);
    }

    [Fact]
    public void Any_locator_and_secret_come_back()
    {
        var keys = from locator in Gen.Elements("a", Locator, "https://h.example/?a=b&c#d", "file:///x/ä ö.png", "s3://bucket/key#1")
                   from seed in Gen.Choose(0, int.MaxValue)
                   select new ShareKey(locator, (seed & 1) == 0 ? null : Some.Bytes(32, seed));
        Prop.ForAll(keys.ToArbitrary(), key => ShareKey.Parse(key.ToString()) == key && ShareKey.TryParse(key.ToString(), out var again) && again == key)
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Two_texts_never_mean_the_same_secret()
    {
        for (var at = Locator.Length + 5; at < Text.Length; at++)
        {
            foreach (var other in "ABYZabyz0189-_+/=. \n\0é")
            {
                var altered = Text[..at] + other + Text[(at + 1)..];
                if (altered != Text && ShareKey.TryParse(altered, out var key))
                    (key.ToString() == altered && key != ShareKey.Parse(Text)).ShouldBeTrue(altered);
            }
        }
    }

    [Theory]
    [InlineData("", "names no image")]
    [InlineData("#sx2.AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8", "names no image")]
    [InlineData(Text + "=", "44 characters")]
    [InlineData(Locator + "#sx2.", "0 characters")]
    [InlineData(Locator + "#sx2.AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh", "is it whole?")]
    [InlineData(Locator + "#sx2.AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9", "characters that no key has")]
    [InlineData(Locator + "#sx2.AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdH+8", "characters that no key has")]
    [InlineData(Locator + "#sx2.AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdH 8", "characters that no key has")]
    [InlineData(Locator + "#sx3.whatever", "#sx3")]
    [InlineData(Locator + "#sx3.", "newer")]
    [InlineData(Text + "#sx2.AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8", "two secrets")]
    [InlineData(Locator + " ", "white space")]
    [InlineData("\t" + Locator, "control")]
    [InlineData("https://host.example/\u001b[2J", "control")]
    public void A_text_that_is_no_key_is_refused_and_the_reason_is_told(string text, string reason)
    {
        var refusal = Should.Throw<TransferException>(() => ShareKey.Parse(text));
        refusal.Kind.ShouldBe(TransferErrorKind.InvalidKey);
        refusal.Message.ShouldContain(reason);
        refusal.Message.ShouldNotContain("AAECAwQF");
        refusal.Message.Any(char.IsControl).ShouldBeFalse();
        ShareKey.TryParse(text, out _).ShouldBeFalse();
    }

    public static TheoryData<string> Rewritten => [.. RewrittenKeys.All];

    [Theory]
    [MemberData(nameof(Rewritten))]
    public void A_key_that_something_has_rewritten_is_refused_and_its_secret_not_shown(string text)
    {
        var refusal = Should.Throw<TransferException>(() => ShareKey.Parse(text));
        refusal.Kind.ShouldBe(TransferErrorKind.InvalidKey);
        refusal.Message.ShouldContain("#sx2.");
        refusal.Message.ShouldNotContain("AAECAwQF");
        Should.Throw<TransferException>(() => ShareKey.Parse(text + Text[Locator.Length..])).Message.ShouldNotContain("AAECAwQF");
        Should.Throw<TransferException>(() => new ShareKey(text, null));
    }

    [Fact]
    public void A_key_that_is_cut_anywhere_in_its_secret_is_refused()
    {
        for (var length = Locator.Length + 5; length < Text.Length; length++)
            ShareKey.TryParse(Text[..length], out _).ShouldBeFalse(Text[..length]);
    }

    [Fact]
    public void Locators_and_secrets_that_no_key_can_have_are_refused_when_a_key_is_made()
    {
        Should.Throw<TransferException>(() => new ShareKey("", null));
        Should.Throw<TransferException>(() => new ShareKey(new string('a', 8193), null));
        Should.Throw<TransferException>(() => new ShareKey(Locator, new byte[31]));
        Should.Throw<TransferException>(() => new ShareKey(Text, new byte[32]));
        ShareKey.TryParse(null, out _).ShouldBeFalse();
    }

    [Fact]
    public void For_people_and_logs_there_is_a_form_without_the_secret()
    {
        ShareKey.Parse(Text).Redacted.ShouldBe(Locator + "#sx2....");
        ShareKey.Parse(Locator).Redacted.ShouldBe(Locator);
    }
}
