using System.Collections.Immutable;
using System.Globalization;
using NNOptim.Experiments;
using NNOptim.Files;
using NNOptim.Yaml;
using SharpYaml;
using SharpYaml.Events;

namespace NNOptim.Hosting.Settings;

/// <summary>
/// A settings file: one mapping of settings' names to values, in YAML or in JSON, which is YAML too. A list stands for its
/// values parted by commas. One file may serve every program, so names of another program's settings are known as well.
/// </summary>
/// <param name="Folder">The folder that relative paths begin at.</param>
/// <param name="Values">For each name that was given, the text and where it stands.</param>
public sealed record SettingsFile(string Folder, ImmutableDictionary<string, GivenSetting> Values)
{
    private const int MostCharacters = 1_000_000;
    private const int MostBytes = 4 * MostCharacters;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="known">The settings that there are.</param>
    /// <exception cref="SettingsException">The file cannot be read, or holds what is no setting.</exception>
    public static SettingsFile Read(string path, IReadOnlyCollection<Setting> known)
    {
        string text;
        try
        {
            text = InputFile.ReadText(path, MostBytes, mayBeEmpty: true);
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
    /// <param name="known">The settings that there are.</param>
    /// <exception cref="SettingsException">The text holds what is no setting.</exception>
    public static SettingsFile Parse(string text, string path, IReadOnlyCollection<Setting> known)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(known);
        var values = ImmutableDictionary.CreateBuilder<string, GivenSetting>();
        var errors = new List<string>();
        try
        {
            if (text.Length > MostCharacters)
            {
                throw Refuse(Mark.Empty, $"a settings file has at most {MostCharacters.ToString("N0", CultureInfo.InvariantCulture)} characters");
            }

            var events = YamlEvents.Of(text);
            events.Expect<StreamStart>();
            if (!events.Accept<StreamEnd>())
            {
                ReadDocument(events);
            }
        }
        catch (YamlTextException error)
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"{path}:{error.Line}:{error.Column}: {error.Message}."));
        }

        return errors.Count == 0
            ? new SettingsFile(Path.GetDirectoryName(Path.GetFullPath(path))!, values.ToImmutable())
            : throw new SettingsException(errors);

        void ReadDocument(EventReader events)
        {
            events.Expect<DocumentStart>();
            if (events.Allow<Scalar>() is { } scalar)
            {
                if (scalar.Value.Length > 0)
                {
                    throw Refuse(scalar.Start, "settings are written as NAME: VALUE, one a line");
                }

                return;
            }

            if (events.Allow<MappingStart>() is null)
            {
                throw Refuse(Here(events), "settings are written as NAME: VALUE, one a line");
            }

            while (events.Allow<MappingEnd>() is null)
            {
                ReadEntry(events);
            }

            events.Expect<DocumentEnd>();
            if (events.Allow<StreamEnd>() is null)
            {
                throw Refuse(Here(events), "a settings file holds one document");
            }
        }

        void ReadEntry(EventReader events)
        {
            if (events.Allow<Scalar>() is not { } key)
            {
                throw Refuse(Here(events), "a name must be a single word");
            }

            var name = key.Value.Replace('_', '-');
            var value = ReadValue(events, key);
            if (known.FirstOrDefault(setting => setting.Name == name) is not { } setting)
            {
                errors.Add(Line(key.Start.Line + 1, $"{Excerpt.Of(key.Value)}: there is no such setting{Meant(Excerpt.Of(key.Value))}"));
            }
            else if (setting.IsSecret)
            {
                errors.Add(Line(key.Start.Line + 1, $"{Excerpt.Of(key.Value)}: is a secret, which the environment alone may hold; set {setting.Variable}."));
            }
            else if (value is null)
            {
                errors.Add(Line(key.Start.Line + 1, $"{Excerpt.Of(key.Value)}: has no value; give {setting.Allowed}, or leave the line out."));
            }
            else if (values.TryGetValue(name, out var first))
            {
                errors.Add(Line(key.Start.Line + 1, $"{Excerpt.Of(key.Value)}: is given already at {first.Source}."));
            }
            else
            {
                values.Add(name, new GivenSetting(value, string.Create(CultureInfo.InvariantCulture, $"{path}:{key.Start.Line + 1}: {key.Value}")));
            }
        }

        string? ReadValue(EventReader events, Scalar key)
        {
            if (events.Allow<Scalar>() is { } scalar)
            {
                return scalar is { Style: ScalarStyle.Plain, Value: "" or "null" or "Null" or "NULL" or "~" } ? null : scalar.Value;
            }

            if (events.Allow<SequenceStart>() is null)
            {
                throw Refuse(key.Start, $"{Excerpt.Of(key.Value)}: a value is a single one, or a list of such");
            }

            var items = new List<string>();
            while (events.Allow<SequenceEnd>() is null)
            {
                if (events.Allow<Scalar>() is not { } item)
                {
                    throw Refuse(key.Start, $"{Excerpt.Of(key.Value)}: a value is a single one, or a list of such");
                }

                items.Add(item.Value);
            }

            return string.Join(',', items);
        }

        string Meant(string name) => NearestName.Of(name, known.Where(setting => !setting.IsSecret).Select(setting => setting.Name)) is { } nearest
            ? NearestName.IsNear(name, nearest) ? $"; did you mean {nearest}?" : $"; the nearest is {nearest}."
            : ".";

        string Line(int line, string message) => string.Create(CultureInfo.InvariantCulture, $"{path}:{line}: {message}");
    }

    private static Mark Here(EventReader events) => events.Parser.Current!.Start;

    private static YamlTextException Refuse(Mark mark, string message) => new(mark.Line + 1, mark.Column + 1, message);
}

/// <summary>A value as it was given.</summary>
/// <param name="Text">The text.</param>
/// <param name="Source">Where, for messages: <c>--slots</c>, <c>NNOPTIM_SLOTS</c> or <c>nnoptim.yaml:3: slots</c>.</param>
public sealed record GivenSetting(string Text, string Source);
