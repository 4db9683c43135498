using System.Collections.Concurrent;
using Shouldly;
using Xunit;

namespace StorageX.Specs.Floors;

/// <summary>Which folders may know which: CONTRIBUTING.md shows the same floors, the highest first.</summary>
public sealed class FloorsSpec
{
    private static readonly FloorPlan[] Houses =
    [
        new(
            "StorageX.Actors",
            ["Images", "Settings", "Files", "Streams", "Buffers", "Telemetry", "Errors"],
            ["Containers"],
            ["Manifests"],
            ["Pieces", "Pacing"],
            ["Backends", "Catalogue"],
            ["Transfers"],
            ["Uploads", "Downloads", "Reading", "Deletion", "Examining", "Repair", "Folders", "Probing"],
            ["Engine"]),
        new("StorageX.Host", ["Contract"], ["Cli", "Daemon"]),
        new("StorageX.Host/Cli", ["Terminals"], ["Parsing", "Progress"], ["Reports"], ["Jobs"]),
        new("StorageX.Host/Daemon", ["Access", "Events"], ["Jobs"], ["Http", "Care"], ["Shares"], ["Telemetry"]),
    ];

    private static readonly ConcurrentDictionary<string, IReadOnlyList<Arrow>> Read = [];

    public static TheoryData<string> Names => [.. Houses.Select(plan => plan.House)];

    [Theory]
    [MemberData(nameof(Names))]
    public void No_room_uses_one_above_it_or_one_that_uses_it(string house)
    {
        var place = Path.Combine(HouseSpec.Repository, house);
        var rooms = HouseSpec.Sources(house).Select(file => Path.GetRelativePath(place, file).Split(Path.DirectorySeparatorChar)).Where(parts => parts.Length > 1).Select(parts => parts[0]);
        Houses.Single(plan => plan.House == house).Faults(ArrowsOf(house), rooms.ToHashSet()).ShouldBeEmpty();
    }

    [Fact]
    public void The_command_line_and_the_daemon_do_not_know_each_other() => ArrowsOf("StorageX.Host")
        .Where(arrow => (IsIn("Cli", arrow.From) && IsIn("Daemon", arrow.To)) || (IsIn("Daemon", arrow.From) && IsIn("Cli", arrow.To))).ShouldBeEmpty();

    private static IReadOnlyList<Arrow> ArrowsOf(string house) =>
        Read.GetOrAdd(house.Split('/')[0], project => Arrows.Of(Path.Combine(HouseSpec.Repository, project)));

    private static bool IsIn(string room, string folder) => (folder + "/").StartsWith(room + "/", StringComparison.Ordinal);
}
