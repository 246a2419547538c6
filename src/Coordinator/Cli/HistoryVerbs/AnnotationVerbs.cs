using System.CommandLine;
using NNOptim.History.Upkeep;
using NNOptim.Protocol;

namespace NNOptim.Cli.HistoryVerbs;

/// <summary>The verbs that write something on an experiment: <c>note</c>, <c>tag</c>, <c>rename</c> and <c>archive</c>.</summary>
internal static class AnnotationVerbs
{
    public static Command CreateNote(JournalOption database)
    {
        var text = new Argument<string>("text") { HelpName = "TEXT", Description = "The note, in the place of an earlier one; an empty text takes it away." };
        return Create("note", "Writes a note on an experiment.", database, [text], [], (parsed, annotated) => annotated with { Note = parsed.GetRequiredValue(text) });
    }

    public static Command CreateTag(JournalOption database)
    {
        var tags = new Argument<string[]>("tags") { HelpName = "TAG", Description = "The tags.", Arity = ArgumentArity.OneOrMore };
        var remove = new Option<bool>("--remove") { Description = "Takes the tags off." };
        return Create("tag", "Puts tags on an experiment, or takes them off.", database, [tags], [remove], (parsed, annotated) =>
            parsed.GetValue(remove)
                ? annotated with { TagsRemoved = [.. parsed.GetRequiredValue(tags)] }
                : annotated with { TagsAdded = [.. parsed.GetRequiredValue(tags)] });
    }

    public static Command CreateRename(JournalOption database)
    {
        var name = new Argument<string>("name") { HelpName = "NAME", Description = "The name that lists show from now on." };
        return Create("rename", "Gives an experiment another name in the history.", database, [name], [], (parsed, annotated) => annotated with { Name = parsed.GetRequiredValue(name) });
    }

    public static Command CreateArchive(JournalOption database)
    {
        var undo = new Option<bool>("--undo") { Description = "Shows it again." };
        return Create("archive", "Leaves an experiment out of lists; nnoptim history --all shows it still.", database, [], [undo], (parsed, annotated) =>
            annotated with { Archived = !parsed.GetValue(undo) });
    }

    /// <summary>What was done, as the end of a sentence.</summary>
    private static string Done(ExperimentAnnotated annotated) => annotated switch
    {
        { Note: "" } => "has no note now",
        { Note: not null } => "has this note now",
        { Name: { } name } => $"is called {name} now",
        { Archived: true } => "is archived; nnoptim history --all shows it still",
        { Archived: false } => "is shown in lists again",
        { TagsRemoved: { Length: > 0 } removed } => $"is no longer tagged {string.Join(", ", removed)}",
        _ => $"is tagged {string.Join(", ", annotated.TagsAdded)} now",
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

            if (!HistoryReading.Changing(target, () => Annotations.Write(target, annotated)))
            {
                throw CommandException.BadInput($"Experiment {found} is no longer in {target}.");
            }

            Console.WriteLine($"Experiment {found} {Done(annotated)}.");
            return ExitCode.Success;
        });
        return command;
    }
}
