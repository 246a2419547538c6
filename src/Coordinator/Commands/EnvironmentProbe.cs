using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NNOptim.Coordinator.Persistence;
using NNOptim.Shared.Experiments;

namespace NNOptim.Coordinator.Commands;

/// <summary>Reads what this program runs on.</summary>
internal static class EnvironmentProbe
{
    /// <summary>The program's version, with the commit where the build knew it.</summary>
    public static string ProgramVersion { get; } =
        typeof(EnvironmentProbe).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>The environment of this process.</summary>
    public static ExperimentEnvironment Read() => new(
        ProgramVersion,
        RuntimeInformation.FrameworkDescription,
        $"{RuntimeInformation.OSDescription} ({RuntimeInformation.OSArchitecture})",
        Environment.ProcessorCount,
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 64,
        string.Join(' ', ((string[])["nnoptim", .. Environment.GetCommandLineArgs()[1..]]).Select(DatabaseAddress.WithoutPasswords)))
    {
        ProcessorName = ProcessorName(),
    };

    private static string ProcessorName()
    {
        const string Linux = "/proc/cpuinfo";
        try
        {
            return File.Exists(Linux)
                ? File.ReadLines(Linux).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? ""
                : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
