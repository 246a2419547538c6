using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NNOptim.Experiments;
using NNOptim.Persistence;
using NNOptim.Training.Datasets;

namespace NNOptim.Cli;

/// <summary>Reads the environment of this process.</summary>
internal static class EnvironmentProbe
{
    /// <summary>The program's version, with the commit if the build recorded it.</summary>
    public static string ProgramVersion { get; } =
        typeof(EnvironmentProbe).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>The environment of this process, and the hash of the data if the specification has none.</summary>
    /// <exception cref="CommandException">The data cannot be generated or loaded.</exception>
    public static ExperimentEnvironment Read(DatasetSpecification dataset) => new(
        ProgramVersion,
        RuntimeInformation.FrameworkDescription,
        $"{RuntimeInformation.OSDescription} ({RuntimeInformation.OSArchitecture})",
        Environment.ProcessorCount,
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 64,
        string.Join(' ', ((string[])["nnoptim", .. Environment.GetCommandLineArgs()[1..]]).Select(DatabaseAddress.WithoutPasswords)))
    {
        ProcessorName = ProcessorName(),
        DataSha256 = dataset.Sha256 is null ? DataSha256(dataset) : "",
    };

    private static string DataSha256(DatasetSpecification dataset)
    {
        try
        {
            return DatasetLoader.ValuesSha256(DatasetLoader.Load(DatasetSplits.FirstFold(dataset)));
        }
        catch (DatasetException error)
        {
            throw CommandException.BadInput(error.Message);
        }
    }

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
