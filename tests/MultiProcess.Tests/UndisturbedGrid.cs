namespace NNOptim.MultiProcess.Tests;

/// <summary>A grid that takes some seconds, and the report of its undisturbed run in one process, which is made on first use.</summary>
public sealed class UndisturbedGrid : IDisposable
{
    /// <summary>Its number of runs.</summary>
    public const int Runs = 48;

    private readonly TestFolder folder = new();
    private readonly Lazy<Task<string>> report;

    public UndisturbedGrid() => report = new(async () =>
    {
        using var run = await ProgramProcess.RunAsync(folder, 0, ["run", .. Arguments, "--report", "undisturbed"]);
        return folder.File("undisturbed");
    });

    /// <summary>The arguments after <c>run</c> or <c>submit</c>.</summary>
    public static string[] Arguments { get; } =
    [
        "optimizer-grid", "--set", "confirmation=false", "--set", "grid.seed=[1,2]", "--set", "grid.batch_size=[16,64]", "--set", "training.epochs=20000",
    ];

    /// <summary>Requires that the report in a folder is that of the undisturbed run.</summary>
    public async Task ShouldBeAsync(string actual) => Reports.ShouldBeTheSame(await report.Value, actual);

    public void Dispose() => folder.Dispose();
}
