using System.Globalization;

namespace StorageX.Host.Contract;

/// <summary>An upload's request as a query, for where the body is the file itself: everything but the path.</summary>
internal static class UploadQuery
{
    /// <summary>What a query may say.</summary>
    public static IReadOnlyList<UploadValue> Values { get; } =
    [
        Text("name", request => request.Name, (request, text) => request with { Name = text }),
        Text("to", request => request.To, (request, text) => request with { To = text }),
        Whole("copies", request => request.Copies, (request, number) => request with { Copies = number }),
        Text("parity", request => request.Parity, (request, text) => request with { Parity = text }),
        Whole("format", request => request.Format, (request, number) => request with { Format = number }),
        Flag("public", request => request.Public, (request, flag) => request with { Public = flag }),
        Flag("privatePieces", request => request.PrivatePieces, (request, flag) => request with { PrivatePieces = flag }),
        Flag("recheck", request => request.Recheck, (request, flag) => request with { Recheck = flag }),
        Whole("width", request => request.Width, (request, number) => request with { Width = number }),
        Whole("height", request => request.Height, (request, number) => request with { Height = number }),
        Whole("priority", request => request.Priority, (request, number) => request with { Priority = number }),
    ];

    /// <summary>What a request says, as a query that begins with its question mark.</summary>
    public static string Write(UploadRequest request) => "?" + string.Join('&', Values
        .Select(value => (value.Name, Text: value.Read(request))).Where(value => value.Text is not null).Select(value => $"{value.Name}={Uri.EscapeDataString(value.Text!)}"));

    private static UploadValue Text(string name, Func<UploadRequest, string?> read, Func<UploadRequest, string, UploadRequest> apply) => new(name, typeof(string), read, apply);

    private static UploadValue Whole(string name, Func<UploadRequest, int?> read, Func<UploadRequest, int, UploadRequest> apply) => new(
        name,
        typeof(int),
        request => read(request)?.ToString(CultureInfo.InvariantCulture),
        (request, text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? apply(request, number) : null);

    private static UploadValue Flag(string name, Func<UploadRequest, bool> read, Func<UploadRequest, bool, UploadRequest> apply) => new(
        name,
        typeof(bool),
        request => read(request) ? "true" : null,
        (request, text) => bool.TryParse(text, out var flag) ? apply(request, flag) : null);
}

/// <summary>One value of an upload's request.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it is: a text, a whole number, or a flag.</param>
/// <param name="Read">The value as text; null where the request does not say it.</param>
/// <param name="Apply">The request with the value; null where the text is not what it should be.</param>
internal sealed record UploadValue(string Name, Type Type, Func<UploadRequest, string?> Read, Func<UploadRequest, string, UploadRequest?> Apply);
