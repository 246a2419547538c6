using Microsoft.AspNetCore.Http;
using NNOptim.Hosting.Security;

namespace NNOptim.Coordinator.Dashboard.Access;

/// <summary>Refuses requests that a page of another site sent, at every endpoint.</summary>
internal sealed class RequestOrigin(Callers callers, Refusals refusals)
{
    /// <summary>Whether a request only reads. Every method except GET and HEAD, even an unknown one, counts as an action.</summary>
    public static bool IsRead(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    /// <summary>Whether a browser sent the request.</summary>
    public static bool IsBrowser(HttpRequest request) => request.Headers.ContainsKey("Origin") || request.Headers.ContainsKey("Sec-Fetch-Site");

    /// <summary>Refuses the request or passes it to the next middleware.</summary>
    public Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (!callers.NeedTokens && !NetworkSafety.IsLoopback(context.Request.Host.Host))
        {
            return refusals.WriteAsync(
                context,
                StatusCodes.Status421MisdirectedRequest,
                "A dashboard without tokens serves localhost only, so that no other site can impersonate it.");
        }

        return !IsRead(context.Request) && IsCrossSite(context.Request)
            ? refusals.WriteAsync(context, StatusCodes.Status403Forbidden, "A page of another site sent this request.")
            : next(context);
    }

    /// <summary>Whether a browser names another site as the origin. Other programs name none.</summary>
    private static bool IsCrossSite(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var origin = request.Headers.Origin.ToString();
        return (site.Length > 0 && site != "same-origin")
            || (origin.Length > 0 && !(Uri.TryCreate(origin, UriKind.Absolute, out var page)
                && string.Equals(page.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase)));
    }
}
