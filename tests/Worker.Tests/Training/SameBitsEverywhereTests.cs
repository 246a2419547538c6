using System.Diagnostics;

namespace NNOptim.Worker.Tests.Training;

/// <summary>The golden runs in child processes, under every setting that could change a bit.</summary>
public class SameBitsEverywhereTests
{
    public static TheoryData<string> Settings =>
    [
        "DOTNET_EnableAVX512=0",
        "DOTNET_EnableAVX2=0",
        "DOTNET_EnableAVX=0",
        "DOTNET_EnableHWIntrinsic=0",
        "DOTNET_EnableHWIntrinsic=0 GLIBC_TUNABLES=glibc.cpu.hwcaps=-FMA,-AVX2_Usable,-AVX2,-FMA4,-AVX512F",
        "DOTNET_PreferredVectorBitWidth=256",
        "GLIBC_TUNABLES=glibc.cpu.hwcaps=-FMA,-AVX2_Usable,-AVX2,-FMA4,-AVX512F",
        "DOTNET_TieredCompilation=0",
        "DOTNET_TieredPGO=0 DOTNET_TC_QuickJitForLoops=0",
        "DOTNET_ReadyToRun=0",
    ];

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task Golden_runs_give_the_same_bits(string settings)
    {
        var assembly = typeof(GoldenHashTests).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", [assembly, "-class", typeof(GoldenHashTests).FullName!, "-noColor"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var setting in settings.Split(' '))
        {
            var at = setting.IndexOf('=', StringComparison.Ordinal);
            start.Environment[setting[..at]] = setting[(at + 1)..];
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        process.ExitCode.ShouldBe(0, output + await errors);
        output.ShouldContain($"Total: {GoldenRuns.All.Length},");
    }
}
