using System.Globalization;
using System.Numerics;
using System.Text;
using Parquet.Data;

namespace NNOptim.Training.Datasets.Tables.Reading;

/// <summary>Adds the cells of a column of a Parquet file to a column of a table.</summary>
/// <param name="target">The column.</param>
/// <param name="parser">Finds out which texts mean "missing".</param>
/// <param name="path">The file's path.</param>
/// <param name="firstRow">The number of the first row in the file, from 1.</param>
internal sealed class ParquetCells(ColumnBuilder target, CellParser parser, string path, long firstRow)
{
    /// <summary>Every whole number below this is a double, and no other one is taken for it.</summary>
    private const double MostSafe = 1L << 53;

    private long row = firstRow;

    /// <summary>Whether values of a type become numbers.</summary>
    public static bool IsNumber(Type type) => Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal;

    /// <summary>Whether values of a type become texts.</summary>
    public static bool IsText(Type type) =>
        type == typeof(bool) || type == typeof(ReadOnlyMemory<char>) || type == typeof(string) || type == typeof(DateTime) || type == typeof(DateOnly)
        || type == typeof(TimeOnly) || type == typeof(TimeSpan) || type == typeof(Guid);

    /// <summary>Adds the cells of a row group.</summary>
    /// <param name="data">The values that are there.</param>
    /// <param name="levels">For each row the level of definition; empty when each has a value.</param>
    /// <param name="mostLevel">The level of rows with a value.</param>
    public void Add(RawColumnData data, ReadOnlySpan<int> levels, int mostLevel)
    {
        switch (data)
        {
            case RawColumnData<double> values: AddNumbers<double>(values.Values, levels, mostLevel); break;
            case RawColumnData<float> values: AddNumbers<float>(values.Values, levels, mostLevel); break;
            case RawColumnData<int> values: AddNumbers<int>(values.Values, levels, mostLevel); break;
            case RawColumnData<long> values: AddNumbers<long>(values.Values, levels, mostLevel); break;
            case RawColumnData<short> values: AddNumbers<short>(values.Values, levels, mostLevel); break;
            case RawColumnData<sbyte> values: AddNumbers<sbyte>(values.Values, levels, mostLevel); break;
            case RawColumnData<byte> values: AddNumbers<byte>(values.Values, levels, mostLevel); break;
            case RawColumnData<ushort> values: AddNumbers<ushort>(values.Values, levels, mostLevel); break;
            case RawColumnData<uint> values: AddNumbers<uint>(values.Values, levels, mostLevel); break;
            case RawColumnData<ulong> values: AddNumbers<ulong>(values.Values, levels, mostLevel); break;
            case RawColumnData<decimal> values: AddNumbers<decimal>(values.Values, levels, mostLevel); break;
            case RawColumnData<bool> values: AddTexts<bool>(values.Values, levels, mostLevel, value => value ? "true" : "false"); break;
            case RawColumnData<ReadOnlyMemory<char>> values: AddTexts<ReadOnlyMemory<char>>(values.Values, levels, mostLevel, value => value.ToString()); break;
            case RawColumnData<DateTime> values: AddTexts<DateTime>(values.Values, levels, mostLevel, value => Text(value, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF")); break;
            case RawColumnData<DateOnly> values: AddTexts<DateOnly>(values.Values, levels, mostLevel, value => Text(value, "yyyy-MM-dd")); break;
            case RawColumnData<TimeOnly> values: AddTexts<TimeOnly>(values.Values, levels, mostLevel, value => Text(value, "HH:mm:ss.FFFFFFF")); break;
            case RawColumnData<TimeSpan> values: AddTexts<TimeSpan>(values.Values, levels, mostLevel, value => Text(value, "c")); break;
            case RawColumnData<Guid> values: AddTexts<Guid>(values.Values, levels, mostLevel, value => Text(value, "D")); break;
            default: throw new DatasetException($"{path}: column '{target.Name}': the type {data.GetType().GenericTypeArguments[0].Name} is not read.");
        }
    }

    private static string Text<T>(T value, string format)
        where T : IFormattable => value.ToString(format, CultureInfo.InvariantCulture);

    private void AddNumbers<T>(ReadOnlySpan<T> values, ReadOnlySpan<int> levels, int mostLevel)
        where T : INumber<T>
    {
        var next = 0;
        for (var i = 0; i < (levels.IsEmpty ? values.Length : levels.Length); i++, row++)
        {
            if (!levels.IsEmpty && levels[i] < mostLevel)
            {
                AddMissing();
                continue;
            }

            var value = values[next++];
            var number = double.CreateChecked(value);
            var isRounded = Math.Abs(number) >= MostSafe && T.IsInteger(value) && typeof(T) != typeof(double) && BigInteger.CreateChecked(value) != new BigInteger(number);
            var isPlain = double.IsFinite(number) && !isRounded;
            var text = isPlain && target.Texts is null ? [] : Encoding.UTF8.GetBytes(Text(value, "G"));
            var kind = isPlain ? CellKind.Number : isRounded ? CellKind.RoundedNumber : parser.Parse(text, out _);
            target.Add(kind, double.IsFinite(number) ? number : double.NaN, text, new CellPlace(path, row, IsRow: true));
        }
    }

    private void AddTexts<T>(ReadOnlySpan<T> values, ReadOnlySpan<int> levels, int mostLevel, Func<T, string> write)
    {
        var next = 0;
        for (var i = 0; i < (levels.IsEmpty ? values.Length : levels.Length); i++, row++)
        {
            if (!levels.IsEmpty && levels[i] < mostLevel)
            {
                AddMissing();
                continue;
            }

            var text = Encoding.UTF8.GetBytes(write(values[next++]));
            target.Add(parser.IsMissing(text) ? CellKind.Missing : CellKind.Text, double.NaN, text, new CellPlace(path, row, IsRow: true));
        }
    }

    private void AddMissing() => target.Add(CellKind.Missing, double.NaN, [], new CellPlace(path, row, IsRow: true));
}
