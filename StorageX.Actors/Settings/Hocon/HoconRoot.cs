namespace StorageX.Settings.Hocon;

/// <summary>A parsed text whose substitutions are still open; what an include callback answers.</summary>
/// <param name="Fields">What it says.</param>
/// <param name="Length">Characters of the text and of everything it includes.</param>
internal sealed record HoconRoot(ObjectNode Fields, int Length);
