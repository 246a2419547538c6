using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NNOptim.Protocol;

namespace NNOptim.Coordinator.Dashboard.Api;

/// <summary>The files of datasets, which the coordinator keeps for the workers under their SHA-256.</summary>
internal static class DatasetRoutes
{
    private const long MostBytes = (long)BinaryPart.MostParts * BinaryPart.MostBytes;
    private const string Bytes = "application/octet-stream";

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPut("/datasets/{sha256}", KeepAsync).WithName("keepDataset")
            .WithSummary("Brings a dataset's file (IDX: the images, then the labels), for experiments whose dataset.sha256 names it. An upload that broke off goes on where it stopped.")
            .Accepts<Stream>(Bytes)
            .ProducesProblem(400).ProducesProblem(409).ProducesProblem(411).ProducesProblem(413).ProducesProblem(422).ProducesProblem(503);

    private static async Task<Results<Ok<DatasetKept>, ProblemHttpResult>> KeepAsync(
        [Description("The SHA-256 of the bytes, in lower-case hexadecimal.")] string sha256,
        HttpContext context,
        CoordinatorGateway gateway,
        CancellationToken cancellation,
        [Description("The length of the first of two files; all by default.")] long? first_file_bytes = null)
    {
        if (context.Request.ContentLength is not { } length)
        {
            return TypedResults.Problem("The length of the data must be told beforehand, in Content-Length.", statusCode: StatusCodes.Status411LengthRequired);
        }

        if (length > MostBytes)
        {
            return TypedResults.Problem($"A dataset has at most {MostBytes} bytes.", statusCode: StatusCodes.Status413PayloadTooLarge);
        }

        var first = first_file_bytes ?? length;
        if (first < 0 || first > length)
        {
            return Problems.NotAllowed($"first_file_bytes is from 0 to the length of the data, {length}.");
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MostBytes;
        }

        var count = BinaryPart.CountOf(length);
        var next = 0;
        for (var index = 0; index < count; index++)
        {
            // What is there already is read all the same: whoever sends hears the answer at the end.
            var part = new byte[Math.Min(BinaryPart.MostBytes, length - ((long)index * BinaryPart.MostBytes))];
            await context.Request.Body.ReadExactlyAsync(part, cancellation).ConfigureAwait(false);
            if (index < next)
            {
                continue;
            }

            var keep = new KeepDatasetPart(sha256, first, new BinaryPart(index, count, [.. part]));
            switch (await gateway.AskAsync<IDatasetMessage>(keep, cancellation).ConfigureAwait(false))
            {
                case DatasetPartKept kept when kept.NextIndex > index:
                    next = kept.NextIndex;
                    break;
                case DatasetRefused refused:
                    return TypedResults.Problem($"The data is refused: {refused.Reason}.", statusCode: StatusCodes.Status422UnprocessableEntity);
                default:
                    return TypedResults.Problem("Another upload of the same data began anew meanwhile; send it again.", statusCode: StatusCodes.Status409Conflict);
            }
        }

        return TypedResults.Ok(new DatasetKept(sha256, length));
    }
}
