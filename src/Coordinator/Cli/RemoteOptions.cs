using System.CommandLine;
using NNOptim.Hosting;
using NNOptim.Hosting.Settings;

namespace NNOptim.Cli;

/// <summary>The options of commands that call a remote coordinator.</summary>
internal sealed class RemoteOptions
{
    private readonly SettingOptions options = new(Settings, NodeOptions.All);

    /// <summary>The settings of these options.</summary>
    public static IReadOnlyList<Setting> Settings { get; } = [NodeOptions.To, NodeOptions.Token, NodeOptions.TlsAuthorities, NodeOptions.Insecure];

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command) => options.AddTo(command);

    /// <summary>The settings; null when they name no coordinator.</summary>
    public SettingValues? Find(ParseResult parsed) =>
        options.Read(parsed, Environment.GetEnvironmentVariable, DataFolder.Path) is var values && values.Has(NodeOptions.To) ? values : null;

    /// <summary>Connects to the given coordinator and calls <paramref name="act"/>.</summary>
    public Task<int> RunAsync(ParseResult parsed, Func<ApiClient, Task<int>> act) =>
        RunAsync(options.Read(parsed, Environment.GetEnvironmentVariable, DataFolder.Path), act);

    /// <summary>
    /// The settings that name a coordinator; null when a command uses a local journal. An option on the command line overrides a variable
    /// or a settings file, also when it names a journal and they name a coordinator.
    /// </summary>
    /// <param name="values">The settings.</param>
    /// <param name="gives">Whether the command line itself gives a setting.</param>
    /// <exception cref="CommandException">Options name both a journal and a coordinator.</exception>
    public static SettingValues? ChosenOf(SettingValues values, Predicate<Setting> gives)
    {
        if (gives(NodeOptions.To) && gives(NodeOptions.Database))
        {
            throw CommandException.BadInput(
                $"{NodeOptions.To.Option} and {NodeOptions.Database.Option}: give only one of them; a coordinator has its own journal.");
        }

        return values.Has(NodeOptions.To) && !gives(NodeOptions.Database) ? values : null;
    }

    /// <summary>Connects to the coordinator that the settings name and calls <paramref name="act"/>.</summary>
    public static async Task<int> RunAsync(SettingValues values, Func<ApiClient, Task<int>> act)
    {
        using var client = ApiClient.Start(values, TimeProvider.System);
        return await act(client).ConfigureAwait(false);
    }
}
