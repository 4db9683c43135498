using System.Buffers;
using StorageX.Files;
using StorageX.Manifests.Folders;
using StorageX.Pieces;

namespace StorageX.Folders;

/// <summary>The text of a tree that is being written; it is kept in a file that only this process can reach.</summary>
internal sealed class FolderText : IDisposable
{
    private const int FlushAt = 64 << 10;
    private readonly FileStream _file = FileDoor.Nameless();
    private readonly ArrayBufferWriter<byte> _waiting = new(2 * FlushAt);

    /// <summary>How many bytes it has.</summary>
    public long Length { get; private set; }

    /// <summary>Appends an entry.</summary>
    /// <exception cref="TransferException">The file cannot be written.</exception>
    public void Add(FolderEntry entry)
    {
        var before = _waiting.WrittenCount;
        FolderLine.Write(_waiting, entry);
        Length += _waiting.WrittenCount - before;
        if (_waiting.WrittenCount >= FlushAt)
            Flush();
    }

    /// <summary>Reads from a place on.</summary>
    /// <returns>How many bytes; 0 at the end.</returns>
    /// <exception cref="TransferException">The file cannot be written.</exception>
    public int Read(Span<byte> buffer, long offset)
    {
        Flush();
        return RandomAccess.Read(_file.SafeFileHandle, buffer, offset);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Flush()
    {
        try
        {
            _file.Write(_waiting.WrittenSpan);
            _waiting.ResetWrittenCount();
        }
        catch (IOException error)
        {
            throw PieceWriter.WriteFailure(error, Path.GetTempPath(), null);
        }
    }
}
