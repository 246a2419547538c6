using NNOptim.Training.Datasets.Tables;
using Parquet;
using Parquet.Schema;

namespace NNOptim.Worker.Tests.Training.Tables;

/// <summary>Writes Parquet files.</summary>
internal static class ParquetFiles
{
    internal sealed record Column(DataField Field, Func<ParquetRowGroupWriter, DataField, Task> Write);

    public static Column Values<T>(string name, params T[] values)
        where T : struct => new(new DataField<T>(name), (group, field) => group.WriteAsync<T>(field, (ReadOnlyMemory<T>)values));

    public static Column Nullables<T>(string name, params T?[] values)
        where T : struct => new(new DataField<T?>(name), (group, field) => group.WriteAsync<T>(field, (ReadOnlyMemory<T?>)values));

    public static Column Texts(string name, params string?[] values) =>
        new(new DataField<string>(name), (group, field) => group.WriteAsync(field, values!));

    public static Column Bytes(string name, params byte[][] values) =>
        new(new DataField<byte[]>(name), (group, field) => group.WriteAsync(field, values));

    /// <summary>A file with one row group, or with several equal ones.</summary>
    public static TableFile File(string path, int groups, params Column[] columns) => new(path, WriteAsync(groups, columns, []).GetAwaiter().GetResult());

    /// <summary>A file without rows whose schema has these fields.</summary>
    public static TableFile Empty(string path, params Field[] fields) => new(path, WriteAsync(0, [], fields).GetAwaiter().GetResult());

    private static async Task<byte[]> WriteAsync(int groups, Column[] columns, Field[] fields)
    {
        using var stream = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema([.. columns.Select(column => (Field)column.Field), .. fields]), stream))
        {
            for (var i = 0; i < groups; i++)
            {
                using var group = writer.CreateRowGroup();
                foreach (var column in columns)
                {
                    await column.Write(group, column.Field);
                }
            }
        }

        return stream.ToArray();
    }
}
