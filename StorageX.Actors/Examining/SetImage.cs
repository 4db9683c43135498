using StorageX.Backends;

namespace StorageX.Examining;

/// <summary>An image of a set; pieces with the same bytes may share it.</summary>
/// <param name="locator">Where it is.</param>
/// <param name="member">The first of the pieces that it carries.</param>
/// <param name="backend">Its host; null where none may be asked.</param>
internal sealed class SetImage(string locator, SetMember member, IImageBackend? backend)
{
    /// <summary>What images on no host that may be asked are counted under.</summary>
    public const string Elsewhere = "(elsewhere)";

    /// <summary>Where it is.</summary>
    public string Locator => locator;

    /// <summary>The first of the pieces that it carries.</summary>
    public SetMember Member => member;

    /// <summary>Its host; null where none may be asked.</summary>
    public IImageBackend? Backend => backend;

    /// <summary>What people call its host.</summary>
    public string Host => backend?.Properties.Name ?? Elsewhere;

    /// <summary>What became of it; null before that is known.</summary>
    public ImageFate? Fate { get; set; }
}
