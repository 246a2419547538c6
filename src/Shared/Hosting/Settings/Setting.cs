using System.Collections.Immutable;
using System.Globalization;

namespace NNOptim.Hosting.Settings;

/// <summary>A setting of a program: its name, its allowed values and its help text.</summary>
/// <param name="Name">Its name, for example <c>tls-ca</c>: the option is <c>--tls-ca</c>, the variable <c>NNOPTIM_TLS_CA</c>.</param>
/// <param name="ValueName">The placeholder of the value in the help; null for a switch, which is on or off.</param>
/// <param name="Description">The help text.</param>
public abstract record Setting(string Name, string? ValueName, string Description)
{
    /// <summary>Whether only the environment may hold it: everyone on the machine can see a command line.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Whether the value may hold a secret, so that no message may repeat it.</summary>
    public bool MayHoldSecret { get; init; }

    /// <summary>The option.</summary>
    public string Option => $"--{Name}";

    /// <summary>The variable.</summary>
    public string Variable => $"NNOPTIM_{Name.Replace('-', '_').ToUpperInvariant()}";

    /// <summary>The allowed values, as a phrase that can follow "is not".</summary>
    public abstract string Allowed { get; }

    /// <summary>The value of a text; null when it is not allowed.</summary>
    /// <param name="text">The text.</param>
    /// <param name="folder">The folder that relative paths start from.</param>
    internal abstract object? Parse(string text, string folder);
}

/// <summary>A setting with a typed value.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ValueName">The placeholder of the value in the help; null for a switch.</param>
/// <param name="Description">The help text.</param>
/// <param name="What">The allowed values, as a phrase that can follow "is not".</param>
/// <param name="Reader">
/// Returns the value of a text, null when it is not allowed. The second argument is the folder that relative paths start from.
/// </param>
public sealed record Setting<T>(string Name, string? ValueName, string Description, string What, Func<string, string, object?> Reader)
    : Setting(Name, ValueName, Description)
{
    /// <inheritdoc/>
    public override string Allowed => What;

    /// <inheritdoc/>
    internal override object? Parse(string text, string folder) => Reader(text, folder) is T value ? value : null;
}

/// <summary>Creates settings of the usual kinds.</summary>
public static class SettingOf
{
    /// <summary>On or off.</summary>
    public static Setting<bool> Switch(string name, string description) =>
        new(name, null, description, "true or false", (text, _) => text switch { "true" or "True" or "TRUE" => true, "false" or "False" or "FALSE" => false, _ => null });

    /// <summary>A whole number.</summary>
    public static Setting<int> WholeNumber(string name, string valueName, string description, int min, int max) => new(
        name,
        valueName,
        description,
        string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}"),
        (text, _) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : null);

    /// <summary>A duration in whole seconds.</summary>
    public static Setting<TimeSpan> Seconds(string name, string description, int min, int max)
    {
        var number = WholeNumber(name, "SECONDS", description, min, max);
        return new(name, "SECONDS", description, $"{number.What} seconds", (text, folder) => number.Reader(text, folder) is int seconds ? TimeSpan.FromSeconds(seconds) : null);
    }

    /// <summary>Any text but the empty one.</summary>
    public static Setting<string> Text(string name, string valueName, string description) =>
        new(name, valueName, description, "a non-empty text", (text, _) => text.Length == 0 ? null : text);

    /// <summary>A file or folder; a relative path in a settings file starts from that file's folder.</summary>
    public static Setting<string> Path(string name, string valueName, string description) => new(
        name,
        valueName,
        description,
        "a path",
        (text, folder) => text.Length == 0 || text.Contains('\0', StringComparison.Ordinal) ? null : System.IO.Path.GetFullPath(text, folder));

    /// <summary>An address to listen on; port 0 selects a free port.</summary>
    public static Setting<HostPort> ListenAddress(string name, string description) => new(
        name,
        "HOST:PORT",
        description,
        "HOST:PORT with a port from 0 to 65535, for example 127.0.0.1:4053",
        (text, _) => HostPort.TryParse(text, out var address) ? address : null);

    /// <summary>Addresses to connect to, separated by commas.</summary>
    public static Setting<ImmutableArray<HostPort>> Addresses(string name, string description) => new(
        name,
        "HOST:PORT[,HOST:PORT...]",
        description,
        "HOST:PORT, or several separated by commas, with a port from 1 to 65535, for example 127.0.0.1:4053",
        (text, _) => Split(text));

    /// <summary>Addresses to connect to, separated by commas; null when one is invalid.</summary>
    internal static ImmutableArray<HostPort>? Split(string text)
    {
        var addresses = ImmutableArray.CreateBuilder<HostPort>();
        foreach (var part in text.Split(','))
        {
            if (!HostPort.TryParse(part.Trim(), out var address) || address.Port == 0)
            {
                return null;
            }

            addresses.Add(address);
        }

        return addresses.ToImmutable();
    }
}
