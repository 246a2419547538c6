using NNOptim.Files;

namespace NNOptim.Hosting;

/// <summary>The folder that keeps a user's database and logs.</summary>
public static class DataFolder
{
    /// <summary>The variable that names another folder.</summary>
    public const string Variable = "NNOPTIM_HOME";

    /// <summary>The folder's path: <see cref="Variable"/> when set, else <c>nnoptim</c> in the user's local application data.</summary>
    public static string Path => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path
        ? System.IO.Path.GetFullPath(path)
        : System.IO.Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            "nnoptim");

    /// <summary>
    /// Removes other users' access to the user's own folder, which an earlier version allowed. A folder that the variable names may be shared.
    /// </summary>
    public static void Tighten()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable)))
        {
            OwnerOnly.Tighten(Path);
        }
    }
}
