using System.Text;

namespace Akka.Event;

/// <summary>Fills templates.</summary>
public interface ILogMessageFormatter
{
    /// <summary>Fills a template.</summary>
    string Format(string format, params object[] args);
    string Format(string format, IEnumerable<object> args);
}

/// <summary>A message that is not put into words before somebody reads it.</summary>
public abstract class LogMessage
{
    /// <summary>Fills the template.</summary>
    protected readonly ILogMessageFormatter Formatter;

    /// <summary>Keeps a template.</summary>
    protected LogMessage(ILogMessageFormatter formatter, string format)
    {
        Formatter = formatter;
        Format = format;
    }

    /// <summary>The template.</summary>
    public string Format { get; }

    /// <summary>The template and the values, unfilled.</summary>
    public abstract string Unformatted();

    /// <summary>The values.</summary>
    public abstract IEnumerable<object> Parameters();
}

/// <summary>A template with its values.</summary>
internal sealed class FilledMessage(ILogMessageFormatter formatter, string format, object[] args) : LogMessage(formatter, format)
{
    public override string Unformatted() => $"{Format} with args {string.Join(", ", args)}";

    public override IEnumerable<object> Parameters() => args;

    public override string ToString() => Formatter.Format(Format, args);
}

/// <summary>
/// Fills templates by number (<c>{0}</c>, with alignment and format) or by name (<c>{Piece}</c>), names in the order of
/// the values. A template that does not fit its values is shown as it is, so that logging never throws.
/// </summary>
public sealed class SemanticLogMessageFormatter : ILogMessageFormatter
{
    public static readonly SemanticLogMessageFormatter Instance = new();

    private SemanticLogMessageFormatter()
    {
    }

    public string Format(string format, IEnumerable<object> args) => Format(format, [.. args]);

    public string Format(string format, params object[] args)
    {
        if (args.Length == 0)
            return format;

        var numbered = new StringBuilder(format.Length);
        var next = 0;
        for (var i = 0; i < format.Length; i++)
        {
            numbered.Append(format[i]);
            if (format[i] is '{' or '}' && i + 1 < format.Length && format[i + 1] == format[i])
                numbered.Append(format[++i]);
            else if (format[i] == '{' && i + 1 < format.Length && !char.IsAsciiDigit(format[i + 1]))
            {
                while (i + 1 < format.Length && format[i + 1] is not ('}' or ':' or ','))
                    i++;

                numbered.Append(next++);
            }
        }

        try
        {
            return string.Format(provider: null, numbered.ToString(), args);
        }
        catch (FormatException)
        {
            return $"{format} [{string.Join(", ", args)}]";
        }
    }
}
