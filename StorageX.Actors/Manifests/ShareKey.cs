using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using StorageX.Containers;
using StorageX.Errors;

namespace StorageX.Manifests;

/// <summary>
/// What a user holds: where the root manifest is, and what opens it. As text <c>locator#sx2.secret</c>, the secret being
/// base64url (RFC 4648, section 5) without padding. Without a secret the text is the locator alone: format 1, or a public
/// upload of format 2. Where the root is kept on further hosts, <c>+locator</c> follows for each, and a secret, though it may be empty, stands before.
/// </summary>
public sealed record ShareKey
{
    private const int LongestLocator = 8192;
    private const int MostMirrors = 15;
    private const string Marker = "sx2.";
    private const string Rewritten =
        "something on its way has rewritten what stands before its secret, such as # as %23 or a full stop as a space; write #sx2. there again, and quote the key";
    private const string Shape = "a key of format 2 ends in #sx2. and 43 characters";

    /// <param name="locator">Where the root manifest is: 1 to 8192 characters, no control characters, no white space at its ends.</param>
    /// <param name="secret">32 bytes, or null.</param>
    /// <param name="mirrors">Where further images of it are, 0 to 15, formed alike, each another; null for none.</param>
    /// <exception cref="TransferException">One is not as it should be, or a locator reads like a key with a secret.</exception>
    public ShareKey(string locator, byte[]? secret, IReadOnlyList<string>? mirrors = null)
    {
        if (DefectOf([locator, .. mirrors ?? []]) is { } defect)
            throw Invalid(defect);
        if (secret is not null && secret.Length != PieceSecret.Length)
            throw Invalid($"its secret has {secret.Length} bytes; {PieceSecret.Length} are right");
        (Locator, Secret, Mirrors) = (locator, secret, mirrors ?? []);
    }

    /// <summary>Where the root manifest is.</summary>
    public string Locator { get; }

    /// <summary>The 32 bytes that open it; null for format 1 and for public uploads.</summary>
    [SuppressMessage("Performance", "CA1819", Justification = "32 bytes that every caller hands on to a cipher at once")]
    public byte[]? Secret { get; }

    /// <summary>Where further images of the root manifest are, 0 to 15.</summary>
    public IReadOnlyList<string> Mirrors { get; }

    /// <summary>Where all images of the root manifest are, 1 to 16.</summary>
    internal IEnumerable<string> Locators => Mirrors.Prepend(Locator);

    /// <summary>The key for people and logs: without the secret.</summary>
    public string Redacted => Secret is null ? Locator : $"{Locator}#{Marker}...";

    /// <summary>Whether a text can be a locator, and has no secret in it.</summary>
    internal static bool IsLocator(string text) => DefectOf(text) is null && !HasSecret(text);

    /// <summary>Reads a key.</summary>
    /// <exception cref="TransferException">It cannot be one; the message says why and never quotes it.</exception>
    public static ShareKey Parse(string text) => TryParse(text, out var key, out var defect) ? key : throw Invalid(defect);

    /// <summary>Reads a key.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ShareKey? key) => TryParse(text ?? "", out key, out _);

    /// <summary>Takes the key apart again.</summary>
    public void Deconstruct(out string locator, out byte[]? secret) => (locator, secret) = (Locator, Secret);

    /// <inheritdoc/>
    public bool Equals(ShareKey? other) =>
        other is not null && Locator == other.Locator && (Secret is null) == (other.Secret is null)
        && CryptographicOperations.FixedTimeEquals(Secret, other.Secret) && Mirrors.SequenceEqual(other.Mirrors);

    /// <inheritdoc/>
    public override int GetHashCode() => Locator.GetHashCode(StringComparison.Ordinal);

    /// <summary>The key itself, secret included: never for a log (see <see cref="Redacted"/>).</summary>
    public override string ToString() => Secret is null && Mirrors.Count == 0
        ? Locator
        : $"{Locator}#{Marker}{Base64Url.EncodeToString(Secret)}{string.Concat(Mirrors.Select(mirror => "+" + FurtherLocator.Encode(mirror)))}";

    private static bool TryParse(string text, [NotNullWhen(true)] out ShareKey? key, out string defect)
    {
        key = null;
        var fragment = FragmentOf(text);
        if (!IsVersioned(fragment))
        {
            defect = SecretText.IsIn(text) ? Rewritten : DefectOf(text) ?? "";
            key = defect.Length == 0 ? new ShareKey(text, null) : null;
            return key is not null;
        }

        var locator = text[..^(fragment.Length + 1)];
        var parts = fragment.Split('+');
        string?[] mirrors = [.. parts.Skip(1).Select(FurtherLocator.Decode)];
        var secret = parts[0].Length == Marker.Length && mirrors.Length > 0 ? null : new byte[PieceSecret.Length];
        defect = (secret is null || DefectOf(parts[0], secret) is null ? null : DefectOf(fragment, secret))
            ?? (mirrors.Contains(null) ? "a further place of its image is not written as it should be; is it whole?" : DefectOf([locator, .. mirrors!])) ?? "";
        key = defect.Length == 0 ? new ShareKey(locator, secret, mirrors!) : null;
        return key is not null;
    }

    private static string? DefectOf(string[] locators) => locators.Length > MostMirrors + 1 ? $"it names {locators.Length} places of its image; {MostMirrors + 1} are the most"
        : locators.Distinct().Count() < locators.Length ? "it names a place of its image twice"
        : locators.Select(locator => DefectOf(locator) ?? (HasSecret(locator) ? "it has two secrets" : null)).FirstOrDefault(defect => defect is not null);

    private static string? DefectOf(string locator) => locator switch
    {
        "" => "it names no image",
        { Length: > LongestLocator } => $"it has {locator.Length} characters; {LongestLocator} are the most",
        _ when locator.Any(char.IsControl) => "it has control characters in it",
        _ when locator.Trim().Length != locator.Length => "it begins or ends with white space",
        _ => null,
    };

    private static string? DefectOf(ReadOnlySpan<char> fragment, Span<byte> secret)
    {
        if (!fragment.StartsWith(Marker, StringComparison.Ordinal))
            return $"it is of a format that this version of StorageX does not know, #{fragment[..fragment.IndexOf('.')]}; a newer one may";
        var text = fragment[Marker.Length..];
        var length = Base64Url.GetEncodedLength(secret.Length);
        if (text.Length != length)
            return $"its secret has {text.Length} characters: {Shape}; is it whole?";
        return CanonicalBase64Url.TryDecode(text, secret) ? null : $"its secret has characters that no key has: {Shape}";
    }

    // sx, a number, a full stop: what format 2 and all after it end in. Any other fragment belongs to the locator.
    private static bool IsVersioned(ReadOnlySpan<char> fragment)
    {
        var stop = fragment.IndexOf('.');
        return stop > 2 && fragment.StartsWith("sx", StringComparison.Ordinal) && !fragment[2..stop].ContainsAnyExceptInRange('0', '9');
    }

    private static bool HasSecret(string locator) => IsVersioned(FragmentOf(locator)) || SecretText.IsIn(locator);

    private static string FragmentOf(string text) => text[(text.LastIndexOf('#') is var at and >= 0 ? at + 1 : text.Length)..];

    private static TransferException Invalid(string defect) => new(TransferErrorKind.InvalidKey, $"this is not a key: {defect}");
}
