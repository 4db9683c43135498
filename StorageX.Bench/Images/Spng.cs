using System.Runtime.InteropServices;

namespace StorageX.Bench.Images;

/// <summary>libspng, a peer: its plain interface, RGB of 8 bits in memory, and a PNG of level 0 without filters.</summary>
internal static class Spng
{
    private const string Library = "libspng.so.0";
    private const int Rgb8 = 4;
    private const int Encoder = 2;
    private const int AsInPng = 256;
    private const int FinishPng = 2;
    private const int CompressionLevel = 2;
    private const int FilterChoice = 10;
    private const int ToBuffer = 12;

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

    /// <summary>Writes a PNG; only the time counts.</summary>
    public static void Encode(byte[] raster, int width, int height)
    {
        var context = New(Encoder);
        try
        {
            var header = new Header { Width = width, Height = height, Depth = 8, ColourType = 2 };
            if (SetOption(context, ToBuffer, 1) != 0 || SetOption(context, CompressionLevel, 0) != 0 || SetOption(context, FilterChoice, 0) != 0
                || SetHeader(context, ref header) != 0 || EncodeImage(context, raster, (nuint)raster.Length, AsInPng, FinishPng) != 0)
            {
                throw new InvalidOperationException("libspng did not write the picture");
            }
        }
        finally
        {
            Free(context);
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Header
    {
        public int Width;
        public int Height;
        public byte Depth;
        public byte ColourType;
        public byte Compression;
        public byte Filter;
        public byte Interlace;
    }

    [DllImport(Library, EntryPoint = "spng_set_option")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetOption(nint context, int option, int value);

    [DllImport(Library, EntryPoint = "spng_set_ihdr")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetHeader(nint context, ref Header header);

    [DllImport(Library, EntryPoint = "spng_encode_image")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int EncodeImage(nint context, byte[] raster, nuint length, int format, int flags);

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
