namespace StorageX.Host.Daemon.Access;

/// <summary>A key or a token on its way through the program: nothing that prints objects prints it.</summary>
/// <param name="text">The text.</param>
internal sealed class HiddenText(string text)
{
    /// <summary>The text itself, for the one place that needs it.</summary>
    public string Reveal() => text;

    /// <inheritdoc/>
    public override string ToString() => "(hidden)";
}
