using StorageX.Backends;
using StorageX.Backends.Pools;
using StorageX.Catalogue;
using StorageX.Images;
using StorageX.Manifests;
using StorageX.Pieces;
using StorageX.Uploads;
using static StorageX.Transfers.TransferProtocol;
using static StorageX.Uploads.UploadProtocol;

namespace StorageX;

/// <content>How an upload is made.</content>
public sealed partial class Storage
{
    /// <summary>What an upload would not survive where it goes, in one line; null where it survives the loss of any one host of its pool, or has but one.</summary>
    /// <param name="options">How it differs from the settings.</param>
    /// <exception cref="SettingsException">The hosts cannot keep the policy, or there is none of that name.</exception>
    public string? WeaknessOf(UploadOptions options) => PoolOf(options).Weakness;

    private async Task<UploadResult> UploadAsync(
        Func<int, PieceReader> open, string name, UploadOptions? options, IProgress<TransferProgress>? progress, CancellationToken cancel)
    {
        var pool = PoolOf(options);
        return await EnterAsync(JobOf(pool, capacity => new FileSource(open(capacity), capacity), name, options, progress), pool, cancel);
    }

    private async Task<UploadResult> EnterAsync(UploadJob job, HostPool pool, CancellationToken cancel)
    {
        var run = UploadRun.Begin(_catalogue, _mark, TimeProvider.System);
        var outcome = await StoreAsync(job, pool, run, cancel);
        _catalogue.RememberUpload(EntryOf(outcome.Key, outcome.Manifest, pool), run.Id);
        return new UploadResult(outcome.Key.ToString(), outcome.Manifest, outcome.Skipped) { Resent = outcome.Resent, PassedOver = outcome.PassedOver };
    }

    private UploadJob JobOf(HostPool pool, Func<int, IUploadSource> open, string name, UploadOptions? options, IProgress<TransferProgress>? progress)
    {
        pool.RequireReady();
        var canvas = HostCanvas.For(pool.Properties, options?.Width, options?.Height, new CanvasSize(_settings.PieceWidth, _settings.PieceHeight));
        var format = UploadFormat.Of(options, _settings);
        RequireFits(format, pool, "use format 2");
        return new UploadJob(open, options?.Name ?? name, canvas, pool.Hosts[0], progress)
        {
            Format = format,
            Created = TimeProvider.System.GetUtcNow(),
            Recheck = options?.Recheck ?? false,
        };
    }

    private static void RequireFits(PieceFormat format, HostPool pool, string otherwise)
    {
        if (format.IsFormat1 && !pool.IsSingle)
            throw new SettingsException($"format 1 keeps a file on one host, without parity; {otherwise}");
    }

    private async Task<TransferSucceeded> StoreAsync(UploadJob job, HostPool pool, UploadRun run, CancellationToken cancel)
    {
        try
        {
            return await RunAsync(
                job with
                {
                    Pool = pool,
                    HostName = pool.Name,
                    Known = Known(job.Format.Variant),
                    KnownParity = Known(job.Format.Variant is { } variant ? variant + "-parity" : null),
                    Run = run,
                    Permits = pool.Hosts.Sum(host => _settings.Uploads.Within(host.Properties.Limits).Permits),
                },
                cancel);
        }
        catch
        {
            run.Abandon();
            throw;
        }

        IReadOnlyList<KnownPieces> Known(string? variant) => variant is null ? [] : [.. pool.Hosts.Select(KnownOf(variant, run))];
    }

    private Func<IImageBackend, KnownPieces> KnownOf(string? variant, UploadRun run) => host => new KnownPieces(_catalogue, host, variant, _settings.CheckAfter, TimeProvider.System, run);

    /// <summary>What the history has of a file that is stored; when it ended is entered there.</summary>
    private static PastUpload EntryOf(ShareKey key, Manifest manifest, HostPool pool) =>
        new(0, manifest.FileName, manifest.Size, pool.Name, key.ToString(), manifest.IsFormat1 ? 1 : 2, manifest.PieceCount, default);

    private HostPool PoolOf(UploadOptions? options) => _backends.Pool(options?.Hosts, options?.Backend, options?.Copies, options?.Parity);
}
