using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using NNOptim.Training.Datasets;

namespace NNOptim.Coordinator.Dashboard.Api;

/// <summary>The route that describes a data file. The coordinator deletes the file before it responds.</summary>
internal static class DescriptionRoutes
{
    private const long MaxBytes = 64L * 1024 * 1024;
    private const int LongestName = 255;
    private const string Bytes = "application/octet-stream";

    /// <summary>Adds the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/datasets/description", DescribeAsync).WithName("describeDataset")
            .WithSummary("Describes a data file: its columns, first rows and classes, and the dataset section of an experiment file for it. Stores nothing.")
            .Accepts<Stream>(Bytes)
            .ProducesProblem(400).ProducesProblem(411).ProducesProblem(413).ProducesProblem(422);

    private static async Task<Results<Ok<TableDescription>, ProblemHttpResult>> DescribeAsync(
        [Description("The name of the file, without a folder. Its extension tells the kind of the data.")] string name,
        HttpContext context,
        UploadedTables tables,
        CancellationToken cancellation,
        [Description("KEY=VALUE, where KEY is a key of the dataset section other than path and labels_path. May be repeated."), FromQuery] string[]? set = null)
    {
        if (Refusal(name, context.Request.ContentLength) is { } refusal)
        {
            return refusal;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBytes;
        }

        using var file = await UploadedFile.ReceiveAsync(name, context.Request.Body, cancellation).ConfigureAwait(false);
        try
        {
            var (description, errors) = await tables.DescribeAsync(file, set ?? [], cancellation).ConfigureAwait(false);
            return description is null ? Problems.BadKeys(errors) : TypedResults.Ok(description);
        }
        catch (DatasetException error)
        {
            return Problems.UnreadableData(error.Errors);
        }
    }

    private static ProblemHttpResult? Refusal(string name, long? length) =>
        !IsFileName(name) ? Problems.NotAllowed($"name must be the name of a file without a folder, of 1 to {LongestName} characters on one line.")
        : length is null ? TypedResults.Problem("The request needs a Content-Length header with the length of the data.", statusCode: StatusCodes.Status411LengthRequired)
        : length > MaxBytes ? TypedResults.Problem($"A data file may have at most {MaxBytes} bytes here. nnoptim data describes larger ones.", statusCode: StatusCodes.Status413PayloadTooLarge)
        : null;

    private static bool IsFileName(string name) =>
        !string.IsNullOrWhiteSpace(name) && name.Length <= LongestName && name is not ("." or "..")
        && !name.Any(letter => letter is '/' or '\\' or '\u2028' or '\u2029' || char.IsControl(letter));
}
