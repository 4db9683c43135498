using StorageX.Images;
using StorageX.Images.Png;
using StorageX.Pieces;

namespace StorageX.Backends;

/// <summary>How large a piece's image may be on a host.</summary>
internal static class HostCanvas
{
    /// <summary>
    /// The canvas of a full piece on a host: as asked for; where nothing was asked for the usual one, made smaller as far as the
    /// host needs it.
    /// </summary>
    /// <param name="host">What the host takes.</param>
    /// <param name="width">The width that was asked for, in pixels, if any.</param>
    /// <param name="height">The height that was asked for, in pixels, if any.</param>
    /// <param name="usual">The canvas of the settings.</param>
    /// <exception cref="SettingsException">No such canvas can be, or the host does not take it.</exception>
    public static CanvasSize For(BackendProperties host, int? width, int? height, CanvasSize usual)
    {
        var least = Math.Max(host.MinSide, PieceGeometry.MinSide);
        var asked = new CanvasSize(width ?? Within(usual.Width, least, host.MaxSide), height ?? Within(usual.Height, least, host.MaxSide)) { LeastSide = least };
        PieceGeometry.RequireCanvas(asked.Width, asked.Height);
        if (width is null && height is null)
            asked = Shrunk(asked, host.MaxBytes);
        return Math.Min(asked.Width, asked.Height) >= least && Math.Max(asked.Width, asked.Height) <= host.MaxSide && FileLength(asked) <= host.MaxBytes
            ? asked
            : throw new SettingsException($"{asked}: {host.Name} takes images of {least} to {host.MaxSide} pixels a side and {host.MaxBytes} bytes, and such a one has {FileLength(asked)}; use another --width or --height");
    }

    private static CanvasSize Shrunk(CanvasSize canvas, long mostBytes)
    {
        while (FileLength(canvas) > mostBytes && (canvas.Width > canvas.LeastSide || canvas.Height > canvas.LeastSide))
        {
            var scale = Math.Min(0.99, Math.Sqrt((double)mostBytes / FileLength(canvas)));
            canvas = canvas with { Width = Math.Max((int)(canvas.Width * scale), canvas.LeastSide), Height = Math.Max((int)(canvas.Height * scale), canvas.LeastSide) };
        }

        return canvas;
    }

    private static int Within(int side, int least, int most) => Math.Min(Math.Max(side, least), most);

    private static int FileLength(CanvasSize canvas) => new StoredLayout(canvas, (int)canvas.Capacity).FileLength;
}
