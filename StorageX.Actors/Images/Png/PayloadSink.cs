using System.Buffers.Binary;
using StorageX.Buffers;

namespace StorageX.Images.Png;

/// <summary>Takes the RGB bytes of a canvas from its first to its last, and keeps the payload.</summary>
internal sealed class PayloadSink(CanvasSize canvas, int maxPayloadBytes) : IDisposable
{
    private readonly byte[] _length = new byte[CanvasSize.LengthBytes];
    private int _lengthBytes;
    private PooledBytes? _payload;
    private int _done;

    /// <summary>Takes the next bytes of the raster.</summary>
    /// <exception cref="ImageException">The announced length is more than fits or than the caller takes.</exception>
    public void Add(ReadOnlySpan<byte> raster)
    {
        if (_payload is null)
        {
            var head = raster[..Math.Min(raster.Length, _length.Length - _lengthBytes)];
            head.CopyTo(_length.AsSpan(_lengthBytes));
            _lengthBytes += head.Length;
            raster = raster[head.Length..];
            if (_lengthBytes < _length.Length)
                return;
            var length = BinaryPrimitives.ReadUInt32LittleEndian(_length);
            _payload = PooledBytes.Rent(PayloadLimit.CheckPayload(length, canvas, maxPayloadBytes));
        }

        var take = Math.Min(raster.Length, _payload.Length - _done);
        raster[..take].CopyTo(_payload.Span[_done..]);
        _done += take;
    }

    /// <summary>Hands the payload on, when all of the raster was added.</summary>
    /// <exception cref="ImageException">The raster was too small even for a length.</exception>
    public PooledBytes Take()
    {
        var payload = _payload ?? throw new ImageException("a picture without a canvas: too small to hold a length");
        _payload = null;
        return payload;
    }

    public void Dispose() => _payload?.Dispose();
}
