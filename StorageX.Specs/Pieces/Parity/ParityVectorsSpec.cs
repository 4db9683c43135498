using Shouldly;
using StorageX.Pieces.Parity;
using Xunit;

namespace StorageX.Specs.Pieces.Parity;

/// <summary>Groups whose parity Python computed; see <c>Vectors/parity/make_vectors.py</c>.</summary>
public sealed class ParityVectorsSpec
{
    [Fact]
    public void The_parity_of_every_group_is_that_of_an_independent_program_by_every_path()
    {
        Group.Vectors().Count().ShouldBe(15);
        foreach (var group in Group.Vectors())
        {
            foreach (var path in Enum.GetValues<ParityPath>().Where(FieldSums.IsSupported))
                Group.Encode(group.Scheme, group.Data, path).Parity.ShouldBe(group.Parity, $"{path}, {group.Scheme}, {group.Data.Length} pieces");
        }
    }

    [Fact]
    public void What_is_lost_of_every_group_is_restored_by_every_path()
    {
        var random = new Random(1);
        foreach (var group in Group.Vectors())
        {
            var lost = group.Places.OrderBy(_ => random.Next()).Take(group.Scheme.Parity).ToArray();
            ParityPlan.TryMake(group.Scheme, group.Data.Length, group.Places.Except(lost).ToArray(), lost, out var plan, out _).ShouldBeTrue();
            foreach (var path in Enum.GetValues<ParityPath>().Where(FieldSums.IsSupported))
                group.Restore(plan!, plan!.Survivors, path).ShouldBe(lost.Select(place => group[place]), $"{path}, {group.Scheme}, without {string.Join(' ', lost)}");
        }
    }
}
