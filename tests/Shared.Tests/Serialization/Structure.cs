using System.Collections;
using System.Globalization;
using System.Reflection;

namespace NNOptim.Shared.Tests.Serialization;

/// <summary>
/// Writes a message out in full: every property at any depth, sequences by their elements, real numbers by their bits.
/// Records compare immutable arrays by reference, and numbers so that -0.0 equals 0.0; this class does neither.
/// </summary>
internal static class Structure
{
    public static string Describe(object? value) => value switch
    {
        null => "null",
        double number => BitConverter.DoubleToUInt64Bits(number).ToString("x16", CultureInfo.InvariantCulture),
        string text => $"\"{text}\"",
        DateTimeOffset time => time.UtcTicks.ToString(CultureInfo.InvariantCulture),
        IConvertible or TimeSpan => string.Create(CultureInfo.InvariantCulture, $"{value}"),
        IDictionary dictionary => $"{{{string.Join(", ", dictionary.Keys.Cast<object>().Select(key => $"{Describe(key)}: {Describe(dictionary[key])}").Order(StringComparer.Ordinal))}}}",
        IEnumerable items => $"[{string.Join(", ", items.Cast<object>().Select(Describe))}]",
        _ => $"{value.GetType().Name} {{{string.Join(", ", Properties(value.GetType()).Select(property => $"{property.Name} = {Describe(property.GetValue(value))}"))}}}",
    };

    private static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0)
            .OrderBy(property => property.Name, StringComparer.Ordinal);
}
