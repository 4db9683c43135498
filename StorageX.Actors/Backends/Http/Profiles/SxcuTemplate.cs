using System.Text;

namespace StorageX.Backends.Http;

/// <summary>
/// A text with functions in it, as uploader files have them: <c>{name}</c> or <c>{name:first|second}</c>, nested at will; a
/// backslash takes the meaning from <c>{ } | \</c>.
/// </summary>
internal sealed class SxcuTemplate
{
    private const int Deepest = 32;
    private const int MostCalls = 64;
    private const int LongestText = 4 << 20;
    private readonly IReadOnlyList<Part> _parts;

    private SxcuTemplate(string field, IReadOnlyList<Part> parts) => (Field, _parts) = (field, parts);

    /// <summary>The text as it was written, for people.</summary>
    public string Source { get; private init; } = "";

    /// <summary>The text as it was written, for people, with what was answered in place of questions.</summary>
    /// <param name="replies">The answers, by the questions' titles.</param>
    public string Answered(IReadOnlyDictionary<string, string> replies) => !_parts.OfType<SxcuCall>().Any(call => call.Function == SxcuFunction.Ask) ? Source : string.Concat(_parts.Select(part => part switch
    {
        SxcuCall { Function: SxcuFunction.Ask } call when (replies.GetValueOrDefault(SxcuFunctions.TitleOf(call)) ?? SxcuFunctions.DefaultOf(call)) is { } reply => reply,
        SxcuCall call => call.Source ?? $"{{{call.Name}}}",
        _ => ((LiteralPart)part).Text,
    }));

    /// <summary>The field of the profile that it stands in.</summary>
    public string Field { get; }

    /// <summary>What stands in it as it is, outside of functions.</summary>
    public IEnumerable<string> Texts => _parts.OfType<LiteralPart>().Select(part => part.Text);

    /// <summary>All functions in it, nested ones too.</summary>
    public IEnumerable<SxcuCall> Calls => _parts.OfType<SxcuCall>().SelectMany(call => call.Parameters.SelectMany(parameter => parameter.Calls).Prepend(call));

    /// <summary>Reads a template.</summary>
    /// <param name="field">Where it stands, for errors.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="ProfileException">The text is not a template, or names a function that there is not.</exception>
    public static SxcuTemplate Parse(string field, string text)
    {
        var at = 0;
        var template = Parse(field, text, ref at, depth: 0);
        return at == text.Length
            ? Of(field, text, template._parts)
            : throw new ProfileException(field, $"the {text[at]} at character {at + 1} stands outside of any function; write \\{text[at]} if it is meant as it is");
    }

    /// <summary>A text without functions.</summary>
    public static SxcuTemplate Literal(string field, string text) => Of(field, text, text.Length == 0 ? [] : [text]);

    /// <summary>Parts put together by a reader of another syntax.</summary>
    /// <exception cref="ProfileException">There are more functions than any uploader has.</exception>
    public static SxcuTemplate Of(string field, string source, IEnumerable<object> parts)
    {
        var template = new SxcuTemplate(field, [.. parts.Select(part => part as Part ?? new LiteralPart((string)part, isEscaped: false))]) { Source = source };
        return template.Calls.Skip(MostCalls).Any() ? throw new ProfileException(field, $"has more than {MostCalls} functions") : template;
    }

    /// <summary>The text, each function replaced by what it gives.</summary>
    /// <param name="context">What the functions can ask for.</param>
    /// <param name="encode">What is done to what comes from the file's name; null for nothing.</param>
    /// <param name="codes">Whether <see cref="PercentCodes"/> in the text have their meaning; what functions give is never read for them.</param>
    /// <exception cref="ProfileException">A function cannot be carried out.</exception>
    public string Render(SxcuContext context, Func<string, string>? encode = null, bool codes = false)
    {
        var text = new StringBuilder();
        foreach (var part in _parts)
        {
            text.Append(part switch
            {
                SxcuCall call => SxcuFunctions.Run(this, call, context, encode, codes),
                LiteralPart { IsEscaped: false } literal when codes => PercentCodes.Replace(literal.Text, context),
                _ => ((LiteralPart)part).Text,
            });
            // An image in Base64 is a third longer than it is.
            if (text.Length > LongestText + (2L * context.Image.Length))
                throw new ProfileException(Field, $"gives more than {LongestText} characters");
        }

        return text.ToString();
    }

    private static SxcuTemplate Parse(string field, string text, ref int at, int depth)
    {
        if (depth > Deepest)
            throw new ProfileException(field, $"functions are nested more than {Deepest} deep");
        var parts = new List<Part>();
        var literal = new StringBuilder();
        for (; at < text.Length && text[at] is not ('|' or '}'); at++)
        {
            if (text[at] == '{')
            {
                Flush(parts, literal);
                parts.Add(ParseCall(field, text, ref at, depth));
            }
            else
            {
                var escaped = text[at] == '\\' && at + 1 < text.Length;
                if (escaped && text[++at] == '%')
                {
                    Flush(parts, literal);
                    parts.Add(new LiteralPart("%", isEscaped: true));
                }
                else
                {
                    literal.Append(text[at]);
                }
            }
        }

        Flush(parts, literal);
        return new SxcuTemplate(field, parts);
    }

    private static SxcuCall ParseCall(string field, string text, ref int at, int depth)
    {
        var start = at + 1;
        var end = text.AsSpan(start).IndexOfAny(":|}");
        if (end < 0)
            throw new ProfileException(field, $"the {{ at character {start} is never closed; write \\{{ if it is meant as it is");
        var name = text.Substring(start, end);
        at = start + end;
        var parameters = new List<SxcuTemplate>();
        while (text[at] != '}')
        {
            at++;
            parameters.Add(Parse(field, text, ref at, depth + 1));
            if (at == text.Length)
                throw new ProfileException(field, $"the {{ at character {start} is never closed; write \\{{ if it is meant as it is");
        }

        var call = SxcuCall.Create(field, name, parameters);
        call.Source = text[(start - 1)..(at + 1)];
        return call;
    }

    private static void Flush(List<Part> parts, StringBuilder literal)
    {
        if (literal.Length > 0)
            parts.Add(new LiteralPart(literal.ToString(), isEscaped: false));
        literal.Clear();
    }

    /// <summary>A piece of a template.</summary>
    internal abstract class Part;

    private sealed class LiteralPart(string text, bool isEscaped) : Part
    {
        public string Text => text;

        public bool IsEscaped => isEscaped;
    }
}
