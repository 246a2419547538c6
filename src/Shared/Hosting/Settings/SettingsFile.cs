using System.Collections.Immutable;
using System.Globalization;
using NNOptim.Experiments;
using NNOptim.Files;
using NNOptim.Yaml;

namespace NNOptim.Hosting.Settings;

/// <summary>
/// A settings file: one mapping of setting names to values, in YAML or in JSON (which is YAML too). A list means its values separated by
/// commas. One file may serve every program, so it may hold settings of other programs.
/// </summary>
/// <param name="Folder">The folder that relative paths start from.</param>
/// <param name="Values">For each given name the text and its position.</param>
public sealed record SettingsFile(string Folder, ImmutableDictionary<string, GivenSetting> Values)
{
    private const int MaxCharacters = 1_000_000;
    private const int MaxBytes = 4 * MaxCharacters;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="known">All settings.</param>
    /// <exception cref="SettingsException">The file cannot be read, or holds something that is not a setting.</exception>
    public static SettingsFile Read(string path, IReadOnlyCollection<Setting> known)
    {
        string text;
        try
        {
            text = InputFile.ReadText(path, MaxBytes, mayBeEmpty: true);
        }
        catch (InputFileException error)
        {
            throw new SettingsException([$"{path}: the settings file cannot be read: {error.Message}"]);
        }

        return Parse(text, path, known);
    }

    /// <summary>Reads a file's text. Pure.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">The name of the file, for messages and relative paths.</param>
    /// <param name="known">All settings.</param>
    /// <exception cref="SettingsException">The text holds something that is not a setting.</exception>
    public static SettingsFile Parse(string text, string path, IReadOnlyCollection<Setting> known)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(known);
        if (text.Length > MaxCharacters)
        {
            throw new SettingsException([$"{path}: a settings file has at most {MaxCharacters.ToString("N0", CultureInfo.InvariantCulture)} characters."]);
        }

        var reader = new Reader(path, known);
        reader.Read(text);
        return reader.Errors.Count == 0
            ? new SettingsFile(Path.GetDirectoryName(Path.GetFullPath(path))!, reader.Values.ToImmutable())
            : throw new SettingsException(reader.Errors);
    }

    /// <summary>Reads one file.</summary>
    private sealed class Reader(string path, IReadOnlyCollection<Setting> known)
    {
        public ImmutableDictionary<string, GivenSetting>.Builder Values { get; } = ImmutableDictionary.CreateBuilder<string, GivenSetting>();

        public List<string> Errors { get; } = [];

        public void Read(string text)
        {
            if (!YamlDocumentReader.HoldsDocument(text))
            {
                return;
            }

            switch (YamlDocumentReader.ReadFile(text, path, (at, key, message) => Add(at, key is null ? message : $"{Excerpt.Shorten(key)}: {message}")))
            {
                case YamlMapping mapping:
                    foreach (var entry in mapping.Entries)
                    {
                        Take(entry);
                    }

                    break;
                case null or YamlText { IsEmpty: true }:
                    break;
                case { } other:
                    Add(other.At, "write each setting as NAME: VALUE on its own line");
                    break;
            }
        }

        private void Take(YamlEntry entry)
        {
            var name = entry.Key.Replace('_', '-');
            var key = Excerpt.Shorten(entry.Key);
            var error = known.FirstOrDefault(setting => setting.Name == name) switch
            {
                null => $"there is no such setting{Meant(key)}",
                { IsSecret: true } secret => $"is a secret, which only the environment may hold; set {secret.Variable}",
                { } setting when ValueOf(entry.Value) is null => entry.Value is YamlText
                    ? $"has no value; give {setting.Allowed}, or remove the line"
                    : "give a single value, or a list of values",
                _ when Values.TryGetValue(name, out var first) => $"is already given at {first.Source}",
                _ => null,
            };
            if (error is not null)
            {
                Add(entry.KeyAt, $"{key}: {error}");
                return;
            }

            Values.Add(name, new GivenSetting(ValueOf(entry.Value)!, string.Create(CultureInfo.InvariantCulture, $"{path}:{entry.KeyAt.Line}: {entry.Key}")));
        }

        /// <summary>The text of a value; the values of a list are separated by commas. Null when there is none.</summary>
        private static string? ValueOf(YamlItem value) => value switch
        {
            YamlText { IsEmpty: true } or YamlText { IsNull: true } => null,
            YamlText text => text.Text,
            YamlList list when list.Items.All(item => item is YamlText) => string.Join(',', list.Items.Cast<YamlText>().Select(item => item.Text)),
            _ => null,
        };

        private string Meant(string name) =>
            NearestName.Find(name, known.Where(setting => !setting.IsSecret).Select(setting => setting.Name)) is { } nearest
                ? NearestName.IsNear(name, nearest) ? $"; did you mean {nearest}?" : $"; the nearest is {nearest}"
                : "";

        private void Add(SourceLocation at, string message) =>
            Errors.Add(string.Create(CultureInfo.InvariantCulture, $"{path}:{at.Line}:{at.Column}: {message}{(message.EndsWith('?') ? "" : ".")}"));
    }
}

/// <summary>A given value.</summary>
/// <param name="Text">The text.</param>
/// <param name="Source">Its source, for messages: <c>--slots</c>, <c>NNOPTIM_SLOTS</c> or <c>nnoptim.yaml:3: slots</c>.</param>
public sealed record GivenSetting(string Text, string Source);
