using Microsoft.Win32.SafeHandles;
using StorageX.Buffers;
using StorageX.Errors;
using StorageX.Files;
using StorageX.Streams;

namespace StorageX.Pieces;

/// <summary>
/// Cuts a source into pieces, in order, each full but the last. A regular file must stay as it was when it was opened: its
/// length and its time of change are compared after the last piece. Not safe for two readers at once.
/// </summary>
internal sealed class PieceReader : IAsyncDisposable
{
    private readonly string _label;
    private readonly int _capacity;
    private readonly Stream? _stream;
    private readonly bool _ownsStream;
    private readonly SafeFileHandle? _file;
    private readonly bool _ownsFile;
    private readonly DateTime _changed;
    private long _offset;
    private long _reached;
    private int _seq;

    private PieceReader(string label, int capacity, Stream stream, bool ownsStream) =>
        (_label, _capacity, _stream, _ownsStream) = (label, capacity, stream, ownsStream);

    private PieceReader(string label, int capacity, SafeFileHandle file, long length, bool owns = true)
    {
        (_label, _capacity, _file, Length, _ownsFile) = (label, capacity, file, length, owns);
        _changed = File.GetLastWriteTimeUtc(file);
    }

    /// <summary>The source's size in bytes; null where only its end will tell.</summary>
    public long? Length { get; }

    /// <summary>Opens a file. What has no length of its own (a pipe, a device, a file of /proc) is read to its end.</summary>
    /// <param name="path">The file.</param>
    /// <param name="capacity">Bytes in a full piece, 1 or more.</param>
    /// <exception cref="SourceException">It is not there, is a directory, or may not be read.</exception>
    public static PieceReader OpenFile(string path, int capacity)
    {
        if (Directory.Exists(path))
            throw new SourceException($"{path}: is a directory, which is stored as one, and not as a file");
        try
        {
            if (FileFacts.IsSpecial(path))
                return new PieceReader(path, capacity, new PatientStream(() => FileDoor.Source(path)), ownsStream: true);
            var stream = FileDoor.Source(path);
            return stream is { CanSeek: true, Length: > 0 } && !FileFacts.IsMadeUp(path)
                ? new PieceReader(path, capacity, stream.SafeFileHandle, stream.Length)
                : new PieceReader(path, capacity, stream, ownsStream: true);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or ArgumentException)
        {
            throw new SourceException($"{(path.Length == 0 ? "an empty name" : path)}: no such file", error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new SourceException($"{path}: permission denied; the file cannot be read", error);
        }
        catch (IOException error)
        {
            throw new SourceException($"{path}: cannot be read: {SystemWords.Of(error)}", error);
        }
    }

    /// <summary>Reads a file that is open, from its beginning; the caller keeps and disposes it.</summary>
    public static PieceReader OpenHandle(SafeFileHandle file, string label, int capacity) => new(label, capacity, file, RandomAccess.GetLength(file), owns: false);

    /// <summary>Reads a stream to its end; the caller keeps and disposes it.</summary>
    public static PieceReader OpenStream(Stream stream, string label, int capacity) =>
        new(label, capacity, stream, ownsStream: false);

    /// <summary>The next piece, which the caller then owns; null after the last.</summary>
    /// <exception cref="SourceException">The source cannot be read on, or has changed since it was opened.</exception>
    public async Task<Piece?> ReadAsync(CancellationToken cancel)
    {
        var expected = Length is { } length ? (int)Math.Min(_capacity, length - _offset) : _capacity;
        if (expected == 0)
        {
            RequireUnchanged();
            return null;
        }

        var bytes = PooledBytes.Rent(expected);
        try
        {
            bytes.Truncate(await FillAsync(bytes.Memory, cancel));
        }
        catch (Exception error)
        {
            bytes.Dispose();
            if (error is IOException or UnauthorizedAccessException)
                throw new SourceException($"{_label}: cannot be read at byte {_reached}: {SystemWords.Of(error)}", error);
            throw;
        }

        if (bytes.Length == 0)
        {
            bytes.Dispose();
            return null;
        }

        var piece = new Piece(_seq++, _offset, bytes);
        _offset += bytes.Length;
        return piece;
    }

    /// <summary>Checks that the file is still the one that was opened.</summary>
    /// <exception cref="SourceException">Its length or its time of change differ.</exception>
    public void RequireUnchanged()
    {
        if (_file is null)
            return;
        if (RandomAccess.GetLength(_file) is var now && now != Length)
            throw new SourceException($"{_label}: changed while it was read: it had {Length} bytes and now has {now}; upload it again when nothing writes to it");
        if (File.GetLastWriteTimeUtc(_file) != _changed)
            throw new SourceException($"{_label}: changed while it was read; upload it again when nothing writes to it");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (_ownsFile)
            _file?.Dispose();
        return _ownsStream ? _stream!.DisposeAsync() : default;
    }

    private async Task<int> FillAsync(Memory<byte> buffer, CancellationToken cancel)
    {
        var read = 0;
        while (read < buffer.Length)
        {
            _reached = _offset + read;
            var rest = buffer[read..];
            var count = _file is null
                ? await _stream!.ReadAsync(rest, cancel)
                : await RandomAccess.ReadAsync(_file, rest, _offset + read, cancel);
            if (count == 0 && _file is not null)
                throw new SourceException($"{_label}: shrank while it was read: it had {Length} bytes and ended at byte {_offset + read}; upload it again when nothing writes to it");
            if (count == 0)
                break;
            read += count;
        }

        return read;
    }
}
