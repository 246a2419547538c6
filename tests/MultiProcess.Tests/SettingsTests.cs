using NNOptim.Hosting.Settings;
using NNOptim.Tests.Common;

namespace NNOptim.MultiProcess.Tests;

/// <summary>Every command takes its settings from an option, a variable or a settings file.</summary>
public sealed class SettingsTests : IDisposable
{
    private static readonly Dictionary<Setting, string> Wrong = new()
    {
        [NodeOptions.Join] = "nowhere",
        [NodeOptions.To] = "nowhere",
        [NodeOptions.Listen] = "nowhere",
        [NodeOptions.Dashboard] = "nowhere",
        [NodeOptions.PublicHost] = "*.example",
        [NodeOptions.DatabaseTimeout] = "soon",
        [NodeOptions.Slots] = "many",
        [NodeOptions.CheckpointInterval] = "often",
        [NodeOptions.StallLimit] = "late",
        [NodeOptions.Grace] = "little",
        [NodeOptions.Verbose] = "perhaps",
        [NodeOptions.Insecure] = "perhaps",
    };

    private readonly TestFolder folder = new();

    public static TheoryData<string> Commands =>
    [
        "run optimizer-grid", "resume last", "retry last", "confirm last", "rerun last", "coordinator", "worker", "submit optimizer-grid", "status", "workers", "pause last",
        "cancel last", "priority last 1",
    ];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_wrong_value_is_refused_by_name_whichever_way_it_is_given(string command)
    {
        string[] words = command.Split(' ');
        var settings = await WrongSettingsOfAsync(words);
        settings.ShouldNotBeEmpty();

        // A switch on the command line is refused before anything else is read.
        var options = settings.Where(setting => setting.ValueName is not null).ToList();
        using var byOption = await RefusedAsync(words, [], [.. options.SelectMany(setting => (string[])[setting.Option, Wrong[setting]])]);
        options.ShouldAllBe(setting => byOption.Error.Contains($"{setting.Option}: '{Wrong[setting]}'", StringComparison.Ordinal));

        using var byVariable = await RefusedAsync(words, settings.Select(setting => (setting.Variable, Wrong[setting])), []);
        settings.ShouldAllBe(setting => byVariable.Error.Contains($"{setting.Variable}: '{Wrong[setting]}'", StringComparison.Ordinal));

        var file = folder.Write("settings.yaml", string.Join('\n', settings.Select(setting => $"{setting.Name}: \"{Wrong[setting]}\"")));
        using var byFile = await RefusedAsync(words, [], ["--settings", file]);
        settings.Index().ShouldAllBe(each => byFile.Error.Contains($"settings.yaml:{each.Index + 1}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("run optimizer-grid")]
    [InlineData("resume last")]
    [InlineData("retry last")]
    [InlineData("confirm last")]
    [InlineData("rerun last")]
    [InlineData("coordinator")]
    [InlineData("report last")]
    [InlineData("history")]
    [InlineData("history show last")]
    [InlineData("history doctor")]
    [InlineData("history export last --output x.json")]
    public async Task The_journal_is_the_given_one_from_any_source(string command)
    {
        string[] words = command.Split(' ');
        var place = Directory.CreateDirectory(folder.File("a-folder")).FullName;
        var file = folder.Write("settings.yaml", $"db: \"{place}\"");
        foreach (var (variables, options) in (((string, string)[] Variables, string[] Options)[])
            [([], ["--db", place]), ([("NNOPTIM_DB", place)], []), ([], ["--settings", file])])
        {
            using var refused = await RefusedAsync(words, variables, options);
            refused.Error.ShouldContain("a-folder is a folder");
        }
    }

    [Fact]
    public async Task A_coordinator_that_a_variable_names_is_meant_unless_an_option_names_a_journal()
    {
        var nobody = $"127.0.0.1:{FreePorts.Find()}";
        using var remote = ProgramProcess.StartWith(folder, ("NNOPTIM_TO", nobody), "resume", "last");
        (await remote.ExitCodeAsync()).ShouldBe(3, remote.Error);
        remote.Error.ShouldContain(nobody);

        using var local = ProgramProcess.StartWith(folder, ("NNOPTIM_TO", nobody), "resume", "last", "--db", "none.db");
        (await local.ExitCodeAsync()).ShouldBe(2, local.Error);
        local.Error.ShouldContain("none.db");

        using var both = await ProgramProcess.RunAsync(folder, 2, "resume", "last", "--to", nobody, "--db", "none.db");
        both.Error.ShouldContain("--to and --db");
    }

    private async Task<List<Setting>> WrongSettingsOfAsync(string[] words)
    {
        using var help = await ProgramProcess.RunAsync(folder, 0, [.. words, "--help"]);
        // A local run takes its dashboard only from the option: a coordinator already uses the configured address.
        var isLocal = words[0] is "run" or "resume" or "retry" or "confirm" or "rerun";
        return
        [
            .. Wrong.Keys.Where(setting => help.Output.Contains($" {setting.Option} ", StringComparison.Ordinal))
                .Where(setting => !isLocal || setting != NodeOptions.Dashboard),
        ];
    }

    private async Task<ProgramProcess> RefusedAsync(string[] words, IEnumerable<(string Name, string Value)> variables, string[] options)
    {
        var refused = ProgramProcess.StartWith(folder, ProgramProcess.Coordinator, variables, [.. words, .. options]);
        (await refused.ExitCodeAsync()).ShouldBe(2, refused.Output + refused.Error);
        return refused;
    }
}
