using System.Security.Cryptography;
using System.Text;

namespace StorageX.Specs.Folders;

/// <summary>What is in a folder, a line for each entry: as Vectors/format2/README.md says, so that folders can be compared.</summary>
internal static class FolderListing
{
    /// <summary>The lines, sorted.</summary>
    public static IReadOnlyList<string> Of(string folder) => [.. Walk(new DirectoryInfo(folder), "").Order(StringComparer.Ordinal)];

    /// <summary>The digest of the lines.</summary>
    public static string DigestOf(string folder) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Concat(Of(folder).Select(line => line + "\n")))));

    private static IEnumerable<string> Walk(FileSystemInfo info, string path)
    {
        var settled = $"{Convert.ToString((int)info.UnixFileMode, 8)} {info.LastWriteTimeUtc.Ticks - DateTime.UnixEpoch.Ticks}";
        if (info.LinkTarget is { } target)
        {
            yield return $"{Hex(path)} link - - {Hex(target)} -";
        }
        else if (info is DirectoryInfo folder)
        {
            yield return $"{Hex(path)} dir {settled} - -";
            foreach (var below in folder.EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = FileAttributes.None }).SelectMany(child => Walk(child, path.Length == 0 ? child.Name : $"{path}/{child.Name}")))
                yield return below;
        }
        else
        {
            yield return $"{Hex(path)} file {settled} - {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(info.FullName)))}";
        }
    }

    private static string Hex(string text) => text.Length == 0 ? "-" : Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text));
}
