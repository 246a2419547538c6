using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NNOptim.Experiments;

namespace NNOptim.Coordinator.Dashboard.Api;

/// <summary>The parts of the OpenAPI document that do not come from the routes.</summary>
internal static class OpenApiDescription
{
    /// <summary>Sets the title, the security scheme, and the schemas of types with a custom JSON converter.</summary>
    public static void Configure(OpenApiOptions options) => options
        .AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "NNOptim.Actors",
                Version = "v1",
                Description = "Watch and steer experiments. Times are ISO 8601 in UTC. Keys are in snake_case. Errors are problem details (RFC 9457). "
                    + "Responses with lists and figures have an ETag. If the coordinator requires tokens, send the header Authorization: Bearer TOKEN. "
                    + "The keys of values and metrics are the names that the trainable of the experiment declares.",
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
