using System.Globalization;
using System.Text;
using NNOptim.Experiments;
using NNOptim.Training.Datasets;
using NNOptim.Training.Datasets.Tables;
using NNOptim.Training.Datasets.Tables.Reading;

namespace NNOptim.Worker.Tests.Training.Tables;

/// <summary>Reads tables from texts.</summary>
internal static class TableTexts
{
    public static TableRequest Request(TextFormat? format = null, ValueList<string>? missing = null, params string[] texts) =>
        new(format ?? new TextFormat(), missing ?? TableReading.UsualMissingValues, ValueList.Create<string>(texts));

    public static TableFile File(string text, string path = "f.csv") => new(path, Encoding.UTF8.GetBytes(text));

    public static Table Read(string text, TextFormat? format = null, params string[] texts) => DelimitedText.Read([File(text)], Request(format, null, texts));

    public static Table Read(byte[] bytes, TextFormat? format = null) => DelimitedText.Read([new TableFile("f.csv", bytes)], Request(format));

    public static string[] Errors(Action read) => [.. Should.Throw<DatasetException>(read).Errors];

    public static string Error(string text, TextFormat? format = null) => Errors(() => Read(text, format)).ShouldHaveSingleItem();

    public static string[] Names(this Table table) => [.. table.Columns.Select(column => column.Name)];

    /// <summary>A row as text: numbers in invariant notation, texts as they are, and a question mark where a cell is missing.</summary>
    public static string Row(this Table table, int row) => string.Join("|", table.Columns.Select(column => column.Cell(row)));

    public static string Cell(this TableColumn column, int row) =>
        column.Codes is { } codes ? codes[row] < 0 ? "?" : column.Levels[codes[row]]
        : double.IsNaN(column.Numbers[row]) ? "?" : column.Numbers[row].ToString("R", CultureInfo.InvariantCulture);

    public static TableColumn Column(this Table table, string name) => table.Columns.Single(column => column.Name == name);
}
