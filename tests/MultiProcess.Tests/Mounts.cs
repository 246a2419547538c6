using System.Diagnostics;

namespace NNOptim.MultiProcess.Tests;

/// <summary>The programs that mount file systems.</summary>
internal static class Mounts
{
    /// <summary>Runs a program; returns its error output, or nothing when it succeeded.</summary>
    public static string Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? "" : $"{program}: {error.Trim()}";
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return $"{program}: {missing.Message}";
        }
    }
}
