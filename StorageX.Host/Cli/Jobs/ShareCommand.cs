using System.CommandLine;
using System.Globalization;
using System.Net.Http.Json;
using StorageX.Host.Cli.Parsing;
using StorageX.Host.Cli.Progress;
using StorageX.Host.Cli.Terminals;
using StorageX.Host.Contract;
using StorageX.Pacing;

namespace StorageX.Host.Cli.Jobs;

/// <summary><c>storagex share</c>: makes, lists and revokes a daemon's shares.</summary>
internal static class ShareCommand
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36500);

    /// <summary>The command, ready for the tree.</summary>
    public static Command Create(Terminal terminal) => new("share", "URLs of a daemon that give a file to whoever has them: make, list, revoke")
    {
        Make(terminal),
        List(terminal),
        Revoke(terminal),
    };

    private static Command Make(Terminal terminal)
    {
        var (at, json) = (DaemonOption.At(), Options.Json());
        var key = new Argument<string?>("key") { Description = "The file's key; @FILE reads it from a file, @- from standard input", Arity = ArgumentArity.ZeroOrOne };
        var job = Options.Id("--job", "job", "The number of the upload job that has the key, instead of the key");
        var expires = Options.Text(
            "--expires", "SPAN", "End it after so long, such as 30m, 12h or 7d; without it, never", text => TimeSpanText.Parse(text, Longest) is not null, "a span such as 30m, 12h or 7d");
        var downloads = Options.Number("--max-downloads", 1, RequestLimits.MostDownloads, "End it after so many downloads");
        var name = Options.Text("--name", "NAME", "The name that the file gets; without it, the one that its uploader gave");
        var make = new Command("make", "Make a share, and print its URL; it is shown this once") { key, job, expires, downloads, name, at, json };
        make.Validators.Add(result =>
        {
            if ((result.GetValue(key) is null) == (result.GetResult(job) is null))
                result.AddError("either a key or --job is needed");
        });
        make.SetAction(async (parsed, cancel) =>
        {
            using var client = DaemonOption.Open(parsed, at);
            var request = new ShareRequest
            {
                Key = parsed.GetValue(key) is { } text ? await KeyText.ReadKeyAsync(text, new(() => StorageXSettings.Load(Options.ConfigFile(parsed))), terminal, cancel) : null,
                Job = parsed.GetValue(job),
                Expires = parsed.GetValue(expires) is { } span ? terminal.Time.GetUtcNow() + TimeSpanText.Parse(span, Longest) : null,
                MaxDownloads = parsed.GetValue(downloads),
                Name = parsed.GetValue(name),
            };
            using var body = JsonContent.Create(request, ContractJson.Default.ShareRequest);
            var made = await client.PostAsync(ApiPaths.Shares, body, ContractJson.Default.NewShare, cancel);
            if (parsed.GetValue(json))
                new JobLines(terminal.Output).Shared(made);
            else
                terminal.WriteResult(made.Url);
            if (made.Note is { } note && !parsed.GetValue(json))
                terminal.WriteNotice(note);
            return ExitCode.Done;
        });
        return make;
    }

    private static Command List(Terminal terminal)
    {
        var (at, json) = (DaemonOption.At(), Options.Json());
        var list = new Command("list", "List shares, the newest first; not their URLs") { at, json };
        list.SetAction(async (parsed, cancel) =>
        {
            using var client = DaemonOption.Open(parsed, at);
            var found = await client.GetAsync(ApiPaths.Shares, ContractJson.Default.ShareList, cancel);
            if (parsed.GetValue(json))
                foreach (var share in found.Shares)
                    new JobLines(terminal.Output).Share(share);
            else if (found.Shares.Count > 0)
                terminal.WriteText(string.Join('\n', found.Shares.Select(Line)));
            return ExitCode.Done;
        });
        return list;
    }

    private static Command Revoke(Terminal terminal)
    {
        var (id, at, json) = (Options.Id("share"), DaemonOption.At(), Options.Json());
        var revoke = new Command("revoke", "End a share and the downloads that it is serving, at once") { id, at, json };
        revoke.SetAction(async (parsed, cancel) =>
        {
            using var client = DaemonOption.Open(parsed, at);
            await client.DeleteAsync($"{ApiPaths.Shares}/{parsed.GetValue(id)}", cancel);
            if (parsed.GetValue(json))
                new JobLines(terminal.Output).Revoked(parsed.GetValue(id));
            else
                terminal.WriteNotice($"share {parsed.GetValue(id)} is revoked");
            return ExitCode.Done;
        });
        return revoke;
    }

    private static string Line(ShareView share)
    {
        var downloads = share.MaxDownloads is { } most ? $"{share.Downloads} of {most}" : $"{share.Downloads}";
        var ends = share.Expires is { } time ? time.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "";
        return $"{share.Id,6}  {share.State,-8}  {ends,16}  {downloads,9}  {ProgressText.Size(share.Size),10}  {TerminalText.Escape(share.Name)}";
    }
}
