namespace StorageX.Specs.Backends.Http;

/// <summary>What a fault comes to, by the request that it meets.</summary>
internal static class FaultMeaning
{
    /// <summary>Those of a request that is left hanging, until the one who asked gives up.</summary>
    public static readonly Fault[] Hanging = [Fault.Stall, Fault.StallInBody, Fault.Trickle];

    private static readonly Fault[] OfAny =
    [
        Fault.Unauthorised, Fault.Forbidden, Fault.NotFound, Fault.TooManyWithSeconds, Fault.TooManyWithDate, Fault.TooManyWithReset, Fault.TooManyWithoutTime,
        Fault.InternalError, Fault.Unavailable, Fault.ResetBeforeAnswer, Fault.Stall, Fault.Html,
    ];

    private static readonly Fault[] OfStoring = [Fault.ResetInBody, Fault.StallInBody, Fault.Duplicate, Fault.DuplicateWithUrl, Fault.NoUrl];

    private static readonly Fault[] OfBodies =
    [
        Fault.ResetInBody, Fault.StallInBody, Fault.Trickle, Fault.Truncate, Fault.FlipBit, Fault.Swap, Fault.Older, Fault.Placeholder, Fault.Jpeg, Fault.LossyWebP,
        Fault.LosslessWebP, Fault.Lossy, Fault.Halved,
    ];

    /// <summary>What a request gets: the fault, none where the fault cannot meet it, or "forgotten" or "lost at first" where the image is not there, or not yet.</summary>
    public static Fault Of(Fault fault, string method, bool there, bool absent)
    {
        if (OfAny.Contains(fault))
            return fault;
        if (method is "POST" or "PUT")
            return OfStoring.Contains(fault) || LosesImage(fault) ? fault : Fault.None;
        if (!there)
            return Fault.Forgotten;
        if (absent)
            return Fault.LostAtFirst;
        return method == "GET" && OfBodies.Contains(fault) ? fault : Fault.None;
    }

    /// <summary>Whether a host that answers so, and says yes, has dropped the image that it was sent, or altered it for good.</summary>
    public static bool LosesImage(Fault fault) => fault is Fault.Forgotten or Fault.LossyWithoutSaying;

    /// <summary>Whether an answer says no: that the image is not there, or is not taken, or nobody is let in.</summary>
    public static bool IsNo(Fault fault) =>
        fault is Fault.NotFound or Fault.Forgotten or Fault.LostAtFirst or Fault.Unauthorised or Fault.Forbidden or Fault.Duplicate or Fault.DuplicateWithUrl;

    /// <summary>Whether an answer is another picture, or none.</summary>
    public static bool IsAltered(Fault fault) => fault is Fault.Html || (OfBodies.Contains(fault) && fault is not (Fault.ResetInBody or Fault.StallInBody or Fault.Trickle));
}
