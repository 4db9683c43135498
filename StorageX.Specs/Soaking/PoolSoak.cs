using Microsoft.AspNetCore.Http;
using StorageX.Backends.Pools;
using StorageX.Manifests;
using StorageX.Specs.Backends.Http;
using StorageX.Specs.Images;

namespace StorageX.Specs.Soaking;

/// <summary>
/// Files go up to pools of hosts and come back, while each image host does wrong 15 % of what it is asked, one dies half-way, and images are lost
/// between. What fails is sorted by what the hosts did.
/// </summary>
internal sealed class PoolSoak
{
    /// <summary>How many transfers a run has: as many uploads as downloads.</summary>
    public const int Transfers = 4;

    private const double Share = 0.15;
    private static readonly Fault[] Kinds = [.. Enum.GetValues<Fault>().Where(fault => fault != Fault.None)];
    private readonly int _seed;
    private readonly SoakTally _tally;
    private readonly Random _random;
    private readonly Random _faults;
    private readonly Fault[] _kinds;
    private readonly HashSet<string> _texts = [];
    private PoolHosts _hosts = null!;
    private int _requests;
    private int _diesAt = int.MaxValue;
    private int[] _since = [];
    private Task _death = Task.CompletedTask;

    private PoolSoak(int seed, SoakTally tally)
    {
        (_seed, _tally, _random, _faults) = (seed, tally, new Random(seed), new Random(~seed));
        _kinds = seed % 2 == 0 ? [Kinds[seed / 2 % Kinds.Length]] : Kinds;
    }

    /// <summary>Runs with one seed.</summary>
    public static Task RunAsync(int seed, SoakTally tally) => new PoolSoak(seed, tally).RunAsync();

    private async Task RunAsync()
    {
        using var folder = new TemporaryDirectory();
        var (count, copies, parity) = NextPool();
        var side = _random.Next(3) == 0 ? 64 : 32;
        await using var hosts = _hosts = await PoolHosts.StartAsync(folder.Path, Enumerable.Range(0, count).Select(host => host > 1 && _random.Next(3) == 0));
        var options = new UploadOptions { Hosts = [.. hosts.All.Select(host => host.Name)], Copies = copies, Parity = parity };
        await using var storage = hosts.Open("data", side);
        for (var number = 0; number < Transfers / 2; number++)
        {
            var where = $"seed {_seed} ({count} hosts, {(parity is null ? $"{copies} copies" : $"{parity}")}), file {number}";
            var file = Some.Bytes(_random.Next(100, 40 * side * side), unchecked((_seed * 7919) + number));
            Storm();
            // Half of the first files meet a host that dies while they go up, half of the others one that dies before they come back.
            _diesAt = number == 0 && _random.Next(2) == 0 ? _random.Next(1, 60) : int.MaxValue;
            if (await UploadAsync(storage, file, options, where) is not { } upload || await ReadAsync(upload, side, where) is not { } whole)
                continue;
            upload = whole;
            var beyond = _random.Next(6) == 0;
            Damage(upload, beyond);
            if (_random.Next(3) == 0)
                await KillAsync();
            await DownloadAsync(upload, file, side, $"{where}{(beyond ? ", more lost than may be" : "")}");
        }

        await _death;
    }

    private (int Hosts, int? Copies, ParityScheme? Parity) NextPool() => _random.Next(4) switch
    {
        0 => (_random.Next(3, 7), 2, null),
        1 => (_random.Next(3, 7), null, new ParityScheme(3, 2)),
        2 => (_random.Next(3, 7), null, new ParityScheme(4, 2)),
        _ => (_random.Next(5, 7), null, new ParityScheme(10, 4)),
    };

    private void Storm()
    {
        foreach (var host in _hosts.All.Where(host => !host.IsDead))
        {
            if (host.Image is { } image)
                image.Faults = Next;
        }
    }

    private Fault Next(HttpRequest request)
    {
        if (Interlocked.Increment(ref _requests) == _diesAt)
            _death = KillAsync();
        lock (_faults)
            return _faults.NextDouble() < Share ? _kinds[_faults.Next(_kinds.Length)] : Fault.None;
    }

    private async Task KillAsync()
    {
        if (_hosts.All.Any(host => host.IsDead))
            return;
        await _hosts.All[_seed % _hosts.All.Count].DieAsync(stalls: _seed / 2 % 2 == 0);
        _tally.Count("hosts that died");
    }

    private async Task<UploadResult?> UploadAsync(Storage storage, byte[] file, UploadOptions options, string where)
    {
        _tally.Count("transfers");
        var from = Marks();
        try
        {
            var upload = await storage.UploadAsync(new MemoryStream(file), options).WaitAsync(SoakStorage.Patience);
            _diesAt = int.MaxValue;
            await _death;
            _tally.Count("uploads that ended well");
            _since = from;
            return upload;
        }
        catch (TransferException error)
        {
            _diesAt = int.MaxValue;
            await _death;
            var spent = _hosts.All.Where(host => host.IsDead || UsedUp(host, from).Count > 0).ToList();
            var pool = new HostPool("", [.. Enumerable.Repeat<StorageX.Backends.IImageBackend>(null!, options.Hosts!.Count)], options.Copies ?? 1, options.Parity);
            var left = options.Hosts.Count - spent.Count;
            var keeps = options.Parity is { } parity ? left * Math.Max(parity.Parity, pool.MostOfGroup) >= parity.Pieces : left >= pool.Copies;
            if (keeps)
                _tally.Fault("an upload failed, and could have been avoided", $"{where}: {error.Message}\n    {Told(from)}");
            else
                _tally.Count("uploads that failed: too few hosts took some image at any try");
        }
        catch (TimeoutException)
        {
            _tally.Fault("hung", $"{where}: its upload, {string.Join(", ", _hosts.All.Where(host => host.IsDead).Select(host => host.Name))} dead\n    {Told(from)}");
        }

        return null;
    }

    // With all pieces: an upload tells them only where they stand in its root.
    private async Task<UploadResult?> ReadAsync(UploadResult upload, int side, string where)
    {
        Calm();
        try
        {
            await using var reader = _hosts.Open($"reader{_random.Next():x}", side);
            upload = upload with { Manifest = await reader.ReadManifestAsync(upload.Key).WaitAsync(SoakStorage.Patience) };
            Note(_since, upload);
            return upload;
        }
        catch (TransferException error)
        {
            Note(_since, upload);
            if (_texts.All(text => _hosts.All.Any(host => host.IsSoundImage(text))) && Has([.. Locators(upload)]))
                _tally.Fault("a manifest could have been read", $"{where}: {error.Message}");
            else
                _tally.Count("uploads of whose images the hosts had lost some, and those of a text, it seems");
        }
        catch (TimeoutException)
        {
            _tally.Fault("hung", $"{where}: reading its manifest");
        }

        return null;
    }

    // The images that the upload stored and that are none of its pieces are texts of its manifest.
    private void Note(int[] from, UploadResult upload)
    {
        var pieces = Shards(upload.Manifest).SelectMany(shard => shard).Concat(Locators(upload)).Select(PoolHosts.Host.NameOf).ToHashSet();
        _texts.Clear();
        foreach (var (host, first) in _hosts.All.Zip(from))
            _texts.UnionWith(host.Image?.Journal!.Since(first).Where(entry => entry.Stores && !entry.IsHarmed && !pieces.Contains(entry.Image)).Select(entry => entry.Image) ?? []);
    }

    private static IEnumerable<string> Locators(UploadResult upload) => ShareKey.Parse(upload.Key) is var key ? key.Mirrors.Prepend(key.Locator) : [];

    private static IEnumerable<IReadOnlyList<string>> Shards(Manifest manifest) => manifest.Pieces.SelectMany(ShardsOf);

    private static IEnumerable<IReadOnlyList<string>> ShardsOf(ManifestPiece piece) =>
        piece.Parity.Select(parity => (IReadOnlyList<string>)[parity.Key, .. parity.Mirrors]).Prepend([piece.Key, .. piece.Mirrors]);

    private static IEnumerable<IReadOnlyList<ManifestPiece>> Groups(Manifest manifest) => manifest.Parity is null ? manifest.Pieces.Select(piece => new[] { piece })
        : PieceGroup.Walk(manifest).Select(member => member.Group!).Distinct().Select(group => group.Pieces);

    // Loses images as long as every group, and every piece that has copies, can be had; or, of one group, one more than it can do without.
    private void Damage(UploadResult upload, bool beyond)
    {
        foreach (var group in Groups(upload.Manifest).Where(_ => _random.Next(2) == 0))
        {
            var shards = group.SelectMany(ShardsOf).OrderBy(_ => _random.Next()).ToList();
            var spare = shards.Count(Has) - group.Count;
            if (upload.Manifest.Parity is null)
                spare = shards[0].Count(locator => _hosts.Of(locator).IsSound(locator)) - 1;
            var lost = beyond ? spare + 1 : _random.Next(Math.Max(0, spare) + 1);
            foreach (var locator in (upload.Manifest.Parity is null ? shards[0] : shards.SelectMany(shard => shard)).Where(locator => _hosts.Of(locator).IsSound(locator)).Take(lost))
            {
                _hosts.Of(locator).Lose(locator);
                _tally.Count("images lost");
            }

            if (beyond)
                return;
        }
    }

    private bool Has(IReadOnlyList<string> shard) => shard.Any(locator => _hosts.Of(locator).IsSound(locator));

    private async Task DownloadAsync(UploadResult upload, byte[] file, int side, string where)
    {
        var can = false;
        var data = $"reader{_random.Next():x}";
        foreach (var storm in new[] { false, true })
        {
            var from = Marks();
            if (storm)
                Storm();
            else
                Calm();
            _tally.Count("transfers");
            try
            {
                await using var reader = _hosts.Open(data + storm, side);
                if (!(await SoakStorage.DownloadAsync(reader, upload.Key)).SequenceEqual(file))
                    _tally.Fault("wrong bytes", where);
                can = true;
                _tally.Count("downloads");
            }
            catch (TransferException error)
            {
                Sort(upload, error, from, can, storm ? where : $"{where}, without faults");
            }
            catch (TimeoutException)
            {
                _tally.Fault("hung", $"{where}: its download\n    {Told(from)}");
            }
        }
    }

    private void Calm()
    {
        foreach (var host in _hosts.All.Where(host => !host.IsDead))
        {
            if (host.Image is { } image)
                image.Faults = _ => Fault.None;
            host.Image?.Absent.Clear();
        }
    }

    private void Sort(UploadResult upload, TransferException error, int[] from, bool can, string where)
    {
        // What came without faults can be had; else, what the hosts have decides.
        if (!can && !CanRestore(upload, error, Has, [.. _hosts.All.Select(_ => new HashSet<string>())]))
        {
            _tally.Count("downloads that failed: too much was lost");
            return;
        }

        var used = _hosts.All.Select(host => UsedUp(host, from)).ToList();
        if (CanRestore(upload, error, shard => shard.Any(locator => IsUsable(locator, used)), used))
            _tally.Fault("a download failed, and could have been avoided", $"{where}: {error.Message}\n    {Told(from)}");
        else
            _tally.Count("downloads that failed: the hosts answered a fault to every try that the settings allow");
    }

    private bool IsUsable(string locator, List<HashSet<string>> used)
    {
        var host = _hosts.Of(locator);
        return host.IsSound(locator) && !used[_hosts.All.ToList().IndexOf(host)].Contains(PoolHosts.Host.NameOf(locator));
    }

    // Texts are known only as what is none of the pieces, of which some may have gone elsewhere afterwards: they count where the error names the manifest.
    private bool CanRestore(UploadResult upload, TransferException error, Func<IReadOnlyList<string>, bool> has, List<HashSet<string>> used) =>
        has([.. Locators(upload)])
        && Groups(upload.Manifest).All(group => group.All(piece => has([piece.Key, .. piece.Mirrors])) || (upload.Manifest.Parity is not null && group.SelectMany(ShardsOf).Count(has) >= group.Count))
        && (!error.Message.Contains("manifest", StringComparison.Ordinal) || _texts.All(text => _hosts.All.Zip(used).Any(host => host.First.IsSoundImage(text) && !host.Second.Contains(text))));

    private int[] Marks() => [.. _hosts.All.Select(host => host.Image?.Journal!.Count ?? 0)];

    // The images to which a host answered a fault at every try that the settings allow.
    private HashSet<string> UsedUp(PoolHosts.Host host, int[] from) => [.. Entries(host, from).GroupBy(entry => entry.Image).Where(image => image.All(entry => entry.IsHarmed)
        && (image.Count() >= SoakStorage.Attempts
            || image.Count(entry => FaultMeaning.IsAltered(entry.Answer)) >= SoakStorage.PieceAttempts
            || image.Count(entry => FaultMeaning.IsNo(entry.Answer)) >= StorageX.Pacing.HostDoubt.AsksOfTheBelieved)).Select(image => image.Key)];

    private IReadOnlyList<HostJournal.Entry> Entries(PoolHosts.Host host, int[] from) => host.Image?.Journal!.Since(from[_hosts.All.ToList().IndexOf(host)]) ?? [];

    private string Told(int[] from) => string.Join("\n    ", _hosts.All.Select(host =>
        $"{host.Name}{(host.Image is null ? " (directory)" : "")}{(host.IsDead ? " dead" : "")}: {string.Join("; ", Entries(host, from).GroupBy(entry => entry.Image).Where(image => image.Any(entry => entry.IsHarmed)).Select(image => $"{image.Key[..8]} {string.Join(", ", image.Select(entry => $"{entry.Request} {entry.Answer}"))}"))}"));
}
