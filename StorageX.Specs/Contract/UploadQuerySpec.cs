using Shouldly;
using StorageX.Host.Contract;
using Xunit;

namespace StorageX.Specs.Contract;

public sealed class UploadQuerySpec
{
    [Fact]
    public void A_request_says_as_a_query_all_that_it_says_as_json_but_the_path() =>
        UploadQuery.Values.Select(value => value.Name)
            .ShouldBe(ContractJson.Default.UploadRequest.Properties.Select(property => property.Name).Where(name => name != "path"), ignoreOrder: true);

    [Fact]
    public void A_request_that_went_through_a_query_is_the_same()
    {
        var request = new UploadRequest { Name = "a & b.txt", To = "häst", Format = 2, Public = true, PrivatePieces = true, Width = 16, Height = 16384, Priority = -5 };
        var query = UploadQuery.Write(request);
        query.ShouldBe("?name=a%20%26%20b.txt&to=h%C3%A4st&format=2&public=true&privatePieces=true&width=16&height=16384&priority=-5");
        var read = query[1..].Split('&').Select(pair => pair.Split('=')).Aggregate(
            new UploadRequest(), (read, pair) => UploadQuery.Values.Single(value => value.Name == pair[0]).Apply(read, Uri.UnescapeDataString(pair[1])).ShouldNotBeNull());
        read.ShouldBe(request);
    }

    [Fact]
    public void What_a_request_does_not_say_is_not_in_its_query() => UploadQuery.Write(new UploadRequest { Path = "/x" }).ShouldBe("?");

    [Theory]
    [InlineData("format", "two")]
    [InlineData("width", "1.5")]
    [InlineData("public", "1")]
    [InlineData("priority", "")]
    public void A_value_that_is_not_what_it_should_be_is_refused(string name, string text) =>
        UploadQuery.Values.Single(value => value.Name == name).Apply(new UploadRequest(), text).ShouldBeNull();
}
