using Shouldly;
using Xunit;

namespace StorageX.Specs.Fuzzing;

public sealed class FuzzRunSpec : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly List<string> _said = [];

    public static TheoryData<string> Targets => [.. FuzzTargets.All.Keys];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task A_target_reads_or_refuses_what_it_is_given(string name)
    {
        var target = await FuzzTargets.All[name].Make();
        await using var host = target.Host;
        var run = new FuzzRun(target, seed: 1, _directory.Path, _said.Add);
        await Task.Run(() => run.Run(TimeSpan.MaxValue, rounds: 60));
        run.Failures.ShouldBe(0, string.Join('\n', _said));
        run.Rounds.ShouldBe(60);
    }

    [Fact]
    public void A_failure_is_told_once_and_its_input_is_kept_and_fails_again()
    {
        var target = new FuzzTarget("broken", random => [(byte)random.Next(4)], Read, error => error is NotSupportedException);
        var run = new FuzzRun(target, seed: 7, _directory.Path, _said.Add);
        run.Run(TimeSpan.MaxValue, rounds: 100);
        run.Failures.ShouldBe(1);
        var file = _directory.Files.Single(name => name.EndsWith(".bin", StringComparison.Ordinal));
        string.Join('\n', _said).ShouldContain($"--target broken --repeat {_directory[file]}");
        _said.ShouldContain("  input: Aw==");
        var again = new FuzzRun(target, seed: 0, _directory.Path, _said.Add);
        again.Try(File.ReadAllBytes(_directory[file]));
        again.Failures.ShouldBe(1);
        LastInput.Left(FuzzRun.LastOf(_directory.Path, "broken")).ShouldBeNull();
    }

    [Fact]
    public void The_same_seed_makes_the_same_inputs()
    {
        var (one, other) = (new List<byte>(), new List<byte>());
        foreach (var inputs in new[] { one, other })
        {
            var target = new FuzzTarget("keen", random => [(byte)random.Next(256)], bytes => Task.Run(() => inputs.Add(bytes[0])), _ => false);
            new FuzzRun(target, seed: 7, _directory.Path, _said.Add).Run(TimeSpan.MaxValue, rounds: 50);
        }

        one.ShouldBe(other);
    }

    [Fact]
    public void What_was_read_when_a_process_ended_is_kept()
    {
        var path = _directory["a.last"];
        using (var last = new LastInput(path))
            last.Keep([1, 2, 3]);
        LastInput.Left(path).ShouldBe([1, 2, 3]);
    }

    private static Task Read(byte[] bytes) => bytes[0] switch
    {
        1 => throw new NotSupportedException("refused"),
        3 => throw new InvalidOperationException("not foreseen"),
        _ => Task.CompletedTask,
    };
}
