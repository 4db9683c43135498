using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using StorageX.Host.Contract;
using StorageX.Host.Daemon.Jobs;

namespace StorageX.Host.Daemon.Http;

/// <summary>
/// Server-sent events. A client's place is the number of the last event it has seen, so one that is slow, or comes back, reads
/// on from there; nothing waits for it in memory. Ours, since ASP.NET Core's ServerSentEvents writes no comments, and these keep a quiet
/// connection open without being events.
/// </summary>
internal static class EventEndpoint
{
    private static readonly TimeSpan BetweenProgress = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>Adds the endpoint.</summary>
    public static void MapEvents(this IEndpointRouteBuilder app) => app.MapGet(ApiPaths.Events, FollowAsync)
        .WithTags("jobs").WithName("events").WithSummary("Follows all jobs, as server-sent events").Produces<string>(StatusCodes.Status200OK, "text/event-stream").WithProblems(400);

    private static async Task<IResult> FollowAsync(HttpContext http, JobBook book, TimeProvider time, Ending ending, string? after = null)
    {
        var last = http.Request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } header ? header : after;
        var seq = book.Events.Last;
        if (last is not null && (!long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out seq)))
            return Problems.BadRequest("Last-Event-ID, or \"after\", is the number of an event");
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, ending.Token);
        http.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();
        http.Response.ContentType = "text/event-stream";
        // nginx keeps what it passes on until it has 4 KiB of it, unless it is told not to.
        http.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            await new Follower(http.Response, book, time, seq).RunAsync(enough.Token);
        }
        catch (OperationCanceledException) when (enough.IsCancellationRequested)
        {
            // The client has gone, or the daemon ends: it comes back and reads on.
        }

        return TypedResults.Empty;
    }

    private sealed class Follower(HttpResponse response, JobBook book, TimeProvider time, long seq)
    {
        private readonly Dictionary<long, long> _shown = [];
        private readonly StringBuilder _text = new("retry: 2000\n\n");
        private long _seq = seq;
        private long? _progressAt;

        public async Task RunAsync(CancellationToken cancel)
        {
            while (true)
            {
                var (changes, progress) = (book.Changes.Next, book.Progress.Next);
                AddEvents();
                var pause = _progressAt is { } at ? BetweenProgress - time.GetElapsedTime(at) : TimeSpan.Zero;
                if (pause <= TimeSpan.Zero)
                    AddProgress();
                if (_text.Length > 0)
                {
                    await response.WriteAsync(_text.ToString(), cancel);
                    await response.Body.FlushAsync(cancel);
                    _text.Clear();
                }

                if (_seq < book.Events.Last)
                    continue;
                using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancel);
                var tick = Task.Delay(pause > TimeSpan.Zero ? pause : Heartbeat, time, wait.Token);
                var first = pause > TimeSpan.Zero ? await Task.WhenAny(changes, tick) : await Task.WhenAny(changes, progress, tick);
                await wait.CancelAsync();
                cancel.ThrowIfCancellationRequested();
                if (first == tick && pause <= TimeSpan.Zero)
                    _text.Append(":\n\n");
            }
        }

        private void AddEvents()
        {
            if (book.Events.After(_seq) is not { } events)
            {
                _seq = book.Events.Last;
                _text.Append(CultureInfo.InvariantCulture, $"id: {_seq}\nevent: reset\ndata: {{}}\n\n");
                return;
            }

            foreach (var happened in events)
            {
                _text.Append(CultureInfo.InvariantCulture, $"id: {happened.Seq}\nevent: {happened.Name}\ndata: {happened.Data}\n\n");
                _seq = happened.Seq;
            }
        }

        private void AddProgress()
        {
            _progressAt = time.GetTimestamp();
            foreach (var gone in _shown.Keys.Where(id => !book.Live.ContainsKey(id)).ToList())
                _shown.Remove(gone);
            foreach (var live in book.Live.Values)
            {
                if (live.Version is var version && (version == 0 || _shown.GetValueOrDefault(live.Id) == version) || book.Find(live.Id) is not { State: JobState.Running } job)
                    continue;
                _shown[live.Id] = version;
                _text.Append(CultureInfo.InvariantCulture, $"event: progress\ndata: {JsonSerializer.Serialize(JobViews.Of(job), ContractJson.Default.JobView)}\n\n");
            }
        }
    }
}
