namespace Akka;

/// <summary>Says that something is done, and nothing else.</summary>
public sealed class Done
{
    public static readonly Done Instance = new();

    private Done()
    {
    }
}
