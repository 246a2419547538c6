using System.Text.Json;
using System.Text.Json.Serialization;

namespace NNOptim.History.Views;

/// <summary>The JSON options of the HTTP API and <c>--json</c>: keys in snake_case, except declared names.</summary>
public static class HistoryJson
{
    /// <summary>The options.</summary>
    public static JsonSerializerOptions Options { get; } = Configured(new JsonSerializerOptions());

    /// <summary>Applies the same settings to other options.</summary>
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
