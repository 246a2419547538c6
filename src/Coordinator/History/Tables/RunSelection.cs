using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using NNOptim.Experiments;
using NNOptim.Persistence;

namespace NNOptim.History.Tables;

/// <summary>A <see cref="RunFilter"/> as parts of a statement, checked against the declaration of the experiment.</summary>
internal sealed class RunSelection
{
    private static readonly ImmutableArray<string> Columns =
        ["run", "configuration", "state", "seed", "confirmation", "attempts", "worker", "ended_at", "epochs_trained", "diverged_at_epoch", "checkpoint_epoch", "training_seconds"];

    /// <summary>A number as PostgreSQL writes it.</summary>
    private const string NumberPattern = "'^-?[0-9]+(\\.[0-9]+)?(e[-+]?[0-9]+)?$'";

    private readonly List<string> conditions = ["r.experiment_id = @id"];
    private readonly List<(string Name, object? Value)> parameters;
    private readonly DeclaredColumns columns;
    private readonly IReadOnlyDictionary<string, ColumnKind> kinds;
    private readonly SqlDialect dialect;

    /// <exception cref="RunFilterException">The filter names something that the experiment does not have.</exception>
    public RunSelection(DbConnection connection, SqlDialect dialect, ExperimentId id, DeclaredColumns columns, RunFilter filter)
    {
        this.dialect = dialect;
        this.columns = columns;
        kinds = DeclaredSchema.Kinds(connection, null, dialect);
        parameters = [("id", id.Value)];
        Add("r.state = @state", "state", filter.State);
        Add("r.configuration = @configuration", "configuration", filter.Configuration);
        Add("r.confirmation = @confirmation", "confirmation", filter.Confirmation);
        Add("LOWER(r.worker) LIKE @worker ESCAPE '\\'", "worker", filter.Worker is { } worker ? HistoryTables.Containing(worker) : null);
        if (filter.Compared is { } compared)
        {
            AddValue(
                "compared",
                columns.Compared ?? throw new RunFilterException($"compared: the trainable {columns.Trainable.Name} has no compared parameter."),
                compared);
        }

        foreach (var (name, text) in filter.Values)
        {
            AddValue("where", name, text);
        }

        Order = OrderOf(filter.Sort, filter.IsDescending ? " DESC" : "");
    }

    /// <summary>The conditions of the <c>WHERE</c> clause.</summary>
    public string Where => string.Join(" AND ", conditions);

    /// <summary>The terms of the <c>ORDER BY</c> clause.</summary>
    public string Order { get; }

    /// <summary>The values of the conditions.</summary>
    public ImmutableArray<(string Name, object? Value)> Parameters => [.. parameters];

    /// <summary>The names that runs can be sorted by.</summary>
    private IEnumerable<string> Sortable => Columns.Concat(Selectable);

    /// <summary>The names that runs can be filtered by.</summary>
    private IEnumerable<string> Selectable =>
        columns.Parameters.Concat(columns.Splits).Select(parameter => parameter.Name).Concat(columns.Metrics.Select(metric => metric.Name));

    private void Add(string condition, string parameter, object? value)
    {
        if (value is not null)
        {
            conditions.Add(condition);
            parameters.Add((parameter, value));
        }
    }

    private void AddValue(string key, string name, string text)
    {
        var parameterName = string.Create(CultureInfo.InvariantCulture, $"value{parameters.Count}");
        if (columns.Parameters.Concat(columns.Splits).FirstOrDefault(each => each.Name == name) is { } parameter)
        {
            Add($"{(columns.IsOfRuns(parameter) ? "r" : "c")}.{Sql.Quoted(name)} = @{parameterName}", parameterName, StoredText(key, parameter, text));
        }
        else if (columns.Metrics.Any(metric => metric.Name == name))
        {
            var number = NumberText.Real(text) ?? throw new RunFilterException($"{key}: '{text}' is not a number; {name} needs one.");
            Add($"r.{Sql.Quoted(name)} = @{parameterName}", parameterName, number);
        }
        else
        {
            throw new RunFilterException($"{key}: '{name}' is not allowed; give one of {string.Join(", ", Selectable)}.");
        }
    }

    private object? StoredText(string key, Parameter parameter, string text)
    {
        var usual = DeclaredColumns.KindOf(parameter.Type);
        var kind = columns.IsOfRuns(parameter) ? usual : kinds.GetValueOrDefault(parameter.Name, usual);
        if (DeclaredColumns.KindOf(parameter.Type) == ColumnKind.Text)
        {
            return text;
        }

        return parameter.Type.Parse(new WrittenValue(text)) is { } value
            ? DeclaredColumns.Stored(value, kind, dialect)
            : throw new RunFilterException($"{key}: '{text}' is not allowed for {parameter.Name}; give {parameter.Type.Allowed}.");
    }

    private string OrderOf(string sort, string direction)
    {
        var column = Columns.Contains(sort) ? $"r.{sort}"
            : sort == columns.Trainable.Replicate.Name ? "r.seed"
            : columns.Metrics.Any(metric => metric.Name == sort) || columns.Splits.Any(split => split.Name == sort) ? $"r.{Sql.Quoted(sort)}"
            : columns.Parameters.Any(parameter => parameter.Name == sort) ? $"c.{Sql.Quoted(sort)}"
            : throw new RunFilterException($"sort: '{sort}' is not allowed; give one of {string.Join(", ", Sortable)}.");
        var isNumberInText = dialect == SqlDialect.PostgreSql && kinds.GetValueOrDefault(sort) == ColumnKind.Text
            && column.StartsWith("c.", StringComparison.Ordinal) && columns.Trainable.FindParameter(sort) is { Type.IsNumeric: true };

        // SQLite sorts numbers before texts by itself.
        var number = isNumberInText
            ? $"CASE WHEN {column} ~ {NumberPattern} THEN 0 ELSE 1 END{direction}, CASE WHEN {column} ~ {NumberPattern} THEN {column}::double precision END{direction}, "
            : "";
        return $"CASE WHEN {column} IS NULL THEN 1 ELSE 0 END, {number}{column}{direction}, r.run";
    }
}
