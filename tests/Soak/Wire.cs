using System.Globalization;
using NNOptim.Persistence;
using NNOptim.Tests.Common;

namespace NNOptim.Soak;

/// <summary>Measures the traffic between a worker and its coordinator.</summary>
internal static class Wire
{
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(20);

    /// <summary>The smallest network that trains: it shows the cost of a run without its parameters.</summary>
    private const string Trivial = """
        name: trivial
        dataset: {kind: moons, examples: 20}
        network: {layers: [2, 1]}
        training: {epochs: 50, record_every: 1}
        grid:
          optimizer: [gd]
          learning_rate: {from: 0.001, to: 1, steps: 48, scale: log}
          batch_size: [full]
          seed: 1..100
        """;

    public static async Task<int> RunAsync()
    {
        foreach (var tls in (bool[])[false, true])
        {
            await MeasureAsync(tls, "short runs", 960, null, "--set", "grid.seed=1..20", "--set", "training.epochs=300", "--set", "training.record_every=100");
            await MeasureAsync(tls, "runs with 50 costs", 4800, null, "--set", "grid.seed=1..100", "--set", "training.epochs=50", "--set", "training.record_every=1");
            await MeasureAsync(tls, "trivial runs with 50 costs", 4800, Trivial);
            await MeasureAsync(tls, "long runs", 48, null, "--set", "grid.seed=[1]", "--set", "training.epochs=20000", "--set", "training.record_every=100");
        }

        return 0;
    }

    private static async Task MeasureAsync(bool tls, string name, int runs, string? experiment, params string[] changes)
    {
        using var folder = new TestFolder();
        var port = FreePorts.Find();
        var address = string.Create(CultureInfo.InvariantCulture, $"{CountingRelay.Host}:{port}");
        string[] security = tls ? ["--tls-certificate", $"tls/{CountingRelay.Host}.pem", "--tls-ca", "tls/ca.pem"] : [];
        using var certificates = await ProgramProcess.RunAsync(folder, 0, "certificates", "--out", "tls", "--host", CountingRelay.Host);
        using var relay = new CountingRelay(port);
        using var coordinator = ProgramProcess.Start(
            folder, ["coordinator", "--listen", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"), "--public-host", CountingRelay.Host, "--db", folder.Database, .. security]);
        await coordinator.SeesLineAsync(line => line.StartsWith("Coordinator on", StringComparison.Ordinal));
        var source = experiment is null ? "optimizer-grid" : folder.Write("experiment.yaml", experiment);
        using var submitted = await ProgramProcess.RunAsync(folder, 0, ["submit", source, .. experiment is null ? (string[])["--set", "confirmation=false"] : [], .. changes, "--to", (await ProgramProcess.ApiOfAsync(coordinator)).Authority]);

        var before = (In: relay.In.Bytes, Out: relay.Out.Bytes, MessagesIn: relay.In.Messages, MessagesOut: relay.Out.Messages);
        using var worker = ProgramProcess.StartWorker(folder, ["--join", address, "--slots", "1", .. security]);
        while (Results(folder) < runs)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }

        var after = (In: relay.In.Bytes, Out: relay.Out.Bytes, MessagesIn: relay.In.Messages, MessagesOut: relay.Out.Messages);
        Console.WriteLine($"{name}, {(tls ? "TLS" : "plain")}: {runs} runs, a run: "
            + (tls ? "" : $"{PerRun(after.MessagesIn - before.MessagesIn)} messages to the coordinator, {PerRun(after.MessagesOut - before.MessagesOut)} back, ")
            + $"{PerRun(after.In - before.In)} bytes to it, {PerRun(after.Out - before.Out)} back");
        await Task.Delay(IdleTime);
        Console.WriteLine($"  an idle worker, a second: {(relay.In.Bytes - after.In) / IdleTime.TotalSeconds:0} bytes to the coordinator, {(relay.Out.Bytes - after.Out) / IdleTime.TotalSeconds:0} back");

        string PerRun(long count) => ((double)count / runs).ToString(count < 10 * runs ? "0.##" : "0", CultureInfo.InvariantCulture);
    }

    private static long Results(TestFolder folder)
    {
        using var connection = new SqliteDatabase(folder.Database).OpenToRead()!;
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM journal WHERE manifest = 'rc'";
        return (long)command.ExecuteScalar()!;
    }
}
