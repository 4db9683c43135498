using StorageX.Host.Contract;

namespace StorageX.Host.Cli.Terminals;

/// <content>What was stored again.</content>
internal sealed partial class JsonLines
{
    /// <summary>A repair, a copy or a move that gave its key.</summary>
    public void Rehosted(RehostResult result)
    {
        if (result.Deletion is { } deletion)
            Undeleted(DeletionView.Of(deletion).Images);
        Write("done", line => Rehosted(line, result));
    }

    /// <summary>A file of history that was repaired, or was whole.</summary>
    public void Repaired(long upload, RehostResult result) => Write("repaired", line =>
    {
        line.Add("id", upload);
        Rehosted(line, result);
    });

    /// <summary>A file of history that could not be repaired.</summary>
    public void NotRepaired(long upload, Failure failure) => Write("failed", line =>
    {
        line.Add("id", upload);
        line.Add("kind", failure.Kind);
        line.Add("message", failure.Message);
    });

    private void Undeleted(IEnumerable<UndeletedView> images)
    {
        foreach (var image in images)
            Write("undeleted", line =>
            {
                line.Add("locator", image.Locator);
                line.Add("backend", image.Backend);
                line.Add("kind", image.Kind);
                line.Add("message", image.Message);
            });
    }

    private static void Rehosted(JsonLine line, RehostResult result)
    {
        line.Add("key", result.Key);
        Summary(line, result.Manifest);
        line.Add("newKey", result.IsNewKey);
        line.Add("oldKeyWorks", result.OldKeyWorks);
        line.Add("sent", result.Sent);
        line.Add("kept", result.Kept);
        line.Add("restored", result.Restored);
        line.Add("doubt", result.Doubt);
        line.Add("passedOver", result.PassedOver.Count == 0 ? null : string.Join("; ", result.PassedOver));
        line.Add("deleted", result.Deletion?.Deleted);
        line.Add("shared", result.Deletion?.Shared);
        line.Add("undeleted", result.Deletion?.UndeletedCount);
    }
}
