using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using NNOptim.Coordinator.Dashboard.Access;
using NNOptim.Coordinator.Tests.Reporting.Html;
using NNOptim.Hosting.Settings;
using static Microsoft.Playwright.Assertions;

namespace NNOptim.Coordinator.Tests.Dashboard;

/// <summary>The page in a real browser.</summary>
public sealed partial class PageTests(LiveDashboard dashboard) : IClassFixture<LiveDashboard>, IAsyncLifetime
{
    private const float Patience = 60_000;

    private readonly List<string> errors = [];
    private IPlaywright? playwright;
    private IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        SetDefaultExpectTimeout(Patience);
        playwright = await Playwright.CreateAsync();
        browser = await Browser.LaunchAsync(playwright);
    }

    [Fact]
    public async Task An_experiment_is_submitted_from_the_page_fills_in_over_a_reload_and_is_cancelled()
    {
        var page = await OpenAsync(dashboard.Open);
        await page.GetByRole(AriaRole.Button, new() { Name = "Submit an experiment" }).ClickAsync();
        var file = page.GetByLabel("Experiment file");
        await file.FillAsync(LiveDashboard.FileOf("from-the-page", 1200, 3000).Replace("adam", "adamant", StringComparison.Ordinal));
        var mistake = page.GetByRole(AriaRole.Button, new() { NameRegex = Mistake() });
        await Expect(mistake).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Submit", Exact = true })).ToBeDisabledAsync();
        await mistake.ClickAsync();
        await Expect(file).ToBeFocusedAsync();

        await file.FillAsync(LiveDashboard.LongFileOf("from-the-page"));
        await Expect(page.GetByText("from-the-page: 1,200 runs")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Submit", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "from-the-page" })).ToBeVisibleAsync();
        await Expect(page.Locator(".heat-grid button").Filter(new() { HasTextRegex = Number() }).First).ToBeVisibleAsync();
        await Expect(page.Locator(".chart[data-drawn]")).ToBeVisibleAsync();
        await Expect(page.Locator(".vrow .state[data-state=completed]").First).ToBeVisibleAsync();

        await page.ReloadAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "from-the-page" })).ToBeVisibleAsync();
        await Expect(page.Locator(".heat-grid button").Filter(new() { HasTextRegex = Number() }).First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel the experiment" }).ClickAsync();
        await Expect(page.Locator(".tile .state")).ToHaveTextAsync("cancelled");
        await Expect(page.GetByRole(AriaRole.Row, new() { NameRegex = CancelledByTester() })).ToBeVisibleAsync();

        await page.Locator(".vrow a").First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Attempts" })).ToBeVisibleAsync();
        await Expect(page.Locator(".chart[data-drawn]")).ToBeVisibleAsync();
        errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_page_that_was_cut_off_comes_back_and_catches_up()
    {
        var tokens = AccessTokens.Parse($"ann admin {LiveDashboard.Admin}", "tests", []);
        var first = await dashboard.StartAsync(new HostPort("127.0.0.1", 0), tokens);
        var page = await OpenAsync(first.Address);
        await SignInAsync(page);
        await Expect(page.Locator("#link")).ToHaveTextAsync("Live");

        await first.DisposeAsync();
        await Expect(page.Locator("#link")).ToHaveTextAsync("Reconnecting");
        var id = await dashboard.SubmitAsync(LiveDashboard.FileOf("while-away", 4, 5));
        await dashboard.StartAsync(new HostPort("127.0.0.1", first.Address.Port), tokens);

        // A restarted server knows no sessions.
        await SignInAsync(page);
        await Expect(page.Locator("#link")).ToHaveTextAsync("Live");
        await Expect(page.Locator($"tr[data-id='{id}'] .state")).ToHaveTextAsync("ended");
        errors.Where(error => !error.Contains("Failed to load resource", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_page_without_a_coordinator_says_so_and_fills_when_the_coordinator_starts()
    {
        var id = await dashboard.CompletedAsync("waited-for");
        var alone = await dashboard.ServeAsync(new HostPort("127.0.0.1", 0), AccessTokens.None);
        var experiment = await OpenAsync(new Uri(alone.Address, $"#/experiments/{id}"));
        var run = await OpenAsync(new Uri(alone.Address, $"#/experiments/{id}/runs/1"));
        await Expect(experiment.GetByText("No coordinator answers at the moment")).ToBeVisibleAsync();
        await Expect(run.GetByText("No coordinator answers at the moment")).ToBeVisibleAsync();
        await Expect(run.Locator("#link")).ToHaveTextAsync("No coordinator");

        dashboard.Attach(alone);

        await Expect(experiment.GetByRole(AriaRole.Heading, new() { Name = "waited-for" })).ToBeVisibleAsync();
        await Expect(experiment.Locator(".chart[data-drawn]")).ToBeVisibleAsync();
        await Expect(experiment.Locator(".vrow")).ToHaveCountAsync(8);
        await Expect(run.Locator("h1 .state")).ToHaveTextAsync("completed");
        await Expect(run.Locator("#link")).ToHaveTextAsync("Live");
        await Expect(run.Locator(".chart[data-drawn]")).ToBeVisibleAsync();
        errors.Where(error => !error.Contains("503", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("#/experiments/zzzzzzzz", "There is no experiment zzzzzzzz.")]
    [InlineData("#/experiments/zzzzzzzz/runs/1", "There is no experiment zzzzzzzz.")]
    public async Task A_missing_page_is_reported(string hash, string text)
    {
        var page = await OpenAsync(new Uri(dashboard.Open, hash));

        await Expect(page.GetByText(text)).ToBeVisibleAsync();
        errors.Where(error => !error.Contains("404", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_interrupted_answer_is_requested_again()
    {
        var id = await dashboard.CompletedAsync("broken-off");
        var page = await OpenAsync(dashboard.Open);
        var isBroken = false;
        await page.RouteAsync($"**/experiments/{id}/configurations", async route =>
        {
            if (isBroken)
            {
                await route.ContinueAsync();
                return;
            }

            isBroken = true;
            await route.FulfillAsync(new() { ContentType = "application/json", Body = "{\"items\": [" });
        });

        await page.GotoAsync(new Uri(dashboard.Open, $"#/experiments/{id}").AbsoluteUri);

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "broken-off" })).ToBeVisibleAsync();
        await Expect(page.Locator(".chart[data-drawn]")).ToBeVisibleAsync();
        isBroken.ShouldBeTrue();
        errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_page_is_used_with_the_keyboard_alone()
    {
        var page = await OpenAsync(dashboard.Open);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Submit an experiment" })).ToBeVisibleAsync();
        await TabToAsync(page, "Submit an experiment");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByLabel("Experiment file")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.InsertTextAsync(LiveDashboard.LongFileOf("by-keyboard"));
        await Expect(page.GetByText("by-keyboard: 1,200 runs")).ToBeVisibleAsync();
        await TabToAsync(page, "Submit");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "by-keyboard" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Pause" })).ToBeVisibleAsync();
        await TabToAsync(page, "Pause");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".tile .state")).ToHaveTextAsync("paused");
        await TabToAsync(page, "Cancel");
        await page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, "Cancel the experiment");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".tile .state")).ToHaveTextAsync("cancelled");
        errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_link_that_a_program_prints_signs_in_and_keeps_no_token_in_the_address()
    {
        var id = await dashboard.CompletedAsync("by-link");
        var page = await OpenAsync(new Uri(dashboard.Guarded, $"#/experiments/{id}?token={LiveDashboard.Admin}"));

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "by-link" })).ToBeVisibleAsync();
        page.Url.ShouldEndWith($"#/experiments/{id}");
        await page.ReloadAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "by-link" })).ToBeVisibleAsync();
        await Expect(page.Locator("#account")).ToHaveTextAsync("ann");
        errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_may_only_view_is_offered_no_action()
    {
        var id = await dashboard.CompletedAsync("looked-at");
        var page = await OpenAsync(new Uri(dashboard.Guarded, $"#/experiments/{id}"));
        await SignInAsync(page, LiveDashboard.Reader);

        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Report" })).ToBeVisibleAsync();
        (await page.GetByRole(AriaRole.Button, new() { NameRegex = Steering() }).CountAsync()).ShouldBe(0);
        await page.GetByRole(AriaRole.Link, new() { Name = "Data" }).ClickAsync();
        await Expect(page.GetByText("Your token may view experiments but not upload data.")).ToBeVisibleAsync();
        errors.Where(error => !error.Contains("401", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_ten_thousand_runs_only_the_visible_rows_exist()
    {
        const int MostRows = 60, MostOfPage = 100;
        var id = await dashboard.SubmitAsync(LiveDashboard.FileOf("ten-thousand", 10_000, 5));
        var page = await OpenAsync(new Uri(dashboard.Open, $"#/experiments/{id}"));
        var asked = new List<string>();
        page.Request += (_, request) =>
        {
            if (request.Url.Contains($"{id}/runs?", StringComparison.Ordinal))
            {
                asked.Add(request.Url);
            }
        };
        await Expect(page.GetByText("10,000 runs")).ToBeVisibleAsync();
        await LiveDashboard.UntilAsync(
            new Uri(dashboard.Open, $"/api/v1/experiments/{id}"), body => body.GetProperty("experiment").GetProperty("state").GetString() == "ended" && body.GetProperty("events_behind").GetInt64() == 0);

        await page.Locator(".vscroll").EvaluateAsync("table => table.scrollTop = table.scrollHeight");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "10,000", Exact = true })).ToBeVisibleAsync();
        (await page.Locator(".vrow").CountAsync()).ShouldBeInRange(5, MostRows);

        await page.GetByRole(AriaRole.Button, new() { Name = "Final cost", Exact = true }).ClickAsync();
        var best = await LiveDashboard.UntilAsync(new Uri(dashboard.Open, $"/api/v1/experiments/{id}/runs?sort=final_cost&limit=1"), _ => true);
        var number = best.GetProperty("items")[0].GetProperty("run").GetInt32();
        await Expect(page.Locator(".vrow[aria-rowindex='2'] a")).ToHaveTextAsync(number.ToString("N0", CultureInfo.InvariantCulture));

        await page.GetByLabel("Optimizer").SelectOptionAsync("adam");
        await Expect(page.GetByText("5,000 runs")).ToBeVisibleAsync();
        (await page.Locator(".vrow").CountAsync()).ShouldBeInRange(5, MostRows);
        asked.ShouldContain(url => url.Contains("sort=final_cost", StringComparison.Ordinal) && url.Contains("compared=adam", StringComparison.Ordinal));
        asked.ShouldAllBe(url => url.Contains($"limit={MostOfPage}&", StringComparison.Ordinal));
        errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Progress_names_the_most_runs_that_a_search_may_propose()
    {
        var page = await OpenAsync(dashboard.Open);

        var texts = await page.EvaluateAsync<string[]>("""
            async () => {
              const { progressOf } = await import(new URL("format.js", document.querySelector("script[type=module]").src));
              const item = { completed: 1000, diverged: 2, failed: 3, cancelled: 4, runs: 1200 };
              return [progressOf({ ...item, most: 0 }), progressOf({ ...item, most: 3000 })];
            }
            """);

        texts.ShouldBe(["1,009 / 1,200", "1,009 / 1,200 of at most 3,000"]);
    }

    [Fact]
    public async Task Configurations_of_several_experiments_are_compared_by_curves_and_objectives()
    {
        var first = await dashboard.CompletedAsync("here");
        var second = await dashboard.CompletedAsync("there");
        var page = await OpenAsync(new Uri(dashboard.Open, "#/compare"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Configurations" }).ClickAsync();
        await page.GetByLabel("Experiment", new() { Exact = true }).SelectOptionAsync(first);
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "adam, learning rate 0.01, batch size 16" }).CheckAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "gd, learning rate 0.01, batch size 16", Exact = true }).CheckAsync();
        await page.GetByLabel("Experiment", new() { Exact = true }).SelectOptionAsync(second);
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "adam, learning rate 0.01, batch size 16" }).CheckAsync();

        var rows = page.GetByRole(AriaRole.Region, new() { Name = "Objective" }).Locator("tbody tr");
        await Expect(rows).ToHaveCountAsync(3);
        await Expect(rows.Nth(2)).ToContainTextAsync("adam, learning rate 0.01, batch size 16, there");
        await Expect(rows.Nth(2)).ToContainTextAsync("2 of 2");
        await Expect(page.Locator(".chart[data-drawn]")).ToBeVisibleAsync();
        (await page.Locator(".chart").GetAttributeAsync("aria-label")).ShouldNotBeNull().ShouldContain("gd, learning rate 0.01, batch size 16, here is at 0.");

        await page.ReloadAsync();
        await Expect(rows).ToHaveCountAsync(3);
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove gd, learning rate 0.01, batch size 16, here" }).ClickAsync();
        await Expect(rows).ToHaveCountAsync(2);

        await page.GotoAsync(new Uri(dashboard.Open, $"#/experiments/{first}").AbsoluteUri);
        await page.GetByRole(AriaRole.Link, new() { Name = "Compare shown" }).ClickAsync();
        await Expect(rows).ToHaveCountAsync(4);
        errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Configurations_that_differ_in_other_parameters_have_maps_curves_and_rows_of_their_own()
    {
        var id = await dashboard.CompletedOfAsync(LiveDashboard.FurtherAxesOf("further-axes"));
        var page = await OpenAsync(new Uri(dashboard.Open, $"#/experiments/{id}"));

        await Expect(page.Locator(".heat h3")).ToHaveTextAsync(["adam, hidden activation relu, adam beta1 0.5", "adam, hidden activation relu, adam beta1 0.9", "adam, hidden activation tanh, adam beta1 0.5", "adam, hidden activation tanh, adam beta1 0.9"]);
        await Expect(page.Locator(".vrow").Nth(2)).ToContainTextAsync("hidden activation tanh, adam beta1 0.5");
        await Expect(page.Locator(".chart[data-drawn]")).ToBeVisibleAsync();
        var curves = page.Locator(".chart");
        await Expect(curves).ToHaveAttributeAsync("aria-label", new Regex("adam, hidden activation tanh, adam beta1 0.9, learning rate 0.01, batch size 16 is at"));
        await page.Locator(".heat-grid button").Last.ClickAsync();
        await Expect(curves).Not.ToHaveAttributeAsync("aria-label", new Regex("adam, hidden activation tanh, adam beta1 0.9"));
        await Expect(curves).ToHaveAttributeAsync("aria-label", new Regex("adam, hidden activation tanh, adam beta1 0.5"));
        errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_data_file_is_described_with_its_classes_and_section()
    {
        var page = await OpenAsync(dashboard.Open);
        await page.GetByRole(AriaRole.Link, new() { Name = "Data" }).ClickAsync();
        await DescribeAsync(page, DescriptionTests.IrisOf(5).Replace("width", "<b>width</b>", StringComparison.Ordinal), "label=species\ntest_fraction=0.2\n");

        var classes = page.GetByRole(AriaRole.Region, new() { Name = "Classes" }).Locator("tbody tr");
        await Expect(classes).ToHaveTextAsync(["0setosa41", "1versicolor41", "2virginica41"]);
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Columns" }).Locator("tbody tr").Nth(1)).ToContainTextAsync("<b>width</b>");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "First rows" }).Locator("tbody tr")).ToHaveCountAsync(5);
        await Expect(page.Locator("pre")).ToHaveTextAsync("dataset:\n  path: \"iris.csv\"\n  label: species\n  test_fraction: 0.2\n");
        errors.ShouldBeEmpty();

        await DescribeAsync(page, DescriptionTests.IrisOf(5), "shoe_size=46\npath=/etc/passwd");
        await Expect(page.Locator(".note.bad li")).ToHaveTextAsync([new Regex("^dataset.path: "), new Regex("^dataset.shoe_size: ")]);
        errors.Where(error => !error.Contains("400", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1360)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Axe_finds_no_serious_fault_on_any_page(ColorScheme scheme, int width)
    {
        var id = await dashboard.CompletedAsync("inspected");
        var other = await dashboard.CompletedAsync("inspected-too");
        var page = await OpenAsync(dashboard.Open, scheme, width);
        await InspectAsync("#/experiments", $"tr[data-id='{id}']");
        await InspectAsync($"#/experiments/{id}", ".vrow .spark");
        await InspectAsync($"#/experiments/{id}/runs/1", ".chart[data-drawn]");
        await InspectAsync("#/workers", "tbody tr");
        await InspectAsync($"#/compare?ids={id},{other}", "h2:text('Bitwise comparison')");
        await InspectAsync($"#/compare?configurations={id}.1,{id}.3,{other}.1", ".chart[data-drawn]");
        await InspectAsync($"#/experiments/{id}/report", "iframe");
        await page.GotoAsync(new Uri(dashboard.Open, "#/data").AbsoluteUri);
        await DescribeAsync(page, DescriptionTests.IrisOf(5).Replace("0.5", "", StringComparison.Ordinal), "");
        await InspectAsync(null, "pre");
        await page.GotoAsync(new Uri(dashboard.Open, "#/experiments").AbsoluteUri);
        await page.GetByRole(AriaRole.Button, new() { Name = "Submit an experiment" }).ClickAsync();
        await InspectAsync(null, ".verdict .good");
        errors.ShouldBeEmpty();

        async Task InspectAsync(string? hash, string sign)
        {
            if (hash is not null)
            {
                await page.GotoAsync(new Uri(dashboard.Open, hash).AbsoluteUri);
            }

            await Expect(page.Locator(sign).First).ToBeVisibleAsync();
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width, $"{hash} is wider than the screen");
            var found = await page.RunAxe(new AxeRunOptions { ResultTypes = [ResultType.Violations], Iframes = false });
            found.Violations.Where(fault => fault.Impact is "serious" or "critical")
                .Select(fault => $"{hash}: {fault.Id}: {string.Join(" ", fault.Nodes.Select(node => node.Html))}").ShouldBeEmpty();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
    }

    private async Task<IPage> OpenAsync(Uri address, ColorScheme scheme = ColorScheme.Light, int width = 1360)
    {
        var context = await browser!.NewContextAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 } });
        context.SetDefaultTimeout(Patience);
        var page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                errors.Add(message.Text);
            }
        };
        page.PageError += (_, error) => errors.Add(error);
        await page.GotoAsync(address.AbsoluteUri);
        return page;
    }

    private static async Task DescribeAsync(IPage page, string content, string keys)
    {
        await page.GetByLabel("Data file").SetInputFilesAsync(new FilePayload { Name = "iris.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(content) });
        await page.GetByLabel("Keys of the section").FillAsync(keys);
        await page.GetByRole(AriaRole.Button, new() { Name = "Describe" }).ClickAsync();
    }

    private static async Task SignInAsync(IPage page, string token = LiveDashboard.Admin)
    {
        await page.GetByLabel("Token").FillAsync(token);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    /// <summary>Presses Tab until the element with this text has the focus.</summary>
    private static async Task TabToAsync(IPage page, string text)
    {
        const int Most = 150;
        for (var i = 0; i < Most; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<string>("document.activeElement.textContent.trim()") == text)
            {
                return;
            }
        }

        throw new ShouldAssertException($"Tab does not lead to '{text}'.");
    }

    [GeneratedRegex("Line 5, column 24: grid.optimizer: adamant is not allowed")]
    private static partial Regex Mistake();

    [GeneratedRegex(@"^\d")]
    private static partial Regex Number();

    [GeneratedRegex("cancel tester")]
    private static partial Regex CancelledByTester();

    [GeneratedRegex("Pause|Cancel|Retry|Priority|Resume|Submit")]
    private static partial Regex Steering();
}
