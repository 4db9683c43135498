using Xunit;

namespace StorageX.Specs.Catalogue;

/// <summary>A spec that mounts a disk, which only root on Linux can.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RootFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> CanMount = new(Mounted.Possible);

    public RootFactAttribute()
    {
        if (!CanMount.Value)
            Skip = "mounts a disk, and this user may not";
    }
}
