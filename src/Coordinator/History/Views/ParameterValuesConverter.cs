using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using NNOptim.Experiments;

namespace NNOptim.History.Views;

/// <summary>Writes values as an object, with numbers as numbers and everything else as strings.</summary>
public sealed class ParameterValuesConverter : JsonConverter<ParameterValues>
{
    /// <inheritdoc/>
    public override ParameterValues Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("The values must be an object.");
        }

        var properties = document.RootElement.EnumerateObject().ToImmutableArray();
        return new ParameterValues([.. properties.Select(property => property.Name)], [.. properties.Select(property => ValueOf(property.Value))]);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ParameterValues value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStartObject();
        foreach (var (name, each) in value)
        {
            switch (each)
            {
                case ParameterValue.Integer { Value: var whole }:
                    writer.WriteNumber(name, whole);
                    break;
                case ParameterValue.Number { Value: var number } when double.IsFinite(number):
                    writer.WriteNumber(name, number);
                    break;
                default:
                    writer.WriteString(name, each.ToString());
                    break;
            }
        }

        writer.WriteEndObject();
    }

    private static ParameterValue ValueOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number when element.TryGetInt64(out var whole) => new ParameterValue.Integer(whole),
        JsonValueKind.Number => new ParameterValue.Number(element.GetDouble()),
        JsonValueKind.String => new ParameterValue.Name(element.GetString()!),
        _ => throw new JsonException("A value must be a number or a string."),
    };
}
