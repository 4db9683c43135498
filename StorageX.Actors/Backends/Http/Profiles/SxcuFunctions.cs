using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.XPath;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using StorageX.Errors;

namespace StorageX.Backends.Http;

/// <summary>Carries out the functions of a template.</summary>
internal static class SxcuFunctions
{
    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(1);

    /// <summary>What a function gives.</summary>
    /// <param name="template">The template that it stands in.</param>
    /// <param name="call">The function.</param>
    /// <param name="context">What it can ask for.</param>
    /// <param name="encode">What is done to what comes from the file's name; null for nothing.</param>
    /// <param name="codes">Whether <see cref="PercentCodes"/> in its parameters have their meaning.</param>
    /// <exception cref="ProfileException">It cannot be carried out.</exception>
    public static string Run(SxcuTemplate template, SxcuCall call, SxcuContext context, Func<string, string>? encode, bool codes)
    {
        var parameters = call.Parameters.Select(parameter => parameter.Render(context, encode, codes)).ToArray();
        HostAnswer Answer() => context.Answer ?? throw new ProfileException(template.Field, $"{{{call.Name}}} asks for the answer, which is not there yet when the request is made");
        try
        {
            var value = call.Function switch
            {
                SxcuFunction.Response => Answer().Body,
                SxcuFunction.ResponseUrl => Answer().Url,
                SxcuFunction.Header => Answer().Headers.GetValueOrDefault(parameters[0]) ?? "",
                SxcuFunction.Json => Json(parameters.Length == 1 ? Answer().Body : parameters[0], parameters[^1], context.MustFind),
                SxcuFunction.Xml => XmlSearch.Find(parameters.Length == 1 ? Answer().Body : parameters[0], parameters[^1], context.MustFind),
                SxcuFunction.Regex => parameters.Length == 3
                    ? Match(parameters[0], parameters[1], parameters[2])
                    : Match(Answer().Body, parameters[0], parameters.Length == 2 ? parameters[1] : "0"),
                SxcuFunction.FileName => encode?.Invoke(context.FileName) ?? context.FileName,
                SxcuFunction.Input => "",
                SxcuFunction.Base64 => Convert.ToBase64String(Encoding.UTF8.GetBytes(parameters[0])),
                SxcuFunction.Random => parameters[context.Random(parameters.Length)],
                SxcuFunction.Ask => Ask(template, call, context),
                SxcuFunction.Output => parameters[^1],
                SxcuFunction.Environment => context.Environment(parameters[0])
                    ?? throw new ProfileException(template.Field, $"the environment variable {parameters[0]} is not set"),
                SxcuFunction.Base64File => Convert.ToBase64String(context.Image.Span),
                SxcuFunction.Deletion => encode?.Invoke(context.Deletion) ?? context.Deletion,
                _ => context.Locator,
            };
            return context.MustFind && call.ReadsAnswer && !IsFound(value)
                ? throw new ProfileException(template.Field, $"{{{call.Name}}} finds nothing in the answer")
                : value;
        }
        catch (Exception error) when (error is JsonException or XmlException or XPathException or SearchException or RegexMatchTimeoutException
            or ArgumentException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new ProfileException(template.Field, $"{{{call.Name}}} cannot be carried out: what it reads, or looks for, is {SystemWords.Of(error)}", error);
        }
    }

    /// <summary>What a question is called: the user's answer is kept under that name.</summary>
    public static string TitleOf(SxcuCall call) => call.Name.Equals("select", StringComparison.OrdinalIgnoreCase)
        ? string.Join('|', call.Parameters.Select(parameter => parameter.Render(new SxcuContext())))
        : call.Parameters.Count > 0 ? call.Parameters[0].Render(new SxcuContext()) : "input";

    /// <summary>What a question gives when nobody answers it; null where an answer is needed.</summary>
    public static string? DefaultOf(SxcuCall call) => call.Parameters.Count == 2 && !call.Name.Equals("select", StringComparison.OrdinalIgnoreCase)
        ? call.Parameters[1].Render(new SxcuContext())
        : null;

    private static string Ask(SxcuTemplate template, SxcuCall call, SxcuContext context)
    {
        var title = TitleOf(call);
        return context.Replies.GetValueOrDefault(title) ?? DefaultOf(call)
            ?? throw new ProfileException(template.Field, $"asks for \"{title}\"; import the file again with --answer \"{title}=...\"");
    }

    // What a program writes that meant to write a value and had none.
    private static bool IsFound(string value) => value.Trim() is not ("" or "null" or "undefined" or "None" or "NaN" or "[object Object]");

    private static string Json(string text, string path, bool single) => JsonSearch.Find(text, path) switch
    {
        null or { Type: JTokenType.Null } => "",
        JContainer or { Type: JTokenType.Boolean } when single => "",
        JValue { Value: bool value } => value ? "true" : "false",
        JValue value => value.ToString(System.Globalization.CultureInfo.InvariantCulture),
        var other => other.ToString(Newtonsoft.Json.Formatting.None),
    };

    private static string Match(string text, string pattern, string group) =>
        Regex.Match(text, pattern, RegexOptions.None, LongestMatch).Groups[group].Value;
}
