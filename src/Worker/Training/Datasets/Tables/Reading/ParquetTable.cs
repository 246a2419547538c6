using System.Collections.Immutable;
using NNOptim.Files;
using Parquet;
using Parquet.Schema;

namespace NNOptim.Training.Datasets.Tables.Reading;

/// <summary>Reads Apache Parquet files into a table. A text stays a text, even when it looks like a number.</summary>
internal sealed class ParquetTable
{
    private readonly TableRequest request;
    private readonly CellParser parser;
    private readonly List<string> notes = [];
    private ColumnBuilder[] columns = [];
    private ImmutableArray<DataField> fields = [];

    private ParquetTable(TableRequest request)
    {
        this.request = request;
        parser = new CellParser(request.MissingTexts, '.');
    }

    /// <summary>Reads files as one table.</summary>
    /// <param name="files">The files; their rows follow each other.</param>
    /// <param name="request">What the table is for.</param>
    /// <exception cref="DatasetException">The files are damaged, differ, or have columns that are not plain.</exception>
    public static Table Read(ImmutableArray<TableFile> files, TableRequest request)
    {
        var table = new ParquetTable(request);
        foreach (var file in files)
        {
            try
            {
                table.AddAsync(file, files[0].Path).GetAwaiter().GetResult();
            }
            catch (Exception error) when (error is not DatasetException)
            {
                throw new DatasetException($"{file.Path}: the Parquet file is damaged, or of a form that is not read: {Excerpt.Shorten(error.Message)}");
            }
        }

        return table.Finish();
    }

    private async Task AddAsync(TableFile file, string firstPath)
    {
        using var stream = new MemoryStream(file.Bytes, writable: false);
        var reader = await ParquetReader.CreateAsync(stream, new ParquetOptions { UseDateOnlyTypeForDates = true }).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            var found = PlainFields(file.Path, reader.Schema);
            Begin(found, file.Path, firstPath);
            var firstRow = 1L;
            for (var i = 0; i < reader.RowGroupCount; i++)
            {
                using var group = reader.OpenRowGroupReader(i);
                RequireSize(file.Path, group);
                for (var column = 0; column < columns.Length; column++)
                {
                    using var data = await group.ReadRawColumnDataBaseAsync(found[column]).ConfigureAwait(false);
                    new ParquetCells(columns[column], parser, file.Path, firstRow).Add(
                        data, found[column].MaxDefinitionLevel == 0 ? [] : data.DefinitionLevels, found[column].MaxDefinitionLevel);
                }

                firstRow += group.RowCount;
                RequireRectangle(file.Path);
            }
        }
    }

    /// <summary>The columns of a file. None is in another one, or has several values in a row.</summary>
    private static ImmutableArray<DataField> PlainFields(string path, ParquetSchema schema)
    {
        if (schema.Fields.Count is 0 or > DatasetLimits.MostFeatures)
        {
            throw new DatasetException($"{path}: there are {schema.Fields.Count} columns; from 1 to {DatasetLimits.MostFeatures} are allowed.");
        }

        string[] nested = [.. schema.Fields.Where(field => field is not DataField { IsArray: false, MaxRepetitionLevel: 0 }).Select(field => field.Name)];
        if (nested.Length > 0)
        {
            throw new DatasetException($"{path}: these columns are nested, and only plain ones are read: {Excerpt.OfList(nested)}.");
        }

        ImmutableArray<DataField> fields = [.. schema.Fields.Cast<DataField>()];
        return fields.FirstOrDefault(field => !ParquetCells.IsNumber(field.ClrType) && !ParquetCells.IsText(field.ClrType)) is { } other
            ? throw new DatasetException($"{path}: column '{Excerpt.Shorten(other.Name)}' is neither of numbers, texts, dates nor truth values, and is not read.")
            : fields;
    }

    private void Begin(ImmutableArray<DataField> found, string path, string firstPath)
    {
        if (columns.Length == 0)
        {
            fields = found;
            var texts = request.TextColumns.ToHashSet(StringComparer.Ordinal);
            var names = ColumnNaming.Distinct([.. found.Select(field => field.Name)], notes);
            columns =
            [
                .. names.Select((name, column) => new ColumnBuilder(name, column + 1, 0)
                {
                    Texts = ParquetCells.IsText(found[column].ClrType) || texts.Contains(name) || texts.Contains($"{column + 1}") ? new ColumnTexts(0) : null,
                }),
            ];
        }
        else if (!found.Select(field => (field.Name, field.ClrType)).SequenceEqual(fields.Select(field => (field.Name, field.ClrType))))
        {
            throw new DatasetException($"{path}: the names or types of the columns differ from those of {firstPath}.");
        }
    }

    /// <summary>Requires that a row group has as many values as it says, and not too many, before memory is taken for them.</summary>
    private void RequireSize(string path, ParquetRowGroupReader group)
    {
        var rows = group.RowCount;
        if (rows < 0 || rows > DatasetLimits.MostRead || (columns[0].Count + rows) * columns.Length > DatasetLimits.MostRead)
        {
            throw new DatasetException($"{path}: the file has more than {DatasetLimits.MostRead} numbers, and no more are read.");
        }

        if (group.RowGroup.Columns.Any(column => column.MetaData?.NumValues != rows))
        {
            throw new DatasetException($"{path}: the Parquet file is damaged: a column has another number of rows than the others.");
        }
    }

    private void RequireRectangle(string path)
    {
        if (columns.Any(column => column.Count != columns[0].Count))
        {
            throw new DatasetException($"{path}: the Parquet file is damaged: a column has another number of rows than the others.");
        }
    }

    private Table Finish()
    {
        var errors = new ErrorList();
        Array.ForEach(columns, column => column.RequireFinite(errors));
        errors.ThrowIfAny();
        notes.AddRange(columns.Select(column => column.NoteOfRounding()).OfType<string>());
        return new Table([.. columns.Select(column => column.Build())], columns[0].Count, request.Format, [.. notes]);
    }
}
