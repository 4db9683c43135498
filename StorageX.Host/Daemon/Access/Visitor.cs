namespace StorageX.Host.Daemon.Access;

/// <summary>Who sends a request, as far as limits go.</summary>
/// <param name="Place">The address, as <see cref="ClientPlaces"/> counts it; null where it cannot be told from others.</param>
/// <param name="IsTrusted">Whether the request has the token.</param>
internal sealed record Visitor(string? Place, bool IsTrusted);
