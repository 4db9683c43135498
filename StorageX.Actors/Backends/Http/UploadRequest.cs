using System.Net.Http.Headers;
using System.Text;
using System.Xml.Linq;
using Newtonsoft.Json;

namespace StorageX.Backends.Http;

/// <summary>Builds the request that a profile describes; a new one for each try, its body from the image's first byte on.</summary>
/// <param name="profile">The profile.</param>
/// <param name="context">The image and its name.</param>
internal sealed class UploadRequest(UploaderProfile profile, SxcuContext context)
{
    private const string ContentType = "Content-Type";

    /// <summary>Where it goes.</summary>
    /// <exception cref="ProfileException">It is no URL.</exception>
    public Uri Uri
    {
        get
        {
            var url = WithScheme(profile.RequestUrl.Render(context, Uri.EscapeDataString));
            var query = string.Join('&', profile.Parameters.Select(Parameter));
            if (query.Length > 0)
                url += (url.Contains('?', StringComparison.Ordinal) ? "&" : "?") + query;
            return Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri : throw new ProfileException(profile.RequestUrl.Field, $"\"{url}\" is no URL");
        }
    }

    /// <summary>A URL as uploader files may have it, without its scheme, which then is https.</summary>
    public static string WithScheme(string url) => url.Contains("://", StringComparison.Ordinal) ? url : "https://" + url;

    /// <summary>The request.</summary>
    /// <param name="uri">Where it goes, after redirects.</param>
    public HttpRequestMessage Make(Uri uri)
    {
        var request = new HttpRequestMessage(profile.Method, uri) { Content = Body() };
        try
        {
            return HeaderFields.With(request, profile.Headers, context, codes: true);
        }
        catch
        {
            request.Dispose();
            throw;
        }
    }

    private HttpContent Body() => profile.Body switch
    {
        UploadBody.MultipartFormData => Form(),
        UploadBody.Binary => Image(),
        UploadBody.FormURLEncoded => new FormUrlEncodedContent(profile.Arguments.Select(argument => KeyValuePair.Create(argument.Name, Value(argument)))),
        UploadBody.JSON => new StringContent(Data(text => JsonConvert.ToString(text)[1..^1]), Encoding.UTF8, "application/json"),
        _ => new StringContent(Data(text => new XText(text).ToString()), Encoding.UTF8, "application/xml"),
    };

    private MultipartFormDataContent Form()
    {
        // Quoted names in UTF-8 and an unquoted boundary are what every server reads.
        var boundary = $"storagex-{Convert.ToHexStringLower(Encoding.ASCII.GetBytes(context.FileName.AsSpan()[..Math.Min(16, context.FileName.Length)].ToString()))}";
        var form = new MultipartFormDataContent(boundary) { HeaderEncodingSelector = (_, _) => Encoding.UTF8 };
        form.Headers.Remove(ContentType);
        form.Headers.TryAddWithoutValidation(ContentType, $"multipart/form-data; boundary={boundary}");
        foreach (var argument in profile.Arguments)
            form.Add(Part(new StringContent(Value(argument)), argument.Name, null));
        form.Add(Part(Image(), profile.FileFormName, context.FileName));
        return form;
    }

    private static HttpContent Part(HttpContent content, string name, string? fileName)
    {
        if (fileName is null)
            content.Headers.Remove(ContentType);
        var disposition = $"form-data; name=\"{name.Replace("\"", "%22", StringComparison.Ordinal)}\"{(fileName is null ? "" : $"; filename=\"{fileName}\"")}";
        content.Headers.TryAddWithoutValidation("Content-Disposition", disposition);
        return content;
    }

    private ReadOnlyMemoryContent Image()
    {
        var content = new ReadOnlyMemoryContent(context.Image);
        content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        return content;
    }

    private string Data(Func<string, string> escape) => profile.Data!.Render(context, escape, codes: true);

    private string Parameter(ProfileField field) => Value(field) is { Length: > 0 } value
        ? $"{Uri.EscapeDataString(field.Name)}={Uri.EscapeDataString(value)}"
        : Uri.EscapeDataString(field.Name);

    private string Value(ProfileField field) => field.Value.Render(context, codes: true);
}
