using System.Data.Common;
using System.Text.RegularExpressions;
using Dapper;
using NNOptim.Persistence;

namespace NNOptim.History.Tables;

/// <summary>Adds the columns of declarations to the tables.</summary>
internal static partial class DeclaredSchema
{
    /// <summary>PostgreSQL truncates longer names. Queries need two more letters for a prefix.</summary>
    private const int MaxNameLength = 60;

    /// <summary>
    /// Adds missing columns in the transaction of a writer. Converts a column for another kind of values, so that it can store both. Returns
    /// the kind of each parameter's column.
    /// </summary>
    /// <exception cref="JournalRowException">A declared name is not allowed as a column name.</exception>
    public static IReadOnlyDictionary<string, ColumnKind> Ensure(DbConnection connection, DbTransaction transaction, SqlDialect dialect, DeclaredColumns declared)
    {
        CheckNames(declared);
        var kinds = Kinds(connection, transaction, dialect, "configurations");
        foreach (var parameter in declared.Parameters)
        {
            var kind = DeclaredColumns.KindOf(parameter.Type);
            if (!kinds.TryGetValue(parameter.Name, out var existing))
            {
                Add(connection, transaction, "configurations", parameter.Name, TypeOf(kind, dialect));
                kinds[parameter.Name] = AsKept(kind, dialect);
            }
            else if (!CanStore(existing, kind, dialect))
            {
                Widen(connection, transaction, dialect, parameter.Name);
                kinds[parameter.Name] = AsKept(ColumnKind.Any, dialect);
            }
        }

        var ofRuns = Kinds(connection, transaction, dialect, "runs");
        foreach (var (name, kind) in declared.Splits.Select(split => (split.Name, DeclaredColumns.KindOf(split.Type)))
            .Concat(declared.Metrics.Select(metric => (metric.Name, ColumnKind.Real)))
            .Where(column => !ofRuns.ContainsKey(column.Name)))
        {
            Add(connection, transaction, "runs", name, TypeOf(kind, dialect));
        }

        return kinds;
    }

    /// <summary>The current kinds of the parameters' columns.</summary>
    public static IReadOnlyDictionary<string, ColumnKind> Kinds(DbConnection connection, DbTransaction? transaction, SqlDialect dialect) =>
        Kinds(connection, transaction, dialect, "configurations");

    private static Dictionary<string, ColumnKind> Kinds(DbConnection connection, DbTransaction? transaction, SqlDialect dialect, string table) =>
        connection.Query<Column>(
            dialect == SqlDialect.Sqlite
                ? $"SELECT name, type FROM pragma_table_info('{table}')"
                : "SELECT attname AS name, format_type(atttypid, NULL) AS type FROM pg_attribute "
                    + $"WHERE attrelid = to_regclass('{table}') AND attnum > 0 AND NOT attisdropped",
            transaction: transaction)
            .ToDictionary(column => column.Name, column => KindOf(column.Type), StringComparer.Ordinal);

    private static void CheckNames(DeclaredColumns declared)
    {
        var taken = new HashSet<string>(HistorySchema.FixedColumns, StringComparer.Ordinal);
        foreach (var (what, name) in declared.Parameters.Concat(declared.Splits).Select(parameter => ("parameter", parameter.Name)).Concat(declared.Metrics.Select(metric => ("metric", metric.Name))))
        {
            if (name.Length > MaxNameLength || !Allowed().IsMatch(name))
            {
                throw new JournalRowException(
                    $"The {what} '{name}' of {declared.Trainable.Name} cannot be a column of the history's tables: "
                    + $"a name may have at most {MaxNameLength} of a-z, 0-9 and _, and must begin with a letter.");
            }

            if (!taken.Add(name))
            {
                throw new JournalRowException(
                    $"The {what} '{name}' of {declared.Trainable.Name} cannot be a column of the history's tables: another column has that name.");
            }
        }
    }

    private static void Add(DbConnection connection, DbTransaction transaction, string table, string name, string type) =>
        connection.Execute($"ALTER TABLE {table} ADD COLUMN {Sql.Quoted(name)} {type}", transaction: transaction);

    /// <summary>SQLite cannot change a column's type, so the values move to a new column.</summary>
    private static void Widen(DbConnection connection, DbTransaction transaction, SqlDialect dialect, string name)
    {
        var (column, former) = (Sql.Quoted(name), Sql.Quoted("p." + name));
        if (dialect == SqlDialect.PostgreSql)
        {
            connection.Execute($"ALTER TABLE configurations ALTER COLUMN {column} TYPE TEXT USING {column}::text", transaction: transaction);
            return;
        }

        connection.Execute($"ALTER TABLE configurations RENAME COLUMN {column} TO {former}", transaction: transaction);
        Add(connection, transaction, "configurations", name, TypeOf(ColumnKind.Any, dialect));
        connection.Execute($"UPDATE configurations SET {column} = {former}", transaction: transaction);
        connection.Execute($"ALTER TABLE configurations DROP COLUMN {former}", transaction: transaction);
    }

    private static bool CanStore(ColumnKind existing, ColumnKind wanted, SqlDialect dialect) =>
        existing == AsKept(wanted, dialect) || existing == AsKept(ColumnKind.Any, dialect);

    private static ColumnKind AsKept(ColumnKind kind, SqlDialect dialect) =>
        kind == ColumnKind.Any && dialect == SqlDialect.PostgreSql ? ColumnKind.Text : kind;

    /// <summary>The type of a column in a statement.</summary>
    public static string TypeOf(ColumnKind kind, SqlDialect dialect) => AsKept(kind, dialect) switch
    {
        ColumnKind.Real => "DOUBLE PRECISION",
        ColumnKind.Whole => "BIGINT",
        ColumnKind.Text => "TEXT",
        _ => "",
    };

    private static ColumnKind KindOf(string type) => type.ToUpperInvariant() switch
    {
        "DOUBLE PRECISION" => ColumnKind.Real,
        "BIGINT" or "INTEGER" => ColumnKind.Whole,
        "" => ColumnKind.Any,
        _ => ColumnKind.Text,
    };

    internal readonly record struct Column(string Name, string Type);

    [GeneratedRegex(@"^[a-z][a-z0-9_]*\z")]
    private static partial Regex Allowed();
}
