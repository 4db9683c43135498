namespace StorageX;

/// <summary>What an uploader file would be given, and where it would send it: for whoever decides whether to import it.</summary>
/// <param name="Name">What the uploader calls itself.</param>
/// <param name="Variables">The environment variables that it sends to its host, each once.</param>
/// <param name="Unexplained">Those of them that its own name does not explain; it is imported only if it is allowed each.</param>
/// <param name="PrivateServers">The servers in private networks or on this machine that it sends images to, or that its pictures are on, as host
/// and port. A name is not looked up: it is known as private by what it ends with, or because it has no full stop.</param>
public sealed record UploaderNeeds(string Name, IReadOnlyList<string> Variables, IReadOnlyList<string> Unexplained, IReadOnlyList<string> PrivateServers);
