namespace NNOptim.MultiProcess.Tests;

/// <summary>The finalists of an experiment run again on fresh seeds, whatever is killed meanwhile, and on request.</summary>
public sealed class ConfirmTests : IDisposable
{
    private const int SearchRuns = 8, ConfirmationRuns = 12;

    private readonly TestFolder folder = new();
    private readonly string file;

    public ConfirmTests() => file = folder.Write("confirmed.yaml", """
        name: confirmed
        dataset: {kind: moons, examples: 200}
        network: {layers: [2, 5, 2, 1]}
        training: {epochs: 3000}
        grid: {optimizer: [gd, adam], learning_rate: [0.001, 0.01], seed: [1, 2]}
        confirmation: {seeds: 6}
        """);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_experiment_killed_in_its_confirmation_ends_as_if_undisturbed_and_reruns_to_the_same_bits()
    {
        using var undisturbed = await ProgramProcess.RunAsync(folder, 0, "run", file, "--json", "--report", "undisturbed");
        ReportTables.Read(folder.File("undisturbed/runs.csv")).Count.ShouldBe(SearchRuns + ConfirmationRuns);

        using var killed = ProgramProcess.Start(folder, "run", file, "--json");
        await killed.HasCompletedAsync(SearchRuns + 2);
        killed.Kill();
        await killed.ExitCodeAsync();
        using var resumed = await ProgramProcess.RunAsync(folder, 0, "resume", "last", "--json", "--report", "resumed");

        Reports.ShouldBeTheSame(folder.File("undisturbed"), folder.File("resumed"));
        using var rerun = await ProgramProcess.RunAsync(folder, 0, "rerun", "last", "--report", "rerun");
        rerun.Output.ShouldContain($"{SearchRuns + ConfirmationRuns} of {SearchRuns + ConfirmationRuns} runs of the same configuration and seed agree bit for bit");
        rerun.Output.ShouldNotContain("not repeated");
    }

    [Fact]
    public async Task An_ended_experiment_is_confirmed_on_request_with_the_same_runs()
    {
        using var undisturbed = await ProgramProcess.RunAsync(folder, 0, "run", file, "--json", "--report", "undisturbed");
        using var plain = await ProgramProcess.RunAsync(folder, 0, "run", file, "--set", "confirmation=false", "--report", "plain");
        foreach (var (wrong, message) in ((string[], string)[])
            [(["--seeds", "1"], "--seeds: '1' is not a whole number from 2 to 1000."), (["--finalists", "x"], "--finalists"), (["--per", "shoe_size"], "its finalists cannot be chosen per shoe_size; give one of none, ")])
        {
            using var refused = await ProgramProcess.RunAsync(folder, 2, ["confirm", "last", .. wrong, "--report", "refused"]);
            refused.Error.ShouldContain(message);
            Directory.Exists(folder.File("refused")).ShouldBeFalse();
        }

        using var confirmed = await ProgramProcess.RunAsync(folder, 0, "confirm", "last", "--seeds", "6", "--report", "confirmed");

        confirmed.Output.ShouldContain($"confirming 2 finalists on 6 seeds");
        ReportTables.Results(folder.File("confirmed/runs.csv")).ShouldBe(ReportTables.Results(folder.File("undisturbed/runs.csv")));
        using var shown = await ProgramProcess.RunAsync(folder, 0, "history", "show", "last");
        shown.Output.ShouldContain("Confirmed  2 finalists on 6 seeds, confirmation 1");
        using var rerun = await ProgramProcess.RunAsync(folder, 0, "rerun", "last", "--report", "rerun");
        rerun.Output.ShouldContain($"{ConfirmationRuns} runs of confirmations were not repeated");
    }

    [Fact]
    public async Task A_coordinator_confirms_on_request()
    {
        using var cluster = new LocalCluster(folder, folder.Database, coordinators: 1, workers: 1);
        await cluster.StartAsync();
        var id = await cluster.SubmitAsync(file, "--set", "confirmation=false");
        using var ended = await cluster.RunAsync(0, "status", id, "--wait", "--json");

        using var confirm = await cluster.RunAsync(0, "confirm", id, "--seeds", "2", "--per", "none");

        confirm.Output.ShouldContain("is in confirmation: 8 of 10 runs have ended");
        using var again = await cluster.RunAsync(0, "status", id, "--wait", "--json");
        using var second = await cluster.RunAsync(0, "confirm", id, "--seeds", "3", "--per", "none");
        second.Output.ShouldContain("10 of 13 runs have ended");
    }
}
