using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace StorageX.Specs.Backends.Http;

/// <summary>Two hundred hosts, each with its own mixture of faults at a tenth of its requests.</summary>
public sealed class FaultMixtureSpec
{
    private const int Mixtures = 200;
    private const int Batches = 8;

    // What leaves a transfer no way to end well: they may end it, each with its own error.
    private static readonly Dictionary<Fault, TransferErrorKind> Fatal = new()
    {
        [Fault.Unauthorised] = TransferErrorKind.Refused,
        [Fault.Forbidden] = TransferErrorKind.Refused,
        [Fault.Duplicate] = TransferErrorKind.Refused,
        [Fault.DuplicateWithUrl] = TransferErrorKind.Refused,
        [Fault.LossyWithoutSaying] = TransferErrorKind.Corrupt,
        [Fault.Forgotten] = TransferErrorKind.Lost,
    };

    // What makes another file of an image, so that a piece has to be fetched anew.
    private static readonly Fault[] Altering =
    [
        Fault.FlipBit, Fault.Swap, Fault.Older, Fault.Placeholder, Fault.Html, Fault.Truncate, Fault.Lossy, Fault.Halved, Fault.Jpeg, Fault.LossyWebP,
        Fault.LosslessWebP,
    ];

    public static TheoryData<int> BatchNumbers => [.. Enumerable.Range(0, Batches)];

    [Theory]
    [MemberData(nameof(BatchNumbers))]
    public async Task A_transfer_ends_with_the_right_bytes_or_the_right_error(int batch)
    {
        for (var seed = batch; seed < Mixtures; seed += Batches)
            await RunAsync(seed);
    }

    private static async Task RunAsync(int seed)
    {
        var random = new Random(seed);
        var kinds = Enum.GetValues<Fault>().OrderBy(_ => random.Next()).Take(1 + random.Next(6)).ToArray();
        var met = new HashSet<(Fault Fault, bool Fetch)>();
        Fault Next(HttpRequest request)
        {
            lock (random)
            {
                var fault = random.Next(10) == 0 ? kinds[random.Next(kinds.Length)] : Fault.None;
                met.Add((fault, HttpMethods.IsGet(request.Method)));
                return fault;
            }
        }

        await using var run = await FaultRun.StartAsync(seed);
        try
        {
            var key = await run.UploadAsync(Next);
            (await run.DownloadAsync(key, Next)).ShouldBeTrue($"seed {seed}: wrong bytes");
        }
        catch (TransferException error)
        {
            Expected(met).ShouldContain(error.Kind, $"seed {seed}, faults {string.Join(", ", met)}: {error.Message}");
        }
        catch (TimeoutException)
        {
            Assert.Fail($"seed {seed}: hangs, faults {string.Join(", ", met)}");
        }

        foreach (var (request, tries) in run.Host.Tries)
            tries.ShouldBeLessThanOrEqualTo(request[0] == 'u' ? FaultRun.Attempts : FaultRun.Attempts * FaultRun.PieceAttempts, $"seed {seed}: {request}");
    }

    /// <summary>The errors that these faults may end a transfer with: one by itself, or several that used up all tries.</summary>
    private static IEnumerable<TransferErrorKind> Expected(IReadOnlySet<(Fault Fault, bool Fetch)> met)
    {
        foreach (var (fault, fetch) in met.Where(one => one.Fault != Fault.None && !Reencodings.Lossless.Contains(one.Fault)))
        {
            if (Fatal.TryGetValue(fault, out var kind))
                yield return kind;
            else if (fault is Fault.NotFound)
                yield return fetch ? TransferErrorKind.Lost : TransferErrorKind.Refused;
            else if (fault == Fault.LostAtFirst)
                yield return TransferErrorKind.Lost;
            else if (Altering.Contains(fault))
                yield return fetch ? TransferErrorKind.Corrupt : TransferErrorKind.Refused;
            else
                yield return TransferErrorKind.Refused;
        }
    }
}
