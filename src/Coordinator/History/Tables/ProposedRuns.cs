using NNOptim.Experiments;
using NNOptim.Persistence;

namespace NNOptim.History.Tables;

/// <summary>
/// Inserts the rows of runs that a search or a confirmation proposed. A run belongs to the configuration with its values and its budget,
/// which an earlier run may have created.
/// </summary>
internal sealed class ProposedRuns
{
    private readonly string id;
    private readonly ExperimentSpecification specification;
    private readonly DeclaredColumns columns;
    private readonly IReadOnlyDictionary<string, ColumnKind> kinds;
    private readonly SqlDialect dialect;
    private readonly Statement insertConfiguration;
    private readonly Statement insertRun;
    private readonly Statement insertLikeRun;
    private readonly Dictionary<(ParameterValues Values, int Budget), int> written = [];

    public ProposedRuns(string id, ExperimentSpecification specification, IReadOnlyDictionary<string, ColumnKind> kinds, SqlDialect dialect)
    {
        this.id = id;
        this.specification = specification;
        this.kinds = kinds;
        this.dialect = dialect;
        columns = DeclaredColumns.Of(specification);
        var names = columns.Parameters.Select((_, place) => $"v{place}").ToList();
        var same = "c.experiment_id = @id AND c.budget = @budget"
            + string.Concat(columns.Parameters.Select((parameter, place) => $" AND c.{Sql.Quoted(parameter.Name)} {Is} {Typed(parameter, place)}"));
        insertConfiguration = new Statement(
            $"INSERT INTO configurations (experiment_id, configuration, budget{string.Concat(columns.Parameters.Select(parameter => ", " + Sql.Quoted(parameter.Name)))}) "
            + $"SELECT @id, @run, @budget{string.Concat(columns.Parameters.Select((parameter, place) => ", " + Typed(parameter, place)))} "
            + $"WHERE NOT EXISTS (SELECT 1 FROM configurations c WHERE {same})",
            ["id", "run", "budget", .. names]);
        var insert = "INSERT INTO runs (experiment_id, run, configuration, seed, confirmation, state, attempts"
            + string.Concat(columns.Splits.Select(split => ", " + Sql.Quoted(split.Name))) + ") ";
        var ownSplit = string.Concat(columns.Splits.Select((split, place) => ", " + Typed($"s{place}", DeclaredColumns.KindOf(split.Type))));
        var splits = columns.Splits.Select((_, place) => $"s{place}").ToList();
        insertRun = new Statement(
            insert + $"SELECT @id, @run, c.configuration, @seed, @confirmation, 'pending', 0{ownSplit} FROM configurations c WHERE {same}",
            ["id", "run", "budget", "seed", "confirmation", .. names, .. splits]);

        // A confirmation has many runs of few configurations, so the configuration of a later run is that of the first one.
        insertLikeRun = new Statement(
            insert + $"SELECT @id, @run, r.configuration, @seed, @confirmation, 'pending', 0{ownSplit} FROM runs r WHERE r.experiment_id = @id AND r.run = @like",
            ["id", "run", "seed", "confirmation", "like", .. splits]);
    }

    private string Is => dialect == SqlDialect.Sqlite ? "IS" : "IS NOT DISTINCT FROM";

    /// <summary>Inserts the rows of a run.</summary>
    public void Write(HistoryWriter writer, RunProposal proposal)
    {
        var run = proposal.ToRun(specification);
        var key = specification.Trainable.ConfigurationOf(run);
        var split = columns.SplitOf(run, dialect).ToList();
        if (written.TryGetValue(key, out var like))
        {
            writer.Execute(insertLikeRun, [id, run.Number, (long)run.Seed, proposal.Confirmation, like, .. split]);
            return;
        }

        written.Add(key, run.Number);
        var values = columns.Parameters
            .Select(parameter => DeclaredColumns.Stored(run.Value(parameter), kinds[parameter.Name], dialect))
            .ToList();
        writer.Execute(insertConfiguration, [id, run.Number, run.Budget, .. values]);
        writer.Execute(insertRun, [id, run.Number, run.Budget, (long)run.Seed, proposal.Confirmation, .. values, .. split]);
    }

    /// <summary>A parameter with its type: PostgreSQL treats values without a type as strings.</summary>
    private string Typed(Parameter parameter, int place) => Typed($"v{place}", kinds[parameter.Name]);

    private string Typed(string name, ColumnKind kind) =>
        dialect == SqlDialect.Sqlite ? $"@{name}" : $"CAST(@{name} AS {DeclaredSchema.TypeOf(kind, dialect)})";
}
