using Shouldly;
using Xunit.Abstractions;

namespace StorageX.Specs.Fuzzing;

/// <summary>Runs a reader over damaged bytes. STORAGEX_FUZZ_SEED repeats a run, STORAGEX_FUZZ_ROUNDS makes it longer.</summary>
internal static class Fuzz
{
    /// <summary>Has bytes read, round by round, which must go well or be refused; most are damaged so much that they must be refused.</summary>
    /// <typeparam name="TRefusal">What a reader throws that refuses.</typeparam>
    /// <param name="output">Is told how to repeat the run.</param>
    /// <param name="make">Makes a round's bytes, given what is random in it and its number.</param>
    /// <param name="read">Reads them, and checks what it got.</param>
    public static void Run<TRefusal>(ITestOutputHelper output, Func<Random, int, byte[]> make, Action<byte[]> read)
        where TRefusal : Exception
    {
        var seed = int.Parse(Environment.GetEnvironmentVariable("STORAGEX_FUZZ_SEED") ?? $"{Environment.TickCount}");
        var rounds = int.Parse(Environment.GetEnvironmentVariable("STORAGEX_FUZZ_ROUNDS") ?? "4000");
        output.WriteLine($"seed {seed}, {rounds} rounds");
        var random = new Random(seed);
        var refused = 0;
        for (var round = 0; round < rounds; round++)
        {
            var bytes = make(random, round);
            try
            {
                read(bytes);
            }
            catch (TRefusal refusal)
            {
                refusal.Message.ShouldNotBeNullOrWhiteSpace();
                refused++;
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"seed {seed}, round {round}: {Convert.ToBase64String(bytes)}", error);
            }
        }

        output.WriteLine($"{rounds - refused} read, {refused} refused");
        refused.ShouldBeGreaterThan(rounds / 2);
    }
}
