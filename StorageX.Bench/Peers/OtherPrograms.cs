using System.Diagnostics;
using StorageX.Bench.Measuring;

namespace StorageX.Bench.Peers;

/// <summary>What does a part of the same work, as its users run it.</summary>
internal static class OtherPrograms
{
    /// <summary>All of them, whether they are installed or not.</summary>
    public static IReadOnlyList<Contender> All => [new CopyProgram(), new Restic(), new Rclone(Encrypted: false), new Rclone(Encrypted: true), new OriginalWay()];

    private sealed record CopyProgram() : Contender("cp")
    {
        public override string? Missing => Without("/usr/bin/cp");

        public override Run Store(string source, string store) => ProcessRun.Measure("cp", [source, Path.Combine(store, "file")], None);

        public override Run? Restore(string store, string target) => ProcessRun.Measure("cp", [Path.Combine(store, "file"), target], None);
    }

    private sealed record Restic() : Contender("restic")
    {
        public override string? Missing => Without("/usr/bin/restic");

        public override Run Store(string source, string store)
        {
            ProcessRun.Measure("restic", ["init", "-q", "--no-cache"], Variables(store));
            return ProcessRun.Measure("restic", ["backup", "-q", "--no-cache", source], Variables(store));
        }

        public override Run? Restore(string store, string target) =>
            ProcessRun.Measure("restic", ["restore", "-q", "--no-cache", "latest", "--target", target], Variables(store));

        private static Dictionary<string, string> Variables(string store) => new(StringComparer.Ordinal)
        {
            ["RESTIC_REPOSITORY"] = Path.Combine(store, "repository"), ["RESTIC_PASSWORD"] = "a password",
        };
    }

    private sealed record Rclone(bool Encrypted) : Contender(Encrypted ? "rclone crypt" : "rclone copy")
    {
        public override string? Missing => Without("/usr/bin/rclone");

        public override Run Store(string source, string store) => ProcessRun.Measure("rclone", ["copyto", source, Remote(store)], Variables(store));

        public override Run? Restore(string store, string target) => ProcessRun.Measure("rclone", ["copyto", Remote(store), target], Variables(store));

        private string Remote(string store) => Encrypted ? "bench:file" : Path.Combine(store, "file");

        private static Dictionary<string, string> Variables(string store) => new(StringComparer.Ordinal)
        {
            ["RCLONE_CONFIG"] = "/dev/null",
            ["RCLONE_CONFIG_BENCH_TYPE"] = "crypt",
            ["RCLONE_CONFIG_BENCH_REMOTE"] = store,
            ["RCLONE_CONFIG_BENCH_PASSWORD"] = Obscured.Value,
        };

        private static Lazy<string> Obscured { get; } = new(() => ProcessRun.Measure("rclone", ["obscure", "a password"], None).Output);
    }

    /// <summary>Pillow as the original StorageX uses it: the script that the scenarios check format 1 with. It is given a sixteenth.</summary>
    private sealed record OriginalWay() : Contender("the original's way (Pillow)")
    {
        private const string Python = "/usr/bin/python3";
        private string _key = "";

        public override string? Missing => Without(Python) ?? (HasPillow.Value ? null : "Pillow (python3-pil)");

        public override double Share => 1.0 / 16;

        public override Run Store(string source, string store)
        {
            var run = ProcessRun.Measure(Python, [Script, "write", source, store, "1024", "768"], None);
            _key = run.Output;
            return run;
        }

        public override Run? Restore(string store, string target) => ProcessRun.Measure(Python, [Script, "read", _key, target], None);

        private static string Script => Path.Combine(Workplace.Repository, "StorageX.Specs", "Scenarios", "format1_original.py");

        private static Lazy<bool> HasPillow { get; } = new(() =>
        {
            using var asked = Process.Start(new ProcessStartInfo(Python, ["-c", "import PIL"]) { UseShellExecute = false, RedirectStandardError = true })!;
            asked.StandardError.ReadToEnd();
            asked.WaitForExit();
            return asked.ExitCode == 0;
        });
    }

    private static Dictionary<string, string> None { get; } = new(StringComparer.Ordinal);
}
