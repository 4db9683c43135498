using StorageX.Buffers;
using StorageX.Errors;
using StorageX.Manifests;
using StorageX.Manifests.Folders;
using StorageX.Pieces;
using StorageX.Uploads;

namespace StorageX.Folders;

/// <summary>
/// A folder as the source of an upload: the contents of its files, cut by content, and then its tree. A file that changes while it is read is read
/// again; bytes of it that are under way by then belong to nobody.
/// </summary>
internal sealed class FolderSource : IUploadSource
{
    private const int MostTries = 3;
    private readonly FolderProblems _problems;
    private readonly int _capacity;
    private readonly ContentCutter _cutter;
    private readonly FolderText _text = new();
    private readonly IEnumerator<FolderNode> _nodes;
    private readonly PooledBytes _buffer;
    private FileInFolder? _file;
    private int _filled;
    private int _seq;
    private long _offset;
    private long _skip;
    private long _treeRead;
    private bool _isTree;
    private bool _endsPiece;

    /// <param name="nodes">The folder.</param>
    /// <param name="capacity">Bytes of a full piece.</param>
    /// <param name="cutter">Says where pieces end.</param>
    /// <param name="problems">Is told what could not be read.</param>
    public FolderSource(IEnumerable<FolderNode> nodes, int capacity, ContentCutter cutter, FolderProblems problems)
    {
        (_nodes, _capacity, _problems, _cutter) = (nodes.GetEnumerator(), capacity, problems, cutter);
        _buffer = PooledBytes.Rent(capacity);
    }

    /// <inheritdoc/>
    public long? Length => null;

    /// <inheritdoc/>
    public int? PieceCount => null;

    /// <inheritdoc/>
    public long? TreeOffset { get; private set; }

    /// <inheritdoc/>
    public (long Files, string Path)? Reached => (Counts.Files, Counts.Last);

    /// <summary>What has been read so far.</summary>
    public FolderCounts Counts { get; private set; } = new();

    /// <inheritdoc/>
    public Task<SourceItem?> ReadAsync(CancellationToken cancel) => Task.Run(() => Next(cancel), cancel);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _file?.Dispose();
        _nodes.Dispose();
        _text.Dispose();
        _buffer.Dispose();
        return default;
    }

    private SourceItem? Next(CancellationToken cancel)
    {
        while (!_endsPiece && _filled < _capacity)
        {
            cancel.ThrowIfCancellationRequested();
            if (_isTree)
                ReadTree();
            else if (_file is null)
                Open();
            else
                ReadFile(_file);
        }

        if (_filled == 0)
            return null;
        if (_isTree && _seq == 0 && _treeRead == _text.Length && _filled <= ManifestLimits.InlineBytes && _filled < _capacity)
            return new InlineFile(Take(_filled).Span.ToArray());
        return new SourcePiece(new Piece(_seq++, _offset - _filled, Take(_cutter.Cut(_buffer.Span[.._filled]))));
    }

    // The first bytes that wait; what is behind them moves to the front.
    private PooledBytes Take(int count)
    {
        var taken = PooledBytes.CopyOf(_buffer.Span[..count]);
        _buffer.Span[count.._filled].CopyTo(_buffer.Span);
        _filled -= count;
        if (_filled == 0)
            _endsPiece = _isTree && _treeRead == _text.Length;
        return taken;
    }

    private void Open()
    {
        if (!MoveOn())
        {
            TreeOffset = _offset;
            _isTree = true;
            _endsPiece = _filled > 0 && _filled + _text.Length > _capacity;
            return;
        }

        var node = _nodes.Current;
        if (node.Entry.Kind != FolderEntryKind.File)
        {
            List(node.Entry);
            return;
        }

        Begin(node, 0);
        // A file of more than one piece begins one, so that it is found again wherever it moves to.
        _endsPiece = _filled > 0 && _file?.Stored > _capacity;
    }

    private bool MoveOn()
    {
        try
        {
            return _nodes.MoveNext();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"the folder cannot be read: {SystemWords.Of(error)}", error);
        }
    }

    private void Begin(FolderNode node, int tries)
    {
        try
        {
            _file = FileInFolder.Open(node, tries);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _problems.Add(node.Entry.Path, error is UnauthorizedAccessException ? "permission denied" : $"it cannot be read: {SystemWords.Of(error)}");
        }
    }

    private void ReadFile(FileInFolder file)
    {
        try
        {
            var count = file.ReadOn(_buffer.Span[_filled..]);
            _filled += count;
            _offset += count;
            if (count == 0)
                End(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _problems.Add(file.Node.Entry.Path, $"it cannot be read at byte {file.Read}: {SystemWords.Of(error)}");
            Undo(file);
        }
    }

    private void End(FileInFolder file)
    {
        var isWhole = file.Read == file.Stored;
        if (isWhole && file.IsUnchanged)
        {
            Close(file);
            return;
        }

        if (file.Tries + 1 < MostTries)
        {
            Undo(file);
            Begin(file.Node, file.Tries + 1);
            return;
        }

        _problems.Add(file.Node.Entry.Path, isWhole ? "it changed at every try to read it; what is stored may be of two states" : "it became shorter at every try to read it");
        if (isWhole)
            Close(file);
        else
            Undo(file);
    }

    private void Close(FileInFolder file)
    {
        file.Dispose();
        _file = null;
        List(file.Entry with { Skip = _skip });
        _skip = 0;
    }

    // What waits of it is taken back; what is under way already belongs to nobody.
    private void Undo(FileInFolder file)
    {
        file.Dispose();
        _file = null;
        var waiting = (int)Math.Min(file.Read, _filled);
        _filled -= waiting;
        _offset -= waiting;
        _skip += file.Read - waiting;
    }

    private void List(FolderEntry entry)
    {
        _text.Add(entry);
        Counts = Counts.With(entry);
    }

    private void ReadTree()
    {
        var count = _text.Read(_buffer.Span[_filled..], _treeRead);
        _filled += count;
        _offset += count;
        _treeRead += count;
        _endsPiece = _treeRead == _text.Length;
    }
}
