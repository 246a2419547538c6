using System.Diagnostics;
using System.Globalization;
using NNOptim.Experiments;
using NNOptim.History;
using NNOptim.History.Tables;
using NNOptim.Persistence;
using NNOptim.Protocol;
using NNOptim.Training;

namespace NNOptim.Benchmarks;

/// <summary>
/// The history with large data: 999 experiments of 24 runs and one of 100,000 runs with 5 million cost points, on its own SQLite
/// file or on a given empty database. Times the commands as processes, best of five.
/// </summary>
internal static class HistoryBenchmark
{
    private const int Repetitions = 5;
    private const int CostsARun = 50;

    /// <summary>The environment of generated experiments.</summary>
    internal static readonly ExperimentEnvironment Environment = new("0.1.0", ".NET 10", "Linux", 2, 256, "benchmark");
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Fills the database and prints the figures.</summary>
    public static int Run(string[] options)
    {
        var folder = Directory.CreateTempSubdirectory("nnoptim-benchmark-").FullName;
        try
        {
            var database = options is [var address] ? DatabaseAddress.Parse(address) : new SqliteDatabase(Path.Combine(folder, "nnoptim.db"));
            Measure(database);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private static void Measure(JournalDatabase database)
    {
        JournalRows.MakeTables(database);
        var random = new Random(1);
        var large = ExperimentId.Draw(random);
        Timed("write the journal", () =>
        {
            Write(database, large, Specification(100_000));
            for (var i = 0; i < 999; i++)
            {
                Write(database, ExperimentId.Draw(random), Specification(24));
            }
        });
        Timed("tables from the journal", () => new HistoryProjection(database).CatchUp());
        Timed("catch-up with nothing new", () => new HistoryProjection(database).CatchUp());
        Timed("record of 100,000 runs", () => ExperimentHistory.Replay(new JournalReader(database).Events(large)));
        foreach (var verb in (string[][])[["history", "--limit", "20"], ["history", "--json"], ["history", "show", large.Value], ["history", "show", large.Value, "--run", "77777"]])
        {
            Verb(database, verb);
        }
    }

    private static void Timed(string name, Action work)
    {
        var watch = Stopwatch.StartNew();
        work();
        Tell(name, watch.Elapsed);
    }

    private static void Verb(JournalDatabase database, string[] verb)
    {
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < Repetitions; i++)
        {
            var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
            foreach (var argument in (string[])["exec", Path.Combine(AppContext.BaseDirectory, "nnoptim.dll"), .. verb, "--db", database.Name])
            {
                start.ArgumentList.Add(argument);
            }

            var watch = Stopwatch.StartNew();
            using var process = Process.Start(start)!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"nnoptim {string.Join(' ', verb)} ended with {process.ExitCode}");
            }

            best = watch.Elapsed < best ? watch.Elapsed : best;
        }

        Tell("nnoptim " + string.Join(' ', verb), best);
    }

    private static void Tell(string name, TimeSpan time) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-40} {time.TotalSeconds,8:F3} s"));

    private static void Write(JournalDatabase database, ExperimentId id, ExperimentSpecification specification)
    {
        using var connection = database.OpenToWrite();
        using var transaction = connection.BeginTransaction();
        JournalRows.Append(connection, transaction, ExperimentStream.NameOf(id), Events(id, specification), Start);
        transaction.Commit();
    }

    private static IEnumerable<IProtocolMessage> Events(ExperimentId id, ExperimentSpecification specification)
    {
        var runs = (int)ExperimentGrid.Count(specification);
        var worker = new WorkerId("127.0.0.1:1/1");
        yield return new ExperimentSubmitted(id, specification, Environment, Start);
        foreach (var chunk in Enumerable.Range(1, runs).Chunk(100))
        {
            yield return new RunsAssigned(id, worker, [.. chunk.Select(run => new RunAttempt(run, 1))], Start);
            foreach (var run in chunk)
            {
                yield return new CostsRecorded(id, new RunAttempt(run, 1), 0, [.. Enumerable.Range(0, CostsARun).Select(i => 1.0 / (i + run))]);
                yield return new RunCompleted(
                    id,
                    new RunAttempt(run, 1),
                    new RunResult
                    {
                        EpochsTrained = 5000,
                        Metrics = MadeUp.Metrics(("final_cost", 1.0 / (49 + run)), ("best_cost", 0.1), ("best_epoch", 4900), ("train_accuracy", 0.9), ("overshoot", 0), ("rise_count", 0), ("rise_area", 0)),
                        TrainingSeconds = 0.1,
                    },
                    Start);
            }
        }

        yield return new ExperimentEnded(id, Start.AddHours(1));
    }

    /// <summary>A grid of the given number of runs, a multiple of 4.</summary>
    internal static ExperimentSpecification Specification(int runs) => ExperimentSpecification.Create(
        $"grid of {runs}",
        NetworkTrainable.Standard.Declaration,
        new DatasetSpecification { Kind = DatasetKind.Moons },
        ("optimizer", ParameterValue.Names("gd")),
        ("layers", [new ParameterValue.Layers([2, 5, 2, 1])]),
        ("loss", ParameterValue.Names("binary_cross_entropy")),
        ("epochs", ParameterValue.Integers(5000)),
        ("learning_rate", ParameterValue.Numbers([.. Enumerable.Range(1, runs / 4).Select(step => step * 1e-6)])),
        ("seed", ParameterValue.Integers(1, 2, 3, 4)));
}
