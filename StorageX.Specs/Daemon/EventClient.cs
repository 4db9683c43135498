using System.Net.Http.Headers;
using System.Text.Json;

namespace StorageX.Specs.Daemon;

/// <summary>Follows a daemon's events as a browser would: it remembers the last id, and comes back with it.</summary>
internal sealed class EventClient(string token)
{
    private readonly List<(long Id, string Name, JsonElement Data)> _events = [];

    /// <summary>The last id it has seen.</summary>
    public long Last { get; private set; }

    /// <summary>The events that had an id, in order.</summary>
    public IReadOnlyList<(long Id, string Name, JsonElement Data)> Events => _events;

    /// <summary>How many reports of progress there were.</summary>
    public int Progress { get; private set; }

    /// <summary>Follows until the connection ends, or what was seen is enough.</summary>
    public async Task FollowAsync(Uri address, Func<EventClient, bool> enough, CancellationToken cancel)
    {
        using var client = new HttpClient { BaseAddress = address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/events");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Add("Last-Event-ID", $"{Last}");
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        answer.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancel));
        var fields = new Dictionary<string, string>();
        while (!enough(this) && await reader.ReadLineAsync(cancel) is { } line)
        {
            if (line.Length > 0)
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                fields[line[..colon]] = line[(colon + 1)..].TrimStart(' ');
            }
            else
            {
                Take(fields);
                fields.Clear();
            }
        }
    }

    private void Take(Dictionary<string, string> fields)
    {
        if (!fields.TryGetValue("event", out var name))
            return;
        if (name == "progress")
            Progress++;
        if (!fields.TryGetValue("id", out var id))
            return;
        Last = long.Parse(id);
        _events.Add((Last, name, JsonDocument.Parse(fields["data"]).RootElement));
    }
}
