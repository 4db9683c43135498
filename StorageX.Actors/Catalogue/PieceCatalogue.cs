using StorageX.Catalogue.Sqlite;
using StorageX.Errors;

namespace StorageX.Catalogue;

/// <summary>
/// Remembers what is stored where, so that nothing is sent twice, and which keys were handed out. Safe to call from many
/// threads, and from many processes on one file. It only ever helps: whatever fails in it, a transfer goes on as if nothing
/// were known, and <see cref="Warning"/> says so.
/// </summary>
/// <remarks>
/// <para>A method that changes something returns when the change is in the file's log, where it outlives the process however
/// that ends. A power cut may take the last pieces, never the file's soundness; an upload, and every piece before it, is on
/// the disk when <see cref="RememberUpload"/> returns.</para>
/// <para>While another process holds the file, or the disk is full, changes wait in memory and go in with a later one, or
/// when the catalogue is disposed; beyond <see cref="MostWaiting"/> of them the oldest are given up.</para>
/// </remarks>
internal sealed partial class PieceCatalogue : IDisposable
{
    /// <summary>How long a call waits for another process at most.</summary>
    public static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(1);

    /// <summary>How long the file is left alone after it failed.</summary>
    public static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    /// <summary>How many changes wait in memory at most.</summary>
    public const int MostWaiting = 4096;

    private readonly Lock _gate = new();
    private readonly Queue<Action<CatalogueTables>> _waiting = new();
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly CatalogueFile _file;
    private CatalogueTables? _tables;
    private long? _failedAt;
    private bool _replaced;
    private bool _off;
    private volatile string? _warning;

    private PieceCatalogue(string path, TimeProvider time)
    {
        _path = Path.GetFullPath(path);
        _time = time;
        _file = new CatalogueFile(_path, time);
    }

    /// <summary>
    /// The first thing that went wrong, in one line; null while nothing has. Since the file is opened at the first use,
    /// it is worth a look when a transfer ends.
    /// </summary>
    public string? Warning => _warning;

    /// <summary>
    /// The catalogue in a file, which is made at the first use, as is its directory. A damaged one is moved aside then, to
    /// <c>&lt;path&gt;.damaged-&lt;time&gt;</c>, and a fresh one made with the past uploads that can still be read. This never fails.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="time">The clock.</param>
    public static PieceCatalogue Open(string path, TimeProvider time) => new(path, time);

    /// <summary>Looks a piece up; null when it isn't known.</summary>
    /// <param name="backend">The backend's name.</param>
    /// <param name="variant">Format, geometry and whatever else makes two images of the same bytes differ, as "2:1024x768".</param>
    /// <param name="sha256OfRaw">SHA-256 of the raw piece.</param>
    public StoredPiece? Find(string backend, string variant, ReadOnlySpan<byte> sha256OfRaw)
    {
        var piece = new PieceId(backend, variant, sha256OfRaw.ToArray());
        lock (_gate)
            return Attempt(tables => tables.Pieces.Find(piece));
    }

    /// <summary>Enters a piece that was stored just now, over the entry it may have.</summary>
    /// <param name="backend">The backend's name.</param>
    /// <param name="variant">As in <see cref="Find"/>.</param>
    /// <param name="sha256OfRaw">SHA-256 of the raw piece.</param>
    /// <param name="size">The raw piece's length in bytes.</param>
    /// <param name="locator">Where the backend keeps its image.</param>
    /// <param name="secret">What decrypts it; null when it is not encrypted.</param>
    public void Remember(string backend, string variant, ReadOnlySpan<byte> sha256OfRaw, int size, string locator, byte[]? secret)
    {
        var piece = new PieceId(backend, variant, sha256OfRaw.ToArray());
        var own = secret?.ToArray();
        var now = _time.GetUtcNow();
        Change(tables => tables.Pieces.Put(piece, size, locator, own, now));
    }

    /// <summary>Notes that the backend was seen just now to have a piece.</summary>
    /// <inheritdoc cref="Find"/>
    public void MarkChecked(string backend, string variant, ReadOnlySpan<byte> sha256OfRaw)
    {
        var piece = new PieceId(backend, variant, sha256OfRaw.ToArray());
        var now = _time.GetUtcNow();
        Change(tables => tables.Pieces.MarkChecked(piece, now));
    }

    /// <summary>Takes a piece out, because the backend has lost it.</summary>
    /// <inheritdoc cref="Find"/>
    public void Forget(string backend, string variant, ReadOnlySpan<byte> sha256OfRaw)
    {
        var piece = new PieceId(backend, variant, sha256OfRaw.ToArray());
        Change(tables => tables.Pieces.Remove(piece));
    }

    /// <summary>Takes out all pieces that are entered with a locator.</summary>
    /// <param name="backend">The backend's name.</param>
    /// <param name="locator">The locator.</param>
    public void ForgetLocator(string backend, string locator) => Change(tables => tables.Pieces.RemoveAt(backend, locator));

    /// <summary>Takes out a piece whose image, wherever it is entered with this locator, was found to be lost or wrong.</summary>
    /// <param name="sha256OfRaw">SHA-256 of the raw piece.</param>
    /// <param name="locator">Where the image should be.</param>
    public void ForgetLost(byte[] sha256OfRaw, string locator) => Change(tables => tables.Pieces.RemoveLost(sha256OfRaw, locator));

    /// <summary>Notes that the host is asked for a piece before that counts as stored, wherever it is entered with this locator.</summary>
    /// <param name="sha256OfRaw">SHA-256 of the raw piece.</param>
    /// <param name="locator">Where the image should be.</param>
    public void Doubt(byte[] sha256OfRaw, string locator) => Change(tables => tables.Pieces.DoubtAt(sha256OfRaw, locator));

    /// <summary>Notes that a backend loses images: it is asked for each piece before that counts as stored, whenever it was last seen to have it.</summary>
    /// <param name="backend">The backend's name.</param>
    public void Doubt(string backend) => Change(tables => tables.Pieces.Doubt(backend));

    /// <summary>Asks the tables something, or changes them at once; null when that cannot be.</summary>
    public T? Ask<T>(Func<CatalogueTables, T?> ask)
        where T : class
    {
        lock (_gate)
            return Attempt(ask);
    }

    /// <summary>The same where nothing can go on without; what waits is written first.</summary>
    /// <exception cref="TransferException">The catalogue cannot be used.</exception>
    public T Require<T>(Func<CatalogueTables, T> ask)
        where T : class
    {
        lock (_gate)
        {
            if (_waiting.Count > 0)
                Attempt(WriteWaiting);
            return (_waiting.Count > 0 ? null : Attempt(ask)) ?? throw new TransferException(TransferErrorKind.Failed, $"{_warning ?? $"{_path}: cannot be used"}; without the catalogue it is not known what may be deleted");
        }
    }

    /// <summary>Writes what waits, and closes the file. Everything after this does nothing.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _failedAt = null;
            _tables?.WaitWhenBusy(BusyTimeout);
            if (_waiting.Count > 0)
                Attempt(WriteWaiting);
            TurnOff();
        }
    }

    private void Change(Action<CatalogueTables> change)
    {
        lock (_gate)
        {
            if (_off)
                return;
            if (_waiting.Count == MostWaiting)
                _waiting.Dequeue();
            _waiting.Enqueue(change);
            if (MayTry())
                Attempt(WriteWaiting);
        }
    }

    private object? WriteWaiting(CatalogueTables tables)
    {
        tables.Write(_waiting);
        _waiting.Clear();
        if (_failedAt is not null)
            tables.WaitWhenBusy(BusyTimeout);
        _failedAt = null;
        return null;
    }

    private bool MayTry() => _failedAt is not { } failed || _time.GetElapsedTime(failed) >= RetryPause;

    private T? Attempt<T>(Func<CatalogueTables, T?> action)
        where T : class
    {
        try
        {
            while (true)
            {
                try
                {
                    if (_tables is null && (_off || !MayTry()))
                        return null;
                    return action(_tables ??= new CatalogueTables(_file.Open()));
                }
                catch (SqliteException damage) when (damage.IsDamage && !_replaced)
                {
                    Replace(damage);
                }
            }
        }
        catch (SqliteException error) when (!error.IsDamage)
        {
            Fail(error);
        }
        catch (Exception error) when (error is SqliteException or NotSupportedException or IOException or UnauthorizedAccessException
            or TypeInitializationException or DllNotFoundException or BadImageFormatException)
        {
            Warn($"cannot be used ({SystemWords.Of(error)}); nothing is remembered, and pieces may be sent again");
            TurnOff();
        }

        return null;
    }

    private void Replace(SqliteException damage)
    {
        _replaced = true;
        Close();
        var (database, aside, carried) = _file.Replace();
        _tables = new CatalogueTables(database);
        if (aside is not null)
            Warn($"was damaged ({damage.Message}) and is now {Path.GetFileName(aside)}; a fresh one takes its place, with {carried} past uploads that could be read; pieces may be sent again");
    }

    private void Fail(SqliteException error)
    {
        Warn(error.IsBusy
            ? "is held by another program for long; what was stored meanwhile may be sent again"
            : $"cannot be written or read ({error.Message}); pieces may be sent again");
        _failedAt = _time.GetTimestamp();
        _tables?.WaitWhenBusy(TimeSpan.Zero);
    }

    private void Warn(string what) => _warning ??= $"{_path}: {what}";

    private void TurnOff()
    {
        _off = true;
        _waiting.Clear();
        Close();
    }

    private void Close()
    {
        _tables?.Dispose();
        _tables = null;
    }
}
