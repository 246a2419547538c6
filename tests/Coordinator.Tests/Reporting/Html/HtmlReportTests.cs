using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using NNOptim.Experiments;
using NNOptim.Reporting;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Figures;
using NNOptim.Reporting.Html;

namespace NNOptim.Coordinator.Tests.Reporting.Html;

public sealed partial class HtmlReportTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nnoptim-page-");

    private static readonly SyntheticExperiment Grid = new()
    {
        LearningRates = [0.001, 0.01, 0.1],
        BatchSizes = [16, 64],
        Seeds = [1, 2, 3],
        Cost = SyntheticExperiment.RoughCost,
    };

    private static readonly SyntheticExperiment ManyAndHuge = new()
    {
        LearningRates = [.. Enumerable.Range(1, 11).Select(i => i / 1000.0)],
        BatchSizes = [1, 2, 4, 8, 16, 32, 64, 128],
        Seeds = [1, 2],
        Cost = (run, epoch) => SyntheticExperiment.RoughCost(run, epoch) * 1e12,
        ConstantCost = 0.6931471805599453e12,
    };

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task The_page_opens_without_an_error_and_draws_every_chart()
    {
        var state = await OpenAsync(Page(Grid), "");

        state.GetProperty("errors").EnumerateArray().Select(error => error.GetString()).ShouldBeEmpty();
        state.GetProperty("ready").GetBoolean().ShouldBeTrue();
        Drawn(state).ShouldBe(
            ["curves", "heatmap-0", "heatmap-1", "heatmap-2", "sensitivity", "parallel", "strip", "profile", "importance"], ignoreOrder: true);
        state.GetProperty("rows").GetInt32().ShouldBe(18);
        state.GetProperty("overflow").GetBoolean().ShouldBeFalse();
    }

    [Theory]
    [InlineData(1280, false)]
    [InlineData(390, false)]
    [InlineData(1280, true)]
    [InlineData(390, true)]
    public async Task No_elements_overlap(int width, bool manyAndHuge)
    {
        var state = await OpenFramedAsync(Page(manyAndHuge ? ManyAndHuge : Grid), width);

        state.GetProperty("errors").EnumerateArray().Select(error => error.GetString()).ShouldBeEmpty();
        Drawn(state).Count.ShouldBe(9);
        state.GetProperty("width").GetInt32().ShouldBe(width);
        state.GetProperty("overflow").GetBoolean().ShouldBeFalse();
        state.GetProperty("overlaps").EnumerateArray().Select(overlap => overlap.GetString()).ShouldBeEmpty();
        if (width == 1280)
        {
            state.GetProperty("sideways").EnumerateArray().Select(table => table.GetString()).ShouldNotContain("answer");
        }
    }

    [Fact]
    public async Task A_page_with_a_confirmation_opens_without_an_error_and_shows_its_verdict()
    {
        var page = Page(Grid with { FreshSeeds = [[.. Enumerable.Range(11, 10)]], IsFinalist = run => run is { LearningRate: 0.01, BatchSize: 16 } });

        var state = await OpenAsync(page, "");

        state.GetProperty("errors").EnumerateArray().Select(error => error.GetString()).ShouldBeEmpty();
        state.GetProperty("rows").GetInt32().ShouldBe(18);
        state.GetProperty("overflow").GetBoolean().ShouldBeFalse();
        page.ShouldContain("Use adam (learning rate 0.01, batch size 16).");
        page.ShouldContain("which then ran on 10 fresh seeds.");
    }

    [Fact]
    public async Task Keys_zoom_the_curves()
    {
        const string Press = "const c = document.getElementById('curves'), press = key => c.dispatchEvent(new KeyboardEvent('keydown', { key }));"
            + "const zoom = () => { const z = echarts.getInstanceByDom(c).getOption().dataZoom[0]; return [z.start, z.end].join('-'); };"
            + "const seenZooms = []; for (const k of ['+', 'ArrowRight', 'ArrowRight', 'ArrowRight', '-', '0']) { press(k); seenZooms.push(zoom()); } document.body.dataset.zooms = seenZooms.join(' ');";
        var state = await OpenAsync(Page(Grid), Press);

        state.GetProperty("errors").GetArrayLength().ShouldBe(0);
        state.GetProperty("zooms").GetString().ShouldBe("25-75 37.5-87.5 50-100 50-100 0-100 0-100");
    }

    [Theory]
    [InlineData("--window-size=1280,900")]
    [InlineData("--window-size=500,900")]
    [InlineData("--blink-settings=preferredColorScheme=0")]
    public async Task Axe_finds_no_barrier(string option)
    {
        var axe = new BundledAxeScriptProvider().GetScript().Replace("</script", "<\\/script", StringComparison.Ordinal);
        var state = await OpenAsync(Page(Grid), axe, option);

        state.GetProperty("barriers").EnumerateArray().Select(barrier => barrier.GetString()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_filter_takes_configurations_out_of_the_charts_and_the_ranking()
    {
        var state = await OpenAsync(Page(Grid), "document.querySelector('input[data-value=adam]').click();");

        state.GetProperty("errors").GetArrayLength().ShouldBe(0);
        state.GetProperty("rows").GetInt32().ShouldBe(12);
        state.GetProperty("text").GetString()!.ShouldNotContain("adam");
        state.GetProperty("curves").GetString().ShouldBe("2");
        state.GetProperty("heatmaps").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task A_filter_with_many_values_selects_a_range()
    {
        var many = Grid with { LearningRates = [.. Enumerable.Range(1, 14).Select(i => i / 1000.0)], BatchSizes = [64] };
        const string FromTheSixth = "const from = document.querySelector('#filters select'); from.value = '5'; from.dispatchEvent(new Event('change'));"
            + "document.querySelector('#ranking .more')?.click();";

        var state = await OpenAsync(Page(many), FromTheSixth);

        state.GetProperty("errors").GetArrayLength().ShouldBe(0);
        state.GetProperty("rows").GetInt32().ShouldBe(3 * 9);
    }

    [Fact]
    public async Task A_click_on_a_column_name_sorts_by_that_column()
    {
        var state = await OpenAsync(Page(Grid),
            "const b = [...document.querySelectorAll('#ranking th button')].find(b => b.textContent === 'learning rate'); b.click(); "
            + "[...document.querySelectorAll('#ranking th button')].find(b => b.textContent === 'learning rate').click();");

        state.GetProperty("first").GetString()!.ShouldContain("|0.1|");
        state.GetProperty("sorted").GetString().ShouldBe("descending");
    }

    [Fact]
    public async Task All_curves_and_every_unit_can_be_drawn()
    {
        var state = await OpenAsync(Page(Grid),
            "const w = document.getElementById('which'); w.value = 'all'; w.dispatchEvent(new Event('change'));"
            + "for (const s of document.querySelectorAll('#curve-controls select')) for (const o of s.options) { if (s.id !== 'which') { s.value = o.value; s.dispatchEvent(new Event('change')); } }"
            + "for (const b of document.querySelectorAll('#curve-controls input')) b.click();");

        state.GetProperty("errors").GetArrayLength().ShouldBe(0);
        state.GetProperty("curves").GetString().ShouldBe("18");
    }

    [Theory]
    [InlineData("--window-size=390,844")]
    [InlineData("--blink-settings=preferredColorScheme=0")]
    public async Task The_page_also_works_on_a_phone_and_in_dark_mode(string option)
    {
        var state = await OpenAsync(Page(Grid), "dispatchEvent(new Event('beforeprint')); dispatchEvent(new Event('afterprint'));", option);

        state.GetProperty("errors").GetArrayLength().ShouldBe(0);
        Drawn(state).Count.ShouldBe(9);
        state.GetProperty("overflow").GetBoolean().ShouldBeFalse();
    }

    [Theory]
    [InlineData("one run")]
    [InlineData("all diverged")]
    [InlineData("no cost")]
    [InlineData("all pending")]
    [InlineData("zero costs")]
    [InlineData("one optimiser")]
    public async Task Extremes_open_without_an_error(string extreme)
    {
        var experiment = extreme switch
        {
            "one run" => new SyntheticExperiment { Optimizers = ["gd"], Epochs = 1 },
            "all diverged" => new SyntheticExperiment { LearningRates = [0.1, 1], Cost = (_, epoch) => epoch < 300 ? 1e30 * epoch : double.PositiveInfinity },
            "no cost" => new SyntheticExperiment { LearningRates = [0.1, 1], BatchSizes = [8, 16], Cost = (_, _) => double.NaN },
            "all pending" => new SyntheticExperiment { Change = run => run with { State = RunState.Pending, Result = null, Costs = [] } },
            "zero costs" => new SyntheticExperiment { Cost = (_, _) => 0, LearningRates = [0.1, 1], BatchSizes = [8, 16], Seeds = [1, 2] },
            _ => new SyntheticExperiment { Optimizers = ["adam"], LearningRates = [0.1, 1], Seeds = [1, 2] },
        };

        var state = await OpenAsync(Page(experiment), "");

        state.GetProperty("errors").EnumerateArray().Select(error => error.GetString()).ShouldBeEmpty();
        state.GetProperty("ready").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData(MetricGoal.Minimize, MetricFormat.Number)]
    [InlineData(MetricGoal.Maximize, MetricFormat.Percent)]
    public async Task A_trainable_without_a_compared_parameter_has_only_the_charts_that_need_none(MetricGoal goal, MetricFormat format)
    {
        var analysis = ExperimentAnalysis.Analyze(DeclaredTrainableTests.Experiment(goal, format));
        var page = HtmlReport.Render(analysis, ReportFigures.DrawAll(analysis, null), new ReportOptions());

        var state = await OpenAsync(page, "");

        state.GetProperty("errors").EnumerateArray().Select(error => error.GetString()).ShouldBeEmpty();
        Drawn(state).ShouldBe(["curves", "parallel", "strip", "importance"], ignoreOrder: true);
        state.GetProperty("first").GetString()!.ShouldStartWith(format == MetricFormat.Percent ? "|1|4|550.00 %|" : "|1|-3|-1.500000|");
        state.GetProperty("curves").GetString().ShouldBe("3");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cost_of_zero_is_drawn_and_is_no_cross(bool everywhere)
    {
        var experiment = new SyntheticExperiment
        {
            LearningRates = [0.001, 0.01, 0.1],
            BatchSizes = [16, 64],
            Seeds = [1, 2],
            Epochs = 300,
            Cost = (run, _) => everywhere || run.LearningRate == 0.1 ? 0 : run.LearningRate,
        };

        var state = await OpenAsync(Page(experiment), "document.querySelectorAll('#curve-controls input')[0].click();");

        state.GetProperty("errors").EnumerateArray().Select(error => error.GetString()).ShouldBeEmpty();
        Texts(state, "heatmap-0").Count(text => text == "0").ShouldBeGreaterThanOrEqualTo(everywhere ? 6 : 2);
        foreach (var chart in (string[])["heatmap-0", "sensitivity", "parallel", "curves"])
        {
            Texts(state, chart).ShouldContain("0", chart);
            Texts(state, chart).ShouldNotContain("\u2715", chart);
        }
    }

    [Fact]
    public async Task Where_all_diverged_there_are_crosses()
    {
        var experiment = new SyntheticExperiment { LearningRates = [0.1, 1], BatchSizes = [8, 16], Cost = (_, _) => double.NaN };

        var state = await OpenAsync(Page(experiment), "");

        state.GetProperty("errors").EnumerateArray().Select(error => error.GetString()).ShouldBeEmpty();
        Texts(state, "heatmap-0").Count(text => text == "\u2715").ShouldBe(4);
        Texts(state, "sensitivity").Count(text => text == "\u2715").ShouldBe(6);
    }

    [Fact]
    public void Text_from_people_is_never_markup()
    {
        const string Hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)>";
        var experiment = Grid.Build();
        var page = Render(experiment with
        {
            Specification = experiment.Specification with { Description = Hostile },
            Runs = [.. experiment.Runs.Select(run => run.Number == 1 ? run with { State = RunState.Failed, Result = null, FailureReason = Hostile } : run)],
        }, new ReportOptions { Title = Hostile, ResolvedSpecification = Hostile });

        page.ShouldNotContain("<script>alert");
        page.ShouldNotContain("<img src=x");
        page.ShouldContain("&lt;/script&gt;&lt;script&gt;alert(1)");
    }

    [Fact]
    public void The_page_loads_nothing_from_outside()
    {
        var page = Page(Grid);
        var markup = Scripts().Replace(page, "");

        page.ShouldContain("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';");
        markup.ShouldNotContain("<link");
        markup.ShouldNotContain("@import");
        Sources().Matches(markup).Select(match => match.Value).ShouldAllBe(source => source.StartsWith("src=\"data:"));
    }

    [Fact]
    public void A_labs_header_is_inserted_unchanged() =>
        Render(Grid.Build(), new ReportOptions { Header = "<p class=\"mine\">Our <b>lab</b></p>" })
            .ShouldContain("<div class=\"lab\">\n<p class=\"mine\">Our <b>lab</b></p>\n</div>");

    [Fact]
    public void Ten_thousand_runs_stay_below_five_megabytes()
    {
        var experiment = new SyntheticExperiment
        {
            LearningRates = [.. Enumerable.Range(1, 25).Select(i => i / 1000.0)],
            BatchSizes = [.. Enumerable.Range(1, 27)],
            Seeds = [1, 2, 3, 4, 5],
            Epochs = 1000,
            RecordEvery = 10,
        };

        var page = Page(experiment);

        experiment.Build().Runs.Length.ShouldBe(10_125);
        page.Length.ShouldBeLessThan(5_000_000);
        page.ShouldContain("Curves are drawn through every 2 records and the last.");
        page.ShouldContain("Statistics are over all runs.");
    }

    private static string Page(SyntheticExperiment experiment) =>
        Render(experiment.Build(), new ReportOptions { DecisionSurface = new SyntheticSurface() });

    private static string Render(ExperimentRecord experiment, ReportOptions options)
    {
        var analysis = ExperimentAnalysis.Analyze(experiment, new DatasetFacts(300));
        return HtmlReport.Render(analysis, ReportFigures.DrawAll(analysis, options.DecisionSurface), options);
    }

    private static List<string> Texts(JsonElement state, string chart) =>
        [.. state.GetProperty("texts").GetProperty(chart).EnumerateArray().Select(text => text.GetString()!)];

    private static List<string> Drawn(JsonElement state) =>
        [.. state.GetProperty("drawn").EnumerateArray().Select(id => id.GetString()!)];

    /// <summary>Opens a page, runs a script in it, and returns the resulting document.</summary>
    private async Task<JsonElement> OpenAsync(string page, string action, params string[] options) =>
        ResultOf(await Browser.DocumentAsync(await WriteAsync(page, action), "data-result", options));

    /// <summary>Opens a page in a frame of the given width, because no window of Chromium is as narrow as a phone's.</summary>
    private async Task<JsonElement> OpenFramedAsync(string page, int width)
    {
        await WriteAsync(page, "");
        var path = Path.Combine(folder.FullName, "frame.html");
        await File.WriteAllTextAsync(path, $$"""
            <!DOCTYPE html><html><body><script>addEventListener('message', e => { document.documentElement.dataset.result = e.data; });</script>
            <iframe src="page.html" style="border:0;width:{{width}}px;height:9000px"></iframe></body></html>
            """);
        return ResultOf(await Browser.DocumentAsync(path, "data-result", "--window-size=1400,9100"));
    }

    private async Task<string> WriteAsync(string page, string action)
    {
        const string Before = "<script>window.seen = []; addEventListener('error', e => seen.push(e.message)); console.error = (...a) => seen.push(a.join(' ')); console.warn = console.error;"
            + "addEventListener('securitypolicyviolation', e => seen.push('policy: ' + e.blockedURI));</script>";
        const string After = """
            <script>
            requestAnimationFrame(() => {
              try { ACTION } catch (e) { seen.push(String(e)); }
              const table = document.querySelector('#ranking table');
              const rows = [...table.tBodies[0].rows].map(row => '|' + [...row.cells].map(cell => cell.textContent).join('|') + '|');
              const drawn = [...document.querySelectorAll('.chart')].filter(c => !c.hidden && c.querySelector('svg path'));
              const state = {
                errors: seen, ready: document.documentElement.dataset.ready === 'true', rows: rows.length, first: rows[0], text: rows.join(' '),
                drawn: drawn.map(c => c.id), heatmaps: drawn.filter(c => c.id.startsWith('heatmap-')).length,
                curves: (document.getElementById('curves') || { dataset: {} }).dataset.curves,
                sorted: (document.querySelector('#ranking th[aria-sort]') || document.body).getAttribute('aria-sort'),
                texts: Object.fromEntries([...document.querySelectorAll('.chart')].filter(c => !c.hidden).map(c => [c.id, [...c.querySelectorAll('svg text')].map(t => t.textContent.trim())])),
                overflow: document.documentElement.scrollWidth > document.documentElement.clientWidth,
                width: innerWidth, overlaps: overlaps(), zooms: document.body.dataset.zooms,
                sideways: [...document.querySelectorAll('.scroll')].filter(s => s.scrollWidth > s.clientWidth).map(s => s.closest('section').id),
              };
              const report = more => {
                document.documentElement.dataset.result = JSON.stringify({ ...state, ...more });
                parent.postMessage(document.documentElement.dataset.result, '*');
              };
              if (window.axe) axe.run().then(r => report({ barriers: r.violations.map(v => `${v.impact}: ${v.id} at ${v.nodes.map(n => n.target).join(', ')}`) }), e => report({ barriers: [String(e)] }));
              else report({});
            });
            // Texts of one chart that overlap, or extend beyond it. Lines may cross the axes of parallel coordinates, but texts may not.
            function overlaps() {
              const found = [];
              for (const chart of document.querySelectorAll('.chart')) {
                const frame = chart.getBoundingClientRect();
                const texts = [...chart.querySelectorAll('svg text')].filter(t => t.textContent.trim() && t.textContent !== '\u2715')
                  .map(t => ({ t: t.textContent, r: t.getBoundingClientRect() })).filter(x => x.r.width > 0 && x.r.height > 0);
                texts.forEach((a, i) => {
                  if (a.r.left < frame.left - 2 || a.r.right > frame.right + 2 || a.r.top < frame.top - 2 || a.r.bottom > frame.bottom + 2) found.push(`${chart.id}: ${a.t} sticks out`);
                  texts.slice(i + 1).forEach(b => {
                    const across = Math.min(a.r.right, b.r.right) - Math.max(a.r.left, b.r.left), down = Math.min(a.r.bottom, b.r.bottom) - Math.max(a.r.top, b.r.top);
                    if (across > 2 && down > 4) found.push(`${chart.id}: ${a.t} upon ${b.t}`);
                  });
                });
              }
              const charts = [...document.querySelectorAll('.chart')].filter(c => !c.hidden).map(c => ({ id: c.id, r: c.getBoundingClientRect() }));
              charts.forEach((a, i) => charts.slice(i + 1).forEach(b => {
                if (Math.min(a.r.right, b.r.right) - Math.max(a.r.left, b.r.left) > 1 && Math.min(a.r.bottom, b.r.bottom) - Math.max(a.r.top, b.r.top) > 1) found.push(`${a.id} upon ${b.id}`);
              }));
              return found;
            }
            </script>
            """;
        var path = Path.Combine(folder.FullName, "page.html");
        await File.WriteAllTextAsync(
            path,
            page.Replace("<body>", "<body>" + Before, StringComparison.Ordinal)
                .Replace("</body>\n</html>", After.Replace("ACTION", action, StringComparison.Ordinal) + "</body></html>", StringComparison.Ordinal));

        return path;
    }

    private static JsonElement ResultOf(string document)
    {
        var result = Result().Match(document);
        result.Success.ShouldBeTrue(document[..Math.Min(document.Length, 500)]);
        return JsonDocument.Parse(WebUtility.HtmlDecode(result.Groups[1].Value)).RootElement;
    }

    [GeneratedRegex("data-result=\"([^\"]*)\"")]
    private static partial Regex Result();

    [GeneratedRegex("<script.*?</script>", RegexOptions.Singleline)]
    private static partial Regex Scripts();

    [GeneratedRegex("src=\"[^\"]{0,40}")]
    private static partial Regex Sources();
}
