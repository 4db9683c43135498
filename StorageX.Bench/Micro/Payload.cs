using StorageX.Bench.Measuring;

namespace StorageX.Bench.Micro;

/// <summary>Bytes for a benchmark.</summary>
internal static class Payload
{
    /// <summary>So many bytes of the source of that name.</summary>
    public static byte[] Of(string content, int length)
    {
        var bytes = new byte[length];
        (content == Source.Text.Name ? Source.Text : Source.Random).WriteTo(new MemoryStream(bytes), length);
        return bytes;
    }
}
