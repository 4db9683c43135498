namespace StorageX.Examining;

/// <summary>How the sets of a file are, in its order, and no more figures than a picture needs, however many sets there are.</summary>
internal sealed class HealthPicture
{
    /// <summary>How many stretches there are at most; an even number.</summary>
    public const int Most = 256;

    private readonly HealthStretch?[] _stretches = new HealthStretch?[Most];
    private int _width = 1;

    /// <summary>The stretches so far, in the file's order.</summary>
    public IReadOnlyList<HealthStretch> Stretches => [.. _stretches.OfType<HealthStretch>()];

    /// <summary>Takes in a set.</summary>
    /// <param name="number">Its place among the sets, from 0; they may come in any order.</param>
    /// <param name="set">How it is.</param>
    public void Add(int number, HealthStretch set)
    {
        while (number / _width >= Most)
            Coarsen();
        Put(number / _width, set);
    }

    private void Coarsen()
    {
        var finer = _stretches.ToArray();
        Array.Clear(_stretches);
        _width *= 2;
        for (var at = 0; at < Most; at++)
            if (finer[at] is { } stretch)
                Put(at / 2, stretch);
    }

    private void Put(int at, HealthStretch stretch) => _stretches[at] = _stretches[at]?.With(stretch) ?? stretch;
}
