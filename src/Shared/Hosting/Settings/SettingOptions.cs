using System.CommandLine;
using System.CommandLine.Parsing;

namespace NNOptim.Hosting.Settings;

/// <summary>The settings of a command. Adds them as options, and reads them from all sources.</summary>
public sealed class SettingOptions
{
    private const string FileVariable = "NNOPTIM_SETTINGS";
    private static readonly string[] FileNames = ["nnoptim.yaml", "nnoptim.json"];

    private readonly List<(Setting Setting, Option Option)> options = [];
    private readonly IReadOnlyList<Setting> settings;
    private readonly IReadOnlyCollection<Setting> known;
    private readonly Option<string> file = new("--settings")
    {
        Description = "A YAML or JSON file of settings (default: nnoptim.yaml or nnoptim.json in the data folder). Options override NNOPTIM_... variables, which override the file.",
        HelpName = "FILE",
    };

    private readonly Option<bool> alone = new("--no-settings") { Description = "Ignores variables and settings files, and reads only options.", Hidden = true };

    /// <summary>The settings of one command.</summary>
    /// <param name="settings">The settings that the command uses.</param>
    /// <param name="known">All settings that a file may hold, the command's own included.</param>
    public SettingOptions(IReadOnlyList<Setting> settings, IReadOnlyCollection<Setting> known)
    {
        ArgumentNullException.ThrowIfNull(settings);
        this.settings = settings;
        this.known = known;
        foreach (var setting in settings.Where(setting => !setting.IsSecret))
        {
            Option option = setting.ValueName is null
                ? new Option<bool>(setting.Option) { Description = setting.Description }
                : new Option<string>(setting.Option) { Description = setting.Description, HelpName = setting.ValueName };
            options.Add((setting, option));
        }
    }

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="withVerbs">Whether the subcommands have them too.</param>
    public void AddTo(Command command, bool withVerbs = false)
    {
        ArgumentNullException.ThrowIfNull(command);
        foreach (var option in (IEnumerable<Option>)[.. options.Select(each => each.Option), file, alone])
        {
            option.Recursive = withVerbs;
            command.Add(option);
        }
    }

    /// <summary>Reads the settings.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="environment">Returns the value of an environment variable.</param>
    /// <param name="dataFolder">The folder whose settings file is read when none is named.</param>
    /// <exception cref="SettingsException">The file cannot be read, or values are not allowed.</exception>
    public SettingValues Read(ParseResult parsed, Func<string, string?> environment, string dataFolder)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        ArgumentNullException.ThrowIfNull(environment);
        var flags = options
            .Select(each => (each.Setting, Result: parsed.GetResult(each.Option)))
            .Where(each => each.Result is { Implicit: false })
            .ToDictionary(each => each.Setting.Name, each => TextOf(each.Result!));
        var layers = parsed.GetValue(alone)
            ? new SettingLayers(flags, _ => null, null)
            : new SettingLayers(flags, environment, FileOf(parsed.GetValue(file), environment, dataFolder));
        return layers.Read(settings, Environment.CurrentDirectory);
    }

    /// <summary>Whether the command line itself gives a setting.</summary>
    public bool Gives(ParseResult parsed, Setting setting)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        return options.Any(each => each.Setting == setting && parsed.GetResult(each.Option) is { Implicit: false });
    }

    private static string TextOf(OptionResult result) => result.Tokens.Count == 0 ? "true" : result.Tokens[^1].Value;

    private SettingsFile? FileOf(string? named, Func<string, string?> environment, string dataFolder)
    {
        var path = named ?? environment(FileVariable);
        if (!string.IsNullOrEmpty(path))
        {
            return SettingsFile.Read(path, known);
        }

        var there = FileNames.Select(name => Path.Combine(dataFolder, name)).Where(File.Exists).ToList();
        return there.Count switch
        {
            0 => null,
            1 => SettingsFile.Read(there[0], known),
            _ => throw new SettingsException([$"{there[0]} and {there[1]}: both are settings files; keep one of them."]),
        };
    }
}
