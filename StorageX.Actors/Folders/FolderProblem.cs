namespace StorageX;

/// <summary>An entry of a folder that could not be stored, or restored, as it should be.</summary>
/// <param name="Path">Where it is below the folder; any characters may stand in it, so whoever shows it must escape it.</param>
/// <param name="Why">What is wrong, on one line.</param>
public sealed record FolderProblem(string Path, string Why);
