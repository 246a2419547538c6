namespace NNOptim.Experiments;

/// <summary>The environment of an experiment's submission, for the record. It does not affect a run's numbers.</summary>
/// <param name="ProgramVersion">The program's version and commit.</param>
/// <param name="Runtime">The .NET runtime, for example <c>.NET 10.0.12</c>.</param>
/// <param name="OperatingSystem">The operating system and its architecture.</param>
/// <param name="Processors">The number of logical processors.</param>
/// <param name="VectorBits">The width in bits of the widest hardware-accelerated vector.</param>
/// <param name="CommandLine">The command as given.</param>
public sealed record ExperimentEnvironment(
    string ProgramVersion,
    string Runtime,
    string OperatingSystem,
    int Processors,
    int VectorBits,
    string CommandLine)
{
    /// <summary>The processor's model name; empty when the system reports none.</summary>
    public string ProcessorName { get; init; } = "";

    /// <summary>
    /// SHA-256 of the values of generated or bundled data, in lower-case hexadecimal. Empty for data from files, because the specification
    /// holds their hash.
    /// </summary>
    public string DataSha256 { get; init; } = "";
}
