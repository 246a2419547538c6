using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace NNOptim.Coordinator.Tests.Simulation;

/// <summary>
/// Many schedules of the pull protocol. A failure names its seed. NNOPTIM_SIMULATION_SEED=N replays that schedule alone and
/// shows its last steps; NNOPTIM_SIMULATION_SCHEDULES=N tries more schedules.
/// </summary>
public class ProtocolSimulationTests(ITestOutputHelper output)
{
    private const int Schedules = 10_000;
    private const int StepsShown = 200;

    [Fact]
    public void Under_every_schedule_each_run_ends_once_and_nothing_acknowledged_is_lost()
    {
        if (Read("NNOPTIM_SIMULATION_SEED") is { } seed)
        {
            Replay(seed);
            return;
        }

        var count = Read("NNOPTIM_SIMULATION_SCHEDULES") ?? Schedules;
        var started = Stopwatch.GetTimestamp();
        var failures = new ConcurrentBag<(int Seed, string Message)>();
        Parallel.For(1, count + 1, (current, state) =>
        {
            try
            {
                new ProtocolSimulation(current, traced: 0).Run();
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                failures.Add((current, error.Message));
                state.Break();
            }
        });

        output.WriteLine($"{count} schedules in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
        if (!failures.IsEmpty)
        {
            var first = failures.MinBy(failure => failure.Seed);
            Assert.Fail($"Schedule {first.Seed} fails: {first.Message}\nReplay it with NNOPTIM_SIMULATION_SEED={first.Seed}.");
        }
    }

    private void Replay(int seed)
    {
        var simulation = new ProtocolSimulation(seed, StepsShown);
        try
        {
            simulation.Run();
        }
        finally
        {
            output.WriteLine($"The last steps of schedule {seed}:\n{simulation.Trace}");
        }
    }

    private static int? Read(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
