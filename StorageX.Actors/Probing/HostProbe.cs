using StorageX.Backends;
using StorageX.Backends.Http;
using StorageX.Buffers;
using StorageX.Images;
using StorageX.Pieces;

namespace StorageX.Probing;

/// <summary>
/// Finds out what a host does to pictures: stores canaries, fetches each as a stranger would, and compares. For one run.
/// </summary>
/// <param name="backend">The host, as it is when it is used.</param>
/// <param name="pace">How it is asked.</param>
/// <param name="mostBytes">The largest canary, in bytes.</param>
/// <param name="progress">Is told of each canary.</param>
internal sealed class HostProbe(IImageBackend backend, ProbePace pace, long mostBytes, IProgress<ProbeFinding>? progress)
{
    private const double Close = 1.15;
    private static readonly CanvasSize First = new(64, 64);
    private static readonly int[] Sides = [1024, 2048, 4096, 8192, 16384];
    private static readonly int[] Bytes = [256 << 10, 1 << 20, 4 << 20, 16 << 20, 64 << 20];

    private readonly List<ProbeFinding> _findings = [];
    private readonly List<StoredImage> _stored = [];
    private bool? _isPublic;
    private int _least = PieceGeometry.MinSide;

    /// <summary>Runs the probe, and deletes its canaries where that can be, however it ends.</summary>
    public async Task<ProbeReport> RunAsync(CancellationToken cancel)
    {
        var report = new ProbeReport { Backend = backend.Properties.Name };
        try
        {
            report = await FindAsync(report, cancel);
        }
        catch (ProbeStoppedException stop)
        {
            report = report with { Stopped = stop.Message };
        }
        finally
        {
            report = report with { Deleted = await DeleteAsync(cancel) };
        }

        var squares = _findings.Where(finding => finding.Kind == CanaryKind.Noise && finding.Size.Width >= First.Width).ToList();
        var strips = _findings.Where(finding => finding.Size.Width > finding.Size.Height).ToList();
        return report with
        {
            Findings = _findings,
            Verdict = VerdictOf(),
            IsPublic = _isPublic,
            Stored = _stored.Count,
            LargestBytes = Largest(squares, finding => finding.Bytes),
            LargestSide = (int?)Largest(_findings, finding => finding.Size.Width),
            MinSide = _least > PieceGeometry.MinSide ? _least : null,
            MaxBytes = squares.Any(finding => !finding.Survives) ? Largest(squares, finding => finding.Bytes) : null,
            MaxSide = strips.Any(finding => !finding.Survives) ? (int?)Largest([_findings[0], .. strips], finding => finding.Size.Width) : null,
        };
    }

    private async Task<ProbeReport> FindAsync(ProbeReport report, CancellationToken cancel)
    {
        var first = Canary.Noise(First);
        if (!(await TryAsync(first, cancel)).Survives)
            return report;
        while (!(await TryAsync(Canary.Noise(new CanvasSize(_least, _least)), cancel)).Survives && _least < First.Width)
            _least *= 2;
        await TryAsync(Canary.Flat(First), cancel);
        var most = Math.Min(mostBytes, backend.Properties.MaxBytes);
        if (Canary.Grey() is var grey && grey.Image.Length <= most)
            await TryAsync(grey, cancel);
        report = report with { Duplicates = await RepeatAsync(first, cancel) };
        var side = await LargestAsync(First.Width, Sides.Where(side => side <= backend.Properties.MaxSide), side => Canary.Flat(new CanvasSize(side, _least)), cancel);
        await LargestAsync(
            First.Width, Bytes.Where(bytes => bytes < most).Append((int)Math.Min(most, CanvasSize.MaxRaster)).Select(SquareOf).Select(square => Math.Min(square, side)).Where(square => square > First.Width).Distinct(),
            square => Canary.Noise(new CanvasSize(square, square)), cancel);
        return report;
    }

    /// <summary>The largest of some sizes that survives, found by steps and then by halving what is left between.</summary>
    private async Task<int> LargestAsync(int good, IEnumerable<int> steps, Func<int, Canary> make, CancellationToken cancel)
    {
        foreach (var step in steps)
        {
            if ((await TryAsync(make(step), cancel)).Survives)
            {
                good = step;
                continue;
            }

            for (var bad = step; bad > good * Close;)
            {
                var middle = (int)Math.Sqrt((double)good * bad);
                if ((await TryAsync(make(middle), cancel)).Survives)
                    good = middle;
                else
                    bad = middle;
            }

            break;
        }

        return good;
    }

    private async Task<ProbeFinding> TryAsync(Canary canary, CancellationToken cancel)
    {
        var finding = new ProbeFinding(canary.Kind, canary.Size, canary.Image.Length, CanaryFate.Refused, "");
        try
        {
            var (locator, took) = await StoreAsync(canary, cancel);
            finding = finding with { StoreTime = took, Fate = CanaryFate.Lost };
            using var fetched = await FetchAsync(locator, cancel);
            var (fate, detail) = CanaryCheck.Compare(canary, fetched.Image.Span);
            finding = finding with { FetchTime = fetched.Took, Fate = fate, Detail = detail };
        }
        catch (BackendException error)
        {
            var altered = finding.Fate == CanaryFate.Lost && error.Kind == BackendErrorKind.Corrupt;
            finding = finding with { Fate = altered ? CanaryFate.Unreadable : finding.Fate, Detail = error.Message };
        }

        _findings.Add(finding);
        progress?.Report(finding);
        return finding;
    }

    private async Task<(string Locator, TimeSpan Took)> StoreAsync(Canary canary, CancellationToken cancel)
    {
        var stored = await pace.AskAsync(token => backend.UploadAsync(canary.Image, token).AsTask(), canary.Image.Length, error => error.IsRetryable, cancel);
        _stored.Add(stored.Answer);
        return (stored.Answer.Locator, stored.Took);
    }

    // What only appears after a while is lost at first, so it is asked for again like any other failure.
    private async Task<Fetched> FetchAsync(string locator, CancellationToken cancel)
    {
        if (_isPublic is not false && WebBackend.HostOf(locator) is { } host)
        {
            await using var stranger = new WebBackend(host, new FetchPolicy { Origins = backend.Owns(locator) ? [new Uri(locator)] : [] });
            try
            {
                var (image, took) = await pace.AskAsync(token => stranger.DownloadAsync(locator, token).AsTask(), 0, MayHeal, cancel);
                _isPublic = true;
                return new Fetched(image, took);
            }
            catch (BackendException) when (_isPublic is null)
            {
                // Whether it is only strangers that do not get it, the backend's own way shows.
            }
        }

        var own = await pace.AskAsync(token => backend.DownloadAsync(locator, token).AsTask(), 0, MayHeal, cancel);
        _isPublic ??= WebBackend.HostOf(locator) is null ? null : false;
        return new Fetched(own.Answer, own.Took);
    }

    private async Task<DuplicatePolicy> RepeatAsync(Canary canary, CancellationToken cancel)
    {
        try
        {
            var before = _stored[0].Locator;
            return (await StoreAsync(canary, cancel)).Locator == before ? DuplicatePolicy.SameLocator : DuplicatePolicy.NewLocator;
        }
        catch (BackendException error) when (error.Kind == BackendErrorKind.Rejected)
        {
            return DuplicatePolicy.Refused;
        }
        catch (BackendException)
        {
            return DuplicatePolicy.Unknown;
        }
    }

    // What cannot be deleted stays; the report counts it.
    private async Task<int> DeleteAsync(CancellationToken cancel)
    {
        var deleted = 0;
        foreach (var images in _stored.GroupBy(image => image.Locator).Where(images => backend.CanDelete(images.First())))
        {
            try
            {
                await pace.AskAsync(
                    async token =>
                    {
                        await backend.DeleteAsync(images.First(), token);
                        return true;
                    },
                    0, error => error.IsRetryable && !cancel.IsCancellationRequested, CancellationToken.None);
                deleted += images.Count();
            }
            catch (Exception error) when (error is BackendException or ProbeStoppedException)
            {
                continue;
            }
        }

        return deleted;
    }

    private ProbeVerdict VerdictOf() => _findings.FirstOrDefault()?.Fate switch
    {
        CanaryFate.Exact or CanaryFate.Lossless => ProbeVerdict.Usable,
        null or CanaryFate.Refused => ProbeVerdict.Refuses,
        CanaryFate.Lost => ProbeVerdict.Loses,
        _ => ProbeVerdict.Alters,
    };

    private static long? Largest(IEnumerable<ProbeFinding> findings, Func<ProbeFinding, long> measure) =>
        findings.Where(finding => finding.Survives).Select(finding => (long?)measure(finding)).Max();

    private static bool MayHeal(BackendException error) => error.IsRetryable || error.Kind == BackendErrorKind.Lost;

    private static int SquareOf(int bytes)
    {
        var side = (int)Math.Sqrt(bytes / 3.0);
        while (Canary.LengthOf(new CanvasSize(side, side)) > bytes)
            side--;
        return side;
    }

    private sealed record Fetched(PooledBytes Image, TimeSpan Took) : IDisposable
    {
        public void Dispose() => Image.Dispose();
    }
}
