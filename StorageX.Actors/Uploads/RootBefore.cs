using StorageX.Backends;
using StorageX.Manifests;

namespace StorageX.Uploads;

/// <summary>
/// A root manifest whose place a new one takes: under its own locators, where their hosts can replace images, so that the key goes on to
/// work; elsewhere the new one gets others.
/// </summary>
/// <param name="Secret">What opens it, which then opens the new one; null for a public one.</param>
/// <param name="Replaceable">Its locators whose images can be replaced, in the order of the key.</param>
/// <param name="Count">How many images it has in all, 1 or more.</param>
/// <param name="BeforeReplacing">Is told once, before the first is replaced, what the new one says, when all that it names is stored; what it throws ends the upload.</param>
internal sealed record RootBefore(byte[]? Secret, IReadOnlyList<(IImageBackend Host, string Locator)> Replaceable, int Count, Action<Manifest> BeforeReplacing);
