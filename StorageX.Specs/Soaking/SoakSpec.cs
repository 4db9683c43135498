using Shouldly;
using Xunit;

namespace StorageX.Specs.Soaking;

/// <summary>A few dozen seeds of each soak; "soak" on the command line runs any number.</summary>
public sealed class SoakSpec
{
    private const int Lanes = 8;

    [Theory]
    [InlineData(100)]
    [InlineData(112)]
    [InlineData(124)]
    public async Task What_fails_at_a_host_with_every_fault_could_not_have_been_avoided(int seed)
    {
        var tally = new SoakTally();
        await SoakCommand.RunAsync(seed, seeds: 12, Lanes, TransferSoak.RunAsync, tally);
        tally.Faults.ShouldBeEmpty();
        tally["transfers"].ShouldBeGreaterThanOrEqualTo(12 * TransferSoak.Transfers / 2);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(112)]
    public async Task A_key_restores_its_file_unless_the_host_lost_an_image_after_it_last_spoke_of_it(int seed)
    {
        var tally = new SoakTally();
        await SoakCommand.RunAsync(seed, seeds: 12, Lanes, ReuploadSoak.RunAsync, tally);
        tally.Faults.ShouldBeEmpty();
        tally["keys that restore their file"].ShouldBeGreaterThan(12 * ReuploadSoak.Uploads / 4);
    }
}
