using System.Collections.Concurrent;
using Microsoft.AspNetCore.Routing;

namespace NNOptim.Coordinator.Tests.Dashboard;

/// <summary>
/// Requests every endpoint of the running dashboard in every spelling of its path, by every method, as every caller. Endpoints come from the
/// route table, so a new endpoint fails here until it requires a caller or is in the list of open ones.
/// </summary>
public sealed class EndpointMatrixTests(LiveDashboard dashboard, ITestOutputHelper output) : IClassFixture<LiveDashboard>
{
    private const string Nobody = "nobody", WrongToken = "a wrong token", ReadToken = "a read token", AdminToken = "an admin token";
    private const int Parallel = 8;

    /// <summary>The endpoints that are open to all.</summary>
    private static readonly HashSet<string> Open =
    [
        "GET /", "GET /index.html", "GET /dashboard.css", "GET /icon.svg", "GET /echarts.min.js", "GET /api.js", "GET /app.js", "GET /charts.js",
        "GET /compare-configurations.js", "GET /compare-experiments.js", "GET /compare.js", "GET /data.js", "GET /dom.js", "GET /experiment.js", "GET /experiments.js",
        "GET /feed.js", "GET /format.js", "GET /heatmap.js", "GET /report.js", "GET /run.js", "GET /runs.js", "GET /submit.js", "GET /workers.js",
        "GET /health/live", "GET /health/ready", "GET /api/v1/openapi.json",
        "GET /api/v1/session", "POST /api/v1/session", "DELETE /api/v1/session",
    ];

    /// <summary>The endpoints that need the right to steer.</summary>
    private static readonly HashSet<string> Actions =
    [
        "POST /api/v1/experiments", "POST /api/v1/experiments/validation", "POST /api/v1/experiments/{id}/pause", "POST /api/v1/experiments/{id}/resume",
        "POST /api/v1/experiments/{id}/cancel", "POST /api/v1/experiments/{id}/retry", "POST /api/v1/experiments/{id}/confirm",
        "PUT /api/v1/experiments/{id}/priority",
        "PUT /api/v1/datasets/{sha256}", "POST /api/v1/datasets/description",
    ];

    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get"];

    private static readonly (string Name, string? Token)[] Callers =
        [(Nobody, null), (WrongToken, "wrong-token-of-the-tests"), (ReadToken, LiveDashboard.Reader), (AdminToken, LiveDashboard.Admin)];

    /// <summary>Spellings of a path. Routing accepts some as the same path; the others must not disclose anything either.</summary>
    private static readonly (string Name, bool IsSame, Func<string, string> Write)[] Spellings =
    [
        ("as is", true, path => path),
        ("upper case", true, path => path.ToUpperInvariant()),
        ("mixed case", true, path => string.Concat(path.Select((letter, i) => i % 2 == 0 ? char.ToUpperInvariant(letter) : letter))),
        ("trailing slash", true, path => path.TrimEnd('/') + "/"),
        ("percent-encoded", true, path => string.Concat(path.Select(letter => letter == '/' ? "/" : $"%{(int)letter:X2}"))),
        ("dot segments", true, path => "/x/%2e%2e/." + path),
        ("doubled slash", false, path => "/" + path.Replace("/", "//", StringComparison.Ordinal)),
        ("encoded slash", false, path => "/" + path[1..].Replace("/", "%2F", StringComparison.Ordinal)),
        ("encoded twice", false, path => path.Replace("p", "%2570", StringComparison.Ordinal)),
        ("semicolon", false, path => path + ";x=/"),
        ("backslash", false, path => path.Replace('/', '\\').Insert(0, "/")),
    ];

    private IEnumerable<RouteEndpoint> Endpoints => dashboard.Endpoints.OfType<RouteEndpoint>();

    [Fact]
    public void Every_open_endpoint_and_every_action_is_in_the_lists()
    {
        var endpoints = Endpoints.SelectMany(KeysOf).ToHashSet();

        endpoints.Where(key => !key.StartsWith("GET ", StringComparison.Ordinal)).ShouldBeSubsetOf(Open.Concat(Actions));
        Open.Concat(Actions).ShouldBeSubsetOf(endpoints);
        dashboard.Endpoints.Count.ShouldBe(Endpoints.Count());
    }

    [Fact]
    public async Task No_spelling_and_no_method_opens_what_a_caller_may_not_have()
    {
        var wrong = new ConcurrentBag<string>();
        var outcomes = new ConcurrentDictionary<(string Caller, string Kind, int Status), int>();
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
        await System.Threading.Tasks.Parallel.ForEachAsync(
            Requests(),
            new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = TestContext.Current.CancellationToken },
            async (request, cancellation) =>
            {
                var status = await StatusAsync(client, request, cancellation);
                outcomes.AddOrUpdate((request.Caller, request.Kind, status), 1, (_, count) => count + 1);
                if (!request.Allows(status))
                {
                    wrong.Add($"{request.Method} {request.Path} ({request.Kind}, {request.Spelling}) as {request.Caller}: {status}");
                }
            });

        output.WriteLine($"{Endpoints.Count()} endpoints x {Spellings.Length} spellings x {Methods.Length} methods x {Callers.Length} callers: {outcomes.Values.Sum()} requests");
        foreach (var row in outcomes.GroupBy(outcome => (outcome.Key.Caller, outcome.Key.Kind)).OrderBy(row => row.Key))
        {
            output.WriteLine($"{row.Key.Caller}, {row.Key.Kind}: {string.Join(", ", row.OrderBy(each => each.Key.Status).Select(each => $"{each.Key.Status} x {each.Value}"))}");
        }

        wrong.Order(StringComparer.Ordinal).Take(20).ShouldBeEmpty($"{wrong.Count} of {outcomes.Values.Sum()} requests");
    }

    private static IEnumerable<string> KeysOf(RouteEndpoint endpoint) =>
        (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["any"])
        .Select(method => $"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}");

    private IEnumerable<Request> Requests() =>
        from endpoint in Endpoints.Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/')).Distinct()
        from spelling in Spellings
        from method in Methods
        from caller in Callers
        select new Request(endpoint, spelling.Write(Filled(endpoint)), method, spelling.Name, spelling.IsSame, caller.Name, caller.Token);

    private static string Filled(string pattern) => pattern
        .Replace("{id}", "00000000", StringComparison.Ordinal)
        .Replace("{run:int}", "1", StringComparison.Ordinal)
        .Replace("{sha256}", new string('0', 64), StringComparison.Ordinal);

    private async Task<int> StatusAsync(HttpClient client, Request request, CancellationToken cancellation)
    {
        var address = new Uri(dashboard.Guarded.GetLeftPart(UriPartial.Authority) + request.Path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), address);
        if (request.Token is not null)
        {
            message.Headers.TryAddWithoutValidation("Authorization", "Bearer " + request.Token);
        }

        // The event stream has no end; its headers are enough.
        using var answer = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellation);
        return (int)answer.StatusCode;
    }

    private sealed record Request(string Pattern, string Path, string Method, string Spelling, bool IsSame, string Caller, string? Token)
    {
        public string Kind { get; } = Open.Contains(KeyOf(Method, Pattern)) ? "open" : Actions.Contains(KeyOf(Method, Pattern)) ? "action" : IsRead(Method) ? "read" : "no endpoint";

        /// <summary>A coordinator that is slow to answer (503) says nothing about access.</summary>
        public bool Allows(int status) => status is < 500 or 503 && (Kind == "open"
            ? !IsSame || status is not (401 or 403)
            : Caller switch
            {
                Nobody or WrongToken => status == 401,
                ReadToken when !IsRead(Method) => status == 403,
                _ => status is not (401 or 403),
            });

        private static string KeyOf(string method, string pattern) => $"{method.ToUpperInvariant()} {pattern}";

        private static bool IsRead(string method) => method.ToUpperInvariant() is "GET" or "HEAD";
    }
}
