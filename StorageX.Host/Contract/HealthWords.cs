namespace StorageX.Host.Contract;

/// <summary>The words for how a stored file is, in answers and in <c>--json</c>.</summary>
internal static class HealthWords
{
    /// <summary>Every image is there.</summary>
    public const string Whole = "whole";

    /// <summary>It can be restored whole, but not every image is there.</summary>
    public const string Weakened = "weakened";

    /// <summary>It cannot be restored now; what is missing may be on hosts that could not be asked.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>Parts of it are gone for good.</summary>
    public const string NotRestorable = "notRestorable";

    /// <summary>The word for a state.</summary>
    public static string Of(HealthState state) => state switch
    {
        HealthState.Whole => Whole,
        HealthState.Weakened => Weakened,
        HealthState.Unreachable => Unreachable,
        _ => NotRestorable,
    };
}
