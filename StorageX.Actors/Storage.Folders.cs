using StorageX.Errors;
using StorageX.Files;
using StorageX.Folders;
using StorageX.Manifests;
using StorageX.Pieces;

namespace StorageX;

/// <content>Folders.</content>
public sealed partial class Storage
{
    /// <summary>
    /// Stores a folder: its files, folders and links with their rights and times. What cannot be read is told in the result, and the rest is stored.
    /// </summary>
    /// <param name="path">The folder; a link to one is followed.</param>
    /// <param name="options">What is left out, and how the upload differs from the settings.</param>
    /// <param name="progress">Is told how far the upload is, on a thread of the engine; it must return quickly.</param>
    /// <param name="cancel">Ends the upload; what was stored stays, but no key leads to it.</param>
    /// <returns>The key, and what is stored.</returns>
    /// <exception cref="TransferException">The upload failed.</exception>
    /// <exception cref="SettingsException">An option is not what it should be.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<FolderUploadResult> UploadFolderAsync(string path, FolderUploadOptions? options = null, IProgress<TransferProgress>? progress = null, CancellationToken cancel = default)
    {
        options ??= new FolderUploadOptions();
        var (problems, pool) = (new FolderProblems(), PoolOf(options.Upload));
        var walk = WalkOf(path, options, problems);
        FolderSource? source = null;
        var format = UploadFormat.Of(options.Upload, _settings);
        if (format.IsFormat1)
            throw new SettingsException("format 1 has no folders; use format 2");
        var job = JobOf(pool, capacity => source = new FolderSource(walk.Walk(), capacity, new ContentCutter(capacity, format.CuttingKey()), problems), NameOf(path), options.Upload, progress) with { IsFolder = true };
        var upload = await EnterAsync(job, pool, cancel);
        var counts = source!.Counts;
        return new FolderUploadResult(upload)
        {
            Files = counts.Files,
            Folders = counts.Folders,
            Links = counts.Links,
            Bytes = counts.Bytes,
            ProblemCount = problems.Count,
            Problems = problems.Kept,
        };
    }

    /// <summary>Looks at all that an upload of a folder would store, and reads none of its files.</summary>
    /// <param name="path">The folder; a link to one is followed.</param>
    /// <param name="options">What is left out.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="TransferException">It is no folder, or cannot be read.</exception>
    /// <exception cref="SettingsException">An option is not what it should be.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static FolderScan ScanFolder(string path, FolderUploadOptions? options = null, CancellationToken cancel = default)
    {
        var (problems, counts) = (new FolderProblems(), new FolderCounts());
        try
        {
            foreach (var node in WalkOf(path, options ?? new FolderUploadOptions(), problems).Walk())
            {
                cancel.ThrowIfCancellationRequested();
                counts = counts.With(node.Entry);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TransferException(TransferErrorKind.Failed, $"{path}: cannot be read: {SystemWords.Of(error)}", error);
        }

        return new FolderScan(counts.Files, counts.Folders, counts.Links, counts.Bytes) { ProblemCount = problems.Count, Problems = problems.Kept };
    }

    /// <summary>Opens a stored folder: fetches its tree, and its files as they are read.</summary>
    /// <param name="key">What the upload gave.</param>
    /// <param name="cancel">Ends the opening.</param>
    /// <returns>The folder; disposed of before the storage.</returns>
    /// <exception cref="TransferException">The key leads to no folder, or its tree could not be had.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<StoredFolder> OpenFolderAsync(string key, CancellationToken cancel = default) => await StoredFolder.OpenAsync(await OpenAsync(key, cancel), cancel);

    /// <summary>
    /// Restores a folder, or a part of it, into one on this machine, which is made where it is not there. A file appears under its name only when all of it has been
    /// checked and written; one that is there with the same size and time is taken as restored, so that the same call goes on with a download that was cut off.
    /// </summary>
    /// <param name="key">What the upload gave.</param>
    /// <param name="path">The folder that is filled; null for one with the name that the uploader gave, made safe, in the current one.</param>
    /// <param name="options">What is restored, and what becomes of files that are there.</param>
    /// <param name="progress">Is told how far the download is, on some thread; it must return quickly.</param>
    /// <param name="cancel">Ends the download; files that are whole stay.</param>
    /// <exception cref="TransferException">The download failed; what of the folder could not be restored, but nothing else, is told in the result instead.</exception>
    /// <exception cref="SettingsException">An option is not what it should be.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<FolderDownloadResult> DownloadFolderAsync(string key, string? path = null, FolderDownloadOptions? options = null, IProgress<TransferProgress>? progress = null, CancellationToken cancel = default)
    {
        options ??= new FolderDownloadOptions();
        progress?.Report(new TransferProgress(TransferPhase.ReadingManifest, 0, null, 0, null, 0, null));
        await using var folder = await OpenFolderAsync(key, cancel);
        var target = Path.GetFullPath(path ?? SafeFileName.From(folder.Manifest.FileName));
        var plan = RestorePlan.Of(folder, target, options);
        var problems = new FolderProblems();
        using var restore = new FolderRestore(folder, target, plan, problems, Report);
        Report(new FolderCounts(), 0);
        await restore.RunAsync(cancel);
        return new FolderDownloadResult(target, folder.Manifest)
        {
            Files = restore.Done.Files,
            Folders = restore.Done.Folders,
            Links = restore.Done.Links,
            Bytes = restore.Done.Bytes,
            Skipped = restore.Skipped,
            Missing = restore.Missing,
            ProblemCount = problems.Count,
            Problems = problems.Kept,
        };

        void Report(FolderCounts done, long bytes) => progress?.Report(ProgressOf(plan, done, bytes));
    }

    /// <summary>Writes a stored folder, or a part of it, as a tar archive (POSIX.1-2001, pax) to a stream, which is flushed, not disposed.</summary>
    /// <inheritdoc cref="DownloadFolderAsync"/>
    /// <param name="key">What the upload gave.</param>
    /// <param name="destination">Takes the archive.</param>
    /// <param name="options">What is written.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task DownloadTarAsync(string key, Stream destination, FolderDownloadOptions? options = null, IProgress<TransferProgress>? progress = null, CancellationToken cancel = default)
    {
        await using var folder = await OpenFolderAsync(key, cancel);
        var plan = RestorePlan.Of(folder, null, options ?? new FolderDownloadOptions());
        await new FolderTar(folder, plan, (done, bytes) => progress?.Report(ProgressOf(plan, done, bytes))).WriteAsync(destination, cancel);
    }

    /// <summary>The same to a file, which appears under its name when it is whole.</summary>
    /// <inheritdoc cref="DownloadTarAsync(string, Stream, FolderDownloadOptions?, IProgress{TransferProgress}?, CancellationToken)"/>
    /// <param name="key">What the upload gave.</param>
    /// <param name="path">The archive.</param>
    /// <param name="options">What is written, and whether a file of that name is replaced.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task DownloadTarAsync(string key, string path, FolderDownloadOptions? options = null, IProgress<TransferProgress>? progress = null, CancellationToken cancel = default)
    {
        await using var writer = PieceWriter.OpenFile(path, 0, options?.Overwrite ?? false);
        await using var stream = new SinkStream(writer);
        await DownloadTarAsync(key, stream, options, progress, cancel);
        await writer.CompleteAsync(cancel);
    }

    private static FolderWalk WalkOf(string path, FolderUploadOptions options, FolderProblems problems)
    {
        if (!Directory.Exists(path))
            throw new TransferException(TransferErrorKind.Failed, $"{path}: no such directory");
        var rules = new PathRules([.. options.RuleFiles.SelectMany(RulesIn), .. options.Rules.Select(PathRule.Exclude), .. options.Include.Select(PathRule.Include)]);
        return new FolderWalk(path, new FolderWalkOptions((below, isFolder) => rules.Excludes(below, isFolder)) { ExcludeCaches = options.ExcludeCaches, OneFileSystem = options.OneFileSystem }, problems);
    }

    private static IReadOnlyList<PathRule> RulesIn(string file)
    {
        try
        {
            return PathRule.FromLines(FileDoor.Text(file).Split('\n'), file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"{file}: the patterns in it cannot be read: {SystemWords.Of(error)}", error);
        }
    }

    private static TransferProgress ProgressOf(RestorePlan plan, FolderCounts done, long bytes) =>
        new(TransferPhase.Pieces, bytes, plan.Stored, 0, null, 0, null) { Files = done.Files, TotalFiles = plan.Wanted.Files, Path = done.Last };

    private static string NameOf(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))) is { Length: > 0 } name ? name : "root";
}
