using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;

namespace StorageX.Host.Daemon.Shares;

/// <summary>The page that a browser shows where a share's URL gives no file: words alone, and nothing of the share.</summary>
internal static class SharePage
{
    private const string Style = "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto 0;padding:0 1.5rem}h1{font-size:1.5rem}:root{color-scheme:light dark}";

    /// <summary>What the page may do: have its style.</summary>
    public static string Policy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>The page.</summary>
    /// <param name="title">What is the matter.</param>
    /// <param name="detail">Why, as the end of a sentence.</param>
    public static string Of(string title, string detail) => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <meta name="robots" content="noindex">
        <title>{Escape(title)}</title>
        <style>{Style}</style>
        </head>
        <body>
        <h1>{Escape(title)}</h1>
        <p>{Escape(char.ToUpperInvariant(detail[0]) + detail[1..])}{(detail.EndsWith('?') ? "" : ".")}</p>
        </body>
        </html>

        """;

    private static string Escape(string text) => HtmlEncoder.Default.Encode(text);
}
