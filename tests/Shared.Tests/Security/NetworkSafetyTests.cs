using NNOptim.Hosting.Security;

namespace NNOptim.Shared.Tests.Security;

public class NetworkSafetyTests
{
    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.8.9.10", true)]
    [InlineData("::1", true)]
    [InlineData("[::1]", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("localhost", true)]
    [InlineData("LocalHost", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("::", false)]
    [InlineData("10.0.0.1", false)]
    [InlineData("localhost.example", false)]
    [InlineData("coordinator", false)]
    [InlineData("", false)]
    public void Loopback_is_what_is_this_machine_for_certain(string host, bool loopback) =>
        NetworkSafety.IsLoopback(host).ShouldBe(loopback);

    [Theory]
    [InlineData("127.0.0.1", null, false, true)]
    [InlineData("0.0.0.0", null, false, false)]
    [InlineData("0.0.0.0", null, true, true)]
    [InlineData("0.0.0.0", "node.pem", false, true)]
    [InlineData("127.0.0.1", "node.pem", false, true)]
    [InlineData("127.0.0.1", "node.pem", true, false)]
    public void Outside_loopback_a_node_needs_TLS_or_the_insecure_option(string host, string? certificate, bool insecure, bool allowed) =>
        (NetworkSafety.Validate([("--listen", [host])], certificate, null, certificate is null ? null : "ca.pem", insecure).Count == 0).ShouldBe(allowed);

    [Fact]
    public void Every_unsafe_host_is_reported_with_its_option()
    {
        var errors = NetworkSafety.Validate(
            [("--listen", ["127.0.0.1"]), ("--join", ["localhost", "a.example", "b.example"])], null, null, null, false);

        errors.Count.ShouldBe(2);
        errors[0].ShouldStartWith("--join: a.example is not a loopback address");
        errors[1].ShouldStartWith("--join: b.example");
        errors.ShouldAllBe(error => error.Contains("--insecure", StringComparison.Ordinal) && error.Contains("--tls-certificate", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("node.pem", null, null, "--tls-ca is missing")]
    [InlineData(null, null, "ca.pem", "--tls-certificate is missing")]
    [InlineData(null, "node.key", null, "--tls-certificate is missing")]
    public void Incomplete_TLS_settings_are_refused(string? certificate, string? key, string? authorities, string told) =>
        NetworkSafety.Validate([("--listen", ["127.0.0.1"])], certificate, key, authorities, false).ShouldHaveSingleItem().ShouldContain(told);
}
