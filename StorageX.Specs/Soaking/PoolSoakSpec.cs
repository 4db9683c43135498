using Shouldly;
using Xunit;

namespace StorageX.Specs.Soaking;

/// <summary>Seeds in which no host hangs for minutes; "soak --pools" on the command line runs any.</summary>
public sealed class PoolSoakSpec
{
    private const int Seeds = 3;

    [Theory]
    [InlineData(106)]
    [InlineData(110)]
    [InlineData(114)]
    public async Task A_file_in_a_pool_comes_back_as_long_as_enough_of_each_group_does_and_an_upload_ends_as_long_as_the_hosts_can_keep_it(int seed)
    {
        var tally = new SoakTally();
        await SoakCommand.RunAsync(seed, Seeds, lanes: Seeds, PoolSoak.RunAsync, tally);
        tally.Faults.ShouldBeEmpty();
        tally["downloads"].ShouldBeGreaterThanOrEqualTo(Seeds);
    }
}
