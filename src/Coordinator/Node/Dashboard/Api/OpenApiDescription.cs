using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NNOptim.Experiments;

namespace NNOptim.Coordinator.Dashboard.Api;

/// <summary>What the OpenAPI document says besides the routes.</summary>
internal static class OpenApiDescription
{
    /// <summary>Names the API, says how callers are admitted, and describes what has a form of its own.</summary>
    public static void Configure(OpenApiOptions options) => options
        .AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "NNOptim.Actors",
                Version = "v1",
                Description = "Watch and steer experiments. Times are ISO 8601 in UTC; keys are in snake_case; refusals are problem details (RFC 9457). "
                    + "Lists and figures have an ETag. Where the coordinator has tokens, requests show one as Authorization: Bearer TOKEN. "
                    + "The keys of values and metrics are the names that the experiment's trainable declares.",
            };
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                ["token"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" },
            };
            return Task.CompletedTask;
        })
        .AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type == typeof(ParameterValues))
            {
                schema.Type = JsonSchemaType.Object;
                schema.AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Number };
            }

            return Task.CompletedTask;
        });
}
