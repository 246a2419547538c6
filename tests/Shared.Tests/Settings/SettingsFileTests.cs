using CsCheck;
using NNOptim.Hosting.Settings;

namespace NNOptim.Shared.Tests.Settings;

public class SettingsFileTests
{
    [Fact]
    public void Yaml_is_read()
    {
        var file = Read("""
            # The workers of the big machine.
            join: [a.example:4053, "b.example:4053"]
            slots: 16
            tls_ca: ca.pem
            """);

        file.Values["join"].Text.ShouldBe("a.example:4053,b.example:4053");
        file.Values["slots"].ShouldBe(new GivenSetting("16", "nnoptim.yaml:3: slots"));
        file.Values["tls-ca"].Text.ShouldBe("ca.pem");
    }

    [Fact]
    public void Json_is_read()
    {
        var file = Read("{\n\"join\": [\"a.example:4053\"],\n\"insecure\": true,\n\"logs\": \"C:\\\\logs \\u00e4\"}");

        file.Values["join"].Text.ShouldBe("a.example:4053");
        file.Values["insecure"].Text.ShouldBe("true");
        file.Values["logs"].Text.ShouldBe("C:\\logs ä");
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing yet\n")]
    [InlineData("{}")]
    [InlineData("---\n...\n")]
    public void A_file_may_be_empty(string text) => Read(text).Values.ShouldBeEmpty();

    [Theory]
    [InlineData("slotz: 3", "nnoptim.yaml:1:1: slotz: there is no such setting; did you mean slots?")]
    [InlineData("logs: here\ntsl-ca: x", "nnoptim.yaml:2:1: tsl-ca: there is no such setting; did you mean tls-ca?")]
    [InlineData("completely-different: 3", "nnoptim.yaml:1:1: completely-different: there is no such setting; the nearest is ")]
    [InlineData("slots: 1\nlogs: x\nslots: 2", "nnoptim.yaml:3:1: slots: the key is given twice; its first value is on line 1.")]
    [InlineData("slots:", "nnoptim.yaml:1:1: slots: has no value; give a whole number from 1 to 1024, or remove the line.")]
    [InlineData("slots: {a: 1}", "nnoptim.yaml:1:1: slots: give a single value, or a list of values.")]
    [InlineData("slots: [[1]]", "nnoptim.yaml:1:1: slots: give a single value, or a list of values.")]
    [InlineData("- slots", "nnoptim.yaml:1:1: write each setting as NAME: VALUE on its own line.")]
    [InlineData("slots", "nnoptim.yaml:1:1: write each setting as NAME: VALUE on its own line.")]
    [InlineData("slots: 1\n---\nslots: 2", "a second document starts here; there may be only one.")]
    [InlineData("tls-ca: a\ntls_ca: b", "nnoptim.yaml:2:1: tls_ca: is already given at nnoptim.yaml:1: tls-ca.")]
    [InlineData("slots: 1\n  logs: [", "nnoptim.yaml:2:7: this is not valid YAML: a key is not allowed here")]
    [InlineData("slots: [1", "nnoptim.yaml:1:10: this is not valid YAML: a , or ] is missing at the end; the [ of line 1, column 8 is not closed.")]
    [InlineData("slots: 1\n\tlogs: x", "nnoptim.yaml:2:1: this is not valid YAML: a tab indents this line; indent with spaces.")]
    [InlineData("slots: NULL", "nnoptim.yaml:1:1: slots: has no value")]
    public void An_error_is_reported_with_its_line(string text, string told) => Refused(text).ShouldContain(told);

    [Fact]
    public void All_wrong_names_are_reported_at_once() => Refused("slotz: 1\njion: a:1").Split(Environment.NewLine).Length.ShouldBe(2);

    [Fact]
    public void Any_content_of_a_file_is_settings_or_is_refused() =>
        Gen.OneOf(
            Gen.String,
            Gen.String[Gen.Char["slot: 1\n-[]{}&*#'\"|>,?!%@`"], 0, 60]).Sample(text =>
            {
                try
                {
                    Read(text).Values.Count.ShouldBeGreaterThanOrEqualTo(0);
                }
                catch (SettingsException error)
                {
                    error.Errors.ShouldNotBeEmpty();
                    error.Errors.ShouldAllBe(each => each.StartsWith("nnoptim.yaml:", StringComparison.Ordinal));
                }
            });

    [Theory]
    [InlineData("127.0.0.1:4053", "127.0.0.1", 4053)]
    [InlineData("[::1]:4053", "::1", 4053)]
    [InlineData("coordinator-0.nnoptim:1", "coordinator-0.nnoptim", 1)]
    [InlineData("0.0.0.0:0", "0.0.0.0", 0)]
    public void An_address_is_a_host_and_a_port(string text, string host, int port)
    {
        HostPort.TryParse(text, out var address).ShouldBeTrue();
        address.ShouldBe(new HostPort(host, port));
        address.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("host")]
    [InlineData(":1")]
    [InlineData("host:")]
    [InlineData("host:65536")]
    [InlineData("host:-1")]
    [InlineData("host:1x")]
    [InlineData("::1:4053")]
    [InlineData("[::1:4053")]
    [InlineData("[host]:1")]
    [InlineData("a b:1")]
    [InlineData("a/b:1")]
    [InlineData("user@host:1")]
    public void Anything_else_is_no_address(string text) => HostPort.TryParse(text, out _).ShouldBeFalse();

    private static SettingsFile Read(string text) => SettingsFile.Parse(text, "nnoptim.yaml", NodeOptions.All);

    private static string Refused(string text) => Should.Throw<SettingsException>(() => Read(text)).Message;
}
