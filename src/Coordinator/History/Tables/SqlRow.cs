using System.Data.Common;
using System.Globalization;

namespace NNOptim.History.Tables;

/// <summary>The current row of a query, with columns by name. It is the same object for every row of the query.</summary>
internal sealed class SqlRow
{
    private readonly DbDataReader reader;
    private readonly Dictionary<string, int> places;

    public SqlRow(DbDataReader reader)
    {
        this.reader = reader;
        places = new(reader.FieldCount, StringComparer.Ordinal);
        for (var i = 0; i < reader.FieldCount; i++)
        {
            places.TryAdd(reader.GetName(i), i);
        }
    }

    /// <summary>The names of the columns, in order.</summary>
    public IReadOnlyCollection<string> Columns => places.Keys;

    /// <summary>A value as the driver returns it; null for SQL NULL.</summary>
    public object? Value(string column) => reader.GetValue(places[column]) is var value and not DBNull ? value : null;

    /// <summary>A string that is never null.</summary>
    public string Text(string column) => reader.GetString(places[column]);

    /// <summary>A string or null.</summary>
    public string? TextOrNull(string column) => reader.IsDBNull(places[column]) ? null : Text(column);

    /// <summary>A real number or null.</summary>
    public double? Real(string column) => Value(column) is { } value ? Convert.ToDouble(value, CultureInfo.InvariantCulture) : null;

    /// <summary>A whole number that is never null.</summary>
    public long Whole(string column) => Convert.ToInt64(reader.GetValue(places[column]), CultureInfo.InvariantCulture);

    /// <summary>A whole number or null.</summary>
    public long? WholeOrNull(string column) => reader.IsDBNull(places[column]) ? null : Whole(column);

    /// <summary>A whole number of 32 bits that is never null.</summary>
    public int Number(string column) => checked((int)Whole(column));

    /// <summary>A boolean that is never null.</summary>
    public bool Flag(string column) => reader.GetBoolean(places[column]);

    /// <summary>Bytes that are never null.</summary>
    public byte[] Bytes(string column) => reader.GetFieldValue<byte[]>(places[column]);

    /// <summary>A time that is never null.</summary>
    public DateTimeOffset Time(string column) => TimeOrNull(column) ?? throw new InvalidCastException($"The column {column} has no time.");

    /// <summary>A time or null.</summary>
    public DateTimeOffset? TimeOrNull(string column) => Value(column) switch
    {
        null => null,
        DateTime time => new DateTimeOffset(time.ToUniversalTime(), TimeSpan.Zero),
        var text => DateTimeOffset.Parse((string)text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
    };
}
