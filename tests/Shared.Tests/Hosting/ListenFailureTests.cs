using System.Net.Sockets;
using NNOptim.Hosting;
using NNOptim.Hosting.Settings;

namespace NNOptim.Shared.Tests.Hosting;

public class ListenFailureTests
{
    [Theory]
    [InlineData(SocketError.AddressAlreadyInUse, "--listen: 10.0.0.1:4053 is in use by another process; give another HOST:PORT, or port 0 for a free one.")]
    [InlineData(SocketError.AddressNotAvailable, "--listen: 10.0.0.1 is not an address of this machine.")]
    [InlineData(SocketError.AccessDenied, "--listen: this user may not listen on 10.0.0.1:4053; give a port of 1024 or above.")]
    public void An_address_that_cannot_be_listened_on_is_reported_with_its_option(SocketError code, string words) =>
        ListenFailure.Describe(
            new AggregateException(new IOException("bind", new SocketException((int)code))), new HostPort("10.0.0.1", 4053), "--listen").ShouldBe(words);

    [Fact]
    public void Another_failure_is_not_a_failure_to_listen() =>
        ListenFailure.Describe(new AggregateException(new InvalidOperationException()), new HostPort("10.0.0.1", 4053), "--listen").ShouldBeNull();
}
