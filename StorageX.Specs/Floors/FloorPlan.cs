namespace StorageX.Specs.Floors;

/// <summary>
/// The floors of a house, the lowest first. A house is a project or a folder in one, its rooms are the folders in it, and its own files
/// are above all floors. A room may use rooms on lower floors, and one on its own floor that does not use it.
/// </summary>
/// <param name="house">A project, or a folder in one, by its path in the repository.</param>
/// <param name="floors">The rooms on each floor.</param>
internal sealed class FloorPlan(string house, params string[][] floors)
{
    private readonly string _inside = house.Contains('/', StringComparison.Ordinal) ? house[(house.IndexOf('/', StringComparison.Ordinal) + 1)..] + "/" : "";

    /// <summary>The house.</summary>
    public string House => house;

    /// <summary>What does not keep to the plan, a line each.</summary>
    /// <param name="arrows">The arrows of the house's project.</param>
    /// <param name="folders">The folders of the house.</param>
    public IEnumerable<string> Faults(IReadOnlyList<Arrow> arrows, IReadOnlyCollection<string> folders)
    {
        var rooms = floors.SelectMany(floor => floor).ToList();
        foreach (var lost in folders.Except(rooms))
            yield return $"{house}/{lost} is on no floor";
        foreach (var gone in rooms.Except(folders))
            yield return $"{house}/{gone} is on a floor, but is not there";
        var known = arrows.Select(arrow => (Arrow: arrow, From: RoomOf(arrow.From), To: RoomOf(arrow.To)))
            .Where(known => known.From is not null && known.To is not null && known.From != known.To).ToList();
        foreach (var (arrow, from, to) in known.Where(known => FloorOf(known.From!) < FloorOf(known.To!)))
            yield return $"{arrow.File} uses {arrow.What}: from {from} up to {(to!.Length > 0 ? to : house)}";
        var level = known.Where(known => FloorOf(known.From!) == FloorOf(known.To!)).ToLookup(known => known.From!, known => known.To!);
        foreach (var (arrow, from, to) in known.Where(known => FloorOf(known.From!) == FloorOf(known.To!) && Leads(level, known.To!, known.From!)))
            yield return $"{arrow.File} uses {arrow.What}: {from} and {to} use each other";
    }

    private static bool Leads(ILookup<string, string> arrows, string from, string to)
    {
        var seen = new HashSet<string>();
        var next = new Stack<string>([from]);
        while (next.TryPop(out var room))
        {
            if (room == to)
                return true;
            if (seen.Add(room))
                foreach (var neighbour in arrows[room])
                    next.Push(neighbour);
        }

        return false;
    }

    /// <summary>The room that a folder of the project is in; empty for the house's own files, null outside of the house.</summary>
    private string? RoomOf(string folder) => (folder + "/").StartsWith(_inside, StringComparison.Ordinal) ? (folder + "/")[_inside.Length..].Split('/')[0] : null;

    private int FloorOf(string room) => Array.FindIndex(floors, floor => floor.Contains(room)) is var floor and >= 0 ? floor : floors.Length;
}
