using System.Text.Json;
using System.Text.Json.Serialization;

namespace NNOptim.History.Views;

/// <summary>How the HTTP API and <c>--json</c> write what they show: keys in snake_case, and declared names as they are declared.</summary>
public static class HistoryJson
{
    /// <summary>The options.</summary>
    public static JsonSerializerOptions Options { get; } = Configured(new JsonSerializerOptions());

    /// <summary>Sets options of others the same way.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.Converters.Add(new ParameterValuesConverter());
    }

    private static JsonSerializerOptions Configured(JsonSerializerOptions options)
    {
        Configure(options);
        return options;
    }
}
