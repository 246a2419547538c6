using System.CommandLine;
using NNOptim.History.Upkeep;
using NNOptim.Protocol;

namespace NNOptim.Cli.HistoryCommands;

/// <summary>The commands that annotate an experiment: <c>note</c>, <c>tag</c>, <c>rename</c> and <c>archive</c>.</summary>
internal static class AnnotationCommands
{
    public static Command CreateNote(JournalOption database)
    {
        var text = new Argument<string>("text") { HelpName = "TEXT", Description = "The note, which replaces an earlier one; an empty text removes it." };
        return Create("note", "Sets the note of an experiment.", database, [text], [], (parsed, annotated) => annotated with { Note = parsed.GetRequiredValue(text) });
    }

    public static Command CreateTag(JournalOption database)
    {
        var tags = new Argument<string[]>("tags") { HelpName = "TAG", Description = "The tags.", Arity = ArgumentArity.OneOrMore };
        var remove = new Option<bool>("--remove") { Description = "Removes the tags." };
        return Create("tag", "Adds tags to an experiment, or removes them.", database, [tags], [remove], (parsed, annotated) =>
            parsed.GetValue(remove)
                ? annotated with { TagsRemoved = [.. parsed.GetRequiredValue(tags)] }
                : annotated with { TagsAdded = [.. parsed.GetRequiredValue(tags)] });
    }

    public static Command CreateRename(JournalOption database)
    {
        var name = new Argument<string>("name") { HelpName = "NAME", Description = "The new name." };
        return Create("rename", "Renames an experiment in the history.", database, [name], [], (parsed, annotated) => annotated with { Name = parsed.GetRequiredValue(name) });
    }

    public static Command CreateArchive(JournalOption database)
    {
        var undo = new Option<bool>("--undo") { Description = "Shows the experiment in lists again." };
        return Create("archive", "Hides an experiment from lists; nnoptim history --all still shows it.", database, [], [undo], (parsed, annotated) =>
            annotated with { Archived = !parsed.GetValue(undo) });
    }

    /// <summary>The outcome, as the end of a sentence.</summary>
    private static string Done(ExperimentAnnotated annotated) => annotated switch
    {
        { Note: "" } => "has no note any more",
        { Note: not null } => "has a new note",
        { Name: { } name } => $"is now called {name}",
        { Archived: true } => "is archived; nnoptim history --all still shows it",
        { Archived: false } => "is shown in lists again",
        { TagsRemoved: { Length: > 0 } removed } => $"is no longer tagged {string.Join(", ", removed)}",
        _ => $"is now tagged {string.Join(", ", annotated.TagsAdded)}",
    };

    private static Command Create(
        string verb,
        string description,
        JournalOption database,
        Argument[] arguments,
        Option[] options,
        Func<ParseResult, ExperimentAnnotated, ExperimentAnnotated> annotate)
    {
        var id = ExperimentSelector.Argument(database.AddressOf);
        var command = new Command(verb, description) { id };
        foreach (var argument in arguments)
        {
            command.Add(argument);
        }

        foreach (var option in options)
        {
            command.Add(option);
        }

        command.SetAction(parsed =>
        {
            var target = database.Open(parsed);
            var found = ExperimentSelector.Resolve(target, parsed.GetRequiredValue(id));
            var annotated = annotate(parsed, new ExperimentAnnotated(found, TimeProvider.System.GetUtcNow()));
            if (Annotations.Problems(annotated) is { Length: > 0 } problems)
            {
                throw CommandException.BadInput(string.Join(Environment.NewLine, problems));
            }

            if (!HistoryReading.Change(target, () => Annotations.Write(target, annotated)))
            {
                throw CommandException.BadInput($"Experiment {found} is no longer in {target}.");
            }

            Console.WriteLine($"Experiment {found} {Done(annotated)}.");
            return ExitCode.Success;
        });
        return command;
    }
}
