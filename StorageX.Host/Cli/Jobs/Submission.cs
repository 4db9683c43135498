using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;
using StorageX.Files;
using StorageX.Host.Cli.Terminals;
using StorageX.Host.Contract;

namespace StorageX.Host.Cli.Jobs;

/// <summary>Leaves a transfer to a daemon.</summary>
/// <param name="client">The daemon.</param>
/// <param name="terminal">Where to read and write.</param>
internal sealed class Submission(DaemonClient client, Terminal terminal)
{
    /// <summary>Submits an upload: by its path where the daemon may read it, otherwise by sending the file.</summary>
    /// <param name="file">The file; - for standard input.</param>
    /// <param name="options">How the upload differs from the settings.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<JobView> UploadAsync(string file, UploadRequest options, CancellationToken cancel)
    {
        if (file == "-")
            return await SendAsync(terminal.Input, options with { Name = options.Name ?? "stdin" }, cancel);
        var path = Path.GetFullPath(file);
        if (client.IsLocal && !terminal.Names.Concerns(path) && File.Exists(path))
        {
            try
            {
                using var body = JsonContent.Create(options with { Path = path }, ContractJson.Default.UploadRequest);
                return await client.PostAsync(ApiPaths.Uploads, body, ContractJson.Default.JobView, cancel);
            }
            catch (DaemonException error) when (error.IsAboutPath)
            {
                // The daemon may not read it there; the file itself is taken.
            }
        }

        await using var source = Open(path);
        return await SendAsync(source, options with { Name = options.Name ?? terminal.Names.Find(path)?.Kept ?? Path.GetFileName(path) }, cancel);
    }

    /// <summary>Submits a download.</summary>
    public Task<JobView> DownloadAsync(DownloadRequest request, CancellationToken cancel) => PostAsync(ApiPaths.Downloads, request, ContractJson.Default.DownloadRequest, cancel);

    /// <summary>Submits a look at a file.</summary>
    public Task<JobView> LookAsync(HealthRequest request, CancellationToken cancel) => PostAsync(ApiPaths.Health, request, ContractJson.Default.HealthRequest, cancel);

    /// <summary>Submits a deletion.</summary>
    public Task<JobView> DeleteAsync(DeleteRequest request, CancellationToken cancel) => PostAsync(ApiPaths.Deletions, request, ContractJson.Default.DeleteRequest, cancel);

    /// <summary>Submits a deletion of what no upload uses.</summary>
    public Task<JobView> PruneAsync(PruneRequest request, CancellationToken cancel) => PostAsync(ApiPaths.Prunes, request, ContractJson.Default.PruneRequest, cancel);

    /// <summary>Submits a repair.</summary>
    public Task<JobView> RepairAsync(RepairRequest request, CancellationToken cancel) => PostAsync(ApiPaths.Repairs, request, ContractJson.Default.RepairRequest, cancel);

    /// <summary>Submits a copy or a move.</summary>
    public Task<JobView> CopyAsync(CopyRequest request, bool moves, CancellationToken cancel) =>
        PostAsync(moves ? ApiPaths.Moves : ApiPaths.Copies, request, ContractJson.Default.CopyRequest, cancel);

    /// <summary>Prints the number of a job that was submitted, or waits for it.</summary>
    public async Task<int> FinishAsync(JobView job, bool wait, bool json, bool quiet, CancellationToken cancel)
    {
        if (wait)
            return await new JobWait(client, terminal, json, quiet).RunAsync(job.Id, cancel);
        if (json)
            new JobLines(terminal.Output).Job(job);
        else
            terminal.WriteResult($"{job.Id}");
        return ExitCode.Done;
    }

    private async Task<JobView> PostAsync<T>(string path, T request, JsonTypeInfo<T> type, CancellationToken cancel)
    {
        using var body = JsonContent.Create(request, type);
        return await client.PostAsync(path, body, ContractJson.Default.JobView, cancel);
    }

    private static FileStream Open(string path)
    {
        if (Directory.Exists(path))
            throw new TransferException(TransferErrorKind.Failed, $"{path}: is a directory; upload its files one by one, or pack it first");
        try
        {
            return FileDoor.Source(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new TransferException(TransferErrorKind.Failed, $"{path}: no such file", error);
        }
    }

    private Task<JobView> SendAsync(Stream source, UploadRequest options, CancellationToken cancel)
    {
        var content = new StreamContent(source, 256 << 10);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return client.PostAsync(ApiPaths.Uploads + UploadQuery.Write(options), content, ContractJson.Default.JobView, cancel);
    }
}
