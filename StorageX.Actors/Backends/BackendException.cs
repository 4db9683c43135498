using System.Text;
using StorageX.Errors;

namespace StorageX.Backends;

/// <summary>What a host's failure means for the request that met it.</summary>
public enum BackendErrorKind
{
    /// <summary>Worth another try: a connection cut, a time-out, a server error.</summary>
    Transient,

    /// <summary>Worth another try later, not before <see cref="BackendException.RetryAfter"/> if the host named a time.</summary>
    Throttled,

    /// <summary>The image is not there, and another try will not find it.</summary>
    Lost,

    /// <summary>The host does not take this image: too large, a type it refuses, no space.</summary>
    Rejected,

    /// <summary>The host does not let this user in.</summary>
    Unauthorised,

    /// <summary>An answer came, but not what was asked for: cut short, or not the image. Another fetch may heal it.</summary>
    Corrupt,
}

/// <summary>A backend could not do what it was asked.</summary>
public sealed class BackendException : Exception
{
    private const int LongestText = 300;
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    /// <param name="kind">What it means for the request.</param>
    /// <param name="message">What happened, where; a host's own words are shortened and stripped of control characters.</param>
    /// <param name="retryAfter">How long the host asked to wait; null if it did not say. No timer takes whatever a host may say, so it counts as a day at most.</param>
    /// <param name="inner">The exception under it, if any.</param>
    public BackendException(
        BackendErrorKind kind, string message, TimeSpan? retryAfter = null, Exception? inner = null)
        : base(Printable(SecretText.Cut(message)), inner)
    {
        Kind = kind;
        RetryAfter = retryAfter > LongestPause ? LongestPause : retryAfter;
    }

    /// <summary>What it means for the request.</summary>
    public BackendErrorKind Kind { get; }

    /// <summary>How long the host asked to wait; null if it did not say.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>A locator that the host gave before and that is worth nothing; null if there is none.</summary>
    public string? Worthless { get; init; }

    /// <summary>
    /// Whether it is a "no" that busy hosts, and guards before them, give to requests that they take a moment later: 400, 401, 403, 404 and the like.
    /// Whoever has been let in before may ask again; whoever has not is refused for good.
    /// </summary>
    public bool MayPass { get; init; }

    /// <summary>Whether the same request may succeed later.</summary>
    public bool IsRetryable => Kind is BackendErrorKind.Transient or BackendErrorKind.Throttled or BackendErrorKind.Corrupt;

    private static string Printable(string text)
    {
        var clean = new StringBuilder(Math.Min(text.Length, LongestText));
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length >= LongestText)
                return clean.Append('…').ToString();
            var category = Rune.GetUnicodeCategory(rune);
            var hidden = category is System.Globalization.UnicodeCategory.Control
                or System.Globalization.UnicodeCategory.Format
                or System.Globalization.UnicodeCategory.LineSeparator
                or System.Globalization.UnicodeCategory.ParagraphSeparator;
            clean.Append(hidden ? " " : rune.ToString());
        }

        return clean.ToString();
    }
}
