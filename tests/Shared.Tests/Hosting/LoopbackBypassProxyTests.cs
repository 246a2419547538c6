using System.Net;
using NNOptim.Hosting;

namespace NNOptim.Shared.Tests.Hosting;

public class LoopbackBypassProxyTests
{
    private static readonly Uri Proxy = new("http://proxy.example:3128");
    private static readonly LoopbackBypassProxy Tested = new(new WebProxy(Proxy));

    [Theory]
    [InlineData("http://127.0.0.1:4080/api/v1/experiments")]
    [InlineData("http://localhost:4080/")]
    [InlineData("https://[::1]:4080/")]
    public void A_request_to_this_machine_bypasses_the_proxy(string address)
    {
        Tested.IsBypassed(new Uri(address)).ShouldBeTrue();
        Tested.GetProxy(new Uri(address)).ShouldBeNull();
    }

    [Fact]
    public void Any_other_request_uses_the_proxy()
    {
        Tested.IsBypassed(new Uri("https://a.example/")).ShouldBeFalse();
        Tested.GetProxy(new Uri("https://a.example/")).ShouldBe(Proxy);
    }
}
