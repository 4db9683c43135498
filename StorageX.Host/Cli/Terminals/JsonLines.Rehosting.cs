using StorageX.Host.Contract;

namespace StorageX.Host.Cli.Terminals;

/// <content>What was stored again.</content>
internal sealed partial class JsonLines
{
    /// <summary>A repair, a copy or a move that gave its key.</summary>
    public void Rehosted(string key, RehostView result, DeletionView? deletion)
    {
        Undeleted(deletion?.Images ?? []);
        Write("done", line => Rehosted(line, key, result, deletion));
    }

    /// <summary>A file of history that was repaired, or was whole.</summary>
    public void Repaired(long upload, string key, RehostView result) => Write("repaired", line =>
    {
        line.Add("id", upload);
        Rehosted(line, key, result, null);
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

    private static void Rehosted(JsonLine line, string key, RehostView result, DeletionView? deletion)
    {
        line.Add("key", key);
        line.Add("name", result.Name);
        line.Add("size", result.Size);
        line.Add("pieces", result.Pieces);
        line.Add("newKey", result.NewKey);
        line.Add("oldKeyWorks", result.OldKeyWorks);
        line.Add("sent", result.Sent);
        line.Add("kept", result.Kept);
        line.Add("restored", result.Restored);
        line.Add("doubt", result.Doubt);
        line.Add("passedOver", result.PassedOver.Count == 0 ? null : string.Join("; ", result.PassedOver));
        line.Add("deleted", deletion?.Deleted);
        line.Add("shared", deletion?.Shared);
        line.Add("undeleted", deletion?.Undeleted);
    }
}
