using StorageX.Files;
using StorageX.Manifests.Folders;

namespace StorageX.Folders;

/// <summary>What a walk over a folder meets.</summary>
/// <param name="Entry">Its entry; the size of a file, and when it was changed, may be others when it is read.</param>
/// <param name="Place">Where it can be opened until the walk goes on.</param>
/// <param name="Facts">What the system tells of it.</param>
internal sealed record FolderNode(FolderEntry Entry, string Place, NodeFacts Facts);
