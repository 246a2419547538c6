using Microsoft.AspNetCore.Http;
using NNOptim.Hosting.Security;

namespace NNOptim.Coordinator.Dashboard.Access;

/// <summary>Refuses requests that a page of another site caused, at every endpoint.</summary>
internal sealed class RequestOrigin(Callers callers, Refusals refusals)
{
    /// <summary>Whether a method only reads. Every other method, also one that nobody knows, counts as an action.</summary>
    public static bool IsRead(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    /// <summary>Whether a browser sent the request on behalf of a page.</summary>
    public static bool IsBrowser(HttpRequest request) => request.Headers.ContainsKey("Origin") || request.Headers.ContainsKey("Sec-Fetch-Site");

    /// <summary>Refuses the request or passes it on.</summary>
    public Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (!callers.NeedTokens && !NetworkSafety.IsLoopback(context.Request.Host.Host))
        {
            return refusals.WriteAsync(
                context,
                StatusCodes.Status421MisdirectedRequest,
                "Without tokens the dashboard answers to localhost alone, so that no page elsewhere can pass for it.");
        }

        return !IsRead(context.Request) && IsFromElsewhere(context.Request)
            ? refusals.WriteAsync(context, StatusCodes.Status403Forbidden, "Another page asked for this action.")
            : next(context);
    }

    /// <summary>Browsers say where a page is from that asks; programs say nothing.</summary>
    private static bool IsFromElsewhere(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var origin = request.Headers.Origin.ToString();
        return (site.Length > 0 && site != "same-origin")
            || (origin.Length > 0 && !(Uri.TryCreate(origin, UriKind.Absolute, out var page)
                && string.Equals(page.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase)));
    }
}
