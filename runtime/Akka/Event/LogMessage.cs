using System.Text;

namespace Akka.Event;

/// <summary>Would fill templates in a way of its own; there is one way only.</summary>
public interface ILogMessageFormatter;

/// <summary>
/// A template that is not filled before somebody reads it: by number (<c>{0}</c>, with alignment and format) or by name
/// (<c>{Piece}</c>), names in the order of the values. A template that does not fit its values is shown as it is, so that
/// logging never throws.
/// </summary>
internal sealed class LogMessage(string format, object?[] args)
{
    public override string ToString()
    {
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
