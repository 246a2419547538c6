using System.Data.Common;

namespace NNOptim.History.Tables;

/// <summary>
/// Parts of ADO.NET calls with statements or parameters that Dapper's generated code does not know. Statements consist of constants and
/// column names, which <see cref="Quoted"/> checks. Values are passed as parameters.
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
}
