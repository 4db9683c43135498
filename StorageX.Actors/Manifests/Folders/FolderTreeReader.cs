using System.Globalization;

namespace StorageX.Manifests.Folders;

/// <summary>Reads the text of a tree, line by line; memory is one line.</summary>
internal static class FolderTreeReader
{
    private const int FirstBuffer = 64 << 10;

    /// <summary>The entries, each checked against those before it.</summary>
    /// <param name="text">The text, from its start; the caller disposes it.</param>
    /// <param name="treeOffset">Where the tree begins in the stream: what the files have there is no more.</param>
    /// <exception cref="TransferException">The tree is not as it should be; the message says where.</exception>
    public static IEnumerable<FolderEntry> Read(Stream text, long treeOffset)
    {
        var order = new FolderOrder();
        foreach (var line in Lines(text))
        {
            FolderEntry entry;
            try
            {
                entry = FolderLine.Read(line.Span);
            }
            catch (FolderTreeException error)
            {
                throw Wrong(order.Count, null, error);
            }

            try
            {
                entry = order.Next(entry);
                FolderTreeException.Require(order.Stored <= treeOffset, "end", $"the files have more than the {treeOffset} bytes before the tree");
            }
            catch (Exception error) when (error is FolderTreeException or OverflowException)
            {
                throw Wrong(order.Count, entry.Path, error);
            }

            yield return entry;
        }

        if (order.Count == 0)
            throw Wrong(0, null, new FolderTreeException("end", "it is empty"));
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Lines(Stream text)
    {
        var buffer = new byte[FirstBuffer];
        var (begin, end, number) = (0, 0, 0L);
        while (true)
        {
            if (buffer.AsSpan(begin..end).IndexOf((byte)'\n') is var length && length >= 0)
            {
                if (length > FolderLine.MostBytes)
                    throw TooLong(number);
                yield return buffer.AsMemory(begin, length);
                begin += length + 1;
                number++;
                continue;
            }

            if (end - begin > FolderLine.MostBytes)
                throw TooLong(number);
            buffer.AsSpan(begin..end).CopyTo(buffer);
            (begin, end) = (0, end - begin);
            if (end == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
            if (text.Read(buffer, end, buffer.Length - end) is var read && read == 0)
                break;
            end += read;
        }

        if (end > 0)
            throw Wrong(number, null, new FolderTreeException("end", "the last line has no end"));
    }

    private static TransferException TooLong(long number) => Wrong(number, null, new FolderTreeException("JSON", $"the line has more than {FolderLine.MostBytes} bytes"));

    private static TransferException Wrong(long number, string? path, Exception error)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"line {number + 1}{(path is null ? "" : $", \"{Shown(path)}\"")}");
        return new TransferException(TransferErrorKind.Corrupt, $"the folder's tree cannot be followed: {place}: {error.Message}", error);
    }

    // Whoever wrote the tree chose the path.
    private static string Shown(string path) => string.Concat((path.Length > 200 ? path[..200] + "..." : path).Select(letter => char.IsControl(letter) || char.GetUnicodeCategory(letter) == UnicodeCategory.Format ? '?' : letter));
}
