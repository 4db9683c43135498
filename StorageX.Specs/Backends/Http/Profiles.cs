using StorageX.Backends.Http;

namespace StorageX.Specs.Backends.Http;

/// <summary>Uploader profiles for specs.</summary>
internal static class Profiles
{
    public const string Form = """ "Body": "MultipartFormData", "FileFormName": "image" """;

    /// <summary>A profile for an image host on loopback.</summary>
    /// <param name="host">The host.</param>
    /// <param name="request">What the file says of the request.</param>
    /// <param name="own">What it says under "StorageX".</param>
    public static UploaderProfile For(ImageHost host, string request = Form, string own = "{}") => SxcuFile.Parse($$"""
        { "Version": "15.0.0", "RequestURL": "{{host.Address}}upload", {{request}}, "URL": "{json:data.link}", "ErrorMessage": "{json:error}", "StorageX": {{own}} }
        """);
}
