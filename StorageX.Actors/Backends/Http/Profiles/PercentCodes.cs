using System.Globalization;

namespace StorageX.Backends.Http;

/// <summary>
/// The codes that uploader files may have in parameters, headers, arguments and data: the time, and characters by chance.
/// Those that read files or tell the names of user and machine stay as they are written. <c>\%</c> is a per cent sign.
/// </summary>
internal static class PercentCodes
{
    private const string Alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly (string Code, Func<SxcuContext, string> Text)[] Codes =
    [
        ("%guid", context => new Guid([.. Enumerable.Range(0, 16).Select(_ => (byte)context.Random(256))]).ToString()),
        ("%unix", context => Number(context.Now.ToUnixTimeSeconds(), "0")),
        ("%mon2", context => context.Now.ToString("MMMM", CultureInfo.InvariantCulture)),
        ("%mon", context => context.Now.ToString("MMM", CultureInfo.InvariantCulture)),
        ("%yy", context => Number(context.Now.Year % 100, "00")),
        ("%mo", context => Number(context.Now.Month, "00")),
        ("%mi", context => Number(context.Now.Minute, "00")),
        ("%ms", context => Number(context.Now.Millisecond, "000")),
        ("%i", context => Number(context.Count(), "0")),
        ("%rn", context => Alphanumeric[context.Random(10)].ToString()),
        ("%ra", context => Alphanumeric[context.Random(Alphanumeric.Length)].ToString()),
        ("%rx", context => Number(context.Random(16), "x")),
        ("%y", context => Number(context.Now.Year, "0000")),
        ("%d", context => Number(context.Now.Day, "00")),
        ("%h", context => Number(context.Now.Hour, "00")),
        ("%s", context => Number(context.Now.Second, "00")),
    ];

    /// <summary>The text with its codes replaced.</summary>
    public static string Replace(string text, SxcuContext context)
    {
        for (var at = text.IndexOf('%'); at >= 0; at = at < text.Length ? text.IndexOf('%', at) : -1)
        {
            if (at > 0 && text[at - 1] == '\\')
            {
                text = text.Remove(at - 1, 1);
            }
            else
            {
                var (code, replacement) = Array.Find(Codes, known => string.CompareOrdinal(text, at, known.Code, 0, known.Code.Length) == 0);
                var value = replacement?.Invoke(context) ?? "%";
                text = $"{text.AsSpan(0, at)}{value}{text.AsSpan(at + (code?.Length ?? 1))}";
                at += value.Length;
            }
        }

        return text;
    }

    private static string Number(long value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
