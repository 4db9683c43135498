using Shouldly;
using StorageX.Backends;
using StorageX.Specs.Settings;
using Xunit;

namespace StorageX.Specs.Backends.WebDav;

public sealed class WebDavBackendSpec : ImageBackendSpec
{
    private DavHost _host = null!;

    protected override string ForeignLocator => "http://other.example/images/ab/abcd.png";

    protected override string UnknownLocator => $"{_host.Address}deep/images/ab/abcd.png";

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Only_whole_images_are_there_and_each_once()
    {
        var first = await Backend.StoreAsync(new byte[] { 1, 2, 3 }, default);
        (await Backend.StoreAsync(new byte[] { 1, 2, 3 }, default)).ShouldBe(first);
        _host.Files.ShouldHaveSingleItem().Key.ShouldBe(new Uri(first).AbsolutePath);
    }

    [Fact]
    public async Task A_wrong_password_is_unauthorised_and_stands_in_no_message()
    {
        _host.Authorization = "Basic other";
        var error = await Should.ThrowAsync<BackendException>(async () => await Backend.StoreAsync(new byte[3], default));
        error.Kind.ShouldBe(BackendErrorKind.Unauthorised);
        error.ToString().ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_named()
    {
        _host.Folders.Clear();
        var error = await Should.ThrowAsync<BackendException>(async () => await Backend.StoreAsync(new byte[3], default));
        error.Kind.ShouldBe(BackendErrorKind.Rejected);
        error.Message.ShouldContain("/images/");
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("MOVE")]
    [InlineData("MKCOL")]
    public async Task A_page_in_the_place_of_the_server_keeps_nothing(string method)
    {
        _host.Page = method;
        var error = await Should.ThrowAsync<BackendException>(async () => await Backend.StoreAsync(new byte[3], default));
        error.Kind.ShouldBe(BackendErrorKind.Transient);
        error.Message.ShouldContain("a web page, as no WebDAV server does");
    }

    [Fact]
    public async Task A_list_of_what_failed_is_a_failure()
    {
        _host.Partial = "MOVE";
        (await Should.ThrowAsync<BackendException>(async () => await Backend.StoreAsync(new byte[3], default))).Message.ShouldContain("207");
    }

    [Theory]
    [InlineData("url = \"ftp://x\"", "url: the http or https URL")]
    [InlineData("url = \"nonsense\"", "url: the http or https URL")]
    [InlineData("url = \"https://x/Photos #1/sx\"", "url: has a # in it")]
    [InlineData("url = \"https://me:secret@x/\"", "url: has a password")]
    [InlineData("url = \"https://x/\", user = a, token = b", "token: stands beside user")]
    [InlineData("url = \"https://x/\", pass = b", "pass: no such setting")]
    [InlineData("url = \"https://x/\", max-bytes = 0", "max-bytes: a whole number")]
    public void A_setting_that_is_wrong_is_named(string text, string reason) =>
        Should.Throw<SettingsException>(() => WholeSettings.Parse($"storagex.backends.cloud {{ type = webdav, {text} }}")).Message.ShouldContain($"storagex.backends.cloud.{reason}");

    [Theory]
    [InlineData("user = me", false)]
    [InlineData("user = me, password = ${?STORAGEX_SPECS_NOT_SET}", false)]
    [InlineData("user = me, password = \"\"", true)]
    [InlineData("", true)]
    public void A_user_whose_password_is_not_set_is_told_before_an_upload_begins(string text, bool ready)
    {
        var backend = WholeSettings.Parse($"storagex.backends.cloud {{ type = webdav, url = \"https://x/\", {text} }}").Backends["cloud"].Make("cloud");
        if (ready)
            backend.RequireReady();
        else
            Should.Throw<SettingsException>(backend.RequireReady).Message.ShouldContain("password");
    }

    private protected override async ValueTask<IImageBackend> CreateAsync()
    {
        _host = await DavHost.StartAsync();
        _host.Folders["/deep/"] = true;
        var text = $"storagex.backends.cloud {{ type = webdav, url = \"{_host.Address}deep/images\", user = me, password = secret, max-bytes = {MaxBytes} }}";
        return StorageXSettings.Parse(text).Backends["cloud"].Create("cloud");
    }

    protected override int StoredCount() => _host.Files.Count;

    protected override void CutShort(string locator, int length)
    {
        var path = new Uri(locator).AbsolutePath;
        _host.Files[path] = _host.Files[path][..length];
    }
}
