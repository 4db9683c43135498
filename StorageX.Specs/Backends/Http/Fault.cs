namespace StorageX.Specs.Backends.Http;

/// <summary>What a host can do wrong with one request.</summary>
public enum Fault
{
    None,
    Unauthorised,
    Forbidden,
    NotFound,
    TooManyWithSeconds,
    TooManyWithDate,
    TooManyWithReset,
    TooManyWithoutTime,
    InternalError,
    Unavailable,
    ResetBeforeAnswer,
    ResetInBody,
    Stall,
    Drip,
    Truncate,
    FlipBit,
    Swap,
    Older,
    Placeholder,
    Html,
    Lossy,
    LossyWithoutSaying,
    Duplicate,
    DuplicateWithUrl,
    AbsentAtFirst,
    NoUrl,
}
