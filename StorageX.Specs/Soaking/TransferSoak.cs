using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using StorageX.Specs.Backends.Http;
using StorageX.Specs.Images;

namespace StorageX.Specs.Soaking;

/// <summary>
/// Files go up and come back, one after the other, while the host does wrong 12 to 20 % of what it is asked: half of the seeds with one fault, in turn,
/// half with all of them. What fails is sorted by what the host did.
/// </summary>
internal sealed class TransferSoak
{
    /// <summary>How many transfers a run has: as many uploads as downloads.</summary>
    public const int Transfers = 10;

    private const int MostTimes = 10;
    private static readonly Fault[] Kinds = [.. Enum.GetValues<Fault>().Where(fault => fault != Fault.None)];
    private readonly int _seed;
    private readonly SoakTally _tally;
    private readonly Random _random;
    private readonly Fault[] _kinds;
    private readonly double _share;
    private readonly HostJournal _journal = new();
    private readonly HashSet<string> _lost = [];

    private TransferSoak(int seed, SoakTally tally)
    {
        (_seed, _tally, _random) = (seed, tally, new Random(seed));
        _kinds = seed % 2 == 0 ? [Kinds[seed / 2 % Kinds.Length]] : Kinds;
        _share = 0.12 + (_random.NextDouble() * 0.08);
    }

    /// <summary>Runs with one seed.</summary>
    public static Task RunAsync(int seed, SoakTally tally) => new TransferSoak(seed, tally).RunAsync();

    private async Task RunAsync()
    {
        using var data = new TemporaryDirectory();
        await using var host = await ImageHost.StartAsync();
        (host.Journal, host.Latency) = (_journal, SoakStorage.Latency);
        await using var storage = SoakStorage.Open(data.Path, host);
        var length = _random.Next(9_000, 21_000);
        await storage.UploadAsync(new MemoryStream(Some.Bytes(length, _seed)));
        var began = Stopwatch.GetTimestamp();
        var calm = _journal.Count;
        await storage.UploadAsync(new MemoryStream(Some.Bytes(length, ~_seed)));
        _tally.Calm(Stopwatch.GetElapsedTime(began));
        var requests = _journal.Count - calm;
        host.Faults = Next;
        for (var number = 0; number < Transfers / 2; number++)
        {
            var file = Some.Bytes(length, unchecked((_seed * 7919) + number));
            var key = await TryAsync($"seed {_seed}, upload {number}", async where =>
            {
                var (first, start) = (_journal.Count, Stopwatch.GetTimestamp());
                var stored = await storage.UploadAsync(new MemoryStream(file)).WaitAsync(SoakStorage.Patience);
                var took = Stopwatch.GetElapsedTime(start);
                var entries = _journal.Since(first);
                _tally.Stormy(took - Hung(entries), $"{where}, {entries.Count} requests, {string.Join(", ", entries.Where(entry => entry.IsHarmed).Select(entry => entry.Answer))}");
                if (entries.Count > requests * MostTimes)
                    _tally.Fault("uploads with more than ten times their requests", $"{where}: {entries.Count} instead of {requests}");
                return stored.Key;
            });
            if (key is null)
            {
                _tally.Count("downloads of what could not be uploaded: not begun");
                continue;
            }

            await TryAsync($"seed {_seed}, download {number}", async where =>
            {
                if (!(await SoakStorage.DownloadAsync(storage, key)).SequenceEqual(file))
                    _tally.Fault("wrong bytes", where);
                return key;
            });
        }
    }

    private Fault Next(HttpRequest request)
    {
        lock (_random)
            return _random.NextDouble() < _share ? _kinds[_random.Next(_kinds.Length)] : Fault.None;
    }

    private async Task<string?> TryAsync(string where, Func<string, Task<string>> transfer)
    {
        var first = _journal.Count;
        _tally.Count("transfers");
        string? result = null;
        TransferException? failure = null;
        try
        {
            result = await transfer(where);
        }
        catch (TransferException error)
        {
            failure = error;
        }
        catch (TimeoutException)
        {
            _tally.Fault("hung", where);
        }

        var entries = _journal.Since(first);
        _lost.UnionWith(entries.Where(entry => entry.Stores && FaultMeaning.LosesImage(entry.Answer)).Select(entry => entry.Image));
        if (failure is not null)
            Sort(failure, entries, where);
        return result;
    }

    private void Sort(TransferException error, IReadOnlyList<HostJournal.Entry> entries, string where)
    {
        var images = entries.GroupBy(entry => entry.Image).ToList();
        if (error.Kind is TransferErrorKind.Lost or TransferErrorKind.Corrupt && images.Exists(image => _lost.Contains(image.Key)))
            _tally.Count("failed: the host had dropped or altered the image for good");
        else if (images.Exists(UsedUp))
            _tally.Count("failed: the host answered a fault to every try that the settings allow");
        else if (images.Exists(image => image.All(entry => entry.IsHarmed) && image.Count(entry => FaultMeaning.IsNo(entry.Answer)) >= StorageX.Pacing.HostDoubt.Asks))
            _tally.Count("failed: the host said three times no, or that the image is not there, and never anything else but faults");
        else
            _tally.Fault("failed, and could have been avoided", $"{where}: {error.Message}\n    {string.Join("\n    ", images.Where(image => image.Any(entry => entry.IsHarmed)).Select(image => $"{image.Key[..8]}: {string.Join(", ", image.Select(entry => $"{entry.Request} {entry.Answer}"))}"))}");
    }

    // "attempts" for any request; "piece-attempts" for images that came back altered.
    private static bool UsedUp(IGrouping<string, HostJournal.Entry> image) => image.All(entry => entry.IsHarmed)
        && (image.Count() >= SoakStorage.Attempts
            || image.Count(entry => FaultMeaning.IsAltered(entry.Answer)) >= SoakStorage.PieceAttempts);

    // For how long some request hung.
    private static TimeSpan Hung(IEnumerable<HostJournal.Entry> entries)
    {
        var (hung, until) = (0L, 0L);
        var length = (long)(SoakStorage.RequestTimeout.TotalSeconds * Stopwatch.Frequency);
        foreach (var at in entries.Where(entry => FaultMeaning.Hanging.Contains(entry.Answer)).Select(entry => entry.At).Order())
        {
            hung += at + length - Math.Max(at, until);
            until = at + length;
        }

        return Stopwatch.GetElapsedTime(0, hung);
    }
}
