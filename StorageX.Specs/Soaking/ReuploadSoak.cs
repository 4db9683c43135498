using Microsoft.AspNetCore.Http;
using StorageX.Specs.Backends.Http;
using StorageX.Specs.Images;

namespace StorageX.Specs.Soaking;

/// <summary>
/// Small files go up and go up again, whole or in part, while the host fails now and then, and loses, alters and replaces images between. Every key
/// restores its file at once, unless the host had lost an image, and has said nothing since of which that could be told.
/// </summary>
internal sealed class ReuploadSoak
{
    /// <summary>How many uploads a run has.</summary>
    public const int Uploads = 20;

    /// <summary>What is counted where a key names an image of which the host had said that it is lost, or had given it altered.</summary>
    public const string KnownLost = "a key names an image that was known to be lost";

    private static readonly Fault[] Kinds =
    [
        Fault.NotFound, Fault.TooManyWithSeconds, Fault.TooManyWithoutTime, Fault.InternalError, Fault.Unavailable, Fault.ResetBeforeAnswer, Fault.ResetInBody,
        Fault.Truncate, Fault.FlipBit, Fault.Swap, Fault.Placeholder, Fault.Html, Fault.Lossy, Fault.Forgotten, Fault.LossyWithoutSaying, Fault.AbsentAtFirst, Fault.LostAtFirst, Fault.NoUrl,
    ];

    private readonly int _seed;
    private readonly SoakTally _tally;
    private readonly Random _random;
    private readonly Random _faults;
    private readonly HostJournal _journal = new();
    private readonly List<byte[]> _files = [];
    private readonly List<string> _keys = [];

    private ReuploadSoak(int seed, SoakTally tally) => (_seed, _tally, _random, _faults) = (seed, tally, new Random(seed), new Random(~seed));

    /// <summary>Runs with one seed.</summary>
    public static Task RunAsync(int seed, SoakTally tally) => new ReuploadSoak(seed, tally).RunAsync();

    private async Task RunAsync()
    {
        using var data = new TemporaryDirectory();
        await using var host = await ImageHost.StartAsync();
        host.Journal = _journal;
        for (var number = 0; number < Uploads; number += 5)
        {
            // As many processes of the program, one after the other, with one catalogue.
            await using var storage = SoakStorage.Open(data.Path, host);
            for (var step = number; step < number + 5; step++)
                await StepAsync(storage, host, step);
        }
    }

    private async Task StepAsync(Storage storage, ImageHost host, int number)
    {
        Damage(host);
        host.Faults = Next;
        if (_keys.Count > 0 && _random.Next(3) == 0)
            await LookAsync(storage, _keys[_random.Next(_keys.Count)]);
        var file = NextFile();
        var options = new UploadOptions { Public = _random.Next(5) == 0, Recheck = _random.Next(6) == 0 };
        _tally.Count("uploads");
        string key;
        try
        {
            key = (await storage.UploadAsync(new MemoryStream(file), options).WaitAsync(SoakStorage.Patience)).Key;
        }
        catch (TransferException)
        {
            _tally.Count("uploads that failed: no key");
            return;
        }
        catch (TimeoutException)
        {
            _tally.Fault("hung", $"seed {_seed}, upload {number}");
            return;
        }

        host.Faults = _ => Fault.None;
        _keys.Add(key);
        await RestoreAsync(host, key, file, $"seed {_seed}, upload {number}{(options.Recheck ? " with recheck" : "")}");
    }

    // By a reader of its own, so that what it finds is not known to the uploads that follow.
    private async Task RestoreAsync(ImageHost host, string key, byte[] file, string where)
    {
        var first = _journal.Count;
        host.Absent.Clear();
        using var data = new TemporaryDirectory();
        await using var reader = SoakStorage.Open(data.Path, host, aside: true);
        try
        {
            if ((await SoakStorage.DownloadAsync(reader, key)).SequenceEqual(file))
                _tally.Count("keys that restore their file");
            else
                _tally.Fault("wrong bytes", where);
        }
        catch (TransferException error)
        {
            Sort(host, error, first, where);
        }
        catch (TimeoutException)
        {
            _tally.Fault("hung", $"{where}: its download");
        }

        _journal.Forget(first);
    }

    private void Sort(ImageHost host, TransferException error, int first, string where)
    {
        var before = _journal.Since(0).Take(first).Where(entry => !entry.IsAside).ToList();
        var bad = _journal.Since(first).Select(entry => entry.Image).Distinct().Where(image => !IsWhole(host, image)).ToList();
        if (bad.Count == 0)
        {
            _tally.Fault("a key does not restore its file, although the host has all of it", $"{where}: {error.Message}");
            return;
        }

        foreach (var image in bad)
        {
            var history = before.Where(entry => entry.Image == image).ToList();
            var lost = history.FindLastIndex(entry => entry.Request == HostJournal.Damage || (entry.Stores && FaultMeaning.LosesImage(entry.Answer)));
            var since = history.Skip(lost + 1).ToList();
            if (lost < 0 || since.Exists(entry => Shows(host, entry)))
                _tally.Fault(KnownLost, $"{where}: {error.Message}\n    {image[..8]}: {string.Join(", ", history.Select(entry => $"{entry.Request} {entry.Answer}"))}");
        }

        _tally.Count(bad.TrueForAll(image => before.FindLast(entry => entry.Image == image && !entry.IsHarmed) is not { Request: "HEAD" })
            ? "keys whose image the host lost after the last answer that named it"
            : "keys whose image the host altered after it last gave or took it; a quick look had asked only whether it is there");
    }

    // What was wrong in that answer, and not in the image, shows nothing of it.
    private static bool Shows(ImageHost host, HostJournal.Entry entry) => (entry.Answer == Fault.Forgotten && !entry.Stores)
        || (entry.Request == "GET" && !entry.IsHarmed && host.Images.ContainsKey(entry.Image));

    private static bool IsWhole(ImageHost host, string image) => host.Images.TryGetValue(image, out var bytes)
        && Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)) == image;

    private async Task LookAsync(Storage storage, string key)
    {
        try
        {
            if (_random.Next(2) == 0)
                await storage.VerifyAsync(key, quick: _random.Next(2) == 0).WaitAsync(SoakStorage.Patience);
            else
                await SoakStorage.DownloadAsync(storage, key);
        }
        catch (TransferException)
        {
            _tally.Count("looks that failed");
        }
        catch (TimeoutException)
        {
            _tally.Fault("hung", $"seed {_seed}: a look at a key");
        }
    }

    private void Damage(ImageHost host)
    {
        for (var times = _random.Next(3); times > 0 && host.Images.Count > 1; times--)
        {
            var names = host.Images.Keys.Order(StringComparer.Ordinal).ToList();
            var name = names[_random.Next(names.Count)];
            switch (_random.Next(3))
            {
                case 0:
                    host.Images.TryRemove(name, out _);
                    break;
                case 1:
                    // No fault, nor the same again, turns it back.
                    var altered = host.Images[name].ToArray();
                    altered[altered.Length * 3 / 4]++;
                    host.Images[name] = altered;
                    break;
                default:
                    host.Images[name] = host.Images[names[(names.IndexOf(name) + 1) % names.Count]];
                    break;
            }

            _journal.Note(name, HostJournal.Damage, Fault.None);
            _tally.Count("images lost, altered or replaced");
        }
    }

    // A new one, one that went up before, or one of whose pieces the first did.
    private byte[] NextFile()
    {
        if (_files.Count == 0 || _random.Next(4) == 0)
            _files.Add(Some.Bytes(_random.Next(100, 16_000), _random.Next()));
        var file = _files[_random.Next(_files.Count)];
        if (_random.Next(4) == 0)
            _files.Add(file = [.. file.AsSpan(0, file.Length * 3 / 4), .. Some.Bytes(_random.Next(100, 5000), _random.Next())]);
        return file;
    }

    private Fault Next(HttpRequest request)
    {
        lock (_faults)
            return _faults.NextDouble() < 0.16 ? Kinds[_faults.Next(Kinds.Length)] : Fault.None;
    }
}
