using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.History.Tables;

/// <summary>
/// The configurations and runs of a submission; empty if a search proposes them later. Their rows can be inserted in slices. It is created
/// before the transaction begins, because the expansion takes time.
/// </summary>
internal sealed class SubmittedGrid
{
    private readonly string id;
    private readonly ImmutableArray<RunSpecification> runs;
    private readonly int[] configurations;
    private readonly Statement insertConfiguration;
    private readonly Statement insertRun;

    public SubmittedGrid(string id, ExperimentSpecification specification)
    {
        this.id = id;
        Columns = DeclaredColumns.Of(specification);
        insertConfiguration = Statement.Insert(
            "configurations", ["experiment_id", "configuration", "budget", .. Columns.Parameters.Select(parameter => parameter.Name)]);
        insertRun = Statement.Insert(
            "runs", ["experiment_id", "run", "configuration", "seed", "confirmation", "state", "attempts", .. Columns.Splits.Select(split => split.Name)]);
        runs = specification.Search.IsGrid ? ExperimentGrid.Expand(specification) : [];
        configurations = new int[runs.Length];
        var first = new Dictionary<(ParameterValues Values, int Budget), int>();
        var trainable = specification.Trainable;
        for (var i = 0; i < runs.Length; i++)
        {
            var key = trainable.ConfigurationOf(runs[i]);
            if (!first.TryGetValue(key, out configurations[i]))
            {
                first.Add(key, configurations[i] = runs[i].Number);
            }
        }
    }

    /// <summary>The columns for its declaration.</summary>
    public DeclaredColumns Columns { get; }

    /// <summary>The number of runs.</summary>
    public int Count => runs.Length;

    /// <summary>
    /// Inserts the rows of the runs after the first <paramref name="from"/>, up to the run numbered <paramref name="to"/>, and of the
    /// configurations that begin with them.
    /// </summary>
    /// <param name="writer">Executes the statements.</param>
    /// <param name="kinds">The kinds of the parameters' columns.</param>
    /// <param name="from">The number of runs with rows before.</param>
    /// <param name="to">The number of runs with rows after.</param>
    public void Write(HistoryWriter writer, IReadOnlyDictionary<string, ColumnKind> kinds, int from, int to)
    {
        var values = new object?[3 + Columns.Parameters.Length];
        for (var i = from; i < to; i++)
        {
            var run = runs[i];
            if (configurations[i] == run.Number)
            {
                (values[0], values[1], values[2]) = (id, run.Number, run.Budget);
                for (var place = 0; place < Columns.Parameters.Length; place++)
                {
                    var parameter = Columns.Parameters[place];
                    values[3 + place] = DeclaredColumns.Stored(run.Value(parameter), kinds[parameter.Name], writer.Dialect);
                }

                writer.Execute(insertConfiguration, values);
            }

            writer.Execute(
                insertRun,
                [id, run.Number, configurations[i], (long)run.Seed, 0, "pending", 0, .. Columns.SplitOf(run, writer.Dialect)]);
        }
    }
}
