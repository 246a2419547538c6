using System.Collections.Immutable;

namespace NNOptim.Hosting.Settings;

/// <summary>The sources of settings. The command line overrides the environment, and the environment overrides the file.</summary>
/// <param name="Flags">The given options, by the name of their setting.</param>
/// <param name="Environment">Returns the value of an environment variable; null or empty when there is none.</param>
/// <param name="File">The settings file; null when there is none.</param>
public sealed record SettingLayers(IReadOnlyDictionary<string, string> Flags, Func<string, string?> Environment, SettingsFile? File)
{
    /// <summary>The values of settings.</summary>
    /// <param name="settings">The settings that a program uses.</param>
    /// <param name="folder">The folder that relative paths of options and variables start from.</param>
    /// <exception cref="SettingsException">Some values are not allowed. The message lists all errors, one per line.</exception>
    public SettingValues Read(IEnumerable<Setting> settings, string folder)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var values = ImmutableDictionary.CreateBuilder<Setting, (object Value, string Source)>();
        var errors = new List<string>();
        foreach (var setting in settings)
        {
            if (Given(setting) is not var (given, from))
            {
                continue;
            }

            if (setting.Parse(given.Text, from ?? folder) is { } value)
            {
                values.Add(setting, (value, given.Source));
            }
            else
            {
                var shown = setting.IsSecret || setting.MayHoldSecret ? "the value" : $"'{given.Text}'";
                errors.Add($"{given.Source}: {shown} is not {setting.Allowed}.");
            }
        }

        return errors.Count == 0 ? new SettingValues(values.ToImmutable()) : throw new SettingsException(errors);
    }

    private (GivenSetting Given, string? Folder)? Given(Setting setting)
    {
        if (Flags.TryGetValue(setting.Name, out var flag))
        {
            return (new GivenSetting(flag, setting.Option), null);
        }

        if (Environment(setting.Variable) is { Length: > 0 } variable)
        {
            return (new GivenSetting(variable, setting.Variable), null);
        }

        return File is not null && File.Values.TryGetValue(setting.Name, out var line) ? (line, File.Folder) : null;
    }
}
