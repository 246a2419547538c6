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
    private readonly Dictionary<(ParameterValues Values, int Budget), int> written = [];

    // A confirmation has many runs of few configurations, so the configuration of a later run is that of the first one.
    private static readonly Statement InsertLikeRun = new(
        "INSERT INTO runs (experiment_id, run, configuration, seed, confirmation, state, attempts) "
        + "SELECT @id, @run, r.configuration, @seed, @confirmation, 'pending', 0 FROM runs r WHERE r.experiment_id = @id AND r.run = @like",
        "id", "run", "seed", "confirmation", "like");

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
        insertRun = new Statement(
            "INSERT INTO runs (experiment_id, run, configuration, seed, confirmation, state, attempts) "
            + $"SELECT @id, @run, c.configuration, @seed, @confirmation, 'pending', 0 FROM configurations c WHERE {same}",
            ["id", "run", "budget", "seed", "confirmation", .. names]);
    }

    private string Is => dialect == SqlDialect.Sqlite ? "IS" : "IS NOT DISTINCT FROM";

    /// <summary>Inserts the rows of a run.</summary>
    public void Write(HistoryWriter writer, RunProposal proposal)
    {
        var run = proposal.ToRun(specification);
        var key = (run.Values, run.Budget);
        if (written.TryGetValue(key, out var like))
        {
            writer.Execute(InsertLikeRun, id, run.Number, (long)run.Seed, proposal.Confirmation, like);
            return;
        }

        written.Add(key, run.Number);
        var values = columns.Parameters
            .Select(parameter => DeclaredColumns.Stored(run.Value(parameter), kinds[parameter.Name], dialect))
            .ToList();
        writer.Execute(insertConfiguration, [id, run.Number, run.Budget, .. values]);
        writer.Execute(insertRun, [id, run.Number, run.Budget, (long)run.Seed, proposal.Confirmation, .. values]);
    }

    /// <summary>A parameter with its type: PostgreSQL treats values without a type as strings.</summary>
    private string Typed(Parameter parameter, int place) => dialect == SqlDialect.Sqlite
        ? $"@v{place}"
        : $"CAST(@v{place} AS {DeclaredSchema.TypeOf(kinds[parameter.Name], dialect)})";
}
