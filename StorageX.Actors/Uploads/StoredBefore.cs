using static StorageX.Uploads.UploadProtocol;

namespace StorageX.Uploads;

/// <summary>What is stored already of a piece of a stored file.</summary>
/// <param name="Digest">SHA-256 of the piece.</param>
/// <param name="Secret">What opens its images; null where they are public.</param>
/// <param name="Places">Where they are; none where all are lost.</param>
internal sealed record StoredBefore(byte[] Digest, byte[]? Secret, IReadOnlyList<KnownPlace> Places);
