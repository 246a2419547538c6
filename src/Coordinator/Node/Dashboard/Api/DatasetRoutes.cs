using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NNOptim.Protocol;

namespace NNOptim.Coordinator.Dashboard.Api;

/// <summary>The routes of datasets, which the coordinator stores by SHA-256 for the workers.</summary>
internal static class DatasetRoutes
{
    private const long MaxBytes = (long)BinaryPart.MaxParts * BinaryPart.MaxBytes;
    private const string Bytes = "application/octet-stream";

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPut("/datasets/{sha256}", UploadAsync).WithName("keepDataset")
            .WithSummary("Uploads a dataset's file (IDX: the images, then the labels) for experiments that name it in dataset.sha256. A repeated upload resumes an interrupted one.")
            .Accepts<Stream>(Bytes)
            .ProducesProblem(400).ProducesProblem(409).ProducesProblem(411).ProducesProblem(413).ProducesProblem(422).ProducesProblem(503);

    private static async Task<Results<Ok<DatasetKept>, ProblemHttpResult>> UploadAsync(
        [Description("The SHA-256 of the bytes, in lower-case hexadecimal.")] string sha256,
        HttpContext context,
        CoordinatorGateway gateway,
        CancellationToken cancellation,
        [Description("The length of the first of two files; the whole length by default.")] long? first_file_bytes = null)
    {
        if (context.Request.ContentLength is not { } length)
        {
            return TypedResults.Problem("The request needs a Content-Length header with the length of the data.", statusCode: StatusCodes.Status411LengthRequired);
        }

        if (length > MaxBytes)
        {
            return TypedResults.Problem($"A dataset may have at most {MaxBytes} bytes.", statusCode: StatusCodes.Status413PayloadTooLarge);
        }

        var first = first_file_bytes ?? length;
        if (first < 0 || first > length)
        {
            return Problems.NotAllowed($"first_file_bytes must be from 0 to the length of the data, {length}.");
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBytes;
        }

        var count = BinaryPart.CountOf(length);
        var next = 0;
        for (var index = 0; index < count; index++)
        {
            // Parts that are stored already are read too: a client reads the response only after it has sent the whole body.
            var part = new byte[Math.Min(BinaryPart.MaxBytes, length - ((long)index * BinaryPart.MaxBytes))];
            await context.Request.Body.ReadExactlyAsync(part, cancellation).ConfigureAwait(false);
            if (index < next)
            {
                continue;
            }

            var message = new KeepDatasetPart(sha256, first, new BinaryPart(index, count, [.. part]));
            switch (await gateway.AskAsync<IDatasetMessage>(message, cancellation).ConfigureAwait(false))
            {
                case DatasetPartKept kept when kept.NextIndex > index:
                    next = kept.NextIndex;
                    break;
                case DatasetRefused refused:
                    return TypedResults.Problem($"The coordinator refused the data: {refused.Reason}.", statusCode: StatusCodes.Status422UnprocessableEntity);
                default:
                    return TypedResults.Problem("Another upload of the same data restarted in the meantime. Upload the data again.", statusCode: StatusCodes.Status409Conflict);
            }
        }

        return TypedResults.Ok(new DatasetKept(sha256, length));
    }
}
