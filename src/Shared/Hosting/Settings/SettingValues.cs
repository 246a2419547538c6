using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace NNOptim.Hosting.Settings;

/// <summary>The given values of settings, and their sources.</summary>
public sealed class SettingValues
{
    private readonly ImmutableDictionary<Setting, (object Value, string Source)> values;

    internal SettingValues(ImmutableDictionary<Setting, (object Value, string Source)> values) => this.values = values;

    /// <summary>Whether a value was given.</summary>
    public bool Has(Setting setting) => values.ContainsKey(setting);

    /// <summary>
    /// The source of a value, for messages: an option, a variable, or a line of a file. The option when no value was given.
    /// </summary>
    public string SourceOf(Setting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return values.TryGetValue(setting, out var given) ? given.Source : setting.Option;
    }

    /// <summary>The given value.</summary>
    public bool TryGet<T>(Setting<T> setting, [MaybeNullWhen(false)] out T value)
    {
        var has = values.TryGetValue(setting, out var given);
        value = has ? (T)given.Value : default;
        return has;
    }

    /// <summary>The given value; null when there is none.</summary>
    public T? Find<T>(Setting<T> setting)
        where T : class => TryGet(setting, out var value) ? value : null;

    /// <summary>The given value, else the default.</summary>
    public T Get<T>(Setting<T> setting, T otherwise) => TryGet(setting, out var value) ? value : otherwise;

    /// <summary>The given value.</summary>
    /// <exception cref="SettingsException">There is none.</exception>
    public T Require<T>(Setting<T> setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return TryGet(setting, out var value)
            ? value
            : throw new SettingsException([$"{setting.Option} is missing: give {setting.Allowed}, or set {setting.Variable} or {setting.Name} in a settings file."]);
    }
}
