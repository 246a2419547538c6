using System.CommandLine;
using NNOptim.Hosting;
using NNOptim.Hosting.Settings;

namespace NNOptim.Cli;

/// <summary>The options of verbs that ask a coordinator elsewhere.</summary>
internal sealed class RemoteOptions
{
    private readonly SettingOptions options = new(Settings, NodeOptions.All);

    /// <summary>What they set.</summary>
    public static IReadOnlyList<Setting> Settings { get; } = [NodeOptions.To, NodeOptions.Token, NodeOptions.TlsAuthorities, NodeOptions.Insecure];

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command) => options.AddTo(command);

    /// <summary>The settings, where they name a coordinator.</summary>
    public SettingValues? Find(ParseResult parsed) =>
        options.Read(parsed, Environment.GetEnvironmentVariable, DataFolder.Path) is var values && values.Has(NodeOptions.To) ? values : null;

    /// <summary>Connects to the coordinator that was given, and does something with it.</summary>
    public Task<int> RunAsync(ParseResult parsed, Func<ApiClient, Task<int>> act) =>
        RunAsync(options.Read(parsed, Environment.GetEnvironmentVariable, DataFolder.Path), act);

    /// <summary>
    /// The settings that name a coordinator; null where a command is about this machine. An option of the command line goes before a
    /// variable or a settings file, also when it is the other of the two.
    /// </summary>
    /// <param name="values">The settings.</param>
    /// <param name="gives">Whether the command line itself gives a setting.</param>
    /// <exception cref="CommandException">Options give both.</exception>
    public static SettingValues? ChosenOf(SettingValues values, Predicate<Setting> gives)
    {
        if (gives(NodeOptions.To) && gives(NodeOptions.Database))
        {
            throw CommandException.BadInput(
                $"{NodeOptions.To.Option} and {NodeOptions.Database.Option}: give one of them; the first is a coordinator, which has a journal of its own.");
        }

        return values.Has(NodeOptions.To) && !gives(NodeOptions.Database) ? values : null;
    }

    /// <summary>Connects to the coordinator that settings name, and does something with it.</summary>
    public static async Task<int> RunAsync(SettingValues values, Func<ApiClient, Task<int>> act)
    {
        using var client = ApiClient.Start(values, TimeProvider.System);
        return await act(client).ConfigureAwait(false);
    }
}
