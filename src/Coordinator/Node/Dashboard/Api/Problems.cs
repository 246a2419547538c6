using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using NNOptim.ExperimentFiles;
using NNOptim.Experiments;
using NNOptim.History;
using NNOptim.Persistence;

namespace NNOptim.Coordinator.Dashboard.Api;

/// <summary>The API's errors as problem details (RFC 9457).</summary>
internal static class Problems
{
    /// <summary>There is no such experiment.</summary>
    public static ProblemHttpResult NoExperiment(string id) => TypedResults.Problem(
        ExperimentId.TryParse(id, out _) ? $"There is no experiment {id}." : $"'{id}' is not the id of an experiment. An id is eight letters and digits.",
        statusCode: StatusCodes.Status404NotFound);

    /// <summary>Sets the detail of a problem that an exception caused: a malformed request, or a service that is unavailable.</summary>
    public static void Explain(ProblemDetailsContext context) => context.ProblemDetails.Detail ??= context.Exception switch
    {
        BadHttpRequestException { InnerException: JsonException json } bad => $"{bad.Message} {json.Message}",
        BadHttpRequestException bad => bad.Message,
        CoordinatorUnavailableException unavailable => unavailable.Message,
        JournalRowException unreadable => unreadable.Message,
        not null when DatabaseFailure.Is(context.Exception) => "The database is unavailable at the moment.",
        _ => null,
    };

    /// <summary>There is no such run.</summary>
    public static ProblemHttpResult NoRun(string id, int run) =>
        TypedResults.Problem($"Experiment {id} has no run {run}.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>A value in the request is not allowed.</summary>
    public static ProblemHttpResult NotAllowed(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest);

    /// <summary>The experiment's current state does not allow the request.</summary>
    public static ProblemHttpResult Refused(string id, string reason) =>
        TypedResults.Problem($"Experiment {id}: {reason}.", statusCode: StatusCodes.Status409Conflict);

    /// <summary>An experiment file has errors. The problem lists all of them with line and column.</summary>
    public static ProblemHttpResult BadFile(IReadOnlyCollection<ExperimentFileError> errors) =>
        WithErrors("The experiment file has", ErrorsOf(errors), StatusCodes.Status422UnprocessableEntity);

    /// <summary>Keys of a dataset section have errors. The problem lists all of them.</summary>
    public static ProblemHttpResult BadKeys(ImmutableArray<FileError> errors) =>
        WithErrors("The keys have", errors, StatusCodes.Status400BadRequest);

    /// <summary>A data file cannot be read. The problem lists its errors.</summary>
    public static ProblemHttpResult UnreadableData(ImmutableArray<string> errors) =>
        WithErrors("The data file has", [.. errors.Select(error => new FileError(null, null, null, error))], StatusCodes.Status422UnprocessableEntity);

    /// <summary>The API's form of a file's errors.</summary>
    public static ImmutableArray<FileError> ErrorsOf(IEnumerable<ExperimentFileError> errors) =>
        [.. errors.Select(error => new FileError(error.Line, error.Column, error.Key, error.Message))];

    private static ProblemHttpResult WithErrors(string whatHas, ImmutableArray<FileError> errors, int status) => TypedResults.Problem(
        $"{whatHas} {errors.Length} error{(errors.Length == 1 ? "" : "s")}.", statusCode: status, extensions: [new("errors", errors)]);
}
