using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using NNOptim.Coordinator.Dashboard.Access;

namespace NNOptim.Coordinator.Tests.Dashboard;

/// <summary>Who may view, and who may steer.</summary>
public sealed class AccessTests(LiveDashboard dashboard) : IClassFixture<LiveDashboard>
{
    private const string Experiments = "/api/v1/experiments", Action = "/api/v1/experiments/00000000/pause";

    [Theory]
    [InlineData("GET", Experiments, null, 401)]
    [InlineData("GET", Experiments, "wrong-token-of-the-tests", 401)]
    [InlineData("GET", Experiments, LiveDashboard.Reader, 200)]
    [InlineData("GET", Experiments, LiveDashboard.Admin, 200)]
    [InlineData("GET", "/api/v1/events", null, 401)]
    [InlineData("POST", Action, null, 401)]
    [InlineData("POST", Action, "wrong-token-of-the-tests", 401)]
    [InlineData("POST", Action, LiveDashboard.Reader, 403)]
    [InlineData("POST", Action, LiveDashboard.Admin, 404)]
    [InlineData("GET", "/api/v1/openapi.json", null, 200)]
    [InlineData("GET", "/", null, 200)]
    [InlineData("GET", "/nowhere", null, 401)]
    [InlineData("GET", "/nowhere", LiveDashboard.Reader, 404)]
    [InlineData("GET", "/API/v1/experiments", null, 401)]
    [InlineData("POST", "/API/V1/experiments/00000000/cancel", LiveDashboard.Reader, 403)]
    public async Task A_token_opens_what_its_role_may(string method, string path, string? token, int status)
    {
        using var answer = await LiveDashboard.SendAsync(new HttpMethod(method), new Uri(dashboard.Guarded, path), token: token);

        ((int)answer.StatusCode).ShouldBe(status);
        if (status is 401 or 403)
        {
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        }
    }

    [Theory]
    [InlineData("OPTIONS * HTTP/1.1")]
    [InlineData("CONNECT 127.0.0.1:80 HTTP/1.1")]
    [InlineData("GET http://elsewhere.example/API/v1/experiments HTTP/1.1")]
    [InlineData("GET /api/v1/x/../../../API/v1/experiments HTTP/1.1")]
    [InlineData("GET /%61pi/v1/experiments?x=/ HTTP/1.0")]
    [InlineData("BREW /api/v1/experiments/00000000/cancel HTTP/1.1")]
    [InlineData("post /api/v1/experiments/00000000/cancel HTTP/1.1")]
    public async Task No_form_of_a_request_line_gets_anything_without_a_token(string line)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(dashboard.Guarded.Host, dashboard.Guarded.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(
            System.Text.Encoding.ASCII.GetBytes($"{line}\r\nHost: 127.0.0.1\r\nX-HTTP-Method-Override: POST\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
            TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);

        (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldMatch("^HTTP/1.1 40[01] ");
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData(LiveDashboard.Reader, HttpStatusCode.Forbidden)]
    public async Task A_gigabyte_is_refused_before_the_first_byte_of_it_is_read(string? token, HttpStatusCode status)
    {
        using var client = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromHours(1) });
        using var content = new UnreadContent(1L << 30);
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(dashboard.Guarded, $"/api/v1/datasets/{new string('0', 64)}")) { Content = content };
        request.Headers.ExpectContinue = true;
        request.Headers.TryAddWithoutValidation("Authorization", token is null ? null : $"Bearer {token}");

        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(status);
        content.IsRead.ShouldBeFalse();
    }

    [Fact]
    public async Task An_unauthenticated_client_can_send_no_more_than_a_token()
    {
        using var answer = await LiveDashboard.SendAsync(
            HttpMethod.Post, new Uri(dashboard.Guarded, "/api/v1/session"), JsonSerializer.Serialize(new { token = new string('x', 5000) }), "application/json");

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Every_action_is_closed_to_those_who_may_only_view()
    {
        var document = await ApiDocument.ReadAsync(dashboard.Open);
        var actions = document.Operations.Where(operation => operation.Method != "GET" && !operation.Path.EndsWith("/session", StringComparison.Ordinal)).ToList();

        actions.Count.ShouldBeGreaterThan(6);
        foreach (var (_, method, path) in actions)
        {
            using var answer = await LiveDashboard.SendAsync(
                new HttpMethod(method), new Uri(dashboard.Guarded, path.Replace("{id}", "00000000", StringComparison.Ordinal)), token: LiveDashboard.Reader);
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
        }
    }

    [Theory]
    [InlineData("Origin", "http://elsewhere.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    public async Task A_browser_without_a_session_does_not_steer_whichever_page_asks(string header, string value)
    {
        using var answer = await LiveDashboard.SendAsync(HttpMethod.Post, new Uri(dashboard.Open, Action), headers: [(header, value)]);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_request_with_another_host_name_for_this_address_is_refused()
    {
        using var answer = await LiveDashboard.SendAsync(HttpMethod.Get, new Uri(dashboard.Open, Experiments), headers: [("Host", "rebound.example")]);

        answer.StatusCode.ShouldBe(HttpStatusCode.MisdirectedRequest);
    }

    [Fact]
    public async Task A_session_steers_with_its_anti_forgery_token_alone_until_it_ends()
    {
        using var wrong = await BeginAsync("wrong-token-of-the-tests");
        wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var begun = await BeginAsync(LiveDashboard.Admin);
        var cookie = begun.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem();
        cookie.ShouldContain("httponly", Case.Insensitive);
        cookie.ShouldContain("samesite=strict", Case.Insensitive);
        var state = JsonDocument.Parse(await begun.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        (state.GetProperty("name").GetString(), state.GetProperty("role").GetString()).ShouldBe(("ann", "admin"));
        var (session, antiforgery) = (cookie.Split(';')[0], state.GetProperty("antiforgery_token").GetString()!);

        (await StatusAsync(HttpMethod.Post, Action)).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(HttpMethod.Post, Action, ("Authorization", "Basic eDp5"))).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(HttpMethod.Post, Action, (Session.AntiforgeryHeader, "of-another-session"))).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(HttpMethod.Post, Action, (Session.AntiforgeryHeader, antiforgery))).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(HttpMethod.Get, Experiments)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(HttpMethod.Delete, "/api/v1/session")).ShouldBe(HttpStatusCode.NoContent);
        (await StatusAsync(HttpMethod.Get, Experiments)).ShouldBe(HttpStatusCode.Unauthorized);

        Task<HttpResponseMessage> BeginAsync(string token) => LiveDashboard.SendAsync(
            HttpMethod.Post, new Uri(dashboard.Guarded, "/api/v1/session"), JsonSerializer.Serialize(new { token }), "application/json");

        async Task<HttpStatusCode> StatusAsync(HttpMethod method, string path, params (string, string)[] headers)
        {
            using var answer = await LiveDashboard.SendAsync(method, new Uri(dashboard.Guarded, path), headers: [("Cookie", session), .. headers]);
            return answer.StatusCode;
        }
    }

    [Fact]
    public void Tokens_are_read_with_their_names_and_roles()
    {
        var errors = new List<string>();
        var tokens = AccessTokens.Parse("# who\nann admin 0123456789abcdef0123\n\nbob  read abcdef0123456789abcd", "tokens.txt", errors);

        errors.ShouldBeEmpty();
        tokens.Find("0123456789abcdef0123").ShouldBe(new Caller("ann", AccessRole.Admin));
        tokens.Find("abcdef0123456789abcd").ShouldBe(new Caller("bob", AccessRole.Read));
        tokens.Find("abcdef0123456789abce").ShouldBeNull();
    }

    [Fact]
    public void Every_error_in_tokens_is_reported_with_its_line_and_without_the_token()
    {
        var errors = new List<string>();
        AccessTokens.Parse("ann admin\nbob boss secret-secret-secret-1\ncy read short-secret\ndi read secret-secret-secret-2\ndi read secret-secret-secret-3", "t", errors);

        errors.Select(error => error.Split(' ')[0]).ShouldBe(["t:1:", "t:2:", "t:3:", "t:5:"]);
        errors.ShouldAllBe(error => !error.Contains("secret", StringComparison.Ordinal));
        AccessTokens.Parse("# nobody", "t", errors = []);
        errors.ShouldHaveSingleItem().ShouldContain("no token");
    }

    /// <summary>A body that must never be read.</summary>
    private sealed class UnreadContent(long length) : HttpContent
    {
        public bool IsRead { get; private set; }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            IsRead = true;
            return Task.CompletedTask;
        }

        protected override bool TryComputeLength(out long computed)
        {
            computed = length;
            return true;
        }
    }
}
