using System.IO.MemoryMappedFiles;

namespace StorageX.Specs.Fuzzing;

/// <summary>Keeps the input that is being read in a file, where it stays when the process ends with it, as with a stack that is full.</summary>
internal sealed class LastInput : IDisposable
{
    private const int Room = 4 << 20;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    /// <param name="path">The file; it is made anew.</param>
    public LastInput(string path)
    {
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Create, null, Room);
        _view = _file.CreateViewAccessor();
    }

    /// <summary>What an earlier process was reading when it ended; null where it ended well.</summary>
    public static byte[]? Left(string path)
    {
        if (!File.Exists(path))
            return null;
        using var reader = new BinaryReader(File.OpenRead(path));
        var length = reader.BaseStream.Length < sizeof(int) ? -1 : reader.ReadInt32() - 1;
        return length < 0 ? null : reader.ReadBytes(length);
    }

    /// <summary>Keeps one.</summary>
    public void Keep(byte[] input)
    {
        var length = Math.Min(input.Length, Room - sizeof(int));
        _view.WriteArray(sizeof(int), input, 0, length);
        _view.Write(0, length + 1);
    }

    /// <summary>Keeps none.</summary>
    public void Forget() => _view.Write(0, 0);

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
