namespace NNOptim.Coordinator.Dashboard.Api;

/// <summary>How submissions come, beside experiment files in YAML and JSON.</summary>
public static class SubmissionFormat
{
    /// <summary>The type of a body that is a resolved specification with its environment: the protocol's message of a submission.</summary>
    public const string ResolvedType = "application/x-nnoptim-specification";

    /// <summary>The header in which whoever submits a file tells what it runs on, as JSON.</summary>
    public const string EnvironmentHeader = "X-NNOptim-Environment";
}
