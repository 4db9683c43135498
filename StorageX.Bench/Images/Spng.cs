using System.Runtime.InteropServices;

namespace StorageX.Bench.Images;

/// <summary>libspng, the peer for reading: its plain interface, RGB of 8 bits into memory.</summary>
internal static class Spng
{
    private const string Library = "libspng.so.0";
    private const int Rgb8 = 4;

    public static bool IsInstalled { get; } = NativeLibrary.TryLoad(Library, out _);

    public static void Decode(byte[] file, byte[] pixels)
    {
        var context = New(0);
        var pinned = GCHandle.Alloc(file, GCHandleType.Pinned);
        try
        {
            if (SetBuffer(context, pinned.AddrOfPinnedObject(), (nuint)file.Length) != 0
                || DecodeImage(context, pixels, (nuint)pixels.Length, Rgb8, 0) != 0)
            {
                throw new InvalidOperationException("libspng refused the picture");
            }
        }
        finally
        {
            pinned.Free();
            Free(context);
        }
    }

    [DllImport(Library, EntryPoint = "spng_ctx_new")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint New(int flags);

    [DllImport(Library, EntryPoint = "spng_ctx_free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void Free(nint context);

    [DllImport(Library, EntryPoint = "spng_set_png_buffer")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetBuffer(nint context, nint buffer, nuint size);

    [DllImport(Library, EntryPoint = "spng_decode_image")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int DecodeImage(nint context, [Out] byte[] pixels, nuint length, int format, int flags);
}
