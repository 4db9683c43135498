namespace StorageX.Files;

/// <summary>Where a file of this program should be is a link, no regular file, one that has other names too, or another user's.</summary>
/// <param name="path">Where.</param>
internal sealed class ForeignFileException(string path) : IOException($"{path}: is a link, or no file of your own, and is not used; move it away");
