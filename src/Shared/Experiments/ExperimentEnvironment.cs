namespace NNOptim.Experiments;

/// <summary>What an experiment was submitted with, for the record; nothing in it decides a run's numbers.</summary>
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
    /// <summary>The processor's own name; empty where the system tells none, or an earlier version recorded none.</summary>
    public string ProcessorName { get; init; } = "";

    /// <summary>
    /// SHA-256 of the values of data that is generated or comes with the program, lower-case hexadecimal; empty for data from
    /// files, whose bytes' hash the specification has, and where an earlier version recorded none.
    /// </summary>
    public string DataSha256 { get; init; } = "";
}
