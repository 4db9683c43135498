namespace StorageX.Backends;

/// <summary>The hosts that what a key leads to may be on: those of the key itself, and those that are configured.</summary>
/// <param name="owners">The hosts of the key's locators, in order, 1 or more.</param>
/// <param name="registry">The hosts that are configured.</param>
internal sealed class KeyOwners(IReadOnlyList<IImageBackend> owners, BackendRegistry registry)
{
    /// <summary>The host of the first locator that has one.</summary>
    public IImageBackend First => owners[0];

    /// <summary>The host to ask for a locator; null where none may be asked.</summary>
    public IImageBackend? Of(string locator)
    {
        foreach (var owner in owners)
        {
            if (owner.Owns(locator))
                return owner;
        }

        return registry.Configured(locator);
    }
}
