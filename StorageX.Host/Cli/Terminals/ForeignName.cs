using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace StorageX.Host.Cli.Terminals;

/// <summary>A path that is no UTF-8.</summary>
/// <param name="bytes">The path.</param>
/// <param name="standIn">The path that stands for it.</param>
/// <param name="place">What keeps that path open; null where nothing is there.</param>
internal sealed class ForeignName(byte[] bytes, string standIn, SafeFileHandle? place)
{
    /// <summary>The path, as it was given.</summary>
    public byte[] Bytes { get; } = bytes;

    /// <summary>The path that stands for it in this process.</summary>
    public string StandIn { get; } = standIn;

    /// <summary>Whether something is there.</summary>
    public bool IsThere => place is { IsClosed: false };

    /// <summary>The path for a person: what is no UTF-8 as <c>\xe9</c>.</summary>
    public string Shown { get; } = Write(bytes, @"\x{0:x2}");

    /// <summary>The name that its file is kept under: what is no UTF-8 as <c>%E9</c>.</summary>
    public string Kept { get; } = Path.GetFileName(Write(bytes, "%{0:X2}").TrimEnd('/'));

    /// <summary>Whether bytes are a text in UTF-8.</summary>
    public static bool IsUtf8(ReadOnlySpan<byte> bytes) => System.Text.Unicode.Utf8.IsValid(bytes);

    private static string Write(ReadOnlySpan<byte> bytes, string format)
    {
        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            var isText = Rune.DecodeFromUtf8(bytes, out var rune, out var length) == System.Buffers.OperationStatus.Done;
            if (isText)
                text.Append(rune);
            for (var i = 0; !isText && i < length; i++)
                text.AppendFormat(CultureInfo.InvariantCulture, format, bytes[i]);
            bytes = bytes[length..];
        }

        return text.ToString();
    }
}
