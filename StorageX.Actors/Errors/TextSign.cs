using System.Globalization;
using System.Net;
using System.Text;

namespace StorageX.Errors;

/// <summary>One character as it was meant, and where it stands in the text that something has rewritten.</summary>
/// <param name="Value">The character, in its plain form.</param>
/// <param name="Start">Where it begins in the text.</param>
/// <param name="End">Where what follows begins.</param>
internal readonly record struct TextSign(char Value, int Start, int End)
{
    private const int LongestEntity = 10;
    private const int MostPercents = 8;

    /// <summary>Whether it can be one of a secret: base64url.</summary>
    public bool IsOfSecret => char.IsAsciiLetterOrDigit(Value) || Value is '-' or '_';

    /// <summary>Whether it is white space, or a line's end.</summary>
    public bool IsSpace => char.IsWhiteSpace(Value);

    /// <summary>
    /// The characters of a text. Percent-encoding (also of itself), the entities of HTML, and quoted-printable are undone; wide forms are
    /// the plain ones; what only Markdown, a word processor or a mail program puts between characters is left out.
    /// </summary>
    public static List<TextSign> Read(string text)
    {
        var signs = new List<TextSign>(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var (value, end) = One(text, at);
            if (Plain(value) is { } plain)
                signs.Add(new TextSign(plain, at, end));
            at = end;
        }

        return signs;
    }

    private static (char Value, int End) One(string text, int at) => text[at] switch
    {
        '%' => Percent(text, at),
        '&' => Entity(text, at),
        '=' => Quoted(text, at),
        var other => (other, at + 1),
    };

    // %23, %2523, %252523: each encoding anew puts another 25 behind the first sign.
    private static (char Value, int End) Percent(string text, int at)
    {
        var digits = at + 1;
        for (var times = 0; times < MostPercents && text.AsSpan(digits).StartsWith("25", StringComparison.Ordinal) && Hex(text, digits + 2) is not null; times++)
            digits += 2;
        if (Hex(text, digits) is not { } value)
            return ('%', at + 1);
        if (value < 0x80)
            return ((char)value, digits + 2);
        // A character of several bytes, each encoded.
        var bytes = new List<byte> { value };
        var end = digits + 2;
        var step = digits - at;
        while (bytes.Count < 4 && end + step + 2 <= text.Length && text.AsSpan(end, step).SequenceEqual(text.AsSpan(at, step)) && Hex(text, end + step) is >= 0x80 and < 0xC0 and { } next)
        {
            bytes.Add(next);
            end += step + 2;
        }

        var decoded = Encoding.UTF8.GetString([.. bytes]);
        return (decoded.Length == 1 ? decoded[0] : '%', decoded.Length == 1 ? end : at + 1);
    }

    // &#35; &#x23; &num; and the same with an & that was encoded once more.
    private static (char Value, int End) Entity(string text, int at)
    {
        var end = text.IndexOf(';', at, Math.Min(LongestEntity, text.Length - at));
        if (end < 0)
            return ('&', at + 1);
        var entity = text[at..(end + 1)];
        var decoded = entity switch
        {
            "&num;" => "#",
            "&period;" => ".",
            "&lowbar;" => "_",
            "&hyphen;" or "&dash;" => "-",
            _ => WebUtility.HtmlDecode(entity),
        };
        if (decoded is "&" && end + 1 < text.Length && text.IndexOf(';', end + 1, Math.Min(LongestEntity, text.Length - end - 1)) is var inner and > 0
            && Entity("&" + text[(end + 1)..(inner + 1)], 0) is { Value: not '&' } again)
            return (again.Value, inner + 1);
        return decoded.Length == 1 ? (decoded[0], end + 1) : ('&', at + 1);
    }

    // =23, and a line that goes on in the next one (RFC 2045, section 6.7).
    private static (char Value, int End) Quoted(string text, int at)
    {
        var rest = text.AsSpan(at + 1);
        if (rest.StartsWith("\r\n"))
            return ('\0', at + 3);
        if (rest.StartsWith("\n"))
            return ('\0', at + 2);
        return Hex(text, at + 1) is { } value and < 0x80 ? ((char)value, at + 3) : ('=', at + 1);
    }

    private static byte? Hex(string text, int at) =>
        at + 2 <= text.Length && byte.TryParse(text.AsSpan(at, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static char? Plain(char value) => value switch
    {
        >= '\uFF01' and <= '\uFF5E' => (char)(value - 0xFEE0),
        '\uFE5F' or '\u266F' => '#',
        '\u3002' or '\uFF61' or '\uFE52' or '\u2024' => '.',
        >= '\u2010' and <= '\u2015' or '\u2212' => '-',
        '\\' => null,
        _ when char.IsWhiteSpace(value) => value,
        _ when char.IsControl(value) || char.GetUnicodeCategory(value) == UnicodeCategory.Format => null,
        _ => value,
    };
}
