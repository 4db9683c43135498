using StorageX.Host.Contract;

namespace StorageX.Host.Cli.Terminals;

/// <summary>How a stored file is, in the lines of <c>--json</c>.</summary>
internal static class HealthFields
{
    /// <summary>What was seen last of an upload; nothing but nulls where nobody has looked.</summary>
    public static void LastSeen(JsonLine line, PastHealth? health)
    {
        line.Add("lookedAt", health?.LookedAt);
        line.Add("state", health is null ? null : HealthWords.Of(health.State));
        line.Add("compared", !health?.ExistenceOnly);
        line.Add("missing", health?.Missing);
        line.Add("spareImages", health?.SpareImages);
        line.Add("spareHosts", health?.SpareHosts);
    }
}
