using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace NNOptim.Coordinator.Dashboard.Api;

/// <summary>What the OpenAPI document says besides the routes.</summary>
internal static class OpenApiDescription
{
    /// <summary>Names the API and how one is let in.</summary>
    public static void Configure(OpenApiOptions options) => options.AddDocumentTransformer((document, _, _) =>
    {
        document.Info = new OpenApiInfo
        {
            Title = "NNOptim.Actors",
            Version = "v1",
            Description = "Watch and steer experiments. Times are ISO 8601 in UTC; keys are in snake_case; refusals are problem details (RFC 9457). "
                + "Lists and figures have an ETag. Where the coordinator has tokens, requests show one as Authorization: Bearer TOKEN.",
        };
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["token"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" },
        };
        return Task.CompletedTask;
    });
}
