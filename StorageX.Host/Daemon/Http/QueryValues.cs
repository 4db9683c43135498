using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace StorageX.Host.Daemon.Http;

/// <summary>Reads what a request's query says of a file that is its body.</summary>
internal static class QueryValues
{
    /// <summary>What a query may say.</summary>
    public static IReadOnlyList<string> Names { get; } = ["name", "to", "format", "public", "privatePieces", "width", "height", "priority"];

    /// <summary>Reads all values.</summary>
    /// <param name="query">The query.</param>
    /// <param name="asked">What it says.</param>
    /// <param name="mistake">What is wrong with it.</param>
    /// <returns>Whether it can be understood.</returns>
    public static bool TryRead(IQueryCollection query, out UploadRequest asked, out string mistake)
    {
        asked = new UploadRequest();
        mistake = "";
        foreach (var (name, values) in query)
        {
            if (!Names.Contains(name, StringComparer.Ordinal) || values is not [{ } value])
            {
                mistake = $"the query knows, each once: {string.Join(", ", Names)}";
                return false;
            }

            if (!Apply(ref asked, name, value))
            {
                mistake = $"\"{name}\" in the query is not what it should be";
                return false;
            }
        }

        return true;
    }

    /// <summary>A whole number; null where there is none.</summary>
    public static int? Whole(string? text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool Apply(ref UploadRequest asked, string name, string value)
    {
        switch (name)
        {
            case "name":
                asked = asked with { Name = value };
                return true;
            case "to":
                asked = asked with { To = value };
                return true;
            case "public" or "privatePieces":
                if (!bool.TryParse(value, out var flag))
                    return false;
                asked = name == "public" ? asked with { Public = flag } : asked with { PrivatePieces = flag };
                return true;
            default:
                if (Whole(value) is not { } number)
                    return false;
                asked = name switch
                {
                    "format" => asked with { Format = number },
                    "width" => asked with { Width = number },
                    "height" => asked with { Height = number },
                    _ => asked with { Priority = number },
                };
                return true;
        }
    }
}
