using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using NNOptim.Coordinator.Dashboard.Access;
using NNOptim.Coordinator.Tests.ExperimentFiles;
using NNOptim.Hosting.Settings;

namespace NNOptim.Coordinator.Tests.Dashboard;

/// <summary>The health routes and metrics, while the process is healthy and while it is not.</summary>
public sealed partial class HealthTests(LiveDashboard dashboard) : IClassFixture<LiveDashboard>
{
    [Fact]
    public async Task Health_is_open_to_all()
    {
        await ToldAsync(dashboard.Guarded, "live", HttpStatusCode.OK, "alive");
        await ToldAsync(dashboard.Guarded, "ready", HttpStatusCode.OK, "ready");
    }

    [Fact]
    public async Task A_process_with_an_unwritable_journal_is_alive_but_not_ready()
    {
        await ToldAsync(dashboard.Open, "ready", HttpStatusCode.OK, "ready");
        await using (var connection = new SqliteConnection($"Data Source={dashboard.DatabaseFile}"))
        {
            connection.Open();
            await using var writer = connection.BeginTransaction(deferred: false);
            await ToldAsync(dashboard.Open, "ready", HttpStatusCode.ServiceUnavailable, "the journal cannot be written: the database has not confirmed a write");
            await ToldAsync(dashboard.Open, "live", HttpStatusCode.OK, "alive");
        }

        await ToldAsync(dashboard.Open, "ready", HttpStatusCode.OK, "ready");
    }

    [Fact]
    public async Task A_process_that_is_neither_coordinator_nor_standby_is_alive_but_not_ready()
    {
        var early = await dashboard.ServeAsync(new HostPort("127.0.0.1", 0), AccessTokens.None);
        await ToldAsync(early.Address, "ready", HttpStatusCode.ServiceUnavailable, "this process is a standby and knows no coordinator");
        await ToldAsync(early.Address, "live", HttpStatusCode.OK, "alive");

        early.Detach("a.example:4053");
        await ToldAsync(early.Address, "ready", HttpStatusCode.OK, "ready");
        dashboard.Attach(early);
        await ToldAsync(early.Address, "ready", HttpStatusCode.OK, "ready");
    }

    [Fact]
    public async Task Metrics_in_the_Prometheus_format_are_open_to_those_who_may_view()
    {
        await dashboard.CompletedAsync("measured");
        using var refused = await LiveDashboard.SendAsync(HttpMethod.Get, new Uri(dashboard.Guarded, "/metrics"));
        using var told = await LiveDashboard.SendAsync(HttpMethod.Get, new Uri(dashboard.Guarded, "/metrics"), token: LiveDashboard.Reader);
        var lines = (await told.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('\n');

        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        lines.ShouldContain("nnoptim_workers 1");
        lines.ShouldContain(line => line.StartsWith("nnoptim_runs{state=\"completed\"} ", StringComparison.Ordinal));
        lines.ShouldContain(line => line.StartsWith("nnoptim_persist_duration_count ", StringComparison.Ordinal));
        lines.ShouldContain(line => line.StartsWith("nnoptim_queue_length ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_metric_that_the_Grafana_dashboard_draws_exists()
    {
        await dashboard.CompletedAsync("drawn");
        using var told = await LiveDashboard.SendAsync(HttpMethod.Get, new Uri(dashboard.Open, "/metrics"));
        var names = (await told.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('\n')
            .Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('{', ' ')[0]).Distinct().ToList();
        using var grafana = JsonDocument.Parse(Published.Read("deploy/grafana/nnoptim.json"));
        var drawn = Expressions(grafana.RootElement).SelectMany(NamesIn).Distinct().ToList();

        drawn.Count.ShouldBeGreaterThan(5);
        drawn.ShouldAllBe(name => names.Any(each => Regex.IsMatch(each, $"^(?:{name})$")), $"Told are {string.Join(' ', names)}.");
    }

    /// <summary>The queries of the panels, at any depth.</summary>
    private static IEnumerable<string> Expressions(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property =>
            property is { Name: "expr", Value.ValueKind: JsonValueKind.String } ? [property.Value.GetString()!] : Expressions(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Expressions),
        _ => [],
    };

    /// <summary>The metrics of a query, as regular expressions.</summary>
    private static IEnumerable<string> NamesIn(string expression) => MetricPattern().Matches(expression)
        .Select(match => match.Groups["pattern"].Success ? match.Groups["pattern"].Value : match.Value);

    private static async Task ToldAsync(Uri address, string what, HttpStatusCode status, string text)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        HttpStatusCode last;
        string body;
        do
        {
            // A result of the probe is cached for a few seconds.
            await timer.WaitForNextTickAsync(deadline.Token);
            using var answer = await LiveDashboard.SendAsync(HttpMethod.Get, new Uri(address, $"/health/{what}"));
            (last, body) = (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
        while (last != status);

        body.ShouldContain(text);
    }

    [GeneratedRegex("""__name__=~"(?<pattern>[^"]+)"|\bnnoptim_\w+""")]
    private static partial Regex MetricPattern();
}
