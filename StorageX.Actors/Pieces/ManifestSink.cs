using System.IO.Pipelines;
using StorageX.Files;
using StorageX.Manifests;

namespace StorageX.Pieces;

/// <summary>
/// Takes the text of a manifest that is too large for the memory: each byte is parsed as it comes, so that one which does not follow
/// ends the download there, and kept in a temporary file for the walks over the pieces.
/// </summary>
internal sealed class ManifestSink : IPieceSink
{
    // A pipe takes whatever it is given at once, before it looks how much waits.
    private const int Slice = 1 << 14;
    private readonly TextSpool _spool = new();
    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 4 * Slice, resumeWriterThreshold: 2 * Slice, useSynchronizationContext: false));
    private readonly Task<Manifest> _parsed;

    /// <summary>Makes the temporary file.</summary>
    /// <param name="grown">Is told how many bytes the pieces that were listed have so far; what it throws ends the download.</param>
    public ManifestSink(Action<long> grown) =>
        _parsed = Task.Factory.StartNew(() => Parse(grown), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <inheritdoc/>
    public string? Path => null;

    /// <summary>What the text says, once it is complete.</summary>
    public Manifest Manifest => _parsed.Result;

    /// <summary>Requires that the temporary folder has room for a text.</summary>
    /// <param name="bytes">The text's length.</param>
    /// <exception cref="TransferException">It has not.</exception>
    public static void RequireSpace(long bytes)
    {
        var folder = System.IO.Path.GetTempPath();
        if (StorageDevice.HasLessThan(bytes, folder))
            throw new TransferException(TransferErrorKind.Failed, $"{folder}: has no room for the {bytes} bytes of a manifest's text; free some, or name another folder in TMPDIR");
    }

    /// <inheritdoc/>
    /// <exception cref="ManifestException">What has come so far is no manifest.</exception>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        await _spool.WriteAsync(bytes, cancel);
        for (var rest = bytes; rest.Length > 0; rest = rest[Math.Min(Slice, rest.Length)..])
        {
            if ((await _pipe.Writer.WriteAsync(rest[..Math.Min(Slice, rest.Length)], cancel)).IsCompleted)
                await _parsed;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ManifestException">It is no manifest.</exception>
    public async Task CompleteAsync(CancellationToken cancel)
    {
        await _pipe.Writer.CompleteAsync();
        await _parsed;
        _spool.Complete();
    }

    /// <summary>Gives the text up, unless it is complete: the manifest's pieces are then read from it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _pipe.Writer.CompleteAsync(new IOException("the text did not come to its end"));
        await ((Task)_parsed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _spool.DisposeAsync();
    }

    private Manifest Parse(Action<long> grown)
    {
        using var text = _pipe.Reader.AsStream();
        return ManifestReader.Read(text, () => _spool.OpenText(), grown);
    }
}
