using StorageX.Backends;
using StorageX.Backends.Pools;
using StorageX.Catalogue;
using StorageX.Examining;
using StorageX.Images;
using StorageX.Manifests;
using StorageX.Pieces;
using StorageX.Repair;
using StorageX.Uploads;
using static StorageX.Transfers.TransferProtocol;

namespace StorageX;

/// <content>How what hosts have lost is restored.</content>
public sealed partial class Storage
{
    /// <summary>
    /// Looks at every image of a file, restores what is missing from copies, from parity, or from the user's own file, stores it on hosts that answer,
    /// and publishes a root that names it. Where the root's hosts can replace images the key goes on to work; elsewhere there is a new one, to which
    /// the old one leads from here. Cut off at any moment, the file is as restorable as before, and the same call goes on.
    /// </summary>
    /// <param name="key">What the upload gave.</param>
    /// <param name="options">How it is done.</param>
    /// <param name="progress">Is told how far it is, on a thread of the engine; it must return quickly.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="TransferException">Parts of the file are gone for good, or a host failed; nothing was published.</exception>
    /// <exception cref="SettingsException">The hosts that are left cannot keep what the file should survive.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<RehostResult> RepairAsync(string key, RepairOptions? options = null, IProgress<TransferProgress>? progress = null, CancellationToken cancel = default)
    {
        options ??= new RepairOptions();
        using var own = options.From is not { } path ? null : options.Opened is { } file ? OwnCopy.Of(file, path) : OwnCopy.Open(path);
        var read = DownloadOf(key, null, progress is null ? null : new ManifestProgress(progress));
        var sound = new SoundImages();
        Manifest manifest;
        ManifestTrail trail;
        try
        {
            (manifest, trail) = await ReadTrailAsync(read, cancel);
        }
        catch (TransferException error) when (error.Kind is TransferErrorKind.Lost or TransferErrorKind.Corrupt || (own is not null && error.Kind == TransferErrorKind.Refused))
        {
            if (own is null)
                throw new TransferException(error.Kind, $"{error.Message}; where you still have the file, it can be made whole again: --from FILE", error);
            var isGone = error.Kind != TransferErrorKind.Refused;
            return Told(key, await RestoreAllAsync(read.Key, options, own, isGone, progress, cancel));
        }

        var report = await LookAsync(read, manifest, trail, quick: false, sound.Found, Unfinished(progress), cancel);
        if (report.State == HealthState.Whole)
            return Told(key, new RehostResult(read.Key.ToString(), manifest) { WasWhole = true, Kept = manifest.PieceCount, OldKeyWorks = true });
        if (own is null)
            RequireRestorable(report);
        var row = await _deletion.TracedAsync(_catalogue.WithKey(read.Key.ToString()), cancel);
        var what = new Rehosting(read, manifest, RepairPool(options, manifest, sound, row), (_, locator) => sound.Has(locator)) { TakesAsItWas = true, Own = own };
        return Told(key, await ReplaceAsync(read.Key, what.Pool, row, sound.RootFate, (root, run) => RehostAsync(what, root, run, progress, cancel)));
    }

    private RehostResult Told(string given, RehostResult result)
    {
        var isGiven = result.Key == ShareKey.Parse(given).ToString();
        return result with { IsNewKey = !isGiven, OldKeyWorks = isGiven || (result.OldKeyWorks && _catalogue.Redirected(given) is null) };
    }

    private static void RequireRestorable(HealthReport report)
    {
        var away = string.Join(", ", report.Hosts.Where(host => host.Unknown > 0).Select(host => host.Host));
        if (report.State == HealthState.Unreachable)
            throw new TransferException(TransferErrorKind.Refused, $"what is missing is on hosts that could not be asked ({away}); run the same command when they answer, or name your own copy of the file: --from FILE");
        if (report.State != HealthState.NotRestorable)
            return;
        var pieces = string.Join(", ", report.Gone.Take(10).Select(piece => piece.Seq)) + (report.Gone.Count > 10 ? ", ..." : "");
        var what = report.Gone.Count == 0 ? "its manifest is" : report.Gone.Count == 1 ? $"piece {pieces} is" : $"{report.Gone.Count} pieces ({pieces}) are";
        throw new TransferException(TransferErrorKind.Lost, $"{what} gone for good; nothing was changed; where you still have the file, it can be made whole again: --from FILE");
    }

    private HostPool RepairPool(RepairOptions options, Manifest manifest, SoundImages sound, PastUpload? row)
    {
        int? copies = manifest.Parity is null ? sound.Copies : null;
        if (options.Hosts is not null || options.Backend is not null)
            return _backends.Pool(options.Hosts, options.Backend, copies, manifest.Parity);
        var there = sound.HostsThere.ToHashSet();
        var known = row is null ? [] : _backends.HostsOf(row.Backend);
        var names = known.Concat(there.Where(host => _backends.TryNamed(host.Properties.Name) == host).Select(host => host.Properties.Name)).Distinct()
            .Where(name => !sound.IsAway(_backends.Named(name))).ToList();
        if (names.Count == 0)
            throw new SettingsException("none of the configured backends that answer has an image of this file; say where what is missing goes: --to BACKEND");
        if (manifest.IsFormat1)
            names = names[..1];
        var isAsBefore = row is not null && !row.Backend.Contains(',') && known.Count == names.Count && known.All(names.Contains);
        return _backends.Pool(isAsBefore ? null : names, isAsBefore ? row!.Backend : null, copies, manifest.Parity);
    }

    /// <summary>Stores a file of which nothing is left.</summary>
    private async Task<RehostResult> RestoreAllAsync(ShareKey key, RepairOptions options, OwnCopy own, bool isGone, IProgress<TransferProgress>? progress, CancellationToken cancel)
    {
        var row = _catalogue.WithKey(key.ToString());
        if (row is not null && row.Size != own.Length)
            throw new TransferException(TransferErrorKind.Failed, $"{own.Path} has {own.Length} bytes, and what this key was for had {row.Size}: it is another file; nothing was stored");
        var pool = _backends.Pool(options.Hosts, options.Backend ?? row?.Backend, null, null);
        var (name, isFormat1) = (row?.Name ?? Path.GetFileName(own.Path), row?.Format == 1);
        var asked = new UploadOptions { Format = isFormat1 ? 1 : 2, Public = !isFormat1 && key.Secret is null, Recheck = true };
        var job = JobOf(pool, capacity => new FileSource(PieceReader.OpenHandle(own.Handle, own.Path, capacity), capacity), name, asked, progress);
        return await ReplaceAsync(key, pool, row, _ => isGone ? ImageFate.Lost : ImageFate.Unknown, async (root, run) =>
        {
            var stored = await StoreAsync(job with { Root = root }, pool, run, cancel);
            return (stored, new RehostResult(stored.Key.ToString(), stored.Manifest)
            {
                Sent = stored.Sent,
                Restored = stored.Manifest.PieceCount,
                PassedOver = stored.PassedOver,
                Doubt = $"nothing was left of the file to compare {own.Path} with{(row is null ? "" : " but its length")}",
            });
        });
    }

    /// <summary>Has a file stored whose root takes the place of the old one; the history follows.</summary>
    /// <param name="key">The old root.</param>
    /// <param name="pool">Where the file goes.</param>
    /// <param name="row">The upload of the history that has the key; null if there is none.</param>
    /// <param name="fateOf">What became of an image of the old root.</param>
    /// <param name="store">Stores it.</param>
    private async Task<RehostResult> ReplaceAsync(
        ShareKey key, HostPool pool, PastUpload? row, Func<string, ImageFate> fateOf, Func<RootBefore, UploadRun, Task<(TransferSucceeded Stored, RehostResult Result)>> store)
    {
        var run = UploadRun.Begin(_catalogue, _mark, TimeProvider.System);
        // Before the first root is replaced, what the history has under the key must name all that the new one names: a prune may come at any moment.
        void EnterBefore(Manifest manifest)
        {
            if (run.Id is not { } images)
                throw new TransferException(TransferErrorKind.Failed, $"{_catalogue.Warning ?? "the catalogue cannot be written"}; the root was not replaced");
            if (row is { Run: { } named })
                _catalogue.ShareImages(images, named);
            else
                row = _catalogue.Enter(EntryOf(key, manifest, pool), images);
        }

        var (stored, result) = await store(RootOf(key, fateOf, EnterBefore), run);
        if (row?.Run is not null)
            _catalogue.Renew(row.Id, key.ToString(), result.Key, pool.Name, stored.Manifest.PieceCount, run.Id);
        else
            _catalogue.RememberUpload(EntryOf(stored.Key, stored.Manifest, pool), run.Id);
        return result with { OldKeyWorks = Works(key, stored.Key, fateOf) };
    }

    private RootBefore RootOf(ShareKey key, Func<string, ImageFate> fateOf, Action<Manifest> before)
    {
        var places = key.Locators.ToList();
        var replaceable = places.Select(locator => (Host: _backends.Configured(locator), Locator: locator))
            .Where(place => place.Host is not null && place.Host.CanReplace(place.Locator) && (fateOf(place.Locator) != ImageFate.Unknown || places.Count == 1))
            .Select(place => (place.Host!, place.Locator)).ToList();
        return new RootBefore(key.Secret, replaceable, places.Count, before);
    }

    /// <summary>Whether an old key leads to the new root for everyone: no host gives another root under it.</summary>
    private static bool Works(ShareKey old, ShareKey now, Func<string, ImageFate> fateOf) => old.Locators.Intersect(now.Locators).Any()
        && old.Locators.Except(now.Locators).All(locator => fateOf(locator) is ImageFate.Lost or ImageFate.Altered);

    private static CanvasSize CanvasOf(Manifest manifest, HostPool pool)
    {
        try
        {
            return HostCanvas.For(pool.Properties, manifest.PieceWidth, manifest.PieceHeight, default);
        }
        catch (SettingsException error)
        {
            throw new SettingsException($"the pieces of this file do not fit there: {error.Message.Split("; use")[0]}; download it, and upload it there anew");
        }
    }

    private static UnfinishedProgress? Unfinished(IProgress<TransferProgress>? progress) => progress is null ? null : new UnfinishedProgress(progress);

    /// <summary>Tells all but that this is all.</summary>
    private sealed class UnfinishedProgress(IProgress<TransferProgress> progress) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value)
        {
            if (value.Phase != TransferPhase.Done)
                progress.Report(value);
        }
    }
}
