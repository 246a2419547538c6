using System.CommandLine;
using NNOptim.Hosting.Settings;

namespace NNOptim.Shared.Tests.Settings;

/// <summary>For every setting, options override the environment, and the environment overrides the file.</summary>
public sealed class SettingLayersTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nnoptim-settings-").FullName;
    private readonly Dictionary<string, string> environment = [];

    public static TheoryData<string> Names => [.. NodeOptions.All.Where(setting => !setting.IsSecret).Select(setting => setting.Name)];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_setting_is_overridden_in_order(string name)
    {
        var setting = NodeOptions.All.Single(each => each.Name == name);
        var (inFile, inEnvironment, inOption) = Samples(setting);

        ValueOf(setting).ShouldBeNull();

        Write("nnoptim.yaml", $"{name}: {inFile}");
        ValueOf(setting).ShouldBe(Parsed(setting, inFile, folder));

        environment[setting.Variable] = inEnvironment;
        ValueOf(setting).ShouldBe(Parsed(setting, inEnvironment));
        ValueOf(setting).ShouldNotBe(Parsed(setting, inFile, folder));

        string[] option = setting.ValueName is null ? [$"{setting.Option}={inOption}"] : [setting.Option, inOption];
        ValueOf(setting, option).ShouldBe(Parsed(setting, inOption));
        ValueOf(setting, option).ShouldNotBe(Parsed(setting, inEnvironment));

        ValueOf(setting, "--no-settings").ShouldBeNull();
    }

    [Fact]
    public void A_secret_comes_only_from_the_environment()
    {
        foreach (var secret in NodeOptions.All.Where(setting => setting.IsSecret))
        {
            environment[secret.Variable] = "hush";
            Read().TryGet((Setting<string>)secret, out var value).ShouldBeTrue();
            value.ShouldBe("hush");
            Parse(secret.Option, "hush").Errors.ShouldNotBeEmpty();
            Write("nnoptim.yaml", $"{secret.Name}: hush");
            var told = Should.Throw<SettingsException>(() => Read()).Message;
            told.ShouldContain($"nnoptim.yaml:1:1: {secret.Name}: is a secret");
            told.ShouldContain(secret.Variable);
            told.ShouldNotContain("hush");
            Write("nnoptim.yaml", "");
        }
    }

    [Fact]
    public void A_switch_given_alone_is_on() => Read("--insecure").Get(NodeOptions.Insecure, false).ShouldBeTrue();

    [Fact]
    public void A_switch_of_the_file_can_be_turned_off()
    {
        Write("nnoptim.yaml", "insecure: true");

        Read("--insecure=false").Get(NodeOptions.Insecure, true).ShouldBeFalse();
    }

    [Fact]
    public void Every_invalid_value_is_reported_with_its_source()
    {
        Write("nnoptim.json", """
            {
              "join": "nowhere",
              "slots": 2
            }
            """);
        environment["NNOPTIM_INSECURE"] = "perhaps";

        Should.Throw<SettingsException>(() => Read("--slots", "0")).Errors.ShouldBe(
            [
                $"{Path.Combine(folder, "nnoptim.json")}:2: join: 'nowhere' is not HOST:PORT, or several separated by commas, with a port from 1 to 65535, for example 127.0.0.1:4053.",
                "--slots: '0' is not a whole number from 1 to 1024.",
                "NNOPTIM_INSECURE: 'perhaps' is not true or false.",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public void A_connection_is_never_repeated_as_it_may_hold_a_password() =>
        Should.Throw<SettingsException>(() => Read("--db", "")).Message.ShouldBe("--db: the value is not a non-empty text.");

    [Fact]
    public void A_missing_setting_is_reported_with_all_its_sources() =>
        Should.Throw<SettingsException>(() => Read().Require(NodeOptions.Join)).Message
            .ShouldBe("--join is missing: give HOST:PORT, or several separated by commas, with a port from 1 to 65535, for example 127.0.0.1:4053, "
                + "or set NNOPTIM_JOIN or join in a settings file.");

    [Fact]
    public void A_path_of_the_file_begins_at_the_files_folder()
    {
        Write("nnoptim.yaml", "tls-ca: tls/ca.pem");

        Read().Require(NodeOptions.TlsAuthorities).ShouldBe(Path.Combine(folder, "tls", "ca.pem"));
    }

    [Fact]
    public void Another_file_can_be_named()
    {
        var other = Write("other.yaml", "slots: 7");
        Write("nnoptim.yaml", "slots: 5");

        Read("--settings", other).Require(NodeOptions.Slots).ShouldBe(7);
        environment["NNOPTIM_SETTINGS"] = other;
        Read().Require(NodeOptions.Slots).ShouldBe(7);
    }

    [Fact]
    public void A_named_file_must_be_there() =>
        Should.Throw<SettingsException>(() => Read("--settings", "none.yaml")).Message.ShouldContain("none.yaml: the settings file cannot be read");

    [Fact]
    public void Two_files_in_the_data_folder_are_one_too_many()
    {
        Write("nnoptim.yaml", "slots: 5");
        Write("nnoptim.json", "{}");

        Should.Throw<SettingsException>(() => Read()).Message.ShouldContain("keep one of them");
    }

    [Fact]
    public void Names_are_unique()
    {
        NodeOptions.All.Select(setting => setting.Name).ShouldBeUnique();
        NodeOptions.All.ShouldAllBe(setting => setting.Name.All(letter => char.IsAsciiLetterLower(letter) || letter == '-'));
        NodeOptions.TlsPassword.Variable.ShouldBe("NNOPTIM_TLS_PASSWORD");
    }

    private static (string InFile, string InEnvironment, string InOption) Samples(Setting setting) => setting.ValueName switch
    {
        null => ("true", "false", "true"),
        "N" or "SECONDS" => ("3", "4", "5"),
        "HOST" => ("a.example", "b.example", "c.example"),
        { } address when address.StartsWith("HOST:PORT", StringComparison.Ordinal) => ("a.example:1", "b.example:2", "c.example:3"),
        _ => ("in-file", "in-environment", "in-option"),
    };

    private object? ValueOf(Setting setting, params string[] arguments) => setting switch
    {
        Setting<bool> each => Read(arguments).TryGet(each, out var value) ? value : null,
        Setting<int> each => Read(arguments).TryGet(each, out var value) ? value : null,
        Setting<TimeSpan> each => Read(arguments).TryGet(each, out var value) ? value : null,
        Setting<string> each => Read(arguments).TryGet(each, out var value) ? value : null,
        Setting<HostPort> each => Read(arguments).TryGet(each, out var value) ? value : null,
        Setting<System.Collections.Immutable.ImmutableArray<HostPort>> each => Read(arguments).TryGet(each, out var value) ? value.ToList() : null,
        Setting<System.Collections.Immutable.ImmutableArray<ApiAddress>> each => Read(arguments).TryGet(each, out var value) ? Comparable(value) : null,
        _ => throw new InvalidOperationException($"A new type of setting: {setting}"),
    };

    private static object? Parsed(Setting setting, string text, string? directory = null) =>
        Comparable(setting.Parse(text, directory ?? Environment.CurrentDirectory));

    private static object? Comparable(object? value) => value is System.Collections.Immutable.ImmutableArray<ApiAddress> addresses ? string.Join(',', addresses) : value;

    private static ParseResult Parse(params string[] arguments) => Parse(out _, arguments);

    private static ParseResult Parse(out SettingOptions options, params string[] arguments)
    {
        options = new SettingOptions(NodeOptions.All, NodeOptions.All);
        var command = new RootCommand();
        options.AddTo(command);
        return command.Parse(arguments);
    }

    private SettingValues Read(params string[] arguments)
    {
        var parsed = Parse(out var options, arguments);
        parsed.Errors.ShouldBeEmpty();
        return options.Read(parsed, environment.GetValueOrDefault, folder);
    }

    private string Write(string name, string text)
    {
        File.WriteAllText(Path.Combine(folder, name), text);
        return Path.Combine(folder, name);
    }
}
