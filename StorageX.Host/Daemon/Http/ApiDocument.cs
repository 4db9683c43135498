using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using StorageX.Host.Contract;

namespace StorageX.Host.Daemon.Http;

/// <summary>What the OpenAPI document says besides the endpoints.</summary>
internal static class ApiDocument
{
    /// <summary>The media type of a body that may be anything.</summary>
    public const string Anything = "*/*";

    private const string Scheme = "token";

    /// <summary>Sets the title, the version, and that a token is needed.</summary>
    public static void Describe(OpenApiOptions options) => options.AddDocumentTransformer((document, _, _) =>
    {
        document.Info = new OpenApiInfo { Title = "StorageX daemon", Version = "1", Description = "Jobs that keep files in image hosts. Errors are problem details (RFC 9457)." };
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "What stands in the daemon's token file" },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
        return Task.CompletedTask;
    });

    /// <summary>Says that an upload's body may be the file itself, and that its values are then in the query.</summary>
    public static Task DescribeUpload(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        operation.RequestBody!.Content![Anything] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } };
        operation.Parameters = [.. UploadQuery.Values.Select(value => new OpenApiParameter
        {
            Name = value.Name,
            In = ParameterLocation.Query,
            Description = "As in the JSON body; only where the body is the file",
            Schema = new OpenApiSchema { Type = value.Type == typeof(string) ? JsonSchemaType.String : value.Type == typeof(bool) ? JsonSchemaType.Boolean : JsonSchemaType.Integer },
        })];
        return Task.CompletedTask;
    }
}
