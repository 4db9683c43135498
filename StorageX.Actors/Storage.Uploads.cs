using StorageX.Backends;
using StorageX.Backends.Pools;
using StorageX.Catalogue;
using StorageX.Images;
using StorageX.Pieces;
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
        RequireReady(pool, options);
        var (job, format) = JobOf(pool, open, name, options, progress);
        var run = UploadRun.Begin(_catalogue, _mark, TimeProvider.System);
        var outcome = await StoreAsync(job, format, pool, run, cancel);
        var (key, manifest) = (outcome.Key.ToString(), outcome.Manifest);
        _catalogue.RememberUpload(manifest.FileName, manifest.Size, pool.Name, key, format.IsFormat1 ? 1 : 2, manifest.PieceCount, run.Id);
        return new UploadResult(key, manifest, outcome.Skipped) { Resent = outcome.Resent, PassedOver = outcome.PassedOver };
    }

    private void RequireReady(HostPool pool, UploadOptions? options)
    {
        foreach (var host in pool.Hosts)
            host.RequireReady();
        if (!pool.IsSingle && UploadFormat.Of(options, _settings).IsFormat1)
            throw new SettingsException("format 1 keeps a file on one host, without parity; use format 2");
    }

    private (UploadJob Job, PieceFormat Format) JobOf(HostPool pool, Func<int, PieceReader> open, string name, UploadOptions? options, IProgress<TransferProgress>? progress)
    {
        var canvas = HostCanvas.For(pool.Properties, options?.Width, options?.Height, new CanvasSize(_settings.PieceWidth, _settings.PieceHeight));
        var job = new UploadJob(open, options?.Name ?? name, canvas, pool.Hosts[0], progress) { Created = TimeProvider.System.GetUtcNow(), Recheck = options?.Recheck ?? false };
        return (job, UploadFormat.Of(options, _settings));
    }

    private async Task<TransferSucceeded> StoreAsync(UploadJob job, PieceFormat format, HostPool pool, UploadRun run, CancellationToken cancel)
    {
        try
        {
            return await RunAsync(
                job with
                {
                    Format = format,
                    Pool = pool,
                    HostName = pool.Name,
                    Known = Known(format.Variant),
                    KnownParity = Known(format.Variant is null ? null : format.Variant + "-parity"),
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

    private HostPool PoolOf(UploadOptions? options) => _backends.Pool(options?.Hosts, options?.Backend, options?.Copies, options?.Parity);
}
