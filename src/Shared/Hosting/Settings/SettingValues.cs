using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace NNOptim.Hosting.Settings;

/// <summary>The values that were given for settings, and where.</summary>
public sealed class SettingValues
{
    private readonly ImmutableDictionary<Setting, (object Value, string Source)> values;

    internal SettingValues(ImmutableDictionary<Setting, (object Value, string Source)> values) => this.values = values;

    /// <summary>Whether a value was given.</summary>
    public bool Has(Setting setting) => values.ContainsKey(setting);

    /// <summary>Where a value was given, for messages: an option, a variable, or a line of a file. The option when it was not given.</summary>
    public string SourceOf(Setting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return values.TryGetValue(setting, out var given) ? given.Source : setting.Option;
    }

    /// <summary>The value given.</summary>
    public bool TryGet<T>(Setting<T> setting, [MaybeNullWhen(false)] out T value)
    {
        var has = values.TryGetValue(setting, out var given);
        value = has ? (T)given.Value : default;
        return has;
    }

    /// <summary>The value given; null when none was.</summary>
    public T? Find<T>(Setting<T> setting)
        where T : class => TryGet(setting, out var value) ? value : null;

    /// <summary>The value given, else the default.</summary>
    public T Get<T>(Setting<T> setting, T otherwise) => TryGet(setting, out var value) ? value : otherwise;

    /// <summary>The value given.</summary>
    /// <exception cref="SettingsException">None was given.</exception>
    public T Require<T>(Setting<T> setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return TryGet(setting, out var value)
            ? value
            : throw new SettingsException([$"{setting.Option} is missing: give {setting.Allowed}; {setting.Variable} or {setting.Name} in a settings file would do, too."]);
    }
}
