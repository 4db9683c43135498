using Shouldly;
using StorageX.Backends.Http;
using Xunit;

namespace StorageX.Specs.Backends.Http;

/// <summary>A profile that needs something of the environment.</summary>
public sealed class ReadySpec
{
    private const string Profile = """
        {"Version":"14.0.0","DestinationType":"ImageUploader","RequestMethod":"POST","RequestURL":"https://host.example/up",
         "Headers":{"Authorization":"Bearer {env:HOST_EXAMPLE_KEY}"},"Body":"MultipartFormData","FileFormName":"file","URL":"{json:url}"}
        """;

    [Fact]
    public async Task A_variable_that_is_not_set_is_named_before_an_upload_begins()
    {
        await using var backend = new HttpBackend("host", SxcuFile.Parse(Profile), _ => null);
        Should.Throw<SettingsException>(backend.RequireReady).Message.ShouldStartWith("HOST_EXAMPLE_KEY is not set");
    }

    [Theory]
    [InlineData("key")]
    [InlineData("")]
    public async Task One_that_is_set_is_enough_be_it_to_nothing_as_hosts_without_accounts_want_it(string value)
    {
        await using var backend = new HttpBackend("host", SxcuFile.Parse(Profile), _ => value);
        backend.RequireReady();
    }
}
