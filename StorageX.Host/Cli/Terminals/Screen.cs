using System.Runtime.InteropServices;

namespace StorageX.Host.Cli.Terminals;

/// <summary>What the system knows of the terminal that standard error is.</summary>
internal static partial class Screen
{
    private const int StandardError = 2;
    private const int Usual = 80;
    private const nuint GetWindowSize = 0x5413;

    /// <summary>Its width in columns, asked anew; 80 where it is not known.</summary>
    /// <remarks>The framework asks standard output, which may be a file while standard error is a terminal.</remarks>
    public static int Width
    {
        get
        {
            if (OperatingSystem.IsLinux())
                return Ask(StandardError, GetWindowSize, out var size) == 0 && size.Columns > 0 ? size.Columns : Usual;
            try
            {
                return Console.WindowWidth is > 0 and var width ? width : Usual;
            }
            catch (IOException)
            {
                return Usual;
            }
        }
    }

    /// <summary>Whether it is this process that the terminal is for now, and not the shell that it was sent to the background of.</summary>
    public static bool IsOurs => OperatingSystem.IsWindows() || ForegroundOf(StandardError) is var group && (group < 0 || group == OwnGroup());

    /// <summary>
    /// Stops this process until it is told to go on, as Ctrl-Z does with one that does not listen for it; not one that no shell could tell.
    /// </summary>
    public static void Stop()
    {
        if (SessionOf(0) != Environment.ProcessId)
            _ = Send(Environment.ProcessId, OperatingSystem.IsLinux() ? 19 : 17);
    }

    [LibraryImport("libc", EntryPoint = "getsid", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SessionOf(int process);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Send(int process, int signal);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Ask(int descriptor, nuint request, out WindowSize size);

    [LibraryImport("libc", EntryPoint = "tcgetpgrp", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ForegroundOf(int descriptor);

    [LibraryImport("libc", EntryPoint = "getpgrp")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OwnGroup();

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct WindowSize
    {
        public readonly ushort Rows;
        public readonly ushort Columns;
        public readonly ushort Width;
        public readonly ushort Height;
    }
}
