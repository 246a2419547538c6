using System.CommandLine;
using NNOptim.Coordinator.Commands.HistoryVerbs;

namespace NNOptim.Coordinator.Commands;

/// <summary><c>nnoptim history</c>: lists the experiments; its verbs look at one, and keep the history in order.</summary>
internal static class HistoryCommand
{
    public static Command Create()
    {
        var database = CommonOptions.Database();
        database.Recursive = true;
        var command = ListVerb.Create(database);
        command.Add(database);
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
