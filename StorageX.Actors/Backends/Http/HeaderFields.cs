using System.Buffers;

namespace StorageX.Backends.Http;

/// <summary>What can stand in the header fields of a request (RFC 9110, sections 5.1 and 5.5), and puts it there.</summary>
internal static class HeaderFields
{
    // A field's name is a token (RFC 9110, section 5.6.2).
    private static readonly SearchValues<char> InNames = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // What says how a body travels is the connection's to say.
    private static readonly HashSet<string> OfTheConnection = new(["Content-Length", "Transfer-Encoding", "Trailer", "TE", "Upgrade", "Expect"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a text can be the name of a field.</summary>
    public static bool IsName(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(InNames);

    /// <summary>Whether a text can be a field's value: line breaks and other control characters cannot. Others than ASCII's go as UTF-8.</summary>
    public static bool IsValue(string text) => !text.Any(character => char.IsControl(character) && character != '\t');

    /// <summary>Requires that a field can be sent, as far as that can be told before it is.</summary>
    /// <param name="field">The field.</param>
    /// <exception cref="ProfileException">It cannot.</exception>
    public static void Require(ProfileField field)
    {
        if (!IsName(field.Name))
            throw new ProfileException(field.Value.Field, "is no name of a header field, which has letters, digits and dashes, and no spaces or line breaks");
        if (!field.Value.Texts.All(IsValue))
            throw new ProfileException(field.Value.Field, "has a line break or another control character in it, which no header field can have");
    }

    /// <summary>Puts fields into a request; a Content-Type replaces the body's own.</summary>
    /// <param name="request">The request.</param>
    /// <param name="fields">The fields.</param>
    /// <param name="context">What their functions can ask for.</param>
    /// <param name="codes">Whether <see cref="PercentCodes"/> have their meaning in them.</param>
    /// <exception cref="ProfileException">A value cannot be had, or cannot be sent.</exception>
    public static HttpRequestMessage With(HttpRequestMessage request, IEnumerable<ProfileField> fields, SxcuContext context, bool codes = false)
    {
        foreach (var field in fields.Where(field => !OfTheConnection.Contains(field.Name)))
        {
            var value = field.Value.Render(context, codes: codes);
            if (!IsValue(value))
                throw new ProfileException(field.Value.Field, "its value has a line break or another control character in it, which no header field can have");
            if (field.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
                request.Content?.Headers.Remove(field.Name);
            if (!request.Headers.TryAddWithoutValidation(field.Name, value))
                request.Content?.Headers.TryAddWithoutValidation(field.Name, value);
        }

        return request;
    }
}
