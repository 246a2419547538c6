using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace NNOptim.Coordinator.Tests.Dashboard;

/// <summary>The published description of the API, with which answers are compared.</summary>
internal sealed class ApiDocument
{
    private readonly JsonObject document;
    private readonly JsonObject schemas;

    private ApiDocument(JsonObject document)
    {
        this.document = document;
        schemas = (JsonObject)JsonNode.Parse(document["components"]!["schemas"]!.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal))!;
        foreach (var (name, schema) in schemas)
        {
            // An answer contains only what the document describes; the extensions of a problem are exempt.
            if (name != "ProblemDetails" && schema is JsonObject { } known && known.ContainsKey("properties"))
            {
                known["additionalProperties"] = false;
            }
        }
    }

    /// <summary>Every operation: its id, method and path.</summary>
    public IEnumerable<(string Id, string Method, string Path)> Operations =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (operation.Value!["operationId"]!.GetValue<string>(), operation.Key.ToUpperInvariant(), path.Key);

    public static async Task<ApiDocument> ReadAsync(Uri dashboard)
    {
        using var answer = await LiveDashboard.SendAsync(HttpMethod.Get, new Uri(dashboard, "/api/v1/openapi.json"));
        answer.EnsureSuccessStatusCode();
        return new ApiDocument(JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject());
    }

    /// <summary>Requires that the document describes an answer, down to the last property.</summary>
    public async Task ShouldDescribeAsync(string operation, HttpResponseMessage answer)
    {
        var (_, method, path) = Operations.Single(each => each.Id == operation);
        var status = ((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var told = document["paths"]![path]![method.ToLowerInvariant()]!["responses"]!.AsObject();
        told.ContainsKey(status).ShouldBeTrue($"{operation} answered {status}, of which the document says nothing");
        var body = await answer.Content.ReadAsStringAsync();
        if (told[status]!["content"] is not JsonObject content)
        {
            body.ShouldBeEmpty(operation);
            return;
        }

        var type = answer.Content.Headers.ContentType!.MediaType!;
        content.ContainsKey(type).ShouldBeTrue($"{operation} answered {status} as {type}");
        if (!type.EndsWith("json", StringComparison.Ordinal) || content[type]!["schema"] is not JsonObject schema)
        {
            return;
        }

        var whole = (JsonObject)JsonNode.Parse(schema.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal))!;
        whole["$defs"] = schemas.DeepClone();
        var result = JsonSchema.FromText(whole.ToJsonString()).Evaluate(JsonDocument.Parse(body).RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        result.IsValid.ShouldBeTrue($"{operation} {status}: {JsonSerializer.Serialize(result)}\n{body}");
    }
}
