using System.CommandLine;
using NNOptim.Cli.HistoryVerbs;

namespace NNOptim.Cli;

/// <summary><c>nnoptim history</c>: lists the experiments. Its subcommands show and manage them.</summary>
internal static class HistoryCommand
{
    public static Command Create()
    {
        var database = new JournalOption();
        var command = ListVerb.Create(database);
        database.AddTo(command);
        command.Add(ShowVerb.Create(database));
        command.Add(CompareVerb.Create(database));
        command.Add(ExportVerb.Create(database));
        command.Add(ImportVerb.Create(database));
        command.Add(AnnotationVerbs.CreateNote(database));
        command.Add(AnnotationVerbs.CreateTag(database));
        command.Add(AnnotationVerbs.CreateRename(database));
        command.Add(AnnotationVerbs.CreateArchive(database));
        command.Add(DeleteVerb.Create(database));
        command.Add(BackupVerb.Create(database));
        command.Add(DoctorVerb.Create(database));
        command.Add(RebuildVerb.Create(database));
        return command;
    }
}
