using Xunit;

namespace StorageX.Specs;

/// <summary>A fact that needs a file system of its own.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    private static readonly bool CanMount = Probe();

    public SmallDiskFactAttribute() => Skip = CanMount ? null : "only root on Linux can mount a tmpfs";

    private static bool Probe()
    {
        using var disk = SmallDisk.TryMount();
        return disk is not null;
    }
}

/// <summary>A fact about permissions, which root has all of and Windows lacks.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnprivilegedFactAttribute : FactAttribute
{
    public UnprivilegedFactAttribute() =>
        Skip = OperatingSystem.IsWindows() ? "Windows has no permission bits" : Environment.IsPrivilegedProcess ? "root may read and write everything" : null;
}

/// <summary>A fact about pipes and /proc.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : "only Linux has these files";
}

/// <summary>A fact about permission bits.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "Windows has no permission bits" : null;
}

/// <summary>A fact about something so large that it takes minutes; run with <c>STORAGEX_BIG=1</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BigFactAttribute : FactAttribute
{
    public BigFactAttribute() => Skip = Environment.GetEnvironmentVariable("STORAGEX_BIG") == "1" ? null : "it takes minutes; STORAGEX_BIG=1 runs it";
}
