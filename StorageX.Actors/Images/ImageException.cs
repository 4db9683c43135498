namespace StorageX.Images;

/// <summary>
/// The bytes are not an image that carries a StorageX canvas, or reading them would take more than the caller allows.
/// The message names the defect and where it stands; it never quotes bytes of the image.
/// </summary>
/// <param name="message">What is wrong, as a clause without a full stop.</param>
/// <param name="inner">The exception that showed it, if any.</param>
public sealed class ImageException(string message, Exception? inner = null) : Exception(message, inner);
