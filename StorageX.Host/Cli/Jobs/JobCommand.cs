using System.CommandLine;
using System.Globalization;
using StorageX.Host.Cli.Parsing;
using StorageX.Host.Cli.Progress;
using StorageX.Host.Cli.Reports;
using StorageX.Host.Cli.Terminals;
using StorageX.Host.Contract;

namespace StorageX.Host.Cli.Jobs;

/// <summary><c>storagex job</c>: looks at a daemon's jobs and changes them.</summary>
internal static class JobCommand
{
    /// <summary>The command, ready for the tree.</summary>
    public static Command Create(Terminal terminal) => new("job", "The jobs of a daemon: list, show, wait, cancel, retry, forget")
    {
        List(terminal),
        Show(terminal),
        Wait(terminal),
        Change(terminal, "cancel", ApiPaths.Cancel, "End a job; what it stored so far stays, and retry continues there"),
        Change(terminal, "retry", ApiPaths.Retry, "Try a job again that failed or was cancelled"),
        Forget(terminal),
    };

    private static Command List(Terminal terminal)
    {
        var (at, json) = (DaemonOption.At(), Options.Json());
        var state = Options.Text("--state", "STATES", $"Only jobs in these states: {string.Join(", ", JobWords.States)}; several with commas");
        var name = Options.Text("--name", "TEXT", "Only jobs whose file's name has this in it");
        var limit = Options.Number("--limit", 1, RequestLimits.MostListed, $"How many at most; {RequestLimits.UsuallyListed} without it");
        var list = new Command("list", "List jobs, the newest first") { state, name, limit, at, json };
        list.SetAction(async (parsed, cancel) =>
        {
            using var client = DaemonOption.Open(parsed, at);
            var query = $"{ApiPaths.Jobs}?limit={parsed.GetValue(limit) ?? RequestLimits.UsuallyListed}"
                + (parsed.GetValue(state) is { } states ? $"&state={Uri.EscapeDataString(states)}" : "")
                + (parsed.GetValue(name) is { } text ? $"&q={Uri.EscapeDataString(text)}" : "");
            var found = await client.GetAsync(query, ContractJson.Default.JobList, cancel);
            if (parsed.GetValue(json))
                foreach (var job in found.Jobs)
                    new JobLines(terminal.Output).Job(job);
            else if (found.Jobs.Count > 0)
                terminal.WriteText(string.Join('\n', found.Jobs.Select(Line)));
            return ExitCode.Done;
        });
        return list;
    }

    private static Command Show(Terminal terminal)
    {
        var (id, at, json) = (Id(), DaemonOption.At(), Options.Json());
        var show = new Command("show", "Show a job, and what went wrong with it") { id, at, json };
        show.SetAction(async (parsed, cancel) =>
        {
            using var client = DaemonOption.Open(parsed, at);
            var number = parsed.GetValue(id);
            var job = await client.GetAsync(ApiPaths.Job(number), ContractJson.Default.JobView, cancel);
            var troubles = await client.GetAsync(ApiPaths.Job(number, ApiPaths.Errors), ContractJson.Default.JobTroubleList, cancel);
            if (parsed.GetValue(json))
                new JobLines(terminal.Output).Job(job, troubles.Errors);
            else
                terminal.WriteText(Describe(job, troubles.Errors));
            return ExitCode.Done;
        });
        return show;
    }

    private static Command Wait(Terminal terminal)
    {
        var (id, at, json, quiet) = (Id(), DaemonOption.At(), Options.Json(), Options.Quiet());
        var wait = new Command("wait", "Wait for a job, and print its key, its file's path, or what it found or deleted") { id, at, json, quiet };
        wait.SetAction(async (parsed, cancel) =>
        {
            using var client = DaemonOption.Open(parsed, at);
            return await new JobWait(client, terminal, parsed.GetValue(json), parsed.GetValue(quiet)).RunAsync(parsed.GetValue(id), cancel);
        });
        return wait;
    }

    private static Command Change(Terminal terminal, string name, string path, string description)
    {
        var (id, at, json) = (Id(), DaemonOption.At(), Options.Json());
        var change = new Command(name, description) { id, at, json };
        change.SetAction(async (parsed, cancel) =>
        {
            using var client = DaemonOption.Open(parsed, at);
            var job = await client.PostAsync(ApiPaths.Job(parsed.GetValue(id), path), null, ContractJson.Default.JobView, cancel);
            if (parsed.GetValue(json))
                new JobLines(terminal.Output).Job(job);
            else
                terminal.WriteNotice($"job {job.Id} is {(job.Cancelling ? "being cancelled" : job.State)}");
            return ExitCode.Done;
        });
        return change;
    }

    private static Command Forget(Terminal terminal)
    {
        var (id, at, json) = (Id(), DaemonOption.At(), Options.Json());
        var forget = new Command("forget", "Forget a job that is over; what it stored stays") { id, at, json };
        forget.SetAction(async (parsed, cancel) =>
        {
            using var client = DaemonOption.Open(parsed, at);
            await client.DeleteAsync(ApiPaths.Job(parsed.GetValue(id)), cancel);
            if (parsed.GetValue(json))
                new JobLines(terminal.Output).Forgotten(parsed.GetValue(id));
            else
                terminal.WriteNotice($"job {parsed.GetValue(id)} is forgotten");
            return ExitCode.Done;
        });
        return forget;
    }

    private static Argument<long> Id() => Options.Id("job");

    private static string Line(JobView job)
    {
        var part = job.Progress is { TotalBytes: > 0 and var total } progress ? $"{(job.State == JobWords.Done ? 100 : 100 * progress.Bytes / total)} %" : "";
        var size = job.Size is { } bytes ? ProgressText.Size(bytes) : "";
        return $"{job.Id,6}  {job.Kind,-8}  {State(job),-10}  {part,5}  {size,10}  {TerminalText.Escape(job.Name ?? job.Path ?? "")}";
    }

    private static string State(JobView job) => job.Cancelling ? "cancelling" : job.State;

    private static string Describe(JobView job, IReadOnlyList<JobTrouble> troubles)
    {
        (string Name, string? Value)[] facts =
        [
            ("job", job.Id.ToString(CultureInfo.InvariantCulture)), ("kind", job.Kind), ("state", State(job)), ("name", job.Name), ("path", job.Path), ("to", job.To),
            ("size", job.Size is { } size ? $"{size} bytes" : null), ("wanted by", job.Care ? "the daemon's care" : null), ("priority", job.Care || job.Priority == 0 ? null : job.Priority.ToString(CultureInfo.InvariantCulture)),
            ("submitted", Time(job.Created)), ("begun", Time(job.Started)), ("ended", Time(job.Ended)), ("goes on", Time(job.WakeAt)),
            ("progress", job.Progress is { } now ? ProgressText.Facts(new(now.AsTransfer(), now.BytesPerSecond, null)) : null),
            ("health", job.Health is { } health ? HealthText.Short(health) : null), ("stored", job.Rehosting is { } stored ? RehostText.Counts(stored) : null),
            ("deleted", job.Deletion is { } deletion ? DeletionText.Short(deletion) : null),
            ("error", job.Error?.Message),
            .. troubles.Select(trouble => ("trouble", (string?)$"{Time(trouble.At)}  {trouble.Message}")),
        ];
        return string.Join('\n', facts.Where(fact => fact.Value is not null).Select(fact => $"{fact.Name,-10}{TerminalText.Escape(fact.Value!)}"));
    }

    private static string? Time(DateTimeOffset? time) => time?.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
