using StorageX.Catalogue;

namespace StorageX;

/// <content>What was uploaded from here, and how it is deleted.</content>
public sealed partial class Storage
{
    /// <summary>The uploads from here, the newest first.</summary>
    /// <param name="nameContains">Only those whose name has this in it, whatever the case; null for all.</param>
    /// <param name="limit">How many at most.</param>
    public IReadOnlyList<PastUpload> History(string? nameContains = null, int limit = 1000) => _catalogue.Uploads(nameContains, limit);

    /// <summary>
    /// Deletes the images of what a key leads to, those that no other upload from here names, and takes it out of the history when all are gone.
    /// Other uploads stay whole whenever this ends, and the same call goes on.
    /// </summary>
    /// <param name="key">What the upload gave; it must be of the history here, or forgotten.</param>
    /// <param name="options">How it is done.</param>
    /// <param name="progress">Is told how far it is, on a thread of the engine; it must return quickly.</param>
    /// <param name="cancel">Ends it; what was asked for meanwhile may still be deleted.</param>
    /// <returns>What was deleted, and what could not be.</returns>
    /// <exception cref="TransferException">The key is not known here, the catalogue cannot be used, or it cannot be found out what other uploads name; nothing was deleted.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<DeletionReport> DeleteAsync(string key, DeleteOptions? options = null, IProgress<TransferProgress>? progress = null, CancellationToken cancel = default) =>
        _deletion.DeleteAsync(key, options ?? new DeleteOptions(), progress, cancel);

    /// <summary>The same for one upload of the history.</summary>
    /// <param name="upload">Its number, <see cref="PastUpload.Id"/>.</param>
    /// <param name="options">How it is done.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="cancel">Ends it.</param>
    /// <inheritdoc cref="DeleteAsync(string, DeleteOptions?, IProgress{TransferProgress}?, CancellationToken)"/>
    public Task<DeletionReport> DeleteAsync(long upload, DeleteOptions? options = null, IProgress<TransferProgress>? progress = null, CancellationToken cancel = default) =>
        _deletion.DeleteAsync(upload, options ?? new DeleteOptions(), progress, cancel);

    /// <summary>Deletes the images that were stored from here and that no upload names: those of uploads that did not end. What runs now, in whatever process, and what was forgotten is spared.</summary>
    /// <inheritdoc cref="DeleteAsync(string, DeleteOptions?, IProgress{TransferProgress}?, CancellationToken)"/>
    public Task<DeletionReport> PruneAsync(DeleteOptions? options = null, IProgress<TransferProgress>? progress = null, CancellationToken cancel = default) =>
        _deletion.PruneAsync(options ?? new DeleteOptions(), progress, cancel);

    /// <summary>Takes an upload out of the history. Its images stay, its key goes on to work, and nothing that it names is deleted for another.</summary>
    /// <param name="upload">Its number, <see cref="PastUpload.Id"/>.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>Whether it is known which images it names; it is not where an older storagex made it and its manifest cannot be had, and a prune may delete them.</returns>
    /// <exception cref="TransferException">There is no such upload, or the catalogue cannot be used.</exception>
    public Task<bool> ForgetUploadAsync(long upload, CancellationToken cancel = default) => _deletion.ForgetAsync(upload, cancel);
}
