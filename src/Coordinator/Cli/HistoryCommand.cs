using System.CommandLine;
using NNOptim.Cli.HistoryCommands;

namespace NNOptim.Cli;

/// <summary><c>nnoptim history</c>: lists the experiments. Its subcommands show and manage them.</summary>
internal static class HistoryCommand
{
    public static Command Create()
    {
        var database = new JournalOption();
        var command = ListCommand.Create(database);
        database.AddTo(command);
        command.Add(ShowCommand.Create(database));
        command.Add(CompareCommand.Create(database));
        command.Add(ExportCommand.Create(database));
        command.Add(ImportCommand.Create(database));
        command.Add(AnnotationCommands.CreateNote(database));
        command.Add(AnnotationCommands.CreateTag(database));
        command.Add(AnnotationCommands.CreateRename(database));
        command.Add(AnnotationCommands.CreateArchive(database));
        command.Add(DeleteCommand.Create(database));
        command.Add(BackupCommand.Create(database));
        command.Add(DoctorCommand.Create(database));
        command.Add(RebuildCommand.Create(database));
        return command;
    }
}
