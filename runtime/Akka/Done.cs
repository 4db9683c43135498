namespace Akka;

/// <summary>Says that something is done, and nothing else.</summary>
public sealed class Done
{
    /// <summary>The one instance.</summary>
    public static readonly Done Instance = new();

    private Done()
    {
    }
}
