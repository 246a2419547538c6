using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Tables;
using Parquet;

namespace NNOptim.Coordinator.Tests.Reporting.Tables;

public sealed class ParquetTablesTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nnoptim-parquet-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Costs_read_back_exactly_with_their_types()
    {
        var experiment = new SyntheticExperiment { LearningRates = [0.001, 0.01], Epochs = 1000 }.Build();
        var path = Path.Combine(folder.FullName, "costs.parquet");
        ParquetTables.WriteCosts(path, ExperimentAnalysis.Analyze(experiment));

        await using var reader = await ParquetReader.CreateAsync(path, cancellationToken: TestContext.Current.CancellationToken);
        reader.Schema.DataFields.Select(field => (field.Name, field.ClrType)).ShouldBe(
        [
            ("run", typeof(int)), ("optimizer", typeof(ReadOnlyMemory<char>)), ("learning_rate", typeof(double)), ("batch_size", typeof(long)), ("seed", typeof(long)),
            ("epoch", typeof(long)), ("cost", typeof(double)), ("kind", typeof(ReadOnlyMemory<char>)),
        ]);
        using var group = reader.OpenRowGroupReader(0);
        var costs = new double[group.RowCount];
        await group.ReadAsync<double>(reader.Schema.DataFields[6], costs.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
        costs.ShouldBe(experiment.Runs.SelectMany(run => run.Costs.Append(run.Metric("final_cost")!.Value)));
    }

    [Fact]
    public async Task Absent_figures_of_a_run_are_null()
    {
        var experiment = new SyntheticExperiment
        {
            Change = run => run.Number == 2 ? run with { State = RunState.Failed, Result = null, FailureReason = "lost" } : run,
        }.Build();
        var path = Path.Combine(folder.FullName, "runs.parquet");
        ParquetTables.WriteRuns(path, ExperimentAnalysis.Analyze(experiment));

        await using var reader = await ParquetReader.CreateAsync(path, cancellationToken: TestContext.Current.CancellationToken);
        using var group = reader.OpenRowGroupReader(0);
        var costs = new double?[group.RowCount];
        await group.ReadAsync<double>(
            reader.Schema.DataFields.Single(field => field.Name == "final_cost"), costs.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
        costs.ShouldBe([experiment.Runs[0].Metric("final_cost"), null, experiment.Runs[2].Metric("final_cost")]);
    }
}
