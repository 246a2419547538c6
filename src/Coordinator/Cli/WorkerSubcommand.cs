using System.CommandLine;
using NNOptim.Worker.Commands;

namespace NNOptim.Cli;

/// <summary><c>nnoptim worker</c>: the same worker as <c>nnoptim-worker</c>, without a second program to install.</summary>
internal static class WorkerSubcommand
{
    /// <summary>The command's name.</summary>
    public const string Name = "worker";

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var command = new Command(Name, "Trains the runs that a coordinator assigns.");
        WorkerCommand.Configure(command);
        return command;
    }
}
