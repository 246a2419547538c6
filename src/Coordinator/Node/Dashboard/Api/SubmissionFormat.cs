namespace NNOptim.Coordinator.Dashboard.Api;

/// <summary>The HTTP format of submissions from a command line. Other clients send experiment files in YAML or JSON.</summary>
public static class SubmissionFormat
{
    /// <summary>The content type of a resolved specification with its environment, encoded as the protocol's submission message.</summary>
    public const string ResolvedType = "application/x-nnoptim-specification";

    /// <summary>The header with the submitter's environment as JSON.</summary>
    public const string EnvironmentHeader = "X-NNOptim-Environment";
}
