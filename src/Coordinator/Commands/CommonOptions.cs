using System.CommandLine;
using System.Globalization;
using NNOptim.Coordinator.Persistence;
using NNOptim.Shared.Hosting;

namespace NNOptim.Coordinator.Commands;

/// <summary>The options that several verbs share.</summary>
internal static class CommonOptions
{
    /// <summary>The database's file.</summary>
    public static Option<string> Database() => new("--db")
    {
        Description = $"The SQLite file of the journal (default: {JournalDatabase.DefaultFileName} in {DataFolder.Path}).",
        HelpName = "FILE",
    };

    /// <summary>JSON for machines.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Prints JSON, one object a line, and nothing else." };

    /// <summary>The log on the console.</summary>
    public static Option<bool> Verbose() => new("--verbose") { Description = "Shows the log on the standard error too." };

    /// <summary>The report's folder.</summary>
    public static Option<string> Report() => new("--report")
    {
        Description = "The folder of the report (default: reports/NAME-ID here).",
        HelpName = "DIR",
    };

    /// <summary>A whole number within bounds.</summary>
    public static Option<int?> Count(string name, string description, int most)
    {
        var option = new Option<int?>(name)
        {
            Description = description,
            HelpName = "N",
            CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1 && value <= most)
            {
                return value;
            }

            result.AddError($"{name}: '{text}' is not a whole number from 1 to {most}.");
            return null;
        }
        };
        return option;
    }

    /// <summary>The database of a given path, or the user's own.</summary>
    public static JournalDatabase DatabaseAt(string? path) =>
        new(Path.GetFullPath(path ?? Path.Combine(DataFolder.Path, JournalDatabase.DefaultFileName)));
}
