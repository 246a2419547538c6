using Spectre.Console;

namespace NNOptim.Cli;

/// <summary>Tables that fit a terminal of 80 columns: gaps are narrow, and only columns of free text wrap.</summary>
internal static class NarrowTable
{
    /// <summary>An empty table.</summary>
    public static Table Create() => new Table().Border(TableBorder.Simple);

    /// <summary>Adds a column whose cells stay on one line.</summary>
    public static Table AddWhole(this Table table, string header, bool number = false)
    {
        var column = Column(header).NoWrap();
        return table.AddColumn(number ? column.RightAligned() : column);
    }

    /// <summary>Adds a column of free text.</summary>
    public static Table AddWrapped(this Table table, string header) => table.AddColumn(Column(header));

    private static TableColumn Column(string header) => new TableColumn(new Text(header)).Padding(0, 0, 1, 0);
}
