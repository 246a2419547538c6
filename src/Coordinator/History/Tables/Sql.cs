using System.Data.Common;
using System.Globalization;

namespace NNOptim.History.Tables;

/// <summary>
/// Helpers for ADO.NET calls. Statements consist of constants and column names, which <see cref="Quoted"/> checks. Values are passed as
/// parameters.
/// </summary>
internal static class Sql
{
    /// <summary>A quoted name for a statement.</summary>
    public static string Quoted(string name) => name.Contains('"', StringComparison.Ordinal)
        ? throw new ArgumentException($"The name contains a quotation mark: {name}.", nameof(name))
        : $"\"{name}\"";

    public static DbCommand Command(DbConnection connection, DbTransaction? transaction, string text, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // see above
        command.CommandText = text;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    public static int Execute(DbConnection connection, DbTransaction? transaction, string text, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(connection, transaction, text, parameters);
        return command.ExecuteNonQuery();
    }

    public static object? Scalar(DbConnection connection, DbTransaction? transaction, string text, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(connection, transaction, text, parameters);
        return command.ExecuteScalar() is { } value and not DBNull ? value : null;
    }

    /// <summary>A whole number; 0 if the result is empty or null.</summary>
    public static long Whole(DbConnection connection, DbTransaction? transaction, string text, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        Convert.ToInt64(Scalar(connection, transaction, text, parameters) ?? 0L, CultureInfo.InvariantCulture);

    public static List<T> Query<T>(
        DbConnection connection, DbTransaction? transaction, string text, Func<SqlRow, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(connection, transaction, text, parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        for (var row = new SqlRow(reader); reader.Read();)
        {
            rows.Add(read(row));
        }

        return rows;
    }
}
