using System.Diagnostics;
using System.Globalization;

namespace StorageX.Bench.Images;

/// <summary>Pillow as the original StorageX uses it, timed inside Python.</summary>
internal static class Pillow
{
    private const string Script = """
        import io, sys, time
        from PIL import Image
        raster, width, height, target = open(sys.argv[1], 'rb').read(), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
        image = Image.frombytes('RGB', (width, height), raster)
        write, read = [], []
        for _ in range(5):
            out = io.BytesIO()
            t = time.process_time(); image.save(out, 'PNG'); write.append(time.process_time() - t)
            t = time.process_time(); Image.open(io.BytesIO(out.getvalue())).tobytes(); read.append(time.process_time() - t)
        open(target, 'wb').write(out.getvalue())
        print(sorted(write)[2], sorted(read)[2])
        """;

    /// <summary>The picture that Pillow writes of a raster, and the median processor seconds to write and to read it; null without Pillow.</summary>
    public static (byte[] File, double Write, double Read)? Try(byte[] raster, int width, int height)
    {
        var folder = Directory.CreateTempSubdirectory("storagex-bench-");
        try
        {
            var (source, target) = (Path.Combine(folder.FullName, "raster"), Path.Combine(folder.FullName, "out.png"));
            File.WriteAllBytes(source, raster);
            var start = new ProcessStartInfo("/usr/bin/python3", ["-c", Script, source, $"{width}", $"{height}", target])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var python = Process.Start(start)!;
            var output = python.StandardOutput.ReadToEnd();
            python.WaitForExit();
            if (python.ExitCode != 0)
                return null;
            var times = output.Split().Where(t => t.Length > 0).Select(t => double.Parse(t, CultureInfo.InvariantCulture)).ToArray();
            return (File.ReadAllBytes(target), times[0], times[1]);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
