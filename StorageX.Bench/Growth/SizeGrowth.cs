using StorageX.Bench.Measuring;
using StorageX.Bench.Peers;
using StorageX.Images;
using StorageX.Pieces;

namespace StorageX.Bench.Growth;

/// <summary>What a file of a size took.</summary>
internal sealed record SizeRow(long Length, Run Store, Run Restore);

/// <summary>
/// What files of growing size cost. They come through a pipe and go to one, so that they need no disk. The images of one that
/// is larger than its room are deleted as soon as they are stored; what is restored is then a file whose bytes repeat, since
/// its images are few, and each is fetched, opened, checked and written every time.
/// </summary>
internal sealed class SizeGrowth(Workplace work, OurProgram program, long room)
{
    private const int Period = 400;
    private static readonly int PieceBytes = PieceFormat.Public.CapacityOf(new CanvasSize(1024, 768));
    private const string StoreName = "store";
    private static readonly TimeSpan Sweep = TimeSpan.FromMilliseconds(50);

    /// <summary>Measures one size; medians of so many rounds.</summary>
    public SizeRow Measure(long length, int rounds)
    {
        var (stored, restored) = (new List<Run>(), new List<Run>());
        for (var round = 0; round < rounds; round++)
        {
            var store = work.Empty(StoreName);
            stored.Add(length <= room ? Store(Source.Random, length, store) : StoreAndSweep(length, store));
            if (length > room)
                Store(Source.Repeating(Period, PieceBytes), length, store = work.Empty(StoreName));
            restored.Add(program.RestoreToNowhere(store));
            work.Remove(StoreName);
        }

        return new SizeRow(length, Run.Median(stored), Run.Median(restored));
    }

    private Run Store(Source source, long length, string store) => program.Store(store, target => source.WriteTo(target, length));

    private Run StoreAndSweep(long length, string store)
    {
        using var done = new ManualResetEventSlim();
        var sweeper = Task.Run(() =>
        {
            do
                DeleteImages(OurProgram.ImagesIn(store));
            while (!done.Wait(Sweep));
        });
        var run = Store(Source.Random, length, store);
        done.Set();
        sweeper.Wait();
        return run;
    }

    private static void DeleteImages(string images)
    {
        if (!Directory.Exists(images))
            return;
        foreach (var image in Directory.EnumerateFiles(images, "*.png", SearchOption.AllDirectories))
            File.Delete(image);
    }
}
