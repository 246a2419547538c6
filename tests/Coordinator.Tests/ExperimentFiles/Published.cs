namespace NNOptim.Coordinator.Tests.ExperimentFiles;

/// <summary>Files of the repository that are generated from the table of keys, and checked to be up to date.</summary>
internal static class Published
{
    private const string Variable = "NNOPTIM_UPDATE_PUBLISHED";

    public const string HowToUpdate = $"Run the tests with {Variable}=1, build, and look at the difference.";

    /// <summary>Updates a file if the person running the tests asked for it.</summary>
    public static void Update(string path, Func<string, string> update)
    {
        if (Environment.GetEnvironmentVariable(Variable) == "1")
        {
            var file = FullPath(path);
            File.WriteAllText(file, update(File.ReadAllText(file)));
        }
    }

    /// <summary>The text of a file of the repository.</summary>
    public static string Read(string path) => File.ReadAllText(FullPath(path)).ReplaceLineEndings("\n");

    private static string FullPath(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "NNOptim.Actors.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not run within the repository.");
        }

        return Path.Combine(folder.FullName, path);
    }
}
