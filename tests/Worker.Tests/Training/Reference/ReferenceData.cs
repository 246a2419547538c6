using System.Globalization;
using System.Text.Json;

namespace NNOptim.Worker.Tests.Training.Reference;

/// <summary>Reads the embedded reference files, whose numbers are hexadecimal floats and therefore exact.</summary>
internal static class ReferenceData
{
    public static JsonElement Read(string name)
    {
        using var stream = typeof(ReferenceData).Assembly.GetManifestResourceStream(name)!;
        return JsonDocument.Parse(stream).RootElement;
    }

    public static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(Number)];

    public static int[] Integers(JsonElement array) => [.. array.EnumerateArray().Select(element => element.GetInt32())];

    public static double Number(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number ? element.GetDouble() : ParseHexadecimal(element.GetString()!);

    // The form of Python's float.hex: [-]0x1.8p+3.
    private static double ParseHexadecimal(string text)
    {
        var negative = text.StartsWith('-');
        var body = text[(negative ? 3 : 2)..];
        var exponentAt = body.IndexOf('p', StringComparison.Ordinal);
        var digits = body[..exponentAt].Replace(".", "", StringComparison.Ordinal);
        var fraction = digits.Length - 1;
        var exponent = int.Parse(body[(exponentAt + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var magnitude = Math.ScaleB((double)Convert.ToInt64(digits, 16), exponent - 4 * fraction);
        return negative ? -magnitude : magnitude;
    }
}
