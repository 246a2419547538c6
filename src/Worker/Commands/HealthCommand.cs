using System.CommandLine;
using NNOptim.Shared.Hosting;

namespace NNOptim.Worker.Commands;

/// <summary><c>health FILE</c>: tells whether the node that touches a file is well, for probes of containers. Both programs have it.</summary>
public static class HealthCommand
{
    private const int NotWell = 3;

    /// <summary>The verb: exit code 0 when the file is fresh, 3 when it is not.</summary>
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "What the node was given as --health-file.", HelpName = "FILE" };
        var command = new Command("health", "Tells whether the node that touches FILE is well: exit code 0, else 3.") { file };
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(file);
            if (HealthFile.IsFresh(path, DateTimeOffset.UtcNow))
            {
                return 0;
            }

            Console.Error.WriteLine($"{path} was not touched within the last {HealthFile.Stale.TotalSeconds:0} s.");
            return NotWell;
        });
        return command;
    }
}
