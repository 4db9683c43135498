using StorageX.Backends;
using StorageX.Backends.Http;

namespace StorageX.Specs.Backends.Http;

/// <summary>The contract, for an uploader that sends a form.</summary>
public sealed class MultipartHttpBackendSpec : HttpBackendSpec
{
    protected override string Request => """ "RequestMethod": "POST", "Body": "MultipartFormData", "FileFormName": "image", "Arguments": { "album": "a \"b\"" } """;
}

/// <summary>The contract, for an uploader whose body is the image.</summary>
public sealed class BinaryHttpBackendSpec : HttpBackendSpec
{
    protected override string Request => """ "RequestMethod": "PUT", "Body": "Binary" """;
}

public abstract class HttpBackendSpec : ImageBackendSpec
{
    private ImageHost _host = null!;

    protected override string ForeignLocator => "http://other.example/i/a.png";

    protected override string UnknownLocator => $"{_host.Address}i/unknown.png";

    /// <summary>What the uploader says of the request.</summary>
    protected abstract string Request { get; }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _host.DisposeAsync();
    }

    private protected override async ValueTask<IImageBackend> CreateAsync()
    {
        _host = await ImageHost.StartAsync();
        return new HttpBackend("host", Profiles.For(_host, Request, $$"""{ "MaxBytes": {{MaxBytes}}, "Delete": {} }"""));
    }

    protected override int StoredCount() => _host.Images.Count;

    protected override void CutShort(string locator, int length) => _host.CutTo[Path.GetFileNameWithoutExtension(locator)] = length;
}
