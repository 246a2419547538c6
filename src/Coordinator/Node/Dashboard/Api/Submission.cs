using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using NNOptim.ExperimentFiles;
using NNOptim.Experiments;
using NNOptim.History.Views;
using NNOptim.Protocol;
using NNOptim.Protocol.Serialization;

namespace NNOptim.Coordinator.Dashboard.Api;

/// <summary>A submission: an experiment file or a resolved specification, and the environment of the submitter.</summary>
/// <param name="File">The parsed file, with its errors.</param>
/// <param name="Submitter">The environment that the submitter sent.</param>
internal sealed record Submission(ExperimentFileResult File, SubmitterEnvironment Submitter)
{
    /// <summary>Reads a request's body and headers.</summary>
    /// <exception cref="BadHttpRequestException">The header or the body is malformed.</exception>
    public static Submission Read(HttpRequest request, ReadOnlyMemory<byte> body, ExperimentFileReader reader, bool large) =>
        IsResolved(request)
            ? ReadResolved(body, reader, large)
            : new Submission(ReadFile(body, reader, large), SubmitterOf(request));

    /// <summary>Whether the body is a resolved specification from a command line, not an experiment file.</summary>
    public static bool IsResolved(HttpRequest request) =>
        request.ContentType is { } type && type.Split(';')[0].Trim().Equals(SubmissionFormat.ResolvedType, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads an experiment file.</summary>
    public static ExperimentFileResult ReadFile(ReadOnlyMemory<byte> body, ExperimentFileReader reader, bool large)
    {
        using var text = new StreamReader(new MemoryStream(body.ToArray()), Encoding.UTF8);
        return reader.Read(text.ReadToEnd(), "experiment.yaml", new ExperimentFileOptions { AllowLargeGrid = large, BaseDirectory = Path.GetTempPath() });
    }

    /// <summary>The environment of the submitter. This process's environment supplies the values that the submitter did not send.</summary>
    /// <param name="own">Gets the environment of this process; slow for generated data.</param>
    /// <param name="request">The command line to record if the submitter sent none.</param>
    /// <param name="dataset">The data.</param>
    public ExperimentEnvironment Environment(Func<DatasetSpecification, ExperimentEnvironment> own, string request, DatasetSpecification dataset) =>
        Submitter.WithDefaults(() => own(dataset) with { CommandLine = request }, needsHash: dataset.Sha256 is null);

    private static Submission ReadResolved(ReadOnlyMemory<byte> body, ExperimentFileReader reader, bool large)
    {
        try
        {
            var message = ProtocolCodec.FromBytes<SubmitExperiment>(body);
            return new Submission(reader.Check(message.Specification, "the specification", large), SubmitterEnvironment.Create(message.Environment));
        }
        catch (UnknownMessageException error)
        {
            throw new BadHttpRequestException($"The body is not a specification that this version can read: {error.Message}", error);
        }
    }

    private static SubmitterEnvironment SubmitterOf(HttpRequest request)
    {
        if (request.Headers[SubmissionFormat.EnvironmentHeader] is not [{ Length: > 0 } text])
        {
            return new SubmitterEnvironment();
        }

        try
        {
            return JsonSerializer.Deserialize<SubmitterEnvironment>(text, HistoryJson.Options) ?? new SubmitterEnvironment();
        }
        catch (JsonException error)
        {
            throw new BadHttpRequestException($"The header {SubmissionFormat.EnvironmentHeader} is malformed: {error.Message}", error);
        }
    }
}

/// <summary>The environment that a submitter sends; values that it omits are null.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record SubmitterEnvironment
{
    /// <summary>The program's version and commit.</summary>
    public string? ProgramVersion { get; init; }

    /// <summary>The runtime.</summary>
    public string? Runtime { get; init; }

    /// <summary>The operating system and its architecture.</summary>
    public string? OperatingSystem { get; init; }

    /// <summary>The number of logical processors.</summary>
    public int? Processors { get; init; }

    /// <summary>The width of the widest vector in bits.</summary>
    public int? VectorBits { get; init; }

    /// <summary>The command as given.</summary>
    public string? CommandLine { get; init; }

    /// <summary>The processor's model name.</summary>
    public string? ProcessorName { get; init; }

    /// <summary>The SHA-256 of the values of generated data.</summary>
    public string? DataSha256 { get; init; }

    /// <summary>The environment from a message; empty if the message has no program version.</summary>
    public static SubmitterEnvironment Create(ExperimentEnvironment environment) => environment.ProgramVersion.Length == 0
        ? new SubmitterEnvironment()
        : new SubmitterEnvironment
        {
            ProgramVersion = environment.ProgramVersion,
            Runtime = environment.Runtime,
            OperatingSystem = environment.OperatingSystem,
            Processors = environment.Processors,
            VectorBits = environment.VectorBits,
            CommandLine = environment.CommandLine,
            ProcessorName = environment.ProcessorName,
            DataSha256 = environment.DataSha256.Length == 0 ? null : environment.DataSha256,
        };

    /// <summary>This environment, with missing values from another one.</summary>
    /// <param name="other">Gets the other environment; called only if a value is missing.</param>
    /// <param name="needsHash">Whether the hash of the data is required.</param>
    public ExperimentEnvironment WithDefaults(Func<ExperimentEnvironment> other, bool needsHash)
    {
        if (this is { ProgramVersion: { } program, Runtime: { } runtime, OperatingSystem: { } system, Processors: { } processors, VectorBits: { } bits, CommandLine: { } line, ProcessorName: { } name }
            && (DataSha256 is not null || !needsHash))
        {
            return new ExperimentEnvironment(program, runtime, system, processors, bits, line) { ProcessorName = name, DataSha256 = DataSha256 ?? "" };
        }

        var rest = other();
        return new ExperimentEnvironment(
            ProgramVersion ?? rest.ProgramVersion, Runtime ?? rest.Runtime, OperatingSystem ?? rest.OperatingSystem, Processors ?? rest.Processors, VectorBits ?? rest.VectorBits, CommandLine ?? rest.CommandLine)
        {
            ProcessorName = ProcessorName ?? rest.ProcessorName,
            DataSha256 = DataSha256 ?? rest.DataSha256,
        };
    }
}
