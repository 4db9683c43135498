using StorageX.Settings;

namespace StorageX.Host.Contract;

/// <summary>How the daemon cares on its own for what was uploaded from here.</summary>
/// <param name="VerifyEvery">How long after its last look a file is looked at again; null for never, and then nothing is done at all.</param>
/// <param name="RepairBelow">A file that has lost images and survives fewer losses more than this is repaired; 0 for never.</param>
internal sealed record CareSettings(TimeSpan? VerifyEvery, int RepairBelow)
{
    private static readonly TimeSpan Least = TimeSpan.FromHours(1);
    private static readonly TimeSpan Most = TimeSpan.FromDays(365);

    /// <summary>Reads <c>storagex.daemon.care</c>.</summary>
    /// <exception cref="SettingsException">A value is not what it should be.</exception>
    public static CareSettings From(SettingsSection section)
    {
        section.RequireOnly("verify-every", "repair-below");
        return new CareSettings(section.DurationOrOff("verify-every", Least, Most, "a length of time such as 7d, from 1h to 365d"), section.Whole("repair-below", 0, 255));
    }
}
