using NNOptim.Files;

namespace NNOptim.Hosting.Programs;

/// <summary>How each program of the product starts.</summary>
public static class ProgramStart
{
    /// <summary>
    /// Keeps new files private to the user, checks the start conditions, and runs the command line. Returns the exit
    /// code.
    /// </summary>
    /// <param name="name">The program's name.</param>
    /// <param name="run">Runs the command line.</param>
    public static async Task<int> RunAsync(string name, Func<Task<int>> run)
    {
        ArgumentNullException.ThrowIfNull(run);
        OwnerOnly.SetMask();
        if (!StartConditions.AreMet(name))
        {
            return CrashReporter.ExitCode;
        }

        DataFolder.Tighten();
        return await run().ConfigureAwait(false);
    }
}
